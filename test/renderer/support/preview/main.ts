import { createFakeCoffer } from './fake-coffer.ts'

/**
 * `?state=absent|sealed|unsealed&theme=light|dark&secrets=1204&section=keys&select=prod/payments/db&firstrun=1`
 * sets the scene before the window starts.
 */
const query = new URLSearchParams(location.search)
const coffer = createFakeCoffer({
  state: (query.get('state') ?? 'unsealed') as 'absent' | 'sealed' | 'unsealed',
  theme: (query.get('theme') ?? 'system') as 'light' | 'dark' | 'system',
  secretCount: Number(query.get('secrets') ?? 1204),
  inFirstRun: query.has('firstrun'),
  latencyMs: Number(query.get('latency') ?? 0),
})
Object.defineProperty(window, 'coffer', { value: coffer })

await import('../../../../renderer/main.tsx')
const { store, patch } = await import('../../../../renderer/store/store.ts')
const { select } = await import('../../../../renderer/store/selection.ts')
// For scripts that take screenshots or look at the state.
Object.defineProperty(window, 'previewStore', { value: store })

const wanted = query.get('select')
const section = query.get('section')
if (section !== null) {
  const stop = store.subscribe((state) => {
    if (state.session.status !== 'unsealed') return
    stop()
    patch('view', { section: section as never })
  })
}
if (wanted !== null) {
  const stop = store.subscribe((state) => {
    for (const summary of state.secrets.summaries.values()) {
      if (summary.Name !== wanted) continue
      stop()
      select(summary.ARN)
      return
    }
  })
}

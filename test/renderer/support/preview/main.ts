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

/** Runs `act` as soon as it answers true, now or after a change of the state. */
function once(act: () => boolean): void {
  if (act()) return
  const stop = store.subscribe(() => {
    if (act()) stop()
  })
}

const section = query.get('section')
if (section !== null) {
  once(() => {
    if (store.getState().session.status !== 'unsealed') return false
    patch('view', { section: section as never })
    return true
  })
}
const wanted = query.get('select')
if (wanted !== null) {
  once(() => {
    for (const summary of store.getState().secrets.summaries.values()) {
      if (summary.Name !== wanted) continue
      select(summary.ARN)
      return true
    }
    return false
  })
}

import { refreshSecrets } from './secrets.ts'
import { select } from './selection.ts'
import { patch, store } from './store.ts'

/** Brings a secret that was just made into view, whatever folder or filter hid it. */
export async function showNewSecret(arn: string): Promise<void> {
  await refreshSecrets([arn])
  const { view, secrets } = store.getState()
  const name = secrets.summaries.get(arn)?.Name ?? ''
  const isHidden = view.query !== '' || (view.folder !== null && !name.startsWith(view.folder))
  patch('view', { section: 'secrets', peeking: false, ...(isHidden ? { folder: null, query: '' } : {}) })
  select(arn)
}

import { app } from '../api/coffer-api.ts'
import { patch } from './store.ts'
import { notify } from './toasts.ts'

/** Copies text through the shell. Secret text is cleared after the preference's seconds, and the toast says so. */
export async function copyText(text: string, options: { readonly secret: boolean; readonly what?: string }): Promise<void> {
  const { clearsAtMs } = await app('clipboard.copy', { text, secret: options.secret })
  patch('view', { clipboardClearsAtMs: clearsAtMs })
  if (!options.secret) return
  const seconds = clearsAtMs === null ? null : Math.round((clearsAtMs - Date.now()) / 1000)
  notify({
    kind: 'done',
    text: seconds === null ? `Copied ${options.what ?? 'the value'}.` : `Copied ${options.what ?? 'the value'}. The clipboard clears in ${seconds} s.`,
    action: { label: 'Clear now', run: clearClipboard },
  })
}

export async function clearClipboard(): Promise<void> {
  await app('clipboard.clear', undefined)
  patch('view', { clipboardClearsAtMs: null })
}

import { CofferError } from '../api/coffer-api.ts'
import type { Toast } from './state.ts'
import { store } from './store.ts'

const SHOWN_AT_MOST = 4
const UNDO = 'Undo'
let lastId = 0

/** Shows a line at the bottom of the window, with at most one thing to do. Returns its id. */
export function notify(toast: Omit<Toast, 'id'>): number {
  lastId += 1
  const id = lastId
  const { action } = toast
  // What the action of a toast does wrong has no other place to be shown.
  const guarded = action === undefined ? {} : { action: { label: action.label, run: () => Promise.resolve().then(action.run).catch(notifyError) } }
  // Only the last step can be undone: what an older Undo would change may be in the trash by now.
  const others = (toasts: readonly Toast[]) => (action?.label === UNDO ? toasts.filter((other) => other.action?.label !== UNDO) : toasts)
  store.setState((state) => ({ ...state, toasts: [...others(state.toasts), { ...toast, ...guarded, id }].slice(-SHOWN_AT_MOST) }))
  return id
}

/** Shows what went wrong in the words of the error. */
export function notifyError(thrown: unknown): void {
  const { code, message } = CofferError.from(thrown)
  // A call that met the screen lock is made again once it is lifted; behind it nobody reads a toast.
  if (code !== 'ScreenLocked') notify({ kind: 'failed', text: message })
}

export function dismissToast(id: number): void {
  store.setState((state) => ({ ...state, toasts: state.toasts.filter((toast) => toast.id !== id) }))
}

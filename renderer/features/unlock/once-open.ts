import { store } from '../../store/store.ts'

/** In session storage, which lives as long as the window does. */
const KEY = 'coffer.was-open'

/**
 * Whether this window has had the vault open, or has tried the keychain by itself. Then it does not try again without a
 * click: a vault that was sealed on purpose stays sealed.
 */
export function wasOpenBefore(): boolean {
  return sessionStorage.getItem(KEY) !== null
}

export function rememberOpening(): void {
  sessionStorage.setItem(KEY, 'yes')
}

/** Remembers every way in which the vault comes to be open: unlocked here, made in the first run, opened by the command line. */
export function watchForOpening(onOpened: () => void): void {
  store.subscribe((state, before) => {
    if (state.session.status !== 'unsealed' || before.session.status === 'unsealed') return
    rememberOpening()
    onOpened()
  })
}

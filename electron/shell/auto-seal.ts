import { powerMonitor } from 'electron'
import type { Preferences } from '../../shared/ipc/contract.ts'
import { watchLinuxScreenLock } from './linux-screen-lock.ts'

type LockAction = Preferences['onSuspend']

export interface AutoSealOptions {
  readonly preferences: () => Preferences
  readonly seal: (reason: string) => void
  readonly screenLock: () => void
  /** When the vault was last opened, in epoch milliseconds: an unlock from a terminal is use, though no key of the desktop was pressed. */
  readonly unsealedAtMs: () => number
}

const IDLE_CHECK_MS = 10_000

/**
 * Seals or hides when the person is away: idle, suspend, screen lock. Idle is measured by the system's own clock of input, so
 * a timer that slept with the machine can't be late: it is asked again at wake-up. Returns a stop function.
 */
export function watchForAbsence(options: AutoSealOptions): () => void {
  const act = (action: LockAction, reason: string): void => {
    if (action === 'seal') options.seal(reason)
    else if (action === 'screen-lock') options.screenLock()
  }
  const checkIdle = (): void => {
    const minutes = options.preferences().autoSealIdleMinutes
    const openForMs = Date.now() - options.unsealedAtMs()
    if (minutes > 0 && openForMs >= minutes * 60_000 && powerMonitor.getSystemIdleTime() >= minutes * 60) options.seal(`Nobody used this computer for ${minutes} minutes.`)
  }
  const onSuspend = (): void => act(options.preferences().onSuspend, 'The computer went to sleep.')
  const onLock = (): void => act(options.preferences().onScreenLock, 'The screen was locked.')
  const onUserSwitch = (): void => act('seal', 'Another user took over the screen.')
  const timer = setInterval(checkIdle, IDLE_CHECK_MS)
  powerMonitor.on('suspend', onSuspend)
  powerMonitor.on('resume', checkIdle)
  powerMonitor.on('lock-screen', onLock)
  powerMonitor.on('user-did-resign-active', onUserSwitch)
  const stopLinux = process.platform === 'linux' ? watchLinuxScreenLock(onLock) : () => undefined
  return () => {
    clearInterval(timer)
    stopLinux()
    powerMonitor.off('suspend', onSuspend)
    powerMonitor.off('resume', checkIdle)
    powerMonitor.off('lock-screen', onLock)
    powerMonitor.off('user-did-resign-active', onUserSwitch)
  }
}

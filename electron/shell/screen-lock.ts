import { ServiceError } from '../../shared/errors.ts'
import type { Envelope } from '../../shared/ipc/envelope.ts'

/** What the window may still ask while its screen is locked: enough to show the lock, open it, or seal. */
const ALLOWED_WHILE_LOCKED = new Set(['workbench:GetStatus', 'workbench:Unlock', 'workbench:Seal'])

export interface ScreenLock {
  readonly locked: boolean
  set(locked: boolean): void
  /** Throws while locked, for operations that need the person. Endpoint and timers are not asked: they go on. */
  requireOpenFor(operation: string): void
  /** A successful unlock opens the screen too. */
  afterCall(operation: string, envelope: Envelope): void
}

/** The lighter of the two locks: the window is hidden behind it, the core goes on. The page alone can't lift it. */
export function createScreenLock(onChange: (locked: boolean) => void): ScreenLock {
  let locked = false
  const set = (next: boolean): void => {
    if (next === locked) return
    locked = next
    onChange(locked)
  }
  return {
    get locked() {
      return locked
    },
    set,
    requireOpenFor(operation) {
      if (locked && !ALLOWED_WHILE_LOCKED.has(operation)) throw new ServiceError('ScreenLocked', 'The window is locked. Unlock it first; the endpoint goes on.')
    },
    afterCall(operation, envelope) {
      if (envelope.ok && (operation === 'workbench:Unlock' || operation === 'workbench:Seal')) set(false)
    },
  }
}

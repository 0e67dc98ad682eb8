import { useCallback, useEffect, useRef, useState } from 'react'
import { CofferError } from '../../api/coffer-api.ts'
import type { WireInput } from '../../../shared/operations/catalog.ts'
import { refreshStatus } from '../../store/session.ts'
import type { VaultStatus } from '../../store/state.ts'
import { notify, notifyError } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'
import { unlockVault } from '../../store/vault.ts'
import { rememberOpening, wasOpenBefore } from './once-open.ts'
import { opensByItself } from './unlock-words.ts'

type UnlockInput = WireInput<'workbench:Unlock'>

export interface UnlockFailure {
  readonly error: CofferError
  /** What was asked for, without anything secret. */
  readonly method: UnlockInput['Method']
}

/**
 * Unlocks the vault: one attempt at a time, the keychain once by itself, and the wait that follows too many misses. With
 * `newHome`, a region that takes the place of the lost home region for good.
 */
export function useUnlock(status: VaultStatus, newHome: string | null) {
  const [pending, setPending] = useState<UnlockInput['Method'] | null>(null)
  const [failure, setFailure] = useState<UnlockFailure | null>(null)
  const busy = useRef(false)
  const latest = useRef({ newHome, oldHome: status.Region })
  useEffect(() => {
    latest.current = { newHome, oldHome: status.Region }
  })

  const unlock = useCallback(async (input: UnlockInput) => {
    if (busy.current) return
    busy.current = true
    rememberOpening()
    setPending(input.Method)
    setFailure(null)
    try {
      const lost = latest.current
      for (const warning of await unlockVault(lost.newHome === null ? input : { ...input, NewHomeRegion: lost.newHome })) notify({ kind: 'warning', text: warning.Message })
      // What was replicated there can be read, and changed once it is promoted: that is the next step.
      if (lost.newHome !== null) openDialog('promote-region', { region: lost.newHome, ...(lost.oldHome === undefined ? {} : { primaryRegion: lost.oldHome }) })
    } catch (thrown) {
      setFailure({ error: CofferError.from(thrown), method: input.Method })
    } finally {
      busy.current = false
      setPending(null)
    }
  }, [])

  const startsByItself = opensByItself(status)
  useEffect(() => {
    if (startsByItself && !wasOpenBefore()) void unlock({ Method: 'keychain' })
  }, [startsByItself, unlock])

  const waitSeconds = useWait(status)
  return { unlock, pending, failure, clearFailure: () => setFailure(null), waitSeconds }
}

/** Whole seconds until the next attempt is taken, counting down; 0 when it is. */
function useWait(status: VaultStatus): number {
  const seconds = status.UnlockWaitSeconds ?? 0
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    setLeft(seconds)
    if (seconds === 0) return undefined
    const untilMs = Date.now() + seconds * 1000
    const timer = setInterval(() => {
      const remaining = Math.max(0, Math.ceil((untilMs - Date.now()) / 1000))
      setLeft(remaining)
      if (remaining > 0) return
      clearInterval(timer)
      refreshStatus().catch(notifyError)
    }, 250)
    return () => clearInterval(timer)
    // A new status counts anew, also when it names as many seconds as the last one.
  }, [seconds, status])
  return left
}

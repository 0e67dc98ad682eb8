import { useCallback, useEffect, useRef, useState } from 'react'
import type { SecretValue } from '../store/secret-values.ts'
import { readSecretValue } from '../store/secret-values.ts'
import { useOnScreenLock } from './use-on-screen-lock.ts'

export interface HeldValue {
  /** The value while something of it is in sight, else null. */
  readonly value: SecretValue | null
  /** Reads the value and keeps it. */
  readonly hold: () => Promise<SecretValue>
  /** The value for one use, such as a copy; kept only if it was already. */
  readonly read: () => Promise<SecretValue>
  readonly drop: () => void
}

/**
 * Keeps a secret's value in this component while it is in sight. It goes when the component goes, when another version becomes the one shown,
 * and when the screen is locked. An answer that comes after that is dropped.
 */
export function useHeldValue(arn: string, versionId: string | null): HeldValue {
  const shown = `${arn} ${versionId ?? ''}`
  const [held, setHeld] = useState<{ readonly of: string; readonly value: SecretValue } | null>(null)
  const latest = useRef(shown)
  useEffect(() => {
    latest.current = shown
    return () => {
      latest.current = ''
      setHeld(null)
    }
  }, [shown])
  const value = held !== null && held.of === shown ? held.value : null

  const read = useCallback(async () => value ?? readSecretValue(arn, versionId ?? undefined), [arn, versionId, value])
  const hold = useCallback(async () => {
    const answer = await read()
    if (latest.current === shown) setHeld({ of: shown, value: answer })
    return answer
  }, [read, shown])
  const drop = useCallback(() => setHeld(null), [])
  useOnScreenLock(drop)
  return { value, hold, read, drop }
}

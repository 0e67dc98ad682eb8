import { useCallback, useEffect, useRef, useState } from 'react'
import { CofferError } from '../api/coffer-api.ts'

interface Action<A extends readonly unknown[]> {
  readonly run: (...args: A) => Promise<void>
  readonly pending: boolean
  readonly error: CofferError | null
  readonly clearError: () => void
}

/** An action that cannot run twice at once, with its progress and its error for the screen. */
export function useAction<A extends readonly unknown[]>(action: (...args: A) => Promise<void>): Action<A> {
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<CofferError | null>(null)
  const busy = useRef(false)
  const latest = useRef(action)
  useEffect(() => {
    latest.current = action
  })
  const run = useCallback(async (...args: A) => {
    if (busy.current) return
    busy.current = true
    setPending(true)
    setError(null)
    try {
      await latest.current(...args)
    } catch (thrown) {
      setError(CofferError.from(thrown))
    } finally {
      busy.current = false
      setPending(false)
    }
  }, [])
  const clearError = useCallback(() => setError(null), [])
  return { run, pending, error, clearError }
}

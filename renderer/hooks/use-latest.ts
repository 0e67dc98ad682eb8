import { useEffect, useState } from 'react'
import { CofferError } from '../api/coffer-api.ts'

export interface Loaded<T> {
  readonly value: T | null
  readonly loading: boolean
  readonly error: CofferError | null
}

/**
 * Loads something that depends on what is selected. An answer that comes after the selection went on is dropped,
 * and `value` never belongs to another key than the present one.
 */
export function useLatest<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ readonly key: string; readonly value: T | null; readonly error: CofferError | null }>({ key: '', value: null, error: null })
  useEffect(() => {
    let isCurrent = true
    load().then(
      (value) => isCurrent && setState({ key, value, error: null }),
      (error: unknown) => isCurrent && setState({ key, value: null, error: CofferError.from(error) }),
    )
    return () => {
      isCurrent = false
    }
    // `load` is named by `key`: a new function for the same key is the same question.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [key])
  const isCurrent = state.key === key
  return { value: isCurrent ? state.value : null, loading: !isCurrent, error: isCurrent ? state.error : null }
}

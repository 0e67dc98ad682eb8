import { useEffect, useRef } from 'react'
import { onEvent } from '../api/coffer-api.ts'
import type { CofferEvent } from '../../shared/ipc/contract.ts'

/** Calls back on every event of one kind while the component is there. */
export function useEvent<T extends CofferEvent['type']>(type: T, listener: (event: Extract<CofferEvent, { readonly type: T }>) => void): void {
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => onEvent((event) => event.type === type && latest.current(event as Extract<CofferEvent, { readonly type: T }>)), [type])
}

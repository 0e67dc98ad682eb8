import { useDeferredValue, useMemo } from 'react'
import type { State } from '../../store/state.ts'
import { store, useStore } from '../../store/store.ts'

/** A figure over all secrets, computed again only when a secret changed or `also` did, and never before the grid is drawn. */
export function useRevised<T>(compute: (state: State) => T, also: unknown = null): T {
  const revision = useDeferredValue(useStore((state) => state.secrets.revision))
  // `compute` closes over `also` only; the secrets change in place and tell it by their revision.
  // oxlint-disable-next-line react/exhaustive-deps
  return useMemo(() => compute(store.getState()), [revision, also])
}

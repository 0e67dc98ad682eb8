import { useEffect } from 'react'
import { loadRegions } from '../store/regions.ts'
import type { RegionsSlice } from '../store/state.ts'
import { useStore } from '../store/store.ts'

/** A disk that is pulled out says nothing by itself. */
const LOOK_EVERY_MS = 3000

/** The regions of the vault, read again and again while they are shown. */
export function useRegions(): RegionsSlice {
  const regions = useStore((state) => state.regions)
  const accountId = useStore((state) => state.session.accountId)
  useEffect(() => {
    void loadRegions()
    const timer = setInterval(() => void loadRegions(), LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [accountId])
  return regions
}

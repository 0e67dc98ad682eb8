import { useEffect, useState } from 'react'
import { call, CofferError } from '../api/coffer-api.ts'
import type { RotationRun } from '../store/rotations.ts'
import { useStore } from '../store/store.ts'

const NONE: readonly RotationRun[] = []

/**
 * The rotations that ended from `fromMs` to before `toMs`, read again when something about rotations changes. What is shown stays
 * until then, and never belongs to another stretch of time.
 */
export function useRotationRuns(fromMs: number, toMs: number): { readonly runs: readonly RotationRun[]; readonly error: CofferError | null } {
  const revision = useStore((state) => state.rotations.revision)
  const [loaded, setLoaded] = useState<{ readonly fromMs: number; readonly toMs: number; readonly runs: readonly RotationRun[]; readonly error: CofferError | null } | null>(null)
  useEffect(() => {
    let isCurrent = true
    call('workbench:ListRotationRuns', { StartDate: fromMs / 1000, EndDate: toMs / 1000 }).then(
      ({ Runs }) => isCurrent && setLoaded({ fromMs, toMs, runs: Runs, error: null }),
      (error: unknown) => isCurrent && setLoaded({ fromMs, toMs, runs: NONE, error: CofferError.from(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [fromMs, toMs, revision])
  const isPresent = loaded?.fromMs === fromMs && loaded.toMs === toMs
  return isPresent ? loaded : { runs: NONE, error: null }
}

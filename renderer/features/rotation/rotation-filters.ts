import { needsAttention, type RotationSummary } from '../../store/rotations.ts'
import { type RotationState, stateOf } from './rotation-words.ts'

export type RotationFilter = 'all' | 'attention' | 'due' | 'off'

const RANK: Readonly<Record<RotationState, number>> = { failing: 0, overdue: 1, postponed: 2, running: 3, due: 4, planned: 5, unplanned: 6, off: 7 }

export function fits(rotation: RotationSummary, filter: RotationFilter, nowMs: number): boolean {
  switch (filter) {
    case 'all':
      return true
    case 'attention':
      return needsAttention(rotation)
    case 'due':
      return ['due', 'running', 'overdue', 'postponed'].includes(stateOf(rotation, nowMs))
    case 'off':
      return !rotation.RotationEnabled
  }
}

/** What is shown, the most pressing first, then by the next window. */
export function shownRotations(items: readonly RotationSummary[], filter: RotationFilter, query: string, nowMs: number): readonly RotationSummary[] {
  const words = query.trim().toLowerCase()
  const rank = (item: RotationSummary): number => RANK[stateOf(item, nowMs)]
  const next = (item: RotationSummary): number => item.NextWindowStartDate ?? Number.MAX_SAFE_INTEGER
  return items
    .filter((item) => fits(item, filter, nowMs) && item.Name.toLowerCase().includes(words))
    .toSorted((left, right) => rank(left) - rank(right) || next(left) - next(right) || (left.Name < right.Name ? -1 : 1))
}

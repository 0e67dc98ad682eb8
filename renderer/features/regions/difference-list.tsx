import { SecretName } from '../../components/secret-name.tsx'
import { VirtualList } from '../../components/virtual-list.tsx'
import type { RegionDifference } from '../../store/regions.ts'
import { relationWords } from './compare-words.ts'

const ROW_PX = 46
const ROWS_SEEN = 5
const ALARMING: ReadonlySet<RegionDifference['Relation']> = new Set(['behind', 'replica-newer', 'diverged'])

/** Secrets of two regions that are not simply primary and replica in step, the alarming ones first. */
export function DifferenceList({ differences, here, there }: { readonly differences: readonly RegionDifference[]; readonly here: string; readonly there: string }) {
  if (differences.length === 0) return null
  const rows = differences.toSorted((left, right) => Number(ALARMING.has(right.Relation)) - Number(ALARMING.has(left.Relation)) || (left.Name < right.Name ? -1 : 1))
  return (
    <div className="mt-3 overflow-hidden rounded-lg border border-line bg-panel" style={{ height: Math.min(rows.length, ROWS_SEEN) * ROW_PX + 2 }}>
      <VirtualList aria-label="Differences" items={rows} keyOf={(one) => `${one.ARN ?? ''} ${one.OtherARN ?? ''}`} rowHeight={ROW_PX} className="focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]">
        {(one, index) => {
          const words = relationWords(one, here, there)
          return (
            <div className={`flex h-full flex-col justify-center px-3 ${index === 0 ? '' : 'border-t border-line2'}`}>
              <span className="truncate">
                <SecretName name={one.Name} />
              </span>
              <span className={`truncate text-sm ${ALARMING.has(one.Relation) ? 'text-amber' : 'text-muted'}`} title={words}>
                {words}
              </span>
            </div>
          )
        }}
      </VirtualList>
    </div>
  )
}

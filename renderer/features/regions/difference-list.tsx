import { SecretName } from '../../components/secret-name.tsx'
import type { RegionDifference } from '../../store/regions.ts'
import { relationWords } from './compare-words.ts'
import { countText } from './region-words.ts'

const SHOWN_AT_MOST = 300
const ALARMING: ReadonlySet<RegionDifference['Relation']> = new Set(['behind', 'replica-newer', 'diverged'])

/** Secrets of two regions that are not simply primary and replica in step. */
export function DifferenceList({ differences, here, there }: { readonly differences: readonly RegionDifference[]; readonly here: string; readonly there: string }) {
  if (differences.length === 0) return null
  const rows = differences.toSorted((left, right) => Number(ALARMING.has(right.Relation)) - Number(ALARMING.has(left.Relation)) || (left.Name < right.Name ? -1 : 1))
  return (
    <ul tabIndex={0} aria-label="Differences" className="mt-3 max-h-60 overflow-auto rounded-lg border border-line bg-panel">
      {rows.slice(0, SHOWN_AT_MOST).map((one) => (
        <li key={`${one.ARN ?? ''} ${one.OtherARN ?? ''}`} className="flex min-h-[30px] items-baseline gap-3 border-line2 px-3 py-1 not-first:border-t">
          <span className="min-w-0 flex-1">
            <SecretName name={one.Name} />
          </span>
          <span className={`max-w-[70%] text-right text-sm ${ALARMING.has(one.Relation) ? 'text-amber' : 'text-muted'}`}>{relationWords(one, here, there)}</span>
        </li>
      ))}
      {rows.length > SHOWN_AT_MOST ? <li className="px-3 py-1 text-sm text-faint">and {countText(rows.length - SHOWN_AT_MOST, 'more')}</li> : null}
    </ul>
  )
}

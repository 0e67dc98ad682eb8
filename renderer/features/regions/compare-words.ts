import type { RegionDifference } from '../../store/regions.ts'
import { countText } from './region-words.ts'

/** Relations that are in order: a replica that has everything. */
export function isInOrder(difference: RegionDifference): boolean {
  return difference.Relation === 'in-sync'
}

/** Two secrets of one origin that went their own ways: one can become the other's replica again. */
export function canReunite(difference: RegionDifference): boolean {
  return difference.Relation === 'diverged' || difference.Relation === 'twins'
}

/** How two secrets stand to each other, in words. */
export function relationWords(difference: RegionDifference, here: string, there: string): string {
  const differs = difference.Differs.length === 0 ? '' : ` in ${difference.Differs.join(', ')}`
  switch (difference.Relation) {
    case 'in-sync':
      return 'the same'
    case 'behind':
      return `the replica is behind${differs}`
    case 'replica-newer':
      return `the primary is older than its replica${differs}`
    case 'diverged':
      return `two secrets of one origin that differ${differs}${versionWords(difference, here, there)}`
    case 'twins':
      return 'two secrets of one origin, the same'
    case 'unrelated':
      return 'two secrets that share the name alone'
    case 'only-here':
      return `only in ${here}`
    case 'only-there':
      return `only in ${there}`
  }
}

function versionWords(difference: RegionDifference, here: string, there: string): string {
  const parts = [
    difference.VersionsOnlyHere.length === 0 ? '' : `${countText(difference.VersionsOnlyHere.length, 'version')} only in ${here}`,
    difference.VersionsOnlyThere.length === 0 ? '' : `${countText(difference.VersionsOnlyThere.length, 'version')} only in ${there}`,
    difference.VersionsInConflict.length === 0 ? '' : `${countText(difference.VersionsInConflict.length, 'version')} with two values`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}

/** The outcome of a comparison, in one sentence. */
export function comparisonSummary(all: readonly RegionDifference[]): string {
  const replicas = all.filter((one) => one.Relation === 'in-sync' || one.Relation === 'behind' || one.Relation === 'replica-newer')
  const drifted = replicas.filter((one) => !isInOrder(one)).length
  const apart = all.filter(canReunite).length
  const only = all.filter((one) => one.Relation === 'only-here' || one.Relation === 'only-there').length
  const first = replicas.length === 0 ? 'There is no replica between the two.' : drifted === 0 ? `No drift: ${replicas.length === 1 ? 'the one replica is' : `all ${countText(replicas.length, 'replica')} are`} the same as the primary.` : `${drifted.toLocaleString('en')} of ${countText(replicas.length, 'replica')} ${drifted === 1 ? 'differs' : 'differ'} from the primary.`
  return `${first}${apart === 0 ? '' : ` ${countText(apart, 'secret')} went ${apart === 1 ? 'its' : 'their'} own way and can be reunited.`}${only === 0 ? '' : ` ${countText(only, 'secret')} ${only === 1 ? 'is' : 'are'} in one region alone.`}`
}

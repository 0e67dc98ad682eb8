import { doorLabel, operationLabel, principalLabel, resourcesLabel } from '../../../shared/activity-words.ts'
import type { ActivityLine } from '../../../shared/activity-words.ts'

export interface ActivityFilter {
  readonly secretId: string
  readonly outcome: ActivityLine['Outcome'] | 'any'
  readonly door: ActivityLine['Door'] | 'any'
  readonly text: string
}

export const NO_FILTER: ActivityFilter = { secretId: '', outcome: 'any', door: 'any', text: '' }

export function isFiltered(filter: ActivityFilter): boolean {
  return filter.secretId !== '' || filter.outcome !== 'any' || filter.door !== 'any' || filter.text.trim() !== ''
}

/** The filter as ListActivity's input. */
export function filterInput(filter: ActivityFilter): { SecretId?: string; Outcome?: ActivityLine['Outcome']; Door?: ActivityLine['Door']; Text?: string } {
  const text = filter.text.trim()
  return {
    ...(filter.secretId !== '' && { SecretId: filter.secretId }),
    ...(filter.outcome !== 'any' && { Outcome: filter.outcome }),
    ...(filter.door !== 'any' && { Door: filter.door }),
    ...(text !== '' && { Text: text.slice(0, 256) }),
  }
}

/**
 * Whether a call that has just happened belongs in the filtered list. Only for calls that arrive one by one: what is already
 * recorded is filtered by ListActivity.
 */
export function matchesFilter(event: ActivityLine, filter: ActivityFilter): boolean {
  if (filter.outcome !== 'any' && event.Outcome !== filter.outcome) return false
  if (filter.door !== 'any' && event.Door !== filter.door) return false
  if (filter.secretId !== '' && !event.Resources.some((resource) => resource === filter.secretId || resourcesLabel([resource]) === filter.secretId)) return false
  const text = filter.text.trim().toLowerCase()
  return text === '' || searchText(event).includes(text)
}

function searchText(event: ActivityLine): string {
  return [
    operationLabel(event.Operation),
    ...event.Resources,
    principalLabel(event.PrincipalArn),
    event.AccessKeyId ?? '',
    doorLabel(event.Door),
    event.ErrorCode ?? '',
    event.SourceIp ?? '',
    event.RequestId,
  ]
    .join('\n')
    .toLowerCase()
}

/** Newest first, each call once, at most `limit`. */
export function mergeEvents(known: readonly ActivityLine[], arrived: readonly ActivityLine[], limit: number): readonly ActivityLine[] {
  const bySequence = new Map<number, ActivityLine>()
  for (const event of known) bySequence.set(event.Sequence, event)
  for (const event of arrived) bySequence.set(event.Sequence, event)
  return [...bySequence.values()].sort((a, b) => b.Sequence - a.Sequence).slice(0, limit)
}

import { LIMITS } from '../../../shared/limits.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeOperation } from './authorize-secret.ts'
import { describedSecret } from './described-secret.ts'
import { pageAfter } from './next-token.ts'
import { checkFilters, passesFilters } from './secret-filters.ts'
import { type SecretRecord, stagesByVersion } from './secret-record.ts'

type SortBy = NonNullable<Input<'secretsmanager:ListSecrets'>['SortBy']>

/** ListSecrets. Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html */
export const listSecrets: CallHandler<'secretsmanager:ListSecrets'> = {
  kind: 'call',
  authorize(context) {
    authorizeOperation(context, 'ListSecrets')
  },
  handle(context, input) {
    const filters = checkFilters(input.Filters)
    const { region } = context
    const sortBy = input.SortBy ?? 'created-date'
    const descending = input.SortOrder === 'desc'
    const matching = region.secrets
      .ofAccount(context.accountId)
      .filter((secret) => (input.IncludePlannedDeletion === true || secret.deletedAtMs === undefined) && passesFilters(secret, filters))
      .map((secret) => region.accessDates.current(secret))
    const sorted = sortSecrets(matching, sortBy, descending)
    const query = [input.Filters, input.IncludePlannedDeletion, sortBy, descending]
    const { page, nextToken } = pageAfter(
      context, 'ListSecrets', query, sorted, (secret) => sortPosition(secret, sortBy), input.MaxResults ?? LIMITS.listPageItems, input.NextToken, descending,
    )
    return {
      SecretList: page.map((secret) => ({ ...describedSecret(secret), SecretVersionsToStages: stagesByVersion(secret) })),
      NextToken: nextToken,
    }
  },
}

function sortSecrets(secrets: SecretRecord[], sortBy: SortBy, descending: boolean): readonly SecretRecord[] {
  // Secrets come in the order of creation already.
  if (sortBy !== 'created-date') secrets.sort((left, right) => (sortPosition(left, sortBy) < sortPosition(right, sortBy) ? -1 : 1))
  return descending ? secrets.reverse() : secrets
}

/** A strictly rising position for each sort: numbers are padded to sort as text, and the order of creation breaks ties. */
function sortPosition(secret: SecretRecord, sortBy: SortBy): number | string {
  const tieBreak = String(secret.sequence).padStart(10, '0')
  switch (sortBy) {
    case 'created-date':
      return secret.sequence
    case 'name':
      return secret.name
    case 'last-changed-date':
      return `${String(secret.lastChangedAtMs).padStart(15, '0')} ${tieBreak}`
    case 'last-accessed-date':
      return `${String(secret.lastAccessedAtMs ?? 0).padStart(15, '0')} ${tieBreak}`
  }
}

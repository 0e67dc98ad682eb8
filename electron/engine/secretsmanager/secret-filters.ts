import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import { primaryRegionOf } from '../replication/replica-facts.ts'
import type { SecretRecord } from './secret-record.ts'
import { matchesWords } from './word-search.ts'

type Filters = NonNullable<Input<'secretsmanager:ListSecrets'>['Filters']>

const KEYS = ['description', 'name', 'tag-key', 'tag-value', 'primary-region', 'owning-service', 'all'] as const
type FilterKey = (typeof KEYS)[number]

interface CheckedFilter {
  readonly key: FilterKey
  readonly values: readonly string[]
}

/** Checks filters and returns them with their members present. */
export function checkFilters(filters: Filters | undefined): readonly CheckedFilter[] {
  return (filters ?? []).map((filter, index) => {
    if (filter.Key === undefined) throw new ServiceError('InvalidParameterException', 'Invalid filter key')
    if (!(KEYS as readonly string[]).includes(filter.Key)) {
      throw new ServiceError(
        'ValidationException',
        `1 validation error detected: Value '${filter.Key}' at 'filters.${index + 1}.member.key' failed to satisfy constraint: Member must satisfy enum value set: [all, name, tag-key, description, tag-value]`,
      )
    }
    if (filter.Values === undefined) throw new ServiceError('InvalidParameterException', `Invalid filter values for key: ${filter.Key}`)
    return { key: filter.Key as FilterKey, values: filter.Values }
  })
}

/**
 * True when a secret passes all filters. Values of one filter are alternatives; `!value` means "does not match value" and is
 * one of the alternatives too.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_Filter.html and recorded answers.
 */
export function passesFilters(secret: SecretRecord, filters: readonly CheckedFilter[]): boolean {
  return filters.every((filter) =>
    filter.values.some((value) => (value.startsWith('!') ? !matches(secret, filter.key, value.slice(1)) : matches(secret, filter.key, value))),
  )
}

function matches(secret: SecretRecord, key: FilterKey, wanted: string): boolean {
  const tags = secret.tags ?? []
  switch (key) {
    case 'name':
      return secret.name.startsWith(wanted)
    case 'description':
      return secret.description !== undefined && matchesWords(wanted, secret.description)
    case 'tag-key':
      return tags.some((tag) => tag.Key.startsWith(wanted))
    case 'tag-value':
      return tags.some((tag) => tag.Value.startsWith(wanted))
    case 'primary-region':
      return primaryRegionOf(secret)?.startsWith(wanted) ?? false
    case 'owning-service':
      return false
    case 'all':
      return [secret.name, secret.description ?? '', ...tags.flatMap((tag) => [tag.Key, tag.Value])].some((text) => matchesWords(wanted, text))
  }
}

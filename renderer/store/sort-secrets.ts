import type { SecretSummary, SortColumn } from './state.ts'

type Key = string | number

function keyOf(column: SortColumn, label: (kmsKeyId: string | undefined) => string): (summary: SecretSummary) => Key {
  switch (column) {
    case 'name':
      return (summary) => summary.Name.toLowerCase()
    case 'key':
      return (summary) => label(summary.KmsKeyId).toLowerCase()
    case 'changed':
      return (summary) => summary.LastChangedDate
    case 'rotates':
      // Secrets that never rotate come last.
      return (summary) => summary.NextRotationDate ?? Number.MAX_SAFE_INTEGER
  }
}

export interface SecretSort {
  readonly column: SortColumn
  readonly descending: boolean
}

interface Row {
  readonly arn: string
  readonly name: string
  readonly key: Key
}

function rowMaker(sort: SecretSort, label: (kmsKeyId: string | undefined) => string): (summary: SecretSummary) => Row {
  const key = keyOf(sort.column, label)
  return (summary) => ({ arn: summary.ARN, name: summary.Name, key: key(summary) })
}

/** Rows by the column, equal ones by name, equal names (one in the trash, one not) by ARN: never two rows alike. */
function comparison(sort: SecretSort): (a: Row, b: Row) => number {
  const way = sort.descending ? -1 : 1
  return (a, b) => (a.key < b.key ? -way : a.key > b.key ? way : a.name < b.name ? -1 : a.name > b.name ? 1 : a.arn < b.arn ? -1 : 1)
}

/** The ARNs of the summaries sorted by a column. Keys are made once, not at each comparison. */
export function sortSecrets(summaries: Iterable<SecretSummary>, sort: SecretSort, label: (kmsKeyId: string | undefined) => string): string[] {
  return Array.from(summaries, rowMaker(sort, label))
    .sort(comparison(sort))
    .map((row) => row.arn)
}

/**
 * The order after some secrets changed: they leave their places and find new ones, the others are not looked at.
 * `place` are the changed secrets that belong into this order now.
 */
export function placeSecrets(
  order: readonly string[],
  changed: ReadonlySet<string>,
  place: readonly SecretSummary[],
  summaries: ReadonlyMap<string, SecretSummary>,
  sort: SecretSort,
  label: (kmsKeyId: string | undefined) => string,
): string[] {
  const rowOf = rowMaker(sort, label)
  const compare = comparison(sort)
  const next = order.filter((arn) => !changed.has(arn))
  for (const summary of place) {
    const row = rowOf(summary)
    let low = 0
    let high = next.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = summaries.get(next[middle] as string)
      if (other !== undefined && compare(rowOf(other), row) < 0) low = middle + 1
      else high = middle
    }
    next.splice(low, 0, summary.ARN)
  }
  return next
}

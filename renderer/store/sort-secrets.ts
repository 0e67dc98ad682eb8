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

/** The ARNs of the summaries sorted by a column, equal ones by name. Keys are made once, not at each comparison. */
export function sortSecrets(
  summaries: Iterable<SecretSummary>,
  sort: { readonly column: SortColumn; readonly descending: boolean },
  label: (kmsKeyId: string | undefined) => string,
): string[] {
  const key = keyOf(sort.column, label)
  const rows = Array.from(summaries, (summary) => ({ arn: summary.ARN, name: summary.Name, key: key(summary) }))
  const way = sort.descending ? -1 : 1
  rows.sort((a, b) => (a.key < b.key ? -way : a.key > b.key ? way : a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  return rows.map((row) => row.arn)
}

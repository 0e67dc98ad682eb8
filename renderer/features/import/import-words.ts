import type { PlannedEntry } from '../../store/transfer.ts'

export const FORMAT_OPTIONS = [
  { value: 'auto', label: 'By its look' },
  { value: 'env', label: '.env' },
  { value: 'json', label: 'JSON' },
  { value: 'yaml', label: 'YAML' },
  { value: 'csv', label: 'CSV' },
  { value: 'aws-credentials', label: 'AWS credentials file' },
] as const

/** Entries that an import can write: the others are the same already, or refused. */
export function isWritten(entry: PlannedEntry): boolean {
  return entry.Status === 'new' || entry.Status === 'changed'
}

/** What happens to an entry, in words about its keys. */
export function entryText(entry: PlannedEntry): string {
  if (entry.Problem !== undefined) return entry.Problem
  if (entry.Status === 'same') return 'already there with this value'
  const parts = [
    ...(entry.AddedKeys.length > 0 && entry.Status === 'changed' ? [`adds ${listText(entry.AddedKeys)}`] : []),
    ...(entry.ChangedKeys.length > 0 ? [`changes ${listText(entry.ChangedKeys)}`] : []),
    ...(entry.RemovedKeys.length > 0 ? [`removes ${listText(entry.RemovedKeys)}`] : []),
  ]
  if (parts.length > 0) return parts.join(', ')
  if (entry.Status === 'changed') return 'another value'
  return entry.JsonKeys.length === 0 ? 'one value' : listText(entry.JsonKeys)
}

const NAMES_SHOWN = 5

function listText(names: readonly string[]): string {
  const rest = names.length - NAMES_SHOWN
  return rest > 0 ? `${names.slice(0, NAMES_SHOWN).join(', ')} and ${rest} more` : names.join(', ')
}

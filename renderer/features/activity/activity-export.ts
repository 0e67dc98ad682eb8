import type { ActivityLine } from '../../../shared/activity-words.ts'

const COLUMNS = [
  'Sequence',
  'EventId',
  'EventDate',
  'Door',
  'PrincipalArn',
  'AccountId',
  'AccessKeyId',
  'SourceIp',
  'Operation',
  'Resources',
  'Region',
  'RequestId',
  'Outcome',
  'ErrorCode',
  'Decision',
  'DurationMicros',
] as const satisfies readonly (keyof ActivityLine)[]

/** One JSON object a line, dates as ISO 8601 in UTC. */
export function activityAsJsonLines(events: readonly ActivityLine[]): string {
  return events.map((event) => `${JSON.stringify({ ...event, EventDate: isoDate(event.EventDate) })}\n`).join('')
}

/** RFC 4180, with a heading row. Fields that a spreadsheet would run as a formula get an apostrophe in front. */
export function activityAsCsv(events: readonly ActivityLine[]): string {
  return [COLUMNS.join(','), ...events.map((event) => COLUMNS.map((column) => csvField(textOf(event, column))).join(','))].map((line) => `${line}\r\n`).join('')
}

function textOf(event: ActivityLine, column: (typeof COLUMNS)[number]): string {
  if (column === 'EventDate') return isoDate(event.EventDate)
  const value = event[column]
  if (value === undefined) return ''
  return Array.isArray(value) ? value.join(' ') : String(value)
}

function csvField(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

function isoDate(epochSeconds: number): string {
  return new Date(epochSeconds * 1000).toISOString()
}

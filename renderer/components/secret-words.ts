import type { SecretSummary } from '../store/state.ts'

/** The kinds of secrets as they are shown. */
export const SECRET_KIND_TEXT: Readonly<Record<SecretSummary['Kind'], string>> = {
  'database': 'Database login',
  'api-key': 'API key',
  'key-value': 'Key/value',
  'text': 'Plain text',
  'binary': 'Binary',
  'empty': 'No value yet',
}

/** The day of LastAccessedDate, `2026-11-24`: AWS keeps no time of day, so nothing finer can be said. */
export function lastReadText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10)
}

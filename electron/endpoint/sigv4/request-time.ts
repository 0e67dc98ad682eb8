import { incompleteSignature, invalidSignature } from './auth-errors.ts'

/** AWS accepts requests signed within five minutes of its own time. */
export const MAX_SKEW_MS = 5 * 60 * 1_000

/** When a request says it was signed: epoch ms, and AWS's text form `YYYYMMDDTHHMMSSZ`. */
export interface RequestTime {
  readonly atMs: number
  readonly text: string
}

/**
 * Reads the signing time from `X-Amz-Date`, or from `Date` when that is absent (basic ISO 8601 or an HTTP date).
 * Throws `IncompleteSignatureException` when it is not a date.
 */
export function parseRequestTime(amzDate: string | undefined, httpDate: string | undefined): RequestTime {
  const given = amzDate ?? httpDate ?? ''
  const atMs = parseBasicIso(given)
  if (atMs !== null) return { atMs, text: given }
  const fromHttpDate = amzDate === undefined && given.endsWith('GMT') ? Date.parse(given) : Number.NaN
  if (Number.isNaN(fromHttpDate)) {
    throw incompleteSignature(
      `Date must be in ISO-8601 'basic format'. Got '${given.slice(0, 64)}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    )
  }
  return { atMs: fromHttpDate, text: formatBasicIso(fromHttpDate) }
}

/** Throws `InvalidSignatureException` when the request was signed more than five minutes before or after `nowMs`. */
export function checkSkew(time: RequestTime, nowMs: number): void {
  if (time.atMs < nowMs - MAX_SKEW_MS) {
    throw invalidSignature(
      `Signature expired: ${time.text} is now earlier than ${formatBasicIso(nowMs - MAX_SKEW_MS)} (${formatBasicIso(nowMs)} - 5 min.)`,
    )
  }
  if (time.atMs > nowMs + MAX_SKEW_MS) {
    throw invalidSignature(
      `Signature not yet current: ${time.text} is still later than ${formatBasicIso(nowMs + MAX_SKEW_MS)} (${formatBasicIso(nowMs)} + 5 min.)`,
    )
  }
}

/** `YYYYMMDDTHHMMSSZ` of an epoch time in ms; fractions of a second are dropped. */
export function formatBasicIso(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replaceAll('-', '').replaceAll(':', '')}Z`
}

/** The latest text that was read: all that is signed in one second has the same. */
let latest: { readonly text: string; readonly atMs: number | null } = { text: '', atMs: null }

/** Epoch ms of `YYYYMMDDTHHMMSSZ`, or null when it is not exactly that or not a date of the calendar. */
function parseBasicIso(text: string): number | null {
  if (text !== latest.text) latest = { text, atMs: readBasicIso(text) }
  return latest.atMs
}

function readBasicIso(text: string): number | null {
  if (text.length !== 16 || text[8] !== 'T' || text[15] !== 'Z') return null
  const year = digits(text, 0, 4)
  const month = digits(text, 4, 6)
  const day = digits(text, 6, 8)
  const hour = digits(text, 9, 11)
  const minute = digits(text, 11, 13)
  const second = digits(text, 13, 15)
  if (year < 1970 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return null
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** The number written at [from, to), or -1 when a character is not a digit. */
function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let index = from; index < to; index++) {
    const digit = text.charCodeAt(index) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

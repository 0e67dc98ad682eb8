const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/
const DATE = /^([1-9]\d{3})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/

/** An integer or decimal, or null. Source: IAM user guide, "Numeric condition operators". */
export function parseNumeric(text: string): number | null {
  return DECIMAL.test(text) ? Number(text) : null
}

/**
 * Milliseconds since the epoch of an ISO 8601 date (year, month, day or time; UTC unless it has an offset) or of epoch
 * seconds; null when it is neither. Digits alone are seconds, save four of them, which are a year.
 * Source: IAM user guide, "Date condition operators".
 */
export function parseDateMs(text: string): number | null {
  const found = DATE.exec(text)
  if (found === null) return /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : null
  const [, yearText, month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = found
  const year = Number(yearText)
  // Date.UTC carries over: 31 April would silently be 1 May.
  const inRange = isWithin(month, 1, 12) && isWithin(day, 1, daysInMonth(year, Number(month))) && isWithin(hour, 0, 23)
  if (!inRange || !isWithin(minute, 0, 59) || !isWithin(second, 0, 59)) return null
  const utcMs = Date.UTC(year, Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  return utcMs + (fraction === '' ? 0 : Math.trunc(Number(fraction) * 1000)) - zoneMs(zone)
}

/** `true` or `false`, in any case, or null. */
export function parseBoolean(text: string): boolean | null {
  const lower = text.toLowerCase()
  return lower === 'true' ? true : lower === 'false' ? false : null
}

/** Base64 text without its padding, for comparison; null when it is not base64. */
export function parseBinary(text: string): string | null {
  return BASE64.test(text) ? text.replace(/=+$/, '') : null
}

function isWithin(digits: string, least: number, most: number): boolean {
  return Number(digits) >= least && Number(digits) <= most
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function zoneMs(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000
}

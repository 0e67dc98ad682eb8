import { TtcWriter } from './oracle-buffer.ts'

/** Messages of TTC that end a call, or tell of one. */

const ERROR = 4
const PARAMETER = 8
const STATUS = 9
const WARNING = 15
const FIELDS_OF_20 = 14

/** An error of the database's, with its number and the words after it. */
export class OracleError extends Error {
  readonly number: number
  constructor(number: number, text: string) {
    super(`ORA-${String(number).padStart(5, '0')}: ${text}`)
    this.number = number
  }
}

/** The end of a call that gave rows or changed something: with a number, why it did not. */
export function callEnd(fieldVersion: number, { cursor = 0, rows = 0, error = null }: { readonly cursor?: number; readonly rows?: number; readonly error?: OracleError | null } = {}): Buffer {
  const writer = new TtcWriter().byte(ERROR)
  const number = error?.number ?? 0
  // Call status, sequence, row, number, two array errors, cursor, position; then type, fatal, flags, cursor options, UPI, warnings.
  writer.integer(0, 1, rows, number, 0, 0, cursor, 0).byte(0, 0, 0, 0, 0, 0)
  // The row's id in five parts, the system's error, statement and call, padding, iterations, the logical row id.
  writer.integer(0, 0).byte(0).integer(0, 0).integer(0).byte(0, 0).integer(0, 0, 0)
  // Errors of a batch: codes, offsets, messages.
  writer.integer(0, 0, 0)
  writer.integer(number, rows)
  if (fieldVersion >= FIELDS_OF_20) writer.integer(0, 0)
  if (error !== null) writer.text(`${error.message}\n`)
  return writer.bytes
}

export function status(): Buffer {
  return new TtcWriter().byte(STATUS).integer(0, 1).bytes
}

/** What an execution gives back beside rows: nothing. */
export function executionParameters(): Buffer {
  return new TtcWriter().byte(PARAMETER).integer(0, 0, 0, 0).bytes
}

/** Keys and values of a logon. */
export function logonParameters(pairs: Readonly<Record<string, string | readonly [value: string, flags: number]>>): Buffer {
  const entries = Object.entries(pairs)
  const writer = new TtcWriter().byte(PARAMETER).integer(entries.length)
  for (const [key, value] of entries) {
    if (typeof value === 'string') writer.pair(key, value)
    else writer.pair(key, value[0], value[1])
  }
  return writer.bytes
}

export function warning(error: OracleError): Buffer {
  const text = `${error.message}\n`
  return new TtcWriter().byte(WARNING).integer(error.number, Buffer.byteLength(text), 0).text(text).bytes
}

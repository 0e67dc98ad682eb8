/** Builders of the token stream that answers. Source: [MS-TDS] 2.2.7. */

/** A value of a result: text, whole number, bit or NULL. */
export type SqlValue = string | number | boolean | null

/** A message of the server: an error ends the statement, from class 20 on the connection too. */
export interface ServerMessage {
  readonly number: number
  readonly state: number
  readonly class: number
  readonly message: string
}

const SERVER_NAME = 'PEER'
/** Latin1_General_CI_AS. */
const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34])

const u8 = (value: number): Buffer => Buffer.from([value])
function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}
function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
const shortText = (text: string): Buffer => Buffer.concat([u8(text.length), Buffer.from(text, 'utf16le')])
const longText = (text: string): Buffer => Buffer.concat([u16(text.length), Buffer.from(text, 'utf16le')])
const sized = (token: number, body: Buffer): Buffer => Buffer.concat([u8(token), u16(body.length), body])

/** ERROR or INFO. */
export function messageToken(message: ServerMessage): Buffer {
  const isError = message.class > 10
  const number = Buffer.alloc(4)
  number.writeInt32LE(message.number)
  return sized(isError ? 0xaa : 0xab, Buffer.concat([number, u8(message.state), u8(message.class), longText(message.message), shortText(SERVER_NAME), shortText(''), u32(1)]))
}

/** ENVCHANGE of the database, the language or the packets' size. */
export function changeToken(what: 'database' | 'language' | 'packetSize', now: string, before = ''): Buffer {
  return sized(0xe3, Buffer.concat([u8({ database: 1, language: 2, packetSize: 4 }[what]), shortText(now), shortText(before)]))
}

export function collationToken(): Buffer {
  return sized(0xe3, Buffer.concat([u8(7), u8(COLLATION.length), COLLATION, u8(0)]))
}

export function loginAckToken(): Buffer {
  return sized(0xad, Buffer.concat([u8(1), Buffer.from([0x74, 0, 0, 4]), shortText('Microsoft SQL Server'), Buffer.from([16, 0, 0x10, 0x36])]))
}

export interface DoneOptions {
  readonly more?: boolean
  readonly failed?: boolean
  readonly count?: number
  /** DONE closes a batch's statement, DONEINPROC one within a procedure, DONEPROC the procedure. */
  readonly kind?: 'DONE' | 'DONEPROC' | 'DONEINPROC' | 'ATTENTION'
}

export function doneToken({ more = false, failed = false, count, kind = 'DONE' }: DoneOptions = {}): Buffer {
  const rows = Buffer.alloc(8)
  rows.writeBigUInt64LE(BigInt(count ?? 0))
  const status = (more ? 1 : 0) | (failed ? 2 : 0) | (count === undefined ? 0 : 0x10) | (kind === 'ATTENTION' ? 0x20 : 0)
  return Buffer.concat([u8({ DONE: 0xfd, ATTENTION: 0xfd, DONEPROC: 0xfe, DONEINPROC: 0xff }[kind]), u16(status), u16(0), rows])
}

export function returnStatusToken(): Buffer {
  return Buffer.concat([u8(0x79), u32(0)])
}

type Kind = 'text' | 'number' | 'bit'

function kindOf(values: readonly SqlValue[]): Kind {
  const kinds = new Set(values.filter((value) => value !== null).map((value) => (typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'bit')))
  if (kinds.size > 1) throw new Error('A column with values of several types')
  return [...kinds][0] ?? 'text'
}

const TYPE: Readonly<Record<Kind, Buffer>> = { text: Buffer.concat([u8(0xe7), u16(8_000), COLLATION]), number: Buffer.from([0x26, 4]), bit: Buffer.from([0x68, 1]) }

/** COLMETADATA and the ROWs; a column's type is that of its values. */
export function resultTokens(columns: readonly string[], rows: readonly (readonly SqlValue[])[]): Buffer {
  const kinds = columns.map((_, index) => kindOf(rows.map((row) => row[index] ?? null)))
  const heads = columns.map((name, index) => Buffer.concat([u32(0), u16(1), TYPE[kinds[index] ?? 'text'], shortText(name)]))
  const lines = rows.map((row) => Buffer.concat([u8(0xd1), ...row.map((value, index) => cell(kinds[index] ?? 'text', value))]))
  return Buffer.concat([u8(0x81), u16(columns.length), ...heads, ...lines])
}

function cell(kind: Kind, value: SqlValue): Buffer {
  if (value === null) return kind === 'text' ? u16(0xffff) : u8(0)
  if (typeof value === 'boolean') return Buffer.from([1, value ? 1 : 0])
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4)
    bytes.writeInt32LE(value)
    return Buffer.concat([u8(4), bytes])
  }
  const bytes = Buffer.from(value, 'utf16le')
  if (bytes.length > 8_000) throw new Error('A text of more than 4000 characters')
  return Buffer.concat([u16(bytes.length), bytes])
}

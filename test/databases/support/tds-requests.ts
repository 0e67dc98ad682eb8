import type { SqlValue } from './tds-tokens.ts'

/** A statement that a client sent, with the values of its parameters by their lower-case names, each beginning with @. */
export interface TdsRequest {
  readonly sql: string
  readonly parameters: ReadonlyMap<string, SqlValue>
}

const SP_EXECUTESQL = 10

/** ALL_HEADERS, [MS-TDS] 2.2.5.3, which come before a batch and a procedure call. */
function afterHeaders(payload: Buffer): Buffer {
  const length = payload.readUInt32LE(0)
  if (length < 4 || length > payload.length) throw new Error('Headers beyond the end of their message')
  return payload.subarray(length)
}

/** Reads a SQL batch. */
export function readBatch(payload: Buffer): TdsRequest {
  return { sql: afterHeaders(payload).toString('utf16le'), parameters: new Map() }
}

/** Reads a call of sp_executesql, [MS-TDS] 2.2.6.6. @throws Error for another procedure or a type that is not known here */
export function readRpc(payload: Buffer): TdsRequest {
  const body = afterHeaders(payload)
  if (body.readUInt16LE(0) !== 0xffff || body.readUInt16LE(2) !== SP_EXECUTESQL) throw new Error('A call of another procedure than sp_executesql')
  let at = 6
  const take = (count: number): Buffer => {
    if (at + count > body.length) throw new Error('A procedure call that ends within a parameter')
    at += count
    return body.subarray(at - count, at)
  }
  const text = (): string | null => {
    const most = take(2).readUInt16LE()
    take(5)
    if (most !== 0xffff) {
      const length = take(2).readUInt16LE()
      return length === 0xffff ? null : take(length).toString('utf16le')
    }
    // Without an upper bound the text comes in pieces.
    if (take(8).readBigUInt64LE() === 0xffff_ffff_ffff_ffffn) return null
    const pieces: Buffer[] = []
    for (let length = take(4).readUInt32LE(); length > 0; length = take(4).readUInt32LE()) pieces.push(take(length))
    return Buffer.concat(pieces).toString('utf16le')
  }
  const value = (): SqlValue => {
    const type = take(1).readUInt8()
    if (type === 0xe7) return text()
    if (type !== 0x26 && type !== 0x68) throw new Error(`A parameter of the type ${type}`)
    take(1)
    const bytes = take(take(1).readUInt8())
    if (bytes.length === 0) return null
    return type === 0x68 ? bytes[0] === 1 : bytes.readIntLE(0, Math.min(bytes.length, 6))
  }
  const found: { readonly name: string; readonly value: SqlValue }[] = []
  while (at < body.length) {
    const name = take(take(1).readUInt8() * 2).toString('utf16le').toLowerCase()
    take(1)
    found.push({ name, value: value() })
  }
  const [statement, declared, ...given] = found
  if (typeof statement?.value !== 'string') throw new Error('A call of sp_executesql without a statement')
  for (const { name } of given) if (!String(declared?.value).toLowerCase().includes(name)) throw new Error(`The parameter ${name} is not declared`)
  return { sql: statement.value, parameters: new Map(given.map((one) => [one.name, one.value])) }
}

/** Lengths and integers of TTC, Oracle's presentation layer, as the thin driver reads and writes them. */

const LONG = 254
const NULL = 255
const SHORT_LIMIT = 252
const CHUNK = 32_767

/** Reads a message of the client. Reading past its end is a fault of the message, and throws. */
export class TtcReader {
  private at = 0
  private readonly bytes: Buffer
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length
  }

  raw(count: number): Buffer {
    if (this.at + count > this.bytes.length) throw new RangeError(`A message of ${this.bytes.length} bytes ended ${count} bytes after ${this.at} too early`)
    this.at += count
    return this.bytes.subarray(this.at - count, this.at)
  }

  byte(): number {
    return this.raw(1).readUInt8()
  }

  uint16(): number {
    return this.raw(2).readUInt16BE()
  }

  uint16le(): number {
    return this.raw(2).readUInt16LE()
  }

  /** An unsigned integer after a byte with its length, 0 to 8. */
  integer(): number {
    const size = this.byte()
    if (size === 0) return 0
    if (size > 8) throw new RangeError(`An integer of ${size} bytes`)
    return size <= 6 ? this.raw(size).readUIntBE(0, size) : Number(this.raw(size).readBigUInt64BE())
  }

  /** Bytes after their length, in one piece or in chunks; null for none. */
  bytesWithLength(): Buffer | null {
    const length = this.byte()
    if (length === 0 || length === NULL) return null
    if (length !== LONG) return this.raw(length)
    const chunks: Buffer[] = []
    for (let size = this.integer(); size > 0; size = this.integer()) chunks.push(this.raw(size))
    return Buffer.concat(chunks)
  }

  text(): string {
    return this.bytesWithLength()?.toString('utf8') ?? ''
  }

  /** Bytes up to a zero byte, which is read too. */
  terminated(): string {
    const end = this.bytes.indexOf(0, this.at)
    if (end < 0) throw new RangeError('No zero byte ends the text')
    return this.raw(end + 1 - this.at).toString('latin1').slice(0, -1)
  }

  /** A key and its value, as the logon sends them. */
  pair(): { readonly key: string; readonly value: string } {
    this.integer()
    const key = this.text()
    const value = this.integer() === 0 ? '' : this.text()
    this.integer()
    return { key, value }
  }
}

/** Writes a message to the client. */
export class TtcWriter {
  private readonly parts: Buffer[] = []

  get bytes(): Buffer {
    return Buffer.concat(this.parts)
  }

  raw(bytes: Buffer): this {
    this.parts.push(bytes)
    return this
  }

  byte(...values: readonly number[]): this {
    return this.raw(Buffer.from(values))
  }

  uint16(value: number): this {
    return this.byte(value >> 8, value & 0xff)
  }

  uint16le(value: number): this {
    return this.byte(value & 0xff, value >> 8)
  }

  /** Unsigned integers, each after a byte with its length. */
  integer(...values: readonly number[]): this {
    for (const value of values) {
      const size = value === 0 ? 0 : value <= 0xff ? 1 : value <= 0xffff ? 2 : 4
      const bytes = Buffer.alloc(1 + size)
      bytes.writeUInt8(size)
      if (size > 0) bytes.writeUIntBE(value, 1, size)
      this.raw(bytes)
    }
    return this
  }

  /** Bytes after their length, in chunks where one byte does not hold it. */
  bytesWithLength(value: Buffer): this {
    if (value.length <= SHORT_LIMIT) return this.byte(value.length).raw(value)
    this.byte(LONG)
    for (let at = 0; at < value.length; at += CHUNK) {
      const chunk = value.subarray(at, at + CHUNK)
      this.integer(chunk.length).raw(chunk)
    }
    return this.integer(0)
  }

  text(value: string): this {
    return this.bytesWithLength(Buffer.from(value))
  }

  /** A text after its length and again its length; nothing but a zero for none. */
  textWithTwoLengths(value: string): this {
    const bytes = Buffer.from(value)
    this.integer(bytes.length)
    return bytes.length === 0 ? this : this.bytesWithLength(bytes)
  }

  pair(key: string, value: string, flags = 0): this {
    return this.textWithTwoLengths(key).textWithTwoLengths(value).integer(flags)
  }
}

/** A NUMBER's bytes: an exponent of 100 and its digits, each plus one. Whole numbers alone; a negative one is subtracted from 101. */
export function oracleNumber(value: number): Buffer {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number`)
  if (value === 0) return Buffer.from([0x80])
  const digits: number[] = []
  for (let rest = Math.abs(value); rest > 0; rest = Math.floor(rest / 100)) digits.unshift(rest % 100)
  const exponent = digits.length - 1
  while (digits.at(-1) === 0) digits.pop()
  return value > 0 ? Buffer.from([193 + exponent, ...digits.map((digit) => digit + 1)]) : Buffer.from([(193 + exponent) ^ 0xff, ...digits.map((digit) => 101 - digit), 102])
}

/** A DATE's seven bytes: century and year each plus 100, month, day, and the time of day plus one. */
export function oracleDate(date: Date): Buffer {
  const year = date.getUTCFullYear()
  return Buffer.from([Math.floor(year / 100) + 100, (year % 100) + 100, date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours() + 1, date.getUTCMinutes() + 1, date.getUTCSeconds() + 1])
}

const MAX_FIELD_BYTES = 0xffff

/** Writes fields one after the other, each with its length, so that equal bytes mean equal fields. */
export class ByteWriter {
  readonly #parts: Buffer[] = []

  bytes(bytes: Uint8Array): this {
    if (bytes.length > MAX_FIELD_BYTES) throw new RangeError('A field is too long')
    const length = Buffer.alloc(2)
    length.writeUInt16BE(bytes.length)
    this.#parts.push(length, Buffer.from(bytes))
    return this
  }

  text(text: string): this {
    return this.bytes(Buffer.from(text, 'utf8'))
  }

  u32(number: number): this {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(number)
    this.#parts.push(bytes)
    return this
  }

  u64(number: number): this {
    const bytes = Buffer.alloc(8)
    bytes.writeBigUInt64BE(BigInt(number))
    this.#parts.push(bytes)
    return this
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

/** Reads what `ByteWriter` wrote; throws RangeError at the first thing that does not fit. */
export class ByteReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes)
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#take(this.#take(2).readUInt16BE()))
  }

  text(): string {
    return new TextDecoder('utf-8', { fatal: true }).decode(this.bytes())
  }

  u32(): number {
    return this.#take(4).readUInt32BE()
  }

  u64(): number {
    const number = this.#take(8).readBigUInt64BE()
    if (number > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError('A number is too large')
    return Number(number)
  }

  requireEnd(): void {
    if (this.#at !== this.#bytes.length) throw new RangeError('Bytes are left over')
  }

  #take(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new RangeError('Bytes are missing')
    const taken = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return taken
  }
}

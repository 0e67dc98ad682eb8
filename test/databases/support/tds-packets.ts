/** Kinds of packets. Source: [MS-TDS] 2.2.3.1.1. */
export const PACKET = { batch: 1, rpc: 3, reply: 4, attention: 6, login: 16, prelogin: 18 } as const

/** A message of the wire: its kind and what its packets carried together. */
export interface TdsMessage {
  readonly type: number
  readonly payload: Buffer
}

const HEADER = 8
const END_OF_MESSAGE = 1
const PACKET_SIZE = 4_096

/** Puts packets together again; a stream that breaks the rules of the wire throws. */
export class TdsReader {
  #buffered: Buffer = Buffer.alloc(0)
  #parts: Buffer[] = []

  /** Takes bytes and gives the messages that are whole with them. @throws Error */
  push(chunk: Buffer): readonly TdsMessage[] {
    this.#buffered = Buffer.concat([this.#buffered, chunk])
    const messages: TdsMessage[] = []
    while (this.#buffered.length >= HEADER) {
      const length = this.#buffered.readUInt16BE(2)
      if (length < HEADER || length > 32_767) throw new Error(`A packet of ${length} bytes`)
      const [type = 0, status = 0] = this.#buffered
      if (!(Object.values(PACKET) as number[]).includes(type)) throw new Error(`A packet of the unknown type ${type}`)
      if (this.#buffered.length < length) break
      this.#parts.push(this.#buffered.subarray(HEADER, length))
      this.#buffered = this.#buffered.subarray(length)
      if ((status & END_OF_MESSAGE) === 0) continue
      messages.push({ type, payload: Buffer.concat(this.#parts) })
      this.#parts = []
    }
    return messages
  }
}

/** A message as packets. */
export function tdsPackets(type: number, payload: Buffer, size = PACKET_SIZE): Buffer {
  const packets: Buffer[] = []
  for (let at = 0, id = 1; at === 0 || at < payload.length; at += size - HEADER, id++) {
    const body = payload.subarray(at, at + size - HEADER)
    const isLast = at + size - HEADER >= payload.length
    const header = Buffer.from([type, isLast ? END_OF_MESSAGE : 0, 0, 0, 0, 51, id & 0xff, 0])
    header.writeUInt16BE(HEADER + body.length, 2)
    packets.push(header, body)
  }
  return Buffer.concat(packets)
}

/** What a side says of encryption in PRELOGIN. Source: [MS-TDS] 2.2.6.5. */
export const ENCRYPT = { off: 0, on: 1, notSupported: 2, required: 3 } as const
const OPTION = { version: 0, encryption: 1, mars: 4, end: 0xff } as const

/** The client's word on encryption. @throws Error for a PRELOGIN that says none */
export function readPrelogin(payload: Buffer): number {
  for (let at = 0; payload[at] !== OPTION.end; at += 5) {
    if (at + 5 > payload.length) throw new Error('A PRELOGIN without an end')
    if (payload[at] === OPTION.encryption && payload.readUInt16BE(at + 3) === 1) return payload.readUInt8(payload.readUInt16BE(at + 1))
  }
  throw new Error('A PRELOGIN that says nothing of encryption')
}

export function preloginAnswer(encryption: number): Buffer {
  const options: readonly (readonly [number, Buffer])[] = [
    // SQL Server 2022.
    [OPTION.version, Buffer.from([16, 0, 0x10, 0x36, 0, 0])],
    [OPTION.encryption, Buffer.from([encryption])],
    [OPTION.mars, Buffer.from([0])],
  ]
  let at = options.length * 5 + 1
  const heads = options.map(([option, data]) => {
    const head = Buffer.from([option, 0, 0, 0, 0])
    head.writeUInt16BE(at, 1)
    head.writeUInt16BE(data.length, 3)
    at += data.length
    return head
  })
  return Buffer.concat([...heads, Buffer.from([OPTION.end]), ...options.map(([, data]) => data)])
}

export interface Login7 {
  readonly host: string
  readonly user: string
  readonly password: string
  readonly application: string
  readonly database: string
  /** Whether a database that cannot be opened ends the login. */
  readonly isDatabaseFatal: boolean
}

const TDS_7_4 = 0x74_00_00_04
/** Where the offset and length of a text stand in LOGIN7. */
const FIELD = { host: 36, user: 40, password: 44, application: 48, database: 68, newPassword: 86 } as const

/** Reads LOGIN7, [MS-TDS] 2.2.6.4. @throws Error for what is none, another version, or more than a name and a password */
export function readLogin7(payload: Buffer): Login7 {
  if (payload.length < 94 || payload.readUInt32LE(0) !== payload.length) throw new Error('A LOGIN7 whose length is wrong')
  if (payload.readUInt32LE(4) !== TDS_7_4) throw new Error('A LOGIN7 of another version than 7.4')
  if (((payload[25] ?? 0) & 0x80) !== 0) throw new Error('A LOGIN7 with integrated security')
  const bytes = (field: number): Buffer => {
    const start = payload.readUInt16LE(field)
    const end = start + payload.readUInt16LE(field + 2) * 2
    if (end > start && (start < 94 || end > payload.length)) throw new Error('A LOGIN7 with a text beyond its end')
    return payload.subarray(start, end)
  }
  const text = (field: number): string => bytes(field).toString('utf16le')
  if (bytes(FIELD.newPassword).length > 0) throw new Error('A LOGIN7 that changes the password')
  return {
    host: text(FIELD.host),
    user: text(FIELD.user),
    password: Buffer.from(bytes(FIELD.password).map(revealed)).toString('utf16le'),
    application: text(FIELD.application),
    database: text(FIELD.database),
    isDatabaseFatal: ((payload[24] ?? 0) & 0x40) !== 0,
  }
}

/** Passwords come with their half bytes swapped and then XORed with 0xA5. */
function revealed(byte: number): number {
  const mixed = byte ^ 0xa5
  return ((mixed << 4) | (mixed >> 4)) & 0xff
}

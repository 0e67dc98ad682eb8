import type { Socket } from 'node:net'

/** Oracle Net: packets (TNS), and the connection that a listener accepts or refuses. */

const CONNECT = 1
const ACCEPT = 2
const REFUSE = 4
const DATA = 6
const MARKER = 12
const HEADER = 8
const END_OF_FILE = 0x40
const END_OF_REQUEST = 0x08_00
const END_OF_RESPONSE = 0x20_00
const SDU = 8_192
/** Longer connect data comes in a packet of its own. */
const CONNECT_DATA_LIMIT = 230
/** No native encryption and no checksums, which the thin driver does not speak. */
const NO_SERVICES = 0x08
const BREAK = 1
const RESET = 2

interface Packet {
  readonly type: number
  /** With its header. */
  readonly bytes: Buffer
}

/** What a listener's answer depends on. */
export interface Accepting {
  readonly tnsVersion: number
  readonly fastAuth: boolean
  /** The number of the refusal; null to accept. */
  refusal(connectData: string): number | null
}

/** One client's connection. */
export class TnsTalk {
  private readonly waiting: Packet[] = []
  private buffered = Buffer.alloc(0)
  private isEnded = false
  private wake: (() => void) | null = null
  /** After ACCEPT lengths have four bytes. */
  private isLarge = false
  private endsResponses = false
  readonly socket: Socket

  constructor(socket: Socket) {
    this.socket = socket
    socket.setNoDelay(true)
    const end = (): void => {
      this.isEnded = true
      this.wake?.()
    }
    socket.on('data', (chunk) => {
      this.buffered = Buffer.concat([this.buffered, chunk])
      this.cut()
      this.wake?.()
    })
    socket.once('end', end)
    socket.once('close', end)
    socket.on('error', end)
  }

  private cut(): void {
    while (this.buffered.length >= HEADER) {
      const length = this.isLarge ? this.buffered.readUInt32BE(0) : this.buffered.readUInt16BE(0)
      if (length < HEADER) return void this.socket.destroy()
      if (this.buffered.length < length) return
      this.waiting.push({ type: this.buffered.readUInt8(4), bytes: this.buffered.subarray(0, length) })
      this.buffered = this.buffered.subarray(length)
    }
  }

  private async packet(): Promise<Packet | null> {
    for (;;) {
      const next = this.waiting.shift()
      if (next !== undefined) return next
      if (this.isEnded) return null
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }

  private send(type: number, body: Buffer): void {
    const header = Buffer.alloc(HEADER)
    if (this.isLarge) header.writeUInt32BE(HEADER + body.length, 0)
    else header.writeUInt16BE(HEADER + body.length, 0)
    header.writeUInt8(type, 4)
    if (!this.socket.destroyed) this.socket.write(Buffer.concat([header, body]))
  }

  /** Takes or refuses the connection as a listener does; false: there is none. */
  async accept({ tnsVersion, fastAuth, refusal }: Accepting): Promise<boolean> {
    const connect = await this.packet()
    if (connect === null || connect.type !== CONNECT) {
      this.socket.destroy()
      return false
    }
    const length = connect.bytes.readUInt16BE(24)
    const offset = connect.bytes.readUInt16BE(26)
    const data = length <= CONNECT_DATA_LIMIT ? connect.bytes.subarray(offset, offset + length) : (await this.packet())?.bytes.subarray(10)
    const text = data?.toString('latin1') ?? ''
    if (/\(COMMAND=ping\)/i.test(text)) return this.refuse('(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=0)(ALIAS=LISTENER))')
    const number = refusal(text)
    if (number !== null) return this.refuse(`(DESCRIPTION=(TMP=)(VSNNUM=318767104)(ERR=${number})(ERROR_STACK=(ERROR=(CODE=${number})(EMFI=4))))`)
    const accepted = Buffer.alloc(37)
    accepted.writeUInt16BE(tnsVersion, 0)
    accepted.writeUInt16BE(1, 2)
    accepted.writeUInt16BE(SDU, 4)
    accepted.writeUInt16BE(0xff_ff, 6)
    accepted.writeUInt16BE(1, 8)
    accepted.writeUInt8(NO_SERVICES, 14)
    accepted.writeUInt8(NO_SERVICES, 15)
    accepted.writeUInt32BE(SDU, 24)
    accepted.writeUInt32BE(0xff_ff, 28)
    accepted.writeUInt32BE(fastAuth ? 0x1200_0000 : 0, 33)
    this.send(ACCEPT, accepted)
    this.isLarge = true
    this.endsResponses = fastAuth
    return true
  }

  private refuse(text: string): false {
    const head = Buffer.alloc(4)
    head.writeUInt8(0x22, 0)
    head.writeUInt16BE(text.length, 2)
    this.send(REFUSE, Buffer.concat([head, Buffer.from(text)]))
    this.socket.end()
    return false
  }

  /** The next request, whole; null when the client has gone. */
  async request(): Promise<Buffer | null> {
    const pieces: Buffer[] = []
    for (;;) {
      const packet = await this.packet()
      if (packet === null) return null
      // A break that came when there was nothing left to break.
      if (packet.type === MARKER) continue
      if (packet.type !== DATA) throw new Error(`A packet of type ${packet.type} where data was due`)
      const flags = packet.bytes.readUInt16BE(8)
      if ((flags & END_OF_FILE) !== 0) return null
      pieces.push(packet.bytes.subarray(10))
      if ((flags & END_OF_REQUEST) !== 0) return Buffer.concat(pieces)
    }
  }

  /** Sends an answer in as many packets as it needs. */
  answer(message: Buffer): void {
    const whole = this.endsResponses ? Buffer.concat([message, Buffer.from([29])]) : message
    const room = SDU - HEADER - 2
    for (let at = 0; at < whole.length; at += room) {
      const flags = Buffer.alloc(2)
      if (this.endsResponses && at + room >= whole.length) flags.writeUInt16BE(END_OF_RESPONSE, 0)
      this.send(DATA, Buffer.concat([flags, whole.subarray(at, at + room)]))
    }
  }

  /** Waits for a break of the client's; false: it has gone. */
  async untilBreak(): Promise<boolean> {
    for (let packet = await this.packet(); packet !== null; packet = await this.packet()) if (packet.type === MARKER) return true
    return false
  }

  /** What a server does before the answer to a call that failed: a break, then the client's reset and the server's. */
  async breakOff(): Promise<void> {
    this.send(MARKER, Buffer.from([1, 0, BREAK]))
    for (;;) {
      const packet = await this.packet()
      if (packet === null) return
      if (packet.type === MARKER && packet.bytes.readUInt8(10) === RESET) break
    }
    this.send(MARKER, Buffer.from([1, 0, RESET]))
  }
}

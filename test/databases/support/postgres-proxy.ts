import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './own-process.ts'

/** Where a commit that carries a password is held: before the server has it, or after it was done and before the answer. */
export type CommitMoment = 'sent' | 'applied'

export interface PostgresProxy {
  readonly port: number
  /** Every statement that sets a password is answered with an error, as by a module that judges passwords. */
  refusesPasswords: boolean
  /** Connections are reset, old and new. */
  cut(isCut: boolean): void
  /** Nothing comes through any more in either direction, and nobody is told; connections of that time are of no use after it. */
  silence(isSilent: boolean): Promise<void>
  /** Whether it can be connected to: not, when its server cannot. */
  listen(isListening: boolean): Promise<void>
  /** Ends the connections that are open, and waits for that. */
  drop(): Promise<void>
  close(): Promise<void>
}

const PASSWORD = /\bPASSWORD\s+'/
const POLICY = ['XX000', 'password is too easily cracked'] as const

/**
 * A way to a PostgreSQL for one client, which reads the protocol as it goes by. `onCommit` is asked at the two moments of a
 * transaction's commit that sets a password; the commit, or its answer, goes on when it resolves to true, and is lost with its connection otherwise.
 * Source: https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export async function startProxy(serverPort: number, onCommit: (moment: CommitMoment) => Promise<boolean>): Promise<PostgresProxy> {
  const ways = new Set<Way>()
  let isCut = false
  let isSilent = false
  const state = { isSilent: () => isSilent, refusesPasswords: () => proxy.refusesPasswords, onCommit }
  const server = createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
    client.on('error', () => {})
    if (isCut) {
      client.resetAndDestroy()
      return
    }
    const way = new Way(client, serverPort, state)
    ways.add(way)
    void way.gone.then(() => ways.delete(way))
  })
  const port = await freePort()
  const listen = (): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  const stopListening = (): void => void (server.listening && server.close())
  await listen()
  const drop = async (): Promise<void> => {
    const gone = [...ways].map((way) => way.gone)
    for (const way of ways) way.destroy()
    await Promise.all(gone)
  }
  const proxy: PostgresProxy = {
    port,
    refusesPasswords: false,
    cut(next) {
      isCut = next
      if (isCut) void drop()
    },
    async silence(next) {
      isSilent = next
      if (!isSilent) await drop()
    },
    async listen(isListening) {
      if (!isListening) stopListening()
      else if (!server.listening) await listen()
    },
    drop,
    async close() {
      stopListening()
      await drop()
    },
  }
  return proxy
}

interface WayState {
  readonly isSilent: () => boolean
  readonly refusesPasswords: () => boolean
  readonly onCommit: (moment: CommitMoment) => Promise<boolean>
}

/** One connection through the proxy: what either side sends is taken apart into its messages, and handed on in order. */
class Way {
  readonly #client: Socket
  readonly #server: Socket
  readonly #state: WayState
  /** Both sides are closed. */
  readonly gone: Promise<unknown>
  #hasStarted = false
  #setsPassword = false
  #commits = false

  constructor(client: Socket, serverPort: number, state: WayState) {
    this.#client = client
    this.#state = state
    // Messages are written one by one: each would wait for the other side's word on the one before.
    this.#server = connect({ port: serverPort, host: '127.0.0.1', noDelay: true })
    this.#server.on('error', () => this.destroy())
    this.#server.on('close', () => this.#client.end())
    client.on('end', () => {
      if (!state.isSilent()) client.end()
    })
    client.on('close', () => this.#server.destroy())
    this.gone = Promise.all([new Promise((resolve) => client.once('close', resolve)), new Promise((resolve) => this.#server.once('close', resolve))])
    pumpMessages(client, () => this.#hasStarted, (message) => this.#fromClient(message))
    pumpMessages(this.#server, () => true, (message) => this.#fromServer(message))
  }

  destroy(): void {
    // A reset of a socket that is about to end is never carried out, and the socket stays.
    if (this.#client.writableEnded) this.#client.destroy()
    else this.#client.resetAndDestroy()
    this.#server.destroy()
  }

  async #fromClient(message: Buffer): Promise<void> {
    if (this.#state.isSilent()) return
    const isQuery = this.#hasStarted && message[0] === 0x51
    this.#hasStarted = true
    const text = isQuery ? message.toString('utf8', 5, message.length - 1) : ''
    if (PASSWORD.test(text)) {
      if (this.#state.refusesPasswords()) {
        this.#client.write(Buffer.concat([errorResponse('ERROR', ...POLICY), Buffer.from([0x5a, 0, 0, 0, 5, 0x45])]))
        return
      }
      this.#setsPassword = true
    }
    if (text === 'COMMIT' && this.#setsPassword) {
      this.#commits = true
      if (!(await this.#state.onCommit('sent'))) return this.destroy()
    }
    if (!this.#state.isSilent()) this.#server.write(message)
  }

  async #fromServer(message: Buffer): Promise<void> {
    if (this.#commits && message[0] === 0x43 && message.toString('latin1', 5, 11) === 'COMMIT') {
      this.#commits = false
      this.#setsPassword = false
      if (!(await this.#state.onCommit('applied'))) return this.destroy()
    }
    if (!this.#client.destroyed && !this.#state.isSilent()) this.#client.write(message)
  }
}

function errorResponse(severity: string, code: string, text: string): Buffer {
  const body = Buffer.from(`S${severity}\0V${severity}\0C${code}\0M${text}\0\0`)
  const head = Buffer.alloc(5)
  head[0] = 0x45
  head.writeUInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** Hands on whole messages, one after the other; the first of a client has no type. */
function pumpMessages(from: Socket, isTyped: () => boolean, take: (message: Buffer) => Promise<void>): void {
  let waiting: Buffer = Buffer.alloc(0)
  let isTaking = false
  const pump = async (): Promise<void> => {
    if (isTaking) return
    isTaking = true
    for (;;) {
      const at = isTyped() ? 1 : 0
      const length = waiting.length < at + 4 ? Infinity : waiting.readUInt32BE(at) + at
      if (waiting.length < length) break
      const message = waiting.subarray(0, length)
      waiting = waiting.subarray(length)
      await take(message)
    }
    isTaking = false
  }
  from.on('data', (chunk: Buffer) => {
    waiting = Buffer.concat([waiting, chunk])
    void pump()
  })
}

import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** Where a commit that carries a password is held: before the server has it, or after it was done and before the answer. */
export type CommitMoment = 'sent' | 'applied'

/**
 * How the way to the server is. `stopping`: open connections are told so and closed, new ones are refused in the server's words.
 * `cut`: connections are reset, old and new. `silent`: nothing comes through, and nobody is told.
 */
export type WayMode = 'up' | 'stopping' | 'cut' | 'silent'

export interface PostgresProxy {
  readonly port: number
  /** Every statement that sets a password is answered with an error, as by a module that judges passwords. */
  refusesPasswords: boolean
  set(mode: WayMode): void
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
  let mode: WayMode = 'up'
  const state = { mode: () => mode, refusesPasswords: () => proxy.refusesPasswords, onCommit }
  const server = createServer((client) => {
    client.on('error', () => {})
    if (mode === 'cut') {
      client.resetAndDestroy()
      return
    }
    const way = new Way(client, serverPort, state)
    ways.add(way)
    client.once('close', () => ways.delete(way))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy: PostgresProxy = {
    port: (server.address() as AddressInfo).port,
    refusesPasswords: false,
    set(next) {
      mode = next
      for (const way of ways) way.modeChanged(next)
    },
    close: () =>
      new Promise((resolve) => {
        for (const way of ways) way.destroy()
        server.close(() => resolve())
      }),
  }
  return proxy
}

interface WayState {
  readonly mode: () => WayMode
  readonly refusesPasswords: () => boolean
  readonly onCommit: (moment: CommitMoment) => Promise<boolean>
}

/** One connection through the proxy: what either side sends is taken apart into its messages, and handed on in order. */
class Way {
  readonly #client: Socket
  readonly #server: Socket
  readonly #state: WayState
  #hasStarted = false
  #setsPassword = false
  #commits = false

  constructor(client: Socket, serverPort: number, state: WayState) {
    this.#client = client
    this.#state = state
    this.#server = connect(serverPort, '127.0.0.1')
    this.#server.on('error', () => this.destroy())
    this.#server.on('close', () => this.#client.end())
    client.on('close', () => this.#server.destroy())
    pumpMessages(client, () => this.#hasStarted, (message) => this.#fromClient(message))
    pumpMessages(this.#server, () => true, (message) => this.#fromServer(message))
  }

  modeChanged(mode: WayMode): void {
    if (mode === 'cut') this.destroy()
    if (mode === 'stopping') this.#refuse('57P01', 'terminating connection due to administrator command')
  }

  destroy(): void {
    this.#client.resetAndDestroy()
    this.#server.destroy()
  }

  async #fromClient(message: Buffer): Promise<void> {
    const mode = this.#state.mode()
    if (mode === 'silent') return
    if (mode === 'stopping') return this.#refuse('57P03', 'the database system is shutting down')
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
    this.#server.write(message)
  }

  async #fromServer(message: Buffer): Promise<void> {
    if (this.#state.mode() === 'silent') return
    if (this.#commits && message[0] === 0x43 && message.toString('latin1', 5, 11) === 'COMMIT') {
      this.#commits = false
      this.#setsPassword = false
      if (!(await this.#state.onCommit('applied'))) return this.destroy()
    }
    if (!this.#client.destroyed) this.#client.write(message)
  }

  #refuse(code: string, text: string): void {
    if (!this.#client.destroyed) this.#client.end(errorResponse('FATAL', code, text))
    this.#server.destroy()
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

import { utilityProcess } from 'electron'
import type { UtilityProcess } from 'electron'
import type { CofferEvent, CoreConfig, ExecuteRequest, FromCore, ToCore } from '../../shared/ipc/contract.ts'
import type { Envelope } from '../../shared/ipc/envelope.ts'

const STOP_TIMEOUT_MS = 5_000
/** A core that dies this often within the window is not started again. */
const CRASH_LIMIT = 3
const CRASH_WINDOW_MS = 60_000

export interface CoreProcessOptions {
  /** The bundled core, a JavaScript file. */
  readonly entry: string
  /** Asked for at every start, since preferences change. */
  readonly config: () => CoreConfig
  readonly onEvent: (event: CofferEvent) => void
  readonly log: (message: string) => void
}

interface Waiting {
  readonly answer: (envelope: Envelope) => void
}

interface Running {
  readonly child: UtilityProcess
  readonly ready: Promise<Envelope | null>
  readonly ended: Promise<void>
  readonly waiting: Map<number, Waiting>
  /** Settles once no call waits for an answer. */
  readonly drained: () => Promise<void>
  expectedToEnd: boolean
}

function failure(code: string, message: string, statusCode = 500): Envelope {
  return { ok: false, error: { code, message, statusCode } }
}

/**
 * The process that holds the vault. It is started sealed, asked through messages, and ended to seal: ending a process is the only
 * erasure of keys that JavaScript can rely on. If it ends by itself it is started again, sealed.
 */
export class CoreProcess {
  readonly #options: CoreProcessOptions
  #running: Running | null = null
  #recycling: Promise<void> | null = null
  #nextId = 1
  #crashes: number[] = []
  #closed = false

  constructor(options: CoreProcessOptions) {
    this.#options = options
  }

  /** Starts the core if it does not run. */
  start(): void {
    if (this.#running !== null || this.#closed) return
    this.#running = this.#fork()
  }

  /** Process id of the core, for the activity of tests and support; undefined while it starts. */
  get pid(): number | undefined {
    return this.#running?.child.pid
  }

  /** Passes a call to the core and answers its envelope; never rejects. */
  async execute(request: ExecuteRequest): Promise<Envelope> {
    await this.#recycling
    const running = this.#running
    if (running === null) return failure('CoreStopped', 'The vault’s process is not running. Start Coffer again; nothing that was acknowledged is lost.', 503)
    const failed = await running.ready
    if (failed !== null) return failed
    return new Promise((answer) => {
      const id = this.#nextId++
      running.waiting.set(id, { answer })
      send(running.child, { type: 'call', id, request })
    })
  }

  /** Seals: ends the core with its keys and starts a fresh one that has none. Concurrent calls share one turn. */
  seal(reason: string): Promise<void> {
    this.#recycling ??= this.#recycle(reason).finally(() => {
      this.#recycling = null
    })
    return this.#recycling
  }

  /** Ends the core for good. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#end()
  }

  async #recycle(reason: string): Promise<void> {
    await this.#end()
    this.start()
    await this.#running?.ready
    this.#options.onEvent({ type: 'vault-state', reason })
  }

  /** Asks the core to stop; kills it if it does not within a few seconds. */
  async #end(): Promise<void> {
    const running = this.#running
    if (running === null) return
    this.#running = null
    running.expectedToEnd = true
    const timer = setTimeout(() => running.child.kill(), STOP_TIMEOUT_MS)
    // Calls on their way get their answers first: an answer that is lost leaves its caller in doubt.
    await Promise.race([running.drained(), running.ended])
    send(running.child, { type: 'stop' })
    await running.ended
    clearTimeout(timer)
  }

  #fork(): Running {
    const child = utilityProcess.fork(this.#options.entry, [], { serviceName: 'Coffer core', stdio: 'inherit', execArgv: [] })
    const waiting = new Map<number, Waiting>()
    const ready = withResolvers<Envelope | null>()
    const ended = withResolvers<undefined>()
    let onDrained: () => void = () => undefined
    const drained = (): Promise<void> => {
      const { promise, resolve } = withResolvers<undefined>()
      onDrained = () => resolve(undefined)
      if (waiting.size === 0) onDrained()
      return promise
    }
    const running: Running = { child, ready: ready.promise, ended: ended.promise, waiting, drained, expectedToEnd: false }
    child.on('message', (message: FromCore) => {
      if (message.type === 'ready') ready.resolve(null)
      else if (message.type === 'failed') ready.resolve(failure(message.error.code, message.error.message))
      else if (message.type === 'event') this.#options.onEvent(message.event)
      else if (message.type === 'reply') {
        waiting.get(message.id)?.answer(message.envelope)
        waiting.delete(message.id)
        if (waiting.size === 0) onDrained()
      } else child.kill()
    })
    child.once('exit', (code) => {
      const stopped = failure('CoreStopped', 'The vault’s process ended before it answered. What was acknowledged is kept; check whether this change was made.')
      ready.resolve(stopped)
      for (const { answer } of waiting.values()) answer(stopped)
      waiting.clear()
      ended.resolve(undefined)
      if (!running.expectedToEnd) this.#crashed(running, code)
    })
    send(child, { type: 'start', config: this.#options.config() })
    return running
  }

  #crashed(running: Running, code: number): void {
    if (this.#running !== running) return
    this.#running = null
    const now = Date.now()
    this.#crashes = [...this.#crashes.filter((at) => now - at < CRASH_WINDOW_MS), now]
    this.#options.log(`The core ended with code ${code}.`)
    if (this.#crashes.length <= CRASH_LIMIT) this.start()
    this.#options.onEvent({ type: 'vault-state', reason: 'The vault’s process ended unexpectedly and the vault is sealed. Nothing that was acknowledged is lost.' })
  }
}

function send(child: UtilityProcess, message: ToCore): void {
  child.postMessage(message)
}

interface Resolvers<T> {
  readonly promise: Promise<T>
  readonly resolve: (value: T) => void
}

/** Promise.withResolvers, which Electron 33's Node has not. */
function withResolvers<T>(): Resolvers<T> {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

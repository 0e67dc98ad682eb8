import { ServiceError } from '../../shared/errors.ts'
import type { Engine } from '../engine/engine.ts'
import type { Clock, EndpointControl, EndpointState, Logger } from '../engine/host.ts'
import { ReplayGuard } from '../endpoint/replay-guard.ts'
import type { RateLimits } from '../endpoint/key-rates.ts'
import { prepareSocket } from '../host/own-socket.ts'
import { startEndpoint, type RunningEndpoint } from '../endpoint/server.ts'

export interface EndpointSwitchOptions {
  readonly port: number
  /** A Unix socket or Windows pipe to listen on instead of the port. */
  readonly socketPath?: string | undefined
  readonly rateLimits?: Partial<RateLimits> | undefined
  readonly clock: Clock
  readonly log: Logger
  readonly authentication: 'signature' | 'none'
  readonly onChange: () => void
}

/** Owns the local AWS endpoint: one at a time, on or off, and always able to say which and why. */
export class EndpointSwitch implements EndpointControl {
  readonly #options: EndpointSwitchOptions
  /** Outlives the endpoint: what was taken before it was switched off is remembered when it is on again. */
  readonly #replays: ReplayGuard
  #engine: Engine | null = null
  #running: RunningEndpoint | null = null
  #state: EndpointState
  #changing: Promise<unknown> = Promise.resolve()

  constructor(options: EndpointSwitchOptions) {
    this.#options = options
    this.#replays = new ReplayGuard(options.clock.nowMs(), () => options.clock.monotonicMs())
    this.#state = { state: 'off', ...placeOf(options.port, options.socketPath) }
  }

  /** The engine is built with this switch as part of its host, so it comes in afterwards. */
  attach(engine: Engine): void {
    this.#engine = engine
  }

  status(): EndpointState {
    return this.#state
  }

  set(wanted: { readonly enabled: boolean; readonly port?: number; readonly socketPath?: string }): Promise<EndpointState> {
    // One change after the other: two quick clicks must not start two servers.
    const change = this.#changing.then(() => this.#change(wanted.enabled, wanted.port ?? this.#state.port, wanted.socketPath ?? this.#state.socketPath))
    this.#changing = change.catch(() => undefined)
    return change
  }

  async close(): Promise<void> {
    await this.#changing
    await this.#running?.close()
    this.#running = null
  }

  async #change(enabled: boolean, port: number, socketPath: string | undefined): Promise<EndpointState> {
    const place = placeOf(port, socketPath)
    if (this.#running !== null && enabled && this.#state.state === 'on' && port === this.#state.port && place.socketPath === this.#state.socketPath) return this.#state
    await this.#running?.close()
    this.#running = null
    if (!enabled) return this.#become({ state: 'off', ...place })
    this.#become({ state: 'starting', ...place })
    return this.#become(await this.#start(place))
  }

  async #start(place: Place): Promise<EndpointState> {
    if (this.#engine === null) throw new Error('Invariant broken: the engine is attached before the endpoint starts')
    const { clock, log, authentication, rateLimits } = this.#options
    try {
      if (place.socketPath !== undefined) await prepareSocket(place.socketPath)
      this.#running = await startEndpoint({
        engine: this.#engine,
        clock,
        log,
        ...place,
        authentication,
        ...(rateLimits === undefined ? {} : { rateLimits }),
        replays: this.#replays,
        onFirstRequest: (firstRequestAtMs) => this.#become({ ...this.#state, firstRequestAtMs }),
      })
      if (place.socketPath !== undefined) return { state: 'on', ...place }
      return { state: 'on', port: this.#running.port, url: `http://127.0.0.1:${this.#running.port}` }
    } catch (thrown) {
      const error = ServiceError.from(thrown)
      return { state: 'failed', ...place, reason: error.message }
    }
  }

  #become(state: EndpointState): EndpointState {
    this.#state = state
    this.#options.onChange()
    return state
  }
}

interface Place {
  readonly port: number
  readonly socketPath?: string
}

function placeOf(port: number, socketPath: string | undefined): Place {
  return socketPath === undefined || socketPath === '' ? { port } : { port, socketPath }
}

import { randomUUID } from 'node:crypto'
import { chmodSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { ServiceError } from '../../shared/errors.ts'
import type { Engine } from '../engine/engine.ts'
import type { Clock, Logger } from '../engine/host.ts'
import { rawAnswer } from './answer.ts'
import { ConnectionTable } from './connection-table.ts'
import { createRequestHandler } from './handle-request.ts'
import { DEFAULT_RATE_LIMITS, KeyRates, type RateLimits } from './key-rates.ts'
import { RefusalBrake } from './refusal-brake.ts'
import { RefusalRecorder } from './refusal-recorder.ts'
import { ReplayGuard } from './replay-guard.ts'
import { SignatureVerifier } from './sigv4/verify.ts'

const HEADERS_TIMEOUT_MS = 5_000
const REQUEST_TIMEOUT_MS = 15_000
const CHECK_INTERVAL_MS = 1_000
const KEEP_ALIVE_MS = 60_000
const MAX_CONNECTIONS = 64
const MAX_REQUESTS_PER_SOCKET = 1_000
const SOCKET_MODE = 0o600
const PIPE_PREFIX = '\\\\.\\pipe\\'
const CLOSE_GRACE_MS = 2_000
const LOCAL_NAMES = ['127.0.0.1', 'localhost', '[::1]']

export interface EndpointOptions {
  readonly engine: Engine
  readonly clock: Pick<Clock, 'nowMs' | 'monotonicMs'>
  readonly log: Logger
  /** 0 takes any free port. */
  readonly port: number
  /** Loopback addresses to listen on, at the same port; 127.0.0.1 alone unless given. */
  readonly hosts?: readonly ('127.0.0.1' | '::1')[]
  /** Listens on this Unix socket or Windows pipe (`\\.\pipe\NAME`) and on no port. The host has made its place safe. */
  readonly socketPath?: string
  /** `none` takes any credentials, for throw-away vaults; `signature` unless given. */
  readonly authentication?: 'signature' | 'none'
  /** What each access key may call in a second; AWS's quota for reading unless given. */
  readonly rateLimits?: Partial<RateLimits>
  /** What outlives this endpoint when it is switched off and on again; a new one unless given. */
  readonly replays?: ReplayGuard
  /** The first caller has been let in, at this time. Called once. */
  readonly onFirstRequest?: (atMs: number) => void
}

export interface RunningEndpoint {
  /** The port it listens on; as it was asked for when it is on a socket. */
  readonly port: number
  /** Takes no more calls, gives those under way two seconds, then ends them. */
  close(): Promise<void>
}

/**
 * Starts the local AWS endpoint on loopback, or on a socket that only this user can open.
 *
 * Rejects with ServiceError `EndpointPortInUse` when the port is taken: clients cannot tell a stranger on a port from Coffer, so
 * it never moves to another by itself. `EndpointUnavailable` when the address cannot be used for another reason.
 */
export async function startEndpoint(options: EndpointOptions): Promise<RunningEndpoint> {
  const { engine, clock, log } = options
  const hosts = options.hosts ?? ['127.0.0.1']
  const connections = new ConnectionTable(MAX_CONNECTIONS)
  const monotonicMs = (): number => clock.monotonicMs()
  const refusals = new RefusalRecorder(engine, log, monotonicMs)
  let allowedHosts: readonly string[] = []
  let isClosing = false
  let isFirst = true
  const handler = createRequestHandler({
    engine,
    clock,
    verifier: new SignatureVerifier(),
    authentication: options.authentication ?? 'signature',
    connections,
    refusals,
    brake: new RefusalBrake(monotonicMs),
    rates: new KeyRates({ ...DEFAULT_RATE_LIMITS, ...options.rateLimits }, monotonicMs),
    replays: options.replays ?? new ReplayGuard(clock.nowMs(), monotonicMs),
    allowedHosts: () => allowedHosts,
    isClosing: () => isClosing,
    onAuthenticated: (atMs) => {
      if (!isFirst) return
      isFirst = false
      options.onFirstRequest?.(atMs)
    },
  })
  const servers: Server[] = []
  let port = options.port
  try {
    if (options.socketPath !== undefined) {
      if (options.socketPath.startsWith(PIPE_PREFIX) && options.authentication === 'none') {
        throw new ServiceError('EndpointUnavailable', 'A Windows pipe cannot be closed to other users, so the endpoint is on one only with signed requests.')
      }
      const server = createHttpServer(handler, connections, clock)
      servers.push(server)
      await listen(server, { path: options.socketPath })
      if (!options.socketPath.startsWith(PIPE_PREFIX)) chmodSync(options.socketPath, SOCKET_MODE)
      logLostConnections(server, log)
    }
    for (const host of options.socketPath === undefined ? hosts : []) {
      const server = createHttpServer(handler, connections, clock)
      servers.push(server)
      await listen(server, { host, port })
      port = (server.address() as AddressInfo).port
      logLostConnections(server, log)
    }
  } catch (error) {
    await Promise.all(servers.map((server) => closeServer(server, 0)))
    throw error
  }
  allowedHosts = options.socketPath === undefined ? hostSpellings(port) : LOCAL_NAMES
  return {
    port,
    close: async () => {
      isClosing = true
      const closed = Promise.all(servers.map((server) => closeServer(server, CLOSE_GRACE_MS)))
      connections.destroyIdle()
      await closed
    },
  }
}

/** Such as too many open files while a connection is taken in: that connection is lost, the endpoint is not. */
function logLostConnections(server: Server, log: Logger): void {
  server.on('error', (error: NodeJS.ErrnoException) => log.error('the local AWS endpoint lost a connection', { code: error.code }))
}

function createHttpServer(handler: ReturnType<typeof createRequestHandler>, connections: ConnectionTable, clock: Pick<Clock, 'nowMs'>): Server {
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: CHECK_INTERVAL_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      insecureHTTPParser: false,
      // Ours answers 403 as for any other wrong host.
      requireHostHeader: false,
    },
    handler,
  )
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET
  server.on('connection', (socket) => connections.open(socket))
  // The header itself is refused by the handler; without these two, Node would answer 100 or 417 first.
  server.on('checkContinue', handler)
  server.on('checkExpectation', handler)
  server.on('connect', (_request, socket) => endWith(socket as Socket, '400 Bad Request', clock))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (connections.mayAnswerNonsense(socket as Socket) && socket.writable) endWith(socket as Socket, statusLineOf(error.code), clock)
    else if (!connections.isAnswering(socket as Socket)) socket.destroy()
  })
  return server
}

function statusLineOf(errorCode: string | undefined): string {
  if (errorCode === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large'
  if (errorCode === 'ERR_HTTP_REQUEST_TIMEOUT') return '408 Request Timeout'
  return '400 Bad Request'
}

function endWith(socket: Socket, statusLine: string, clock: Pick<Clock, 'nowMs'>): void {
  socket.end(rawAnswer(statusLine, randomUUID(), clock.nowMs()), () => socket.destroy())
}

type Place = { readonly path: string } | { readonly host: string; readonly port: number }

function listen(server: Server, place: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(listenError(error, place))
    server.once('error', onError)
    server.listen({ ...place, exclusive: true, ...('host' in place ? { ipv6Only: place.host === '::1' } : {}) }, () => {
      server.off('error', onError)
      resolve()
    })
  })
}

function listenError(error: NodeJS.ErrnoException, place: Place): ServiceError {
  if ('path' in place) {
    return new ServiceError('EndpointUnavailable', `The local AWS endpoint cannot listen on ${place.path} (${error.code ?? 'unknown error'}).`, { cause: error })
  }
  const { host, port } = place
  if (error.code === 'EADDRINUSE') {
    return new ServiceError(
      'EndpointPortInUse',
      `Port ${port} on ${host} is taken by another program, so the local AWS endpoint is off. End that program or choose another port; Coffer does not move by itself, since clients would then trust whoever holds the old one.`,
      { cause: error },
    )
  }
  return new ServiceError('EndpointUnavailable', `The local AWS endpoint cannot listen on ${host} port ${port} (${error.code ?? 'unknown error'}).`, { cause: error })
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  if (!server.listening) return
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function hostSpellings(port: number): readonly string[] {
  const withPort = LOCAL_NAMES.map((name) => `${name}:${port}`)
  // Clients leave out the default port.
  return port === 80 ? [...withPort, ...LOCAL_NAMES] : withPort
}

import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { ServiceError } from '../../shared/errors.ts'
import type { Caller } from '../engine/caller.ts'
import type { Engine, EngineStatus } from '../engine/engine.ts'
import type { Clock } from '../engine/host.ts'
import { admitRequest, type Protocol } from './admit-request.ts'
import { type Answer, sendAnswer } from './answer.ts'
import { type Authenticated, authenticateAnyone, authenticateSigned, type SignedCaller } from './authenticate.ts'
import { JSON_CONTENT_TYPE, jsonErrorBody, jsonSuccessBody, type JsonTarget, parseTarget } from './aws-json.ts'
import { QUERY_ANSWER_TYPE, queryError, querySuccessBody } from './aws-query.ts'
import type { ConnectionTable } from './connection-table.ts'
import { decodeRequest, recordedOperation } from './decode-request.ts'
import type { KeyRates } from './key-rates.ts'
import { readBody } from './read-body.ts'
import type { RefusalBrake } from './refusal-brake.ts'
import type { RefusalRecorder } from './refusal-recorder.ts'
import type { ReplayGuard } from './replay-guard.ts'
import type { SignatureVerifier } from './sigv4/verify.ts'

const MAX_USER_AGENT_CHARACTERS = 256

export interface RequestContext {
  readonly engine: Engine
  readonly clock: Pick<Clock, 'nowMs'>
  readonly verifier: SignatureVerifier
  readonly authentication: 'signature' | 'none'
  readonly connections: ConnectionTable
  readonly refusals: RefusalRecorder
  readonly brake: RefusalBrake
  readonly rates: KeyRates
  readonly replays: ReplayGuard
  /** Spellings of this endpoint's address that a Host header may have. */
  readonly allowedHosts: () => readonly string[]
  /** True once the endpoint is being shut: then every answer ends its connection. */
  readonly isClosing: () => boolean
  /** A caller has been let in at this time. */
  readonly onAuthenticated: (atMs: number) => void
}

/** One request on its way through the door. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly requestId: string
  readonly headers: ReadonlyMap<string, string>
  readonly protocol: Protocol
  readonly target: JsonTarget | null
}

/** Handles one HTTP request: admit, read, authenticate, decode, execute, answer. Never throws. */
export function createRequestHandler(context: RequestContext): RequestListener {
  return (request, response) => {
    context.connections.requestStarted(request)
    const requestId = randomUUID()
    const admission = admitRequest(request, context.allowedHosts())
    if (admission.refusedWith !== null) {
      recordRefusal(context, request, requestId, 'endpoint:Refused', `Refused: ${admission.reason}`)
      send(context, response, requestId, bareAnswer(admission.refusedWith))
      return
    }
    const { headers, protocol } = admission
    const target = protocol === 'json' ? parseTarget(headers.get('x-amz-target')) : null
    const exchange: Exchange = { request, response, requestId, headers, protocol, target }
    readBody(request, headers.get('content-length'), (body) => {
      if (body === 'too-large' || body === 'malformed') {
        recordRefusal(context, request, requestId, recordedOperation(target), body === 'malformed' ? 'Refused: trailers' : 'RequestEntityTooLarge')
        send(context, response, requestId, body === 'malformed' ? bareAnswer(400) : tooLargeAnswer(exchange))
        return
      }
      context.connections.requestReceived(request.socket)
      void serve(context, exchange, body).then((answer) => send(context, response, requestId, answer))
    })
  }
}

function send(context: RequestContext, response: ServerResponse, requestId: string, answer: Answer): void {
  const { socket } = response.req
  const closesConnection = answer.closesConnection || context.isClosing()
  sendAnswer(response, answer, closesConnection, requestId, context.clock.nowMs())
  context.connections.requestAnswered(socket, closesConnection)
}

async function serve(context: RequestContext, exchange: Exchange, body: Buffer): Promise<Answer> {
  const { engine } = context
  let operation = recordedOperation(exchange.target)
  let authenticated: Authenticated | null = null
  let isSigned = true
  let isExecuting = false
  try {
    const status = engine.status()
    checkUnsealed(status)
    isSigned = false
    const caller = authenticate(context, exchange, status, body)
    isSigned = true
    authenticated = caller
    const decoded = decodeRequest(exchange.protocol, exchange.target, body)
    operation = decoded.operation
    if (isProven(caller)) {
      context.rates.take(caller.accessKeyId, decoded.mutates)
      if (decoded.mutates) context.replays.admit(caller.signature, caller.signedAtMs, context.connections.numberOf(exchange.request.socket))
    }
    isExecuting = true
    const output = await engine.execute(callerOf(exchange, authenticated), operation, decoded.input)
    return exchange.protocol === 'query'
      ? keptAnswer(200, QUERY_ANSWER_TYPE, querySuccessBody(decoded.action, output, exchange.requestId))
      : keptAnswer(200, JSON_CONTENT_TYPE, jsonSuccessBody(output))
  } catch (thrown) {
    const error = ServiceError.from(thrown)
    // The engine records what it refuses itself.
    if (!isExecuting) recordRefusal(context, exchange.request, exchange.requestId, operation, error.code, authenticated)
    if (!isSigned && (await context.brake.hold(exchange.request.socket.remoteAddress ?? '')) === 'drop') return bareAnswer(429)
    return errorAnswer(exchange, error)
  }
}

/** The same for every operation and name: a sealed vault tells nothing about what is in it. */
function checkUnsealed(status: EngineStatus): void {
  if (status.state === 'sealed') {
    throw new ServiceError(
      'VaultLocked',
      'The Coffer vault is sealed, so no secret can be read. Unlock it in the Coffer window, or start `coffer serve` with COFFER_PASSPHRASE or --passphrase-file, and try again.',
    )
  }
  if (status.state === 'absent') {
    throw new ServiceError('VaultAbsent', 'There is no Coffer vault yet. Make one in the Coffer window or with `coffer serve --vault DIR`, and try again.')
  }
}

function authenticate(context: RequestContext, exchange: Exchange, status: EngineStatus, body: Buffer): Authenticated | SignedCaller {
  const nowMs = context.clock.nowMs()
  const { headers } = exchange
  const service = exchange.protocol === 'query' ? 'sts' : (exchange.target?.service ?? null)
  const authenticated = context.authentication === 'none'
    ? authenticateAnyone(status, headers.get('authorization'))
    : authenticateSigned(context.verifier, context.engine, status, { method: 'POST', path: '/', headers, body }, service, nowMs)
  context.onAuthenticated(nowMs)
  return authenticated
}

function isProven(authenticated: Authenticated | SignedCaller): authenticated is SignedCaller {
  return 'signature' in authenticated
}

function callerOf(exchange: Exchange, authenticated: Authenticated): Caller {
  const userAgent = exchange.headers.get('user-agent')?.slice(0, MAX_USER_AGENT_CHARACTERS)
  const sourceIp = exchange.request.socket.remoteAddress
  return {
    door: 'endpoint',
    principal: authenticated.principal,
    region: authenticated.region,
    ...(authenticated.accessKeyId === undefined ? {} : { accessKeyId: authenticated.accessKeyId }),
    requestId: exchange.requestId,
    ...(sourceIp === undefined ? {} : { sourceIp }),
    ...(userAgent === undefined ? {} : { userAgent }),
  }
}

function recordRefusal(
  context: RequestContext,
  request: IncomingMessage,
  requestId: string,
  operation: string,
  errorCode: string,
  authenticated: Authenticated | null = null,
): void {
  const sourceIp = request.socket.remoteAddress
  context.refusals.record({
    operation,
    errorCode,
    requestId,
    region: authenticated?.region ?? '',
    ...(authenticated?.accessKeyId === undefined ? {} : { accessKeyId: authenticated.accessKeyId }),
    ...(sourceIp === undefined ? {} : { sourceIp }),
  })
}

function errorAnswer(exchange: Exchange, error: ServiceError): Answer {
  if (exchange.protocol === 'query') {
    const { statusCode, body } = queryError(error, exchange.requestId)
    return keptAnswer(statusCode, QUERY_ANSWER_TYPE, body)
  }
  return keptAnswer(error.statusCode, JSON_CONTENT_TYPE, jsonErrorBody(exchange.target?.service ?? null, error))
}

function keptAnswer(statusCode: number, contentType: string, body: string): Answer {
  return { statusCode, contentType, body, closesConnection: false }
}

/** Refusals of requests that are not AWS's say nothing but their status, and end the connection with the unread body. */
function bareAnswer(statusCode: number): Answer {
  return { statusCode, contentType: null, body: '', closesConnection: true }
}

function tooLargeAnswer(exchange: Exchange): Answer {
  const error = new ServiceError('RequestEntityTooLarge', 'The request body is larger than 524288 bytes.', { statusCode: 413 })
  return { ...errorAnswer(exchange, error), closesConnection: true }
}

import { Sensitive } from '../../../shared/sensitive.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { RolePrincipal } from '../access/session-identity.ts'
import type { Caller } from '../caller.ts'
import type { Host } from '../host.ts'
import type { OpenVault } from '../open-vault.ts'
import { closeCredentials, openCredentials } from './execution-role.ts'
import { type KnownFunction, targetOf } from './find-function.ts'
import { keepInvocation } from './function-record.ts'
import type { FunctionOutcome } from './function-runner.ts'

/** The engine's one way in, from inside. */
export type Execute = (caller: Caller, operation: string, input: unknown) => Promise<unknown>

export interface FunctionRunParts {
  readonly host: Host
  readonly vault: OpenVault
  readonly execute: Execute
}

export interface FunctionRun {
  readonly known: KnownFunction
  readonly principal: RolePrincipal
  readonly region: string
  readonly payload: unknown
  readonly signal: AbortSignal
  /** Of a step of a rotation, for the list of the function's runs. */
  readonly secretArn?: string
  readonly step?: string
}

export interface FunctionRunResult {
  readonly requestId: string
  readonly startedAtMs: number
  readonly durationMs: number
  readonly outcome: FunctionOutcome
}

/**
 * Runs a function once, as its role. A function in a process of its own gets credentials that end with it. Never rejects
 * for what the function does.
 */
export async function runFunction(parts: FunctionRunParts, run: FunctionRun): Promise<FunctionRunResult> {
  const { host, vault } = parts
  const { known, principal, region } = run
  const requestId = host.random.uuid()
  const { target, timeoutMs } = targetOf(known)
  const endpoint = host.endpoint.status()
  const endpointUrl = known.kind === 'own' && endpoint.state === 'on' ? (endpoint.url ?? null) : null
  const session = endpointUrl === null ? null : openCredentials(vault, host, principal, timeoutMs)
  const startedAtMs = host.clock.nowMs()
  const startedMonotonicMs = host.clock.monotonicMs()
  let outcome: FunctionOutcome
  try {
    outcome = await host.functions.run({
      functionArn: known.arn,
      target,
      requestId,
      accountId: principal.accountId,
      region,
      payload: run.payload,
      timeoutMs,
      call: callAs(parts, principal, region),
      credentials: session === null ? null : { accessKeyId: session.id, secretAccessKey: new Sensitive(session.secretAccessKey), sessionToken: new Sensitive(session.sessionToken) },
      endpointUrl,
      signal: run.signal,
      ...(session === null ? {} : { secretsSeen: () => vault.secretsSeen.of(session.id) }),
    })
  } catch {
    host.log.error('A runner of functions rejected instead of giving an outcome', { functionArn: known.arn, requestId })
    outcome = { status: 'failed', errorType: 'Runtime.Failed', errorMessage: 'The function could not be run.', log: [] }
  } finally {
    if (session !== null && !run.signal.aborted) closeCredentials(vault, session)
  }
  const durationMs = Math.round(host.clock.monotonicMs() - startedMonotonicMs)
  if (known.kind === 'own' && !run.signal.aborted) {
    keepInvocation(vault, {
      id: requestId,
      functionArn: known.arn,
      startedAtMs,
      durationMs,
      status: outcome.status,
      ...(outcome.status === 'failed' ? { errorType: outcome.errorType, errorMessage: outcome.errorMessage } : {}),
      log: outcome.log,
      secretArn: run.secretArn,
      step: run.step,
    })
  }
  return { requestId, startedAtMs, durationMs, outcome }
}

/** Calls the engine as a role's session; a name without a service is one of Secrets Manager. */
export function callAs({ host, execute }: FunctionRunParts, principal: RolePrincipal, region: string): (operation: string, input: unknown) => Promise<unknown> {
  return async (operation, input) => {
    try {
      return await execute({ door: 'function', principal, region, requestId: host.random.uuid() }, operation.includes(':') ? operation : `secretsmanager:${operation}`, input)
    } catch (thrown) {
      throw ServiceError.from(thrown)
    }
  }
}

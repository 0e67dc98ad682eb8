import { ServiceError } from '../../shared/errors.ts'
import type { FunctionInvocation, FunctionOutcome, FunctionRunner } from '../engine/rotation/function-runner.ts'
import { BUILT_IN_FUNCTIONS, builtInFunction } from './built-in-functions.ts'
import { describe, readDriverError } from './databases/driver-error.ts'
import { probeLogin } from './databases/probe-login.ts'
import { Redactor } from './redactor.ts'
import { RotationFailure } from './rotation-failure.ts'
import { beginStep, readEvent } from './step-run.ts'

/** Runs the functions that come with Coffer, in this process: they reach secrets by `call` alone, and databases by their drivers. */
export function createBuiltInRunner(): Pick<FunctionRunner, 'builtIns' | 'run' | 'probe'> {
  return { builtIns: BUILT_IN_FUNCTIONS, run: runBuiltIn, probe: probeLogin }
}

async function runBuiltIn(invocation: FunctionInvocation): Promise<FunctionOutcome> {
  const log: string[] = []
  const redactor = new Redactor()
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), invocation.timeoutMs)
  const signal = AbortSignal.any([invocation.signal, limit.signal])
  try {
    await runStep({ ...invocation, signal }, redactor, log)
    return { status: 'succeeded', payload: null, log }
  } catch (thrown) {
    if (limit.signal.aborted) return failure('Sandbox.Timedout', `RequestId: ${invocation.requestId} Error: Task timed out after ${(invocation.timeoutMs / 1_000).toFixed(2)} seconds`, log)
    const { errorType, errorMessage } = outcomeOf(thrown, redactor)
    const message = redactor.mask(errorMessage)
    log.push(`[ERROR] ${errorType}: ${message}`)
    return failure(errorType, message, log)
  } finally {
    clearTimeout(timer)
  }
}

async function runStep(invocation: FunctionInvocation, redactor: Redactor, log: string[]): Promise<void> {
  const { target, payload, call, signal } = invocation
  if (target.kind !== 'built-in') throw new RotationFailure('Runtime.Unavailable', 'Only built-in functions run here.')
  const found = builtInFunction(target.name)
  if (found === null) throw new RotationFailure('ResourceNotFoundException', `There is no built-in function ${target.name}.`)
  const begun = await beginStep(readEvent(payload), { call, signal, environment: target.environment ?? {}, redactor, log })
  if (begun === null) return
  await found.runStep(begun.run, begun.stages)
}

function failure(errorType: string, errorMessage: string, log: readonly string[]): FunctionOutcome {
  return { status: 'failed', errorType, errorMessage, log }
}

/** What is not a failure that was foreseen still says what it is, without what a driver may have quoted. */
function outcomeOf(thrown: unknown, redactor: Redactor): { readonly errorType: string; readonly errorMessage: string } {
  if (thrown instanceof RotationFailure) return { errorType: thrown.errorType, errorMessage: thrown.message }
  if (thrown instanceof ServiceError) return { errorType: thrown.code, errorMessage: thrown.message }
  return { errorType: thrown instanceof Error ? thrown.name : 'Error', errorMessage: redactor.redact(describe(readDriverError(thrown))) }
}

import { ServiceError } from '../../shared/errors.ts'
import type { FunctionInvocation, FunctionOutcome, FunctionRunner, LogLine } from '../engine/rotation/function-runner.ts'
import { BUILT_IN_FUNCTIONS, builtInFunction } from './built-in-functions.ts'
import { describe, readDriverError } from './databases/driver-error.ts'
import { probeLogin } from './databases/probe-login.ts'
import { Redactor } from './redactor.ts'
import { RotationFailure } from './rotation-failure.ts'
import { beginStep, readEvent } from './step-run.ts'

/**
 * Runs the functions that come with Coffer, in this process: they reach secrets by `call` alone, and databases by their drivers.
 * `nowMs` gives the lines of their logs their times.
 */
export function createBuiltInRunner(nowMs: () => number = Date.now): Pick<FunctionRunner, 'builtIns' | 'run' | 'probe'> {
  return { builtIns: BUILT_IN_FUNCTIONS, run: (invocation) => runBuiltIn(invocation, nowMs), probe: probeLogin }
}

async function runBuiltIn(invocation: FunctionInvocation, nowMs: () => number): Promise<FunctionOutcome> {
  const log: LogLine[] = []
  const write = (text: string): void => void log.push({ atMs: nowMs(), text })
  const redactor = new Redactor()
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), invocation.timeoutMs)
  const signal = AbortSignal.any([invocation.signal, limit.signal])
  try {
    await untilAborted(signal, runStep({ ...invocation, call: whileRunning(invocation.call, signal), signal }, redactor, write))
    return { status: 'succeeded', payload: null, log }
  } catch (thrown) {
    if (limit.signal.aborted) return failure('Sandbox.Timedout', `RequestId: ${invocation.requestId} Error: Task timed out after ${(invocation.timeoutMs / 1_000).toFixed(2)} seconds`, log)
    const { errorType, errorMessage } = outcomeOf(thrown, redactor)
    const message = redactor.mask(errorMessage)
    write(`[ERROR] ${errorType}: ${message}`)
    return failure(errorType, message, log)
  } finally {
    clearTimeout(timer)
  }
}

/** The limit holds for what waits without listening to the signal too. @throws RotationFailure Stopped */
function untilAborted(signal: AbortSignal, work: Promise<void>): Promise<void> {
  const aborted = new Promise<never>((_, reject) => {
    const stop = (): void => reject(stopped())
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
  return Promise.race([work, aborted])
}

/** What is left of a step that was stopped reaches no secret any more. */
function whileRunning(call: FunctionInvocation['call'], signal: AbortSignal): FunctionInvocation['call'] {
  return async (operation, input) => {
    if (signal.aborted) throw stopped()
    return call(operation, input)
  }
}

function stopped(): RotationFailure {
  return new RotationFailure('Stopped', 'The run was stopped.')
}

async function runStep(invocation: FunctionInvocation, redactor: Redactor, write: (text: string) => void): Promise<void> {
  const { target, payload, call, signal } = invocation
  if (target.kind !== 'built-in') throw new RotationFailure('Runtime.Unavailable', 'Only built-in functions run here.')
  const found = builtInFunction(target.name)
  if (found === null) throw new RotationFailure('ResourceNotFoundException', `There is no built-in function ${target.name}.`)
  const begun = await beginStep(readEvent(payload), { call, signal, environment: target.environment ?? {}, redactor, write })
  if (begun === null) return
  await found.runStep(begun.run, begun.stages)
}

function failure(errorType: string, errorMessage: string, log: readonly LogLine[]): FunctionOutcome {
  return { status: 'failed', errorType, errorMessage, log }
}

/** What is not a failure that was foreseen still says what it is, without what a driver may have quoted. */
function outcomeOf(thrown: unknown, redactor: Redactor): { readonly errorType: string; readonly errorMessage: string } {
  if (thrown instanceof RotationFailure) return { errorType: thrown.errorType, errorMessage: thrown.message }
  if (thrown instanceof ServiceError) return { errorType: thrown.code, errorMessage: thrown.message }
  return { errorType: thrown instanceof Error ? thrown.name : 'Error', errorMessage: redactor.redact(describe(readDriverError(thrown))) }
}

import type { FunctionInvocation, FunctionOutcome } from '../../engine/rotation/function-runner.ts'
import { MAX_RESPONSE_BYTES, type ChildEnd, type ChildRun } from './child-run.ts'
import type { OwnTarget } from './function-environment.ts'
import type { Interpreter } from './interpreters.ts'
import type { KeptOutput } from './kept-output.ts'
import { printable, redactText } from './redact.ts'
import { formsOf } from './secret-forms.ts'

export interface OutcomeParts {
  readonly invocation: FunctionInvocation
  readonly target: OwnTarget
  readonly interpreter: Pick<Interpreter, 'path'>
  readonly output: KeptOutput
  readonly isSandboxed: boolean
  /** When it began and ended, in epoch milliseconds. */
  readonly startedAtMs: number
  readonly endedAtMs: number
}

/** Why a run ended that nothing was wrong with. */
export const STOPPED = 'The run was ended before the function was done: the vault was sealed, or Coffer was told to stop.'
/** Variables of a function that hold a secret, by their names. */
const SECRET_NAME = /pass|pwd|secret|token|key|credential/i
/** A shell's and bubblewrap's exit code of a program that a signal ended, less the signal's number. */
const SIGNALLED = 128
const SIGNALS: Readonly<Record<number, string>> = { 4: 'illegal instruction', 6: 'aborted', 7: 'bus error', 8: 'floating point exception', 9: 'killed', 11: 'segmentation fault', 15: 'terminated' }
const SIGNAL_WORDS: Readonly<Record<string, string>> = { SIGILL: 'illegal instruction', SIGABRT: 'aborted', SIGBUS: 'bus error', SIGFPE: 'floating point exception', SIGKILL: 'killed', SIGSEGV: 'segmentation fault', SIGTERM: 'terminated' }

/** The outcome of a run, in Lambda's words; its texts hold none of the secrets that the run had to do with. */
export function outcomeOf(run: ChildRun, parts: OutcomeParts): FunctionOutcome {
  const { invocation, target, output, isSandboxed, startedAtMs, endedAtMs } = parts
  const { requestId } = invocation
  const forms = formsOf(secretsOf(invocation, target))
  const failure = failureOf(run.end, invocation, isSandboxed)
  const saysSo = run.end.kind === 'result' || run.end.kind === 'error'
  const atEnd = [
    ...(failure === null || saysSo ? [] : [failure.errorMessage]),
    ...adviceOf(failure, parts).map((advice) => `[Coffer] ${redactText(advice, forms)}`),
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${run.invokeMs.toFixed(2)} ms\tMemory Size: ${target.memoryMiB} MB${run.initMs === null ? '' : `\tInit Duration: ${run.initMs.toFixed(2)} ms`}`,
  ]
  const log = [{ atMs: startedAtMs, text: `START RequestId: ${requestId} Version: $LATEST` }, ...output.lines(forms), ...atEnd.map((text) => ({ atMs: endedAtMs, text }))]
  const shown = (text: string): string => redactText(printable(redactText(text, forms)), forms)
  if (failure !== null) return { status: 'failed', errorType: shown(failure.errorType), errorMessage: shown(failure.errorMessage), log }
  return { status: 'succeeded', payload: run.end.kind === 'result' ? (JSON.parse(run.end.payload) as unknown) : null, log }
}

/** A run that did not come to its code. */
export function neverRan(errorType: string, errorMessage: string): FunctionOutcome {
  return { status: 'failed', errorType, errorMessage, log: [] }
}

interface Failure {
  readonly errorType: string
  readonly errorMessage: string
}

function failureOf(end: ChildEnd, { requestId }: FunctionInvocation, isSandboxed: boolean): Failure | null {
  const says = (errorType: string, words: string): Failure => ({ errorType, errorMessage: `RequestId: ${requestId} Error: ${words}` })
  switch (end.kind) {
    case 'result':
      return isJson(end.payload) ? null : { errorType: 'Runtime.MarshalError', errorMessage: 'Unable to marshal response: the answer is no JSON.' }
    case 'error':
      return { errorType: end.errorType, errorMessage: end.errorMessage }
    case 'timed-out':
      return says('Sandbox.Timedout', `Task timed out after ${(end.afterMs / 1000).toFixed(2)} seconds`)
    case 'too-large':
      return { errorType: 'Function.ResponseSizeTooLarge', errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).` }
    case 'stopped':
      return { errorType: 'Runtime.Stopped', errorMessage: STOPPED }
    case 'not-started':
      return { errorType: 'Runtime.NotStarted', errorMessage: `The interpreter could not be started (${end.reason}).` }
    case 'exited':
      return says('Runtime.ExitError', exitWords(end, isSandboxed))
  }
}

function exitWords({ exitCode, signal }: Extract<ChildEnd, { kind: 'exited' }>, isSandboxed: boolean): string {
  if (signal !== null) return `Runtime exited with error: signal: ${SIGNAL_WORDS[signal] ?? signal}`
  if (exitCode === 0) return 'Runtime exited without providing a reason'
  const number = (exitCode ?? 0) - SIGNALLED
  const words = isSandboxed ? SIGNALS[number] : undefined
  return words === undefined ? `Runtime exited with error: exit status ${exitCode}` : `Runtime exited with error: signal: ${words}`
}

/** What AWS's users would not know from Lambda: here the machine brings what Lambda's images hold. */
function adviceOf(failure: Failure | null, { target, interpreter }: OutcomeParts): readonly string[] {
  if (failure === null) return []
  const { errorType, errorMessage } = failure
  if (errorType === 'Runtime.ImportModuleError' && target.runtime === 'python') {
    const missing = /No module named '([\w.]+)'/.exec(errorMessage)?.[1]?.split('.')[0]
    return missing === undefined ? [] : [`This Python has no ${missing}. Install it for the Python that runs the function (${interpreter.path} -m pip install ${missing}), or put it into the function's folder.`]
  }
  if (errorType === 'Runtime.ImportModuleError') return ['Install what the function imports in its folder or in one above it (npm install). Lambda has @aws-sdk/* in its images; here it is a package like any other.']
  if (errorType === 'Runtime.ExitError' && /aborted|killed/.test(errorMessage)) return [`It may have needed more than its ${target.memoryMiB} MB of memory.`]
  if (errorType === 'Sandbox.Timedout') return ['Silence before this means most of the time that the database could not be reached, or was waited for.']
  return []
}

function secretsOf({ secretsSeen, credentials, payload }: FunctionInvocation, target: OwnTarget): readonly (string | Uint8Array)[] {
  const token = (payload as { readonly RotationToken?: unknown } | null)?.RotationToken
  return [
    ...(secretsSeen?.() ?? []).map((value) => value.reveal()),
    ...(credentials === null ? [] : [credentials.secretAccessKey.reveal(), credentials.sessionToken.reveal()]),
    ...(typeof token === 'string' ? [token] : []),
    ...Object.entries(target.environment).flatMap(([name, value]) => (SECRET_NAME.test(name) ? [value] : [])),
  ]
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

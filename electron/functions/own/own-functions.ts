import type { FunctionInvocation, FunctionOutcome, FunctionRunner } from '../../engine/rotation/function-runner.ts'
import { runChild } from './child-run.ts'
import { codeSha256 } from './code-files.ts'
import { CodeCopies, type CodeCopy } from './code-copies.ts'
import { CodeProblem } from './code-problem.ts'
import { functionEnvironment, logStreamName, type OwnTarget } from './function-environment.ts'
import { Interpreters, type Interpreter, type InterpreterPlaces } from './interpreters.ts'
import { KeptOutput } from './kept-output.ts'
import { neverRan, outcomeOf, STOPPED } from './outcome.ts'
import { makeRunFolder, type RunFolder } from './run-folder.ts'
import { findBubblewrap, sandboxPlaces, sandboxWords } from './sandbox.ts'
import { startWords } from './start-words.ts'

/** Runs the user's own functions. */
export interface OwnFunctions extends Pick<FunctionRunner, 'run' | 'runtimes'> {
  /** @throws CodeProblem */
  codeSha256(codePath: string): Promise<string>
  /** Ends what runs. */
  close(): Promise<void>
}

export interface OwnFunctionParts extends InterpreterPlaces {
  /** False in a test of what there is without a sandbox. */
  readonly mayUseSandbox?: boolean
  /** Gives the lines of a run their times. */
  readonly nowMs?: () => number
}

/** Lambda's time for loading a function. Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
const INIT_TIMEOUT_MS = 10_000

/** Makes the runner of the user's own functions, each in a process of its own that ends with its invocation. */
export function createOwnFunctions(parts: OwnFunctionParts): OwnFunctions {
  const interpreters = new Interpreters(parts)
  const copies = new CodeCopies()
  const running = new Set<Promise<FunctionOutcome>>()
  const closing = new AbortController()
  let bubblewrap: Promise<string | null> | null = null
  const findSandbox = (): Promise<string | null> => (bubblewrap ??= parts.mayUseSandbox === false ? Promise.resolve(null) : findBubblewrap(parts.platform, parts.environment))
  return {
    codeSha256,
    run(invocation) {
      const run = runOwn(invocation, { interpreters, copies, findSandbox, nowMs: parts.nowMs ?? Date.now, signal: AbortSignal.any([invocation.signal, closing.signal]) }).catch((error: unknown) =>
        neverRan('Runtime.Failed', `The function could not be run (${(error as NodeJS.ErrnoException).code ?? (error as Error).name}).`),
      )
      running.add(run)
      void run.finally(() => running.delete(run))
      return run
    },
    async runtimes() {
      const found = await Promise.all((['nodejs', 'python'] as const).map((runtime) => interpreters.find(runtime)))
      const isolation = (await findSandbox()) === null ? 'none' : 'bubblewrap'
      return found.flatMap((each) => ('interpreter' in each ? [{ runtime: each.interpreter.runtime, version: each.interpreter.version, isolation, path: each.interpreter.path }] : []))
    },
    async close() {
      closing.abort()
      await Promise.all(running)
      await copies.close()
    },
  }
}

interface Means {
  readonly copies: CodeCopies
  readonly interpreters: Interpreters
  readonly findSandbox: () => Promise<string | null>
  readonly nowMs: () => number
  readonly signal: AbortSignal
}

async function runOwn(invocation: FunctionInvocation, means: Means): Promise<FunctionOutcome> {
  const { target } = invocation
  if (target.kind !== 'own') return neverRan('Runtime.Unavailable', `The built-in function ${target.name} does not run in a process of its own.`)
  if (invocation.credentials === null || invocation.endpointUrl === null) {
    return neverRan('Runtime.EndpointOff', 'The AWS endpoint is off, and the function has no other way to Secrets Manager. Turn the endpoint on, and try again.')
  }
  const found = await means.interpreters.find(target.runtime)
  if ('problem' in found) return neverRan('Runtime.InterpreterNotFound', found.problem)
  let copy: CodeCopy | null
  try {
    copy = await means.copies.take(target.runtime, target.codePath, target.codeSha256)
  } catch (error) {
    return neverRan('Runtime.CodeUnavailable', error instanceof CodeProblem ? error.message : `The code could not be copied for the run (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
  }
  if (copy === null) {
    return neverRan('Runtime.CodeNotAgreed', `The code of ${target.functionName} is not the code that was agreed to run. Look at what changed, and agree to it: coffer functions agree ${target.functionName}`)
  }
  try {
    const folder = await makeRunFolder(target.runtime, copy)
    try {
      return means.signal.aborted ? neverRan('Runtime.Stopped', STOPPED) : await runIn(folder, found.interpreter, invocation, target, means)
    } finally {
      await folder.remove().catch(() => undefined)
    }
  } finally {
    copy.release()
  }
}

async function runIn(folder: RunFolder, interpreter: Interpreter, invocation: FunctionInvocation, target: OwnTarget, { findSandbox, nowMs: clock, signal }: Means): Promise<FunctionOutcome> {
  const { requestId, functionArn, timeoutMs, payload } = invocation
  const bubblewrap = await findSandbox()
  const places = bubblewrap === null ? folder : sandboxPlaces(folder)
  const nowMs = clock()
  const output = new KeptOutput(clock)
  const [command = '', ...words] = startWords({
    platform: process.platform,
    interpreter,
    memoryMiB: target.memoryMiB,
    bootstrap: `${places.runtimeDir}/${folder.bootstrap}`,
    sandbox: bubblewrap === null ? [] : [bubblewrap, ...sandboxWords(folder, interpreter)],
  })
  const run = await runChild({
    command,
    words,
    folder: folder.taskRoot,
    environment: functionEnvironment({ invocation, target, interpreter, places, nowMs, platform: process.platform, systemRoot: process.env['SystemRoot'] }),
    given: { event: JSON.stringify(payload ?? null), requestId, functionArn, timeoutMs },
    initTimeoutMs: INIT_TIMEOUT_MS,
    output,
    signal,
    marker: logStreamName(requestId, nowMs),
  })
  return outcomeOf(run, { invocation, target, interpreter, output, isSandboxed: bubblewrap !== null, startedAtMs: nowMs, endedAtMs: clock() })
}

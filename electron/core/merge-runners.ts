import type { FunctionInvocation, FunctionOutcome, FunctionRunner } from '../engine/rotation/function-runner.ts'

/** The parts that a core's runner is made of; a part that is absent runs nothing. */
export interface RunnerParts {
  /** Functions that come with Coffer, and the probe of logins. */
  readonly builtIn?: Pick<FunctionRunner, 'builtIns' | 'run' | 'probe'>
  /** Functions of the user, in processes of their own. */
  readonly own?: Pick<FunctionRunner, 'run' | 'runtimes' | 'codeSha256'>
}

/** One runner of built-in and own functions. */
export function mergeRunners({ builtIn, own }: RunnerParts): FunctionRunner {
  return {
    builtIns: builtIn?.builtIns ?? [],
    async run(invocation) {
      const part = invocation.target.kind === 'built-in' ? builtIn : own
      return part === undefined ? nothingRuns(invocation) : part.run(invocation)
    },
    probe: async (value, tags, signal) => (builtIn === undefined ? null : builtIn.probe(value, tags, signal)),
    ...(own?.codeSha256 === undefined ? {} : { codeSha256: own.codeSha256.bind(own) }),
    runtimes: async () => (own === undefined ? [] : own.runtimes()),
  }
}

function nothingRuns({ target }: FunctionInvocation): FunctionOutcome {
  const what = target.kind === 'built-in' ? `The built-in function ${target.name}` : `The ${target.runtime} function ${target.functionName}`
  return { status: 'failed', errorType: 'Runtime.Unavailable', errorMessage: `${what} cannot run here: this Coffer has no runner for it.`, log: [] }
}

import { Sensitive } from '../../../shared/sensitive.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { isInvokable, namedFunction } from './find-function.ts'
import type { FunctionRunner } from './function-runner.ts'
import { secretsRotatedBy } from './secrets-rotated-by.ts'
import { shownFunction } from './shown-function.ts'

/** One function with its variables, the hash of its code now, and the secrets that it rotates. */
export const getFunction: CallHandler<'workbench:GetFunction'> = {
  kind: 'call',
  authorize: requireRoot,
  async handle(context, input) {
    const known = namedFunction(context, input.FunctionName)
    const common = { Function: shownFunction(known), IsInvokable: isInvokable(known), SecretArns: secretsRotatedBy(context.vault, known.arn).map((secret) => secret.id) }
    if (known.kind === 'built-in') return common
    const code = await presentCode(context.host.functions, known.record.codePath)
    const variables = Object.entries(known.record.environment).map(([name, value]) => [name, new Sensitive(value)] as const)
    return { ...common, Environment: Object.fromEntries(variables), ...code }
  },
}

async function presentCode(functions: Pick<FunctionRunner, 'codeSha256'>, codePath: string): Promise<{ readonly PresentCodeSha256?: string; readonly CodeProblem?: string }> {
  if (functions.codeSha256 === undefined) return {}
  try {
    return { PresentCodeSha256: await functions.codeSha256(codePath) }
  } catch (error) {
    return { CodeProblem: (error as Error).message }
  }
}

import { Sensitive } from '../../../shared/sensitive.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from '../workbench/require-root.ts'
import { isInvokable, namedFunction } from './find-function.ts'
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
    const present = await context.host.functions.codeSha256?.(known.record.codePath).catch(() => undefined)
    const variables = Object.entries(known.record.environment).map(([name, value]) => [name, new Sensitive(value)] as const)
    return { ...common, Environment: Object.fromEntries(variables), PresentCodeSha256: present }
  },
}

import { namedPrincipal } from '../access/named-principal.ts'
import type { CallHandler } from '../operation-handler.ts'
import { checkIdentityPolicy } from './check-identity-policy.ts'
import { explainCall } from './explain-call.ts'
import { requireRoot } from './require-root.ts'

/** Asks the policies what they would say to a call, and shows every statement that they have to say it with. */
export const explainAccess: CallHandler<'workbench:ExplainAccess'> = {
  kind: 'call',
  check(input) {
    if (input.SessionPolicy !== undefined) checkIdentityPolicy(input.SessionPolicy)
  },
  authorize: requireRoot,
  handle(context, input) {
    return explainCall(context, namedPrincipal(context, input.Principal), input)
  },
}

import type { CallHandler } from '../operation-handler.ts'
import { checkIdentityPolicy } from './check-identity-policy.ts'
import { policiesWith } from './inline-policies.ts'
import { requireRoot } from './require-root.ts'
import { findUser, userHolder } from './shown-user.ts'

/** Adds or replaces an inline policy. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPolicy.html */
export const putUserPolicy: CallHandler<'workbench:PutUserPolicy'> = {
  kind: 'call',
  store: 'home',
  check(input) {
    checkIdentityPolicy(input.PolicyDocument)
  },
  authorize: requireRoot,
  handle(context, input) {
    const user = findUser(context, input.UserName)
    context.vault.access.users.put({ ...user, policies: policiesWith(userHolder(user), { name: input.PolicyName, document: input.PolicyDocument }) })
  },
}

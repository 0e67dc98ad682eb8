import type { CallHandler } from '../operation-handler.ts'
import { policiesWithout } from './inline-policies.ts'
import { requireRoot } from './require-root.ts'
import { findUser, userHolder } from './shown-user.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html */
export const deleteUserPolicy: CallHandler<'workbench:DeleteUserPolicy'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const user = findUser(context, input.UserName)
    context.vault.access.users.put({ ...user, policies: policiesWithout(userHolder(user), input.PolicyName) })
  },
}

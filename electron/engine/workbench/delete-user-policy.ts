import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findUser } from './shown-user.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPolicy.html */
export const deleteUserPolicy: CallHandler<'workbench:DeleteUserPolicy'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const user = findUser(context, input.UserName)
    const policies = user.policies.filter((policy) => policy.name !== input.PolicyName)
    if (policies.length === user.policies.length) {
      throw new ServiceError('NoSuchEntity', `The user policy with name ${input.PolicyName} cannot be found.`)
    }
    context.vault.access.users.put({ ...user, policies })
  },
}

import type { CallHandler } from '../operation-handler.ts'
import { policiesWithout } from './inline-policies.ts'
import { requireRoot } from './require-root.ts'
import { findRole, roleHolder } from './shown-role.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePolicy.html */
export const deleteRolePolicy: CallHandler<'workbench:DeleteRolePolicy'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const role = findRole(context, input.RoleName)
    context.vault.access.roles.put({ ...role, policies: policiesWithout(roleHolder(role), input.PolicyName) })
  },
}

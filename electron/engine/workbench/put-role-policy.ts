import type { CallHandler } from '../operation-handler.ts'
import { checkIdentityPolicy } from './check-identity-policy.ts'
import { policiesWith } from './inline-policies.ts'
import { requireRoot } from './require-root.ts'
import { findRole, roleHolder } from './shown-role.ts'

/** Adds or replaces an inline policy. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
export const putRolePolicy: CallHandler<'workbench:PutRolePolicy'> = {
  kind: 'call',
  store: 'home',
  check(input) {
    checkIdentityPolicy(input.PolicyDocument)
  },
  authorize: requireRoot,
  handle(context, input) {
    const role = findRole(context, input.RoleName)
    context.vault.access.roles.put({ ...role, policies: policiesWith(roleHolder(role), { name: input.PolicyName, document: input.PolicyDocument }) })
  },
}

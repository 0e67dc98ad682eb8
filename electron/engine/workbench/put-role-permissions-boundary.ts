import type { CallHandler } from '../operation-handler.ts'
import { checkIdentityPolicy } from './check-identity-policy.ts'
import { requireRoot } from './require-root.ts'
import { findRole } from './shown-role.ts'

/** Limits what the policies of a role may allow. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html */
export const putRolePermissionsBoundary: CallHandler<'workbench:PutRolePermissionsBoundary'> = {
  kind: 'call',
  store: 'home',
  check(input) {
    checkIdentityPolicy(input.PolicyDocument)
  },
  authorize: requireRoot,
  handle(context, input) {
    context.vault.access.roles.put({ ...findRole(context, input.RoleName), permissionsBoundary: input.PolicyDocument })
  },
}

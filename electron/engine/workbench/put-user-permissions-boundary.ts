import type { CallHandler } from '../operation-handler.ts'
import { checkIdentityPolicy } from './check-identity-policy.ts'
import { requireRoot } from './require-root.ts'
import { findUser } from './shown-user.ts'

/** Limits what the policies of a user may allow. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html */
export const putUserPermissionsBoundary: CallHandler<'workbench:PutUserPermissionsBoundary'> = {
  kind: 'call',
  store: 'home',
  check(input) {
    checkIdentityPolicy(input.PolicyDocument)
  },
  authorize: requireRoot,
  handle(context, input) {
    context.vault.access.users.put({ ...findUser(context, input.UserName), permissionsBoundary: input.PolicyDocument })
  },
}

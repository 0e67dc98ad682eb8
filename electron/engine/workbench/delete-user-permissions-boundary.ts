import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findUser } from './shown-user.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteUserPermissionsBoundary.html */
export const deleteUserPermissionsBoundary: CallHandler<'workbench:DeleteUserPermissionsBoundary'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const user = findUser(context, input.UserName)
    if (user.permissionsBoundary === undefined) throw new ServiceError('NoSuchEntity', `The user with name ${input.UserName} has no permissions boundary.`)
    context.vault.access.users.put({ ...user, permissionsBoundary: undefined })
  },
}

import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findRole } from './shown-role.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRolePermissionsBoundary.html */
export const deleteRolePermissionsBoundary: CallHandler<'workbench:DeleteRolePermissionsBoundary'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const role = findRole(context, input.RoleName)
    if (role.permissionsBoundary === undefined) throw new ServiceError('NoSuchEntity', `The role with name ${input.RoleName} has no permissions boundary.`)
    context.vault.access.roles.put({ ...role, permissionsBoundary: undefined })
  },
}

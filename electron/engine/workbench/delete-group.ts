import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findGroup } from './shown-group.ts'

/** Removes a group without users, with its policies. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroup.html */
export const deleteGroup: CallHandler<'workbench:DeleteGroup'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const group = findGroup(context, input.GroupName)
    if (group.memberArns.length > 0) throw new ServiceError('DeleteConflict', 'Cannot delete entity, must remove users from group first.')
    context.vault.access.groups.delete(group.id)
  },
}

import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findGroup } from './shown-group.ts'
import { findUser } from './shown-user.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_GROUPS_OF_USER = 10

/** Adding a member again changes nothing. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html */
export const addUserToGroup: CallHandler<'workbench:AddUserToGroup'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const group = findGroup(context, input.GroupName)
    const user = findUser(context, input.UserName)
    if (group.memberArns.includes(user.id)) return
    const { access } = context.vault
    if (access.groupsOfUser(user.id).length >= MAX_GROUPS_OF_USER) {
      throw new ServiceError('LimitExceeded', `Cannot exceed quota for GroupsPerUser: ${MAX_GROUPS_OF_USER}`)
    }
    access.groups.put({ ...group, memberArns: [...group.memberArns, user.id] })
  },
}

import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findGroup } from './shown-group.ts'
import { findUser } from './shown-user.ts'

/** Removing somebody who is no member changes nothing. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_RemoveUserFromGroup.html */
export const removeUserFromGroup: CallHandler<'workbench:RemoveUserFromGroup'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const group = findGroup(context, input.GroupName)
    const user = findUser(context, input.UserName)
    context.vault.access.groups.put({ ...group, memberArns: group.memberArns.filter((arn) => arn !== user.id) })
  },
}

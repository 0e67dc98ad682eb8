import { groupArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findGroup } from './shown-group.ts'

/** Gives a group another name, which no other group of the account has. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html */
export const updateGroup: CallHandler<'workbench:UpdateGroup'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const group = findGroup(context, input.GroupName)
    const { groups } = context.vault.access
    const arn = groupArn(context.vault.homeRegion, context.accountId, input.NewGroupName)
    if (groups.get(arn) !== null) throw new ServiceError('EntityAlreadyExists', `Group with name ${input.NewGroupName} already exists.`)
    groups.delete(group.id)
    groups.put({ ...group, id: arn, groupName: input.NewGroupName })
  },
}

import { groupArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { shownGroup } from './shown-group.ts'
import { uniqueId } from './unique-id.ts'

/** Makes an empty group in the caller's account. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateGroup.html */
export const createGroup: CallHandler<'workbench:CreateGroup'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const arn = groupArn(context.vault.homeRegion, context.accountId, input.GroupName)
    const { groups } = context.vault.access
    if (groups.get(arn) !== null) throw new ServiceError('EntityAlreadyExists', `Group with name ${input.GroupName} already exists.`)
    const group = {
      id: arn,
      accountId: context.accountId,
      groupName: input.GroupName,
      groupId: uniqueId('AGPA', context.host.random),
      createdAtMs: context.nowMs,
      policies: [],
      memberArns: [],
    }
    groups.put(group)
    return { Group: shownGroup(context, group) }
  },
}

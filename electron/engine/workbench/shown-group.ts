import { groupArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { Output } from '../../../shared/operations/catalog.ts'
import type { GroupRecord } from '../access/access-record.ts'
import type { CallContext } from '../context.ts'

/** A group as lists show it. */
export function shownGroup({ vault }: CallContext, group: GroupRecord): Output<'workbench:ListGroups'>['Groups'][number] {
  return {
    GroupName: group.groupName,
    GroupId: group.groupId,
    Arn: group.id,
    CreateDate: group.createdAtMs,
    PolicyNames: group.policies.map((policy) => policy.name),
    UserNames: group.memberArns.flatMap((arn) => vault.access.users.get(arn)?.userName ?? []).sort(),
  }
}

/** The group of the caller's account. Source of the text: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroup.html */
export function findGroup(context: CallContext, groupName: string): GroupRecord {
  const group = context.vault.access.groups.get(groupArn(context.vault.homeRegion, context.accountId, groupName))
  if (group === null) throw new ServiceError('NoSuchEntity', `The group with name ${groupName} cannot be found.`)
  return group
}

/** The group as a holder of inline policies. */
export function groupHolder(group: GroupRecord) {
  return { kind: 'group', name: group.groupName, policies: group.policies } as const
}

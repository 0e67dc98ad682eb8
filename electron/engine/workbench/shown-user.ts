import { userArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { Output } from '../../../shared/operations/catalog.ts'
import type { AccessKeyRecord, UserRecord } from '../access/access-record.ts'
import type { CallContext } from '../context.ts'

type ShownUser = Output<'workbench:ListUsers'>['Users'][number]
type ShownAccessKey = ShownUser['AccessKeys'][number]

/** A user as lists show it, with its access keys but never a secret. */
export function shownUser(context: CallContext, user: UserRecord): ShownUser {
  return {
    UserName: user.userName,
    UserId: user.userId,
    Arn: user.id,
    CreateDate: user.createdAtMs,
    PolicyNames: user.policies.map((policy) => policy.name),
    GroupNames: context.vault.access.groupsOfUser(user.id).map((group) => group.groupName).sort(),
    PermissionsBoundary: user.permissionsBoundary,
    AccessKeys: context.vault.access.accessKeysOfUser(user.id).map((accessKey) => shownAccessKey(context, user.userName, accessKey)),
  }
}

export function shownAccessKey(context: CallContext, userName: string, accessKey: AccessKeyRecord): ShownAccessKey {
  return {
    AccessKeyId: accessKey.id,
    UserName: userName,
    Status: accessKey.status,
    CreateDate: accessKey.createdAtMs,
    LastUsedDate: context.vault.access.pendingUses.get(accessKey.id) ?? accessKey.lastUsedAtMs,
    Description: accessKey.description,
    ReadOnly: accessKey.scope?.isReadOnly,
    NamePrefix: accessKey.scope?.namePrefix,
    ExpirationDate: accessKey.scope?.expiresAtMs,
  }
}

/** The user of the caller's account. Source of the text: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html */
export function findUser(context: CallContext, userName: string): UserRecord {
  const user = context.vault.access.users.get(userArn(context.vault.homeRegion, context.accountId, userName))
  if (user === null) throw new ServiceError('NoSuchEntity', `The user with name ${userName} cannot be found.`)
  return user
}

/** The user as a holder of inline policies. */
export function userHolder(user: UserRecord) {
  return { kind: 'user', name: user.userName, policies: user.policies } as const
}

/** An access key of the caller's account and its user. */
export function findAccessKey(context: CallContext, accessKeyId: string): { readonly accessKey: AccessKeyRecord; readonly user: UserRecord } {
  const accessKey = context.vault.access.accessKeys.get(accessKeyId)
  const user = accessKey === null ? null : context.vault.access.users.get(accessKey.userArn)
  if (accessKey === null || user === null || user.accountId !== context.accountId) {
    throw new ServiceError('NoSuchEntity', `The Access Key with id ${accessKeyId} cannot be found.`)
  }
  return { accessKey, user }
}

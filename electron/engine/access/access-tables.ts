import type { RegionStore } from '../storage/region-store.ts'
import type { SealedTable } from '../storage/sealed-table.ts'
import type { AccessKeyRecord, AccountRecord, GroupRecord, RoleRecord, SessionRecord, UserRecord } from './access-record.ts'

/** Accounts, users, groups, roles, access keys and sessions of the vault. */
export interface AccessTables {
  readonly accounts: SealedTable<AccountRecord>
  readonly users: SealedTable<UserRecord>
  readonly groups: SealedTable<GroupRecord>
  readonly roles: SealedTable<RoleRecord>
  readonly accessKeys: SealedTable<AccessKeyRecord>
  readonly sessions: SealedTable<SessionRecord>
  /** Higher after every change of a user, a group or a role: of what the policies of callers say. */
  policiesVersion(): number
  usersOfAccount(accountId: string): readonly UserRecord[]
  groupsOfAccount(accountId: string): readonly GroupRecord[]
  groupsOfUser(userArn: string): readonly GroupRecord[]
  rolesOfAccount(accountId: string): readonly RoleRecord[]
  accessKeysOfUser(userArn: string): readonly AccessKeyRecord[]
  /** Days and times of use that are not written yet, by access key id. */
  readonly pendingUses: Map<string, number>
}

export function openAccessTables(store: RegionStore): AccessTables {
  const accounts = store.table<AccountRecord>('account')
  const users = store.table<UserRecord>('iam_user')
  const groups = store.table<GroupRecord>('iam_group')
  const roles = store.table<RoleRecord>('iam_role')
  const sessions = store.table<SessionRecord>('sts_session')
  const accessKeys = store.table<AccessKeyRecord>('access_key')
  const usersByAccount = users.index('account', (user) => [user.accountId])
  const groupsByAccount = groups.index('account', (group) => [group.accountId])
  const groupsByMember = groups.index('member', (group) => group.memberArns)
  const rolesByAccount = roles.index('account', (role) => [role.accountId])
  const keysByUser = accessKeys.index('user', (accessKey) => [accessKey.userArn])
  return {
    accounts,
    users,
    groups,
    roles,
    accessKeys,
    sessions,
    policiesVersion: () => users.version + groups.version + roles.version,
    usersOfAccount: (accountId) => usersByAccount.get(accountId).toSorted((left, right) => (left.userName < right.userName ? -1 : 1)),
    groupsOfAccount: (accountId) => groupsByAccount.get(accountId).toSorted((left, right) => (left.groupName < right.groupName ? -1 : 1)),
    groupsOfUser: (userArn) => groupsByMember.get(userArn),
    rolesOfAccount: (accountId) => rolesByAccount.get(accountId).toSorted((left, right) => (left.roleName < right.roleName ? -1 : 1)),
    accessKeysOfUser: (userArn) => keysByUser.get(userArn).toSorted((left, right) => left.createdAtMs - right.createdAtMs),
    pendingUses: new Map(),
  }
}

/** Writes the times of use that reads left behind; only between transactions. */
export function flushAccessKeyUses(tables: AccessTables, store: RegionStore): void {
  if (tables.pendingUses.size === 0) return
  const uses = [...tables.pendingUses]
  store.transaction(() => {
    for (const [accessKeyId, usedAtMs] of uses) {
      const accessKey = tables.accessKeys.get(accessKeyId)
      if (accessKey !== null) tables.accessKeys.put({ ...accessKey, lastUsedAtMs: usedAtMs })
    }
  })
  tables.pendingUses.clear()
}

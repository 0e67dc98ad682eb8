import type { RegionStore } from '../storage/region-store.ts'
import type { SealedTable } from '../storage/sealed-table.ts'
import type { AccessKeyRecord, AccountRecord, UserRecord } from './access-record.ts'

/** Accounts, users and access keys of the vault. */
export interface AccessTables {
  readonly accounts: SealedTable<AccountRecord>
  readonly users: SealedTable<UserRecord>
  readonly accessKeys: SealedTable<AccessKeyRecord>
  usersOfAccount(accountId: string): readonly UserRecord[]
  accessKeysOfUser(userArn: string): readonly AccessKeyRecord[]
  /** Days and times of use that are not written yet, by access key id. */
  readonly pendingUses: Map<string, number>
}

export function openAccessTables(store: RegionStore): AccessTables {
  const accounts = store.table<AccountRecord>('account')
  const users = store.table<UserRecord>('iam_user')
  const accessKeys = store.table<AccessKeyRecord>('access_key')
  const usersByAccount = users.index('account', (user) => [user.accountId])
  const keysByUser = accessKeys.index('user', (accessKey) => [accessKey.userArn])
  return {
    accounts,
    users,
    accessKeys,
    usersOfAccount: (accountId) => usersByAccount.get(accountId).toSorted((left, right) => (left.userName < right.userName ? -1 : 1)),
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

import type { RegionStore } from '../storage/region-store.ts'
import type { SealedTable } from '../storage/sealed-table.ts'
import { keyDueAtMs } from './due-keys.ts'
import type { GrantRecord } from './grant-record.ts'
import type { AliasRecord, KeyRecord } from './key-record.ts'

/** The KMS keys, aliases and grants of one region. */
export interface KeyTables {
  readonly keys: SealedTable<KeyRecord>
  readonly aliases: SealedTable<AliasRecord>
  readonly grants: SealedTable<GrantRecord>
  keysOfAccount(accountId: string): readonly KeyRecord[]
  aliasesOfAccount(accountId: string): readonly AliasRecord[]
  aliasesOfKey(keyId: string): readonly AliasRecord[]
  grantsOfKey(keyId: string): readonly GrantRecord[]
  /** The grants on a key to a principal, by its ARN. */
  grantsOfGrantee(keyId: string, principalArn: string): readonly GrantRecord[]
  /** On the keys of every account. */
  grantsRetirableBy(principalArn: string): readonly GrantRecord[]
  /** Keys that wait for deletion or rotate by themselves. */
  keysWithDueMoment(): readonly KeyRecord[]
  /** When the first of them is due, or null. */
  nextDueAtMs(): number | null
}

export function openKeyTables(store: RegionStore): KeyTables {
  const keys = store.table<KeyRecord>('kms_key')
  const aliases = store.table<AliasRecord>('kms_alias')
  const grants = store.table<GrantRecord>('kms_grant')
  const keysByAccount = keys.index('account', (key) => [key.accountId])
  const aliasesByAccount = aliases.index('account', (alias) => [alias.accountId])
  const aliasesByKey = aliases.index('key', (alias) => [alias.targetKeyId])
  const grantsByKey = grants.index('key', (grant) => [grant.keyId])
  const grantsByGrantee = grants.index('grantee', (grant) => [granteeKey(grant.keyId, grant.granteePrincipal)])
  const grantsByRetirer = grants.index('retirer', (grant) => (grant.retiringPrincipal === undefined ? [] : [grant.retiringPrincipal]))
  const due = keys.index('due', (key) => (keyDueAtMs(key) === null ? [] : ['due']))
  return {
    keys,
    aliases,
    grants,
    keysOfAccount: (accountId) => keysByAccount.get(accountId).toSorted((left, right) => left.createdAtMs - right.createdAtMs),
    aliasesOfAccount: (accountId) => aliasesByAccount.get(accountId).toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    aliasesOfKey: (keyId) => aliasesByKey.get(keyId),
    grantsOfKey: (keyId) => grantsByKey.get(keyId),
    grantsOfGrantee: (keyId, principalArn) => grantsByGrantee.get(granteeKey(keyId, principalArn)),
    grantsRetirableBy: (principalArn) => grantsByRetirer.get(principalArn),
    keysWithDueMoment: () => due.get('due'),
    nextDueAtMs() {
      let next: number | null = null
      for (const key of due.get('due')) {
        const dueAtMs = keyDueAtMs(key)
        if (dueAtMs !== null && (next === null || dueAtMs < next)) next = dueAtMs
      }
      return next
    },
  }
}

function granteeKey(keyId: string, principalArn: string): string {
  return `${keyId}\n${principalArn}`
}

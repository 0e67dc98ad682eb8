import type { RegionStore } from '../storage/region-store.ts'
import type { SealedTable } from '../storage/sealed-table.ts'
import type { AliasRecord, KeyRecord } from './key-record.ts'

/** The KMS keys and aliases of one region. */
export interface KeyTables {
  readonly keys: SealedTable<KeyRecord>
  readonly aliases: SealedTable<AliasRecord>
  keysOfAccount(accountId: string): readonly KeyRecord[]
  aliasesOfAccount(accountId: string): readonly AliasRecord[]
  aliasesOfKey(keyId: string): readonly AliasRecord[]
}

export function openKeyTables(store: RegionStore): KeyTables {
  const keys = store.table<KeyRecord>('kms_key')
  const aliases = store.table<AliasRecord>('kms_alias')
  const keysByAccount = keys.index('account', (key) => [key.accountId])
  const aliasesByAccount = aliases.index('account', (alias) => [alias.accountId])
  const aliasesByKey = aliases.index('key', (alias) => [alias.targetKeyId])
  return {
    keys,
    aliases,
    keysOfAccount: (accountId) => keysByAccount.get(accountId).toSorted((left, right) => left.createdAtMs - right.createdAtMs),
    aliasesOfAccount: (accountId) => aliasesByAccount.get(accountId).toSorted((left, right) => (left.name < right.name ? -1 : 1)),
    aliasesOfKey: (keyId) => aliasesByKey.get(keyId),
  }
}

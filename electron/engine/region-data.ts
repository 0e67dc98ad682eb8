import type { AccountRecord } from './access/access-record.ts'
import type { Clock } from './host.ts'
import type { RegionData } from './open-vault.ts'
import type { RootKey } from './seal/root-key.ts'
import type { RegionStore } from './storage/region-store.ts'
import type { SealedTable } from './storage/sealed-table.ts'
import { KeyRing } from './kms/key-ring.ts'
import { openKeyTables } from './kms/key-tables.ts'
import { openOutbox } from './replication/outbox.ts'
import { openRotationTables } from './rotation/rotation-tables.ts'
import { AccessDates } from './secretsmanager/access-dates.ts'
import { openSecretTable } from './secretsmanager/secret-table.ts'

/** Builds the indexes of one open region store. */
export function openRegionData(store: RegionStore, rootKey: RootKey, vaultId: string, clock: Pick<Clock, 'nowMs'>): RegionData {
  const secrets = openSecretTable(store, clock)
  return {
    region: store.region,
    store,
    secrets,
    accessDates: new AccessDates(store, secrets),
    outbox: openOutbox(store),
    keys: openKeyTables(store),
    keyRing: new KeyRing(rootKey, vaultId),
    rotation: openRotationTables(store),
  }
}

/** What is said of a vault once: kept in its home region, sealed like everything else. */
export interface VaultSetting {
  readonly id: 'vault'
  readonly defaultAccountId: string
  /** The last record of the activity at the last sealing, so that a shortened record is noticed. */
  readonly auditSequence?: number | undefined
}

/** A region that the vault has or had. The rows are global: a store that is away is remembered by all others. */
export interface KnownRegion {
  readonly id: string
  readonly addedAtMs: number
}

/** The table of the regions that the vault has or had. */
export function knownRegions(store: RegionStore): SealedTable<KnownRegion> {
  return store.table<KnownRegion>('vault_region')
}

/** The table of the vault's one setting. */
export function settingTable(store: RegionStore): SealedTable<VaultSetting> {
  return store.table<VaultSetting>('vault_setting')
}

/** Writes the first rows of a new vault, its setting and its first account; inside the transaction that makes it. */
export function writeFirstRows(store: RegionStore, defaultAccountId: string, nowMs: number): void {
  settingTable(store).put({ id: 'vault', defaultAccountId })
  knownRegions(store).put({ id: store.region, addedAtMs: nowMs })
  store.table<AccountRecord>('account').put({ id: defaultAccountId, name: 'local', color: 'none', createdAtMs: nowMs })
}

import type { AccountRecord } from './access/access-record.ts'
import type { Host } from './host.ts'
import type { RegionData } from './open-vault.ts'
import type { RootKey } from './seal/root-key.ts'
import type { RegionStore } from './storage/region-store.ts'
import { KeyRing } from './kms/key-ring.ts'
import { openKeyTables } from './kms/key-tables.ts'
import { AccessDates } from './secretsmanager/access-dates.ts'
import { openSecretTable } from './secretsmanager/secret-table.ts'

/** Builds the indexes of one open region store. */
export function openRegionData(store: RegionStore, rootKey: RootKey, vaultId: string): RegionData {
  const secrets = openSecretTable(store)
  return {
    region: store.region,
    store,
    secrets,
    accessDates: new AccessDates(store, secrets),
    keys: openKeyTables(store),
    keyRing: new KeyRing(rootKey, vaultId),
  }
}

/** What a vault is called by default: kept in the home region, sealed like everything else. */
export interface VaultSetting {
  readonly id: 'vault'
  readonly defaultAccountId: string
}

/** Writes the first rows of a new vault: its setting and its first account. */
export function writeFirstRows(home: RegionData, setting: Omit<VaultSetting, 'id'>, host: Host): void {
  home.store.transaction(() => {
    home.store.table<VaultSetting>('vault_setting').put({ id: 'vault', ...setting })
    home.store.table<AccountRecord>('account').put({ id: setting.defaultAccountId, name: 'local', color: 'none', createdAtMs: host.clock.nowMs() })
  })
}

/** The setting of the vault, from whichever of its regions holds it. */
export function readSetting(regions: Iterable<RegionData>): VaultSetting | null {
  for (const { store } of regions) {
    const setting = store.table<VaultSetting>('vault_setting').get('vault')
    if (setting !== null) return setting
  }
  return null
}

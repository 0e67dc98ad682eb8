import type { RootKey } from './seal/root-key.ts'
import type { RegionStore } from './storage/region-store.ts'
import type { SealedTable } from './storage/sealed-table.ts'
import type { Deliveries } from './replication/deliveries.ts'
import type { Outbox } from './replication/outbox.ts'
import type { RegionKeeper } from './regions/region-keeper.ts'
import type { AuditLog } from './audit/audit-log.ts'
import type { AccessTables } from './access/access-tables.ts'
import type { KeptVerdicts } from './access/kept-verdicts.ts'
import type { KeyRing } from './kms/key-ring.ts'
import type { KeyTables } from './kms/key-tables.ts'
import type { AccessDates } from './secretsmanager/access-dates.ts'
import type { HeldReads } from './rotation/held-reads.ts'
import type { SecretsSeen } from './rotation/secrets-seen.ts'
import type { RotationTables } from './rotation/rotation-tables.ts'
import type { SecretTable } from './secretsmanager/secret-table.ts'

/** Everything of one region while the vault is unsealed: its file and the indexes made from it. */
export interface RegionData {
  readonly region: string
  readonly store: RegionStore
  readonly secrets: SecretTable
  readonly accessDates: AccessDates
  readonly outbox: Outbox
  readonly keys: KeyTables
  readonly keyRing: KeyRing
  readonly rotation: RotationTables
}

/** A query that the user keeps, shown in the window's list of saved filters. */
export interface SavedFilter {
  readonly id: string
  readonly label: string
  readonly query: string
}

/** The unsealed vault. It exists between unlock and seal, and nothing outside the engine sees it. */
export interface OpenVault {
  readonly vaultId: string
  readonly rootKey: RootKey
  readonly homeRegion: string
  readonly defaultAccountId: string
  /** The regions whose stores are open. */
  readonly regions: ReadonlyMap<string, RegionData>
  /** Every region: the open ones, those that are away, and those that nobody wrote to yet. */
  readonly regionKeeper: RegionKeeper
  /** How deliveries between the regions go. */
  readonly deliveries: Deliveries
  readonly access: AccessTables
  readonly verdicts: KeptVerdicts
  readonly savedFilters: SealedTable<SavedFilter>
  /** What functions read and wrote while they run. */
  readonly secretsSeen: SecretsSeen
  /** Reads that wait for a rotation which changes the password that they ask for. */
  readonly heldReads: HeldReads
  readonly audit: AuditLog
}

/** The region that holds what is global: accounts, identities, filters. */
export function homeOf(vault: OpenVault): RegionData {
  const home = vault.regions.get(vault.homeRegion)
  if (home === undefined) throw new Error('Invariant broken: the home region is open')
  return home
}

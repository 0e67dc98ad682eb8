import { openAccessTables } from './access/access-tables.ts'
import { KeptVerdicts } from './access/kept-verdicts.ts'
import { openAuditLog } from './audit/open-audit-log.ts'
import type { Host } from './host.ts'
import type { OpenVault, SavedFilter } from './open-vault.ts'
import { Deliveries } from './replication/deliveries.ts'
import { settingTable } from './region-data.ts'
import { formerAuditKeys } from './root-key/former-root-key.ts'
import { RegionKeeper } from './regions/region-keeper.ts'
import { HeldReads } from './rotation/held-reads.ts'
import { SecretsSeen } from './rotation/secrets-seen.ts'
import type { RootKey } from './seal/root-key.ts'
import type { RegionStore } from './storage/region-store.ts'
import type { RegionProblem } from './vault/read-vault.ts'

export interface VaultParts {
  readonly vaultId: string
  readonly homeRegion: string
  readonly rootKey: RootKey
  readonly stores: ReadonlyMap<string, RegionStore>
  readonly problems: readonly RegionProblem[]
  /** The account of a vault whose setting names none. */
  readonly fallbackAccountId: string
}

/** Builds the open vault from its parts: indexes of every region, identities, and the activity record. */
export async function assembleVault(parts: VaultParts, host: Host): Promise<OpenVault> {
  const { vaultId, homeRegion, rootKey, stores } = parts
  const home = stores.get(homeRegion)
  if (home === undefined) throw new Error('Invariant broken: the home region is open')
  const regionKeeper = new RegionKeeper({ vaultId, homeRegion, rootKey, stores, problems: parts.problems, host })
  const setting = settingTable(home).get('vault')
  return {
    vaultId,
    rootKey,
    homeRegion,
    defaultAccountId: setting?.defaultAccountId ?? parts.fallbackAccountId,
    regions: regionKeeper.open,
    regionKeeper,
    deliveries: new Deliveries(),
    verdicts: new KeptVerdicts(),
    access: openAccessTables(home),
    savedFilters: home.table<SavedFilter>('saved_filter'),
    secretsSeen: new SecretsSeen(),
    heldReads: new HeldReads(host.clock),
    audit: await openAuditLog({
      vaultId,
      rootKey,
      host,
      former: formerAuditKeys(rootKey, home),
      ...(setting?.auditSequence === undefined ? {} : { rememberedHead: { sequence: setting.auditSequence } }),
    }),
  }
}

/** Closes an open vault: the end of the activity is noted, files are closed, keys erased. `afterLastWrite` still has all of them. */
export async function dismantleVault(vault: OpenVault, host: Host, afterLastWrite: () => Promise<void> = () => Promise.resolve()): Promise<void> {
  await vault.audit.close()
  const home = vault.regions.get(vault.homeRegion)
  try {
    home?.store.transaction(() => {
      settingTable(home.store).put({ id: 'vault', defaultAccountId: vault.defaultAccountId, auditSequence: vault.audit.head.sequence })
    })
  } catch {
    host.log.warn('The end of the activity record could not be noted at sealing')
  }
  try {
    await afterLastWrite()
  } finally {
    vault.regionKeeper.close()
    vault.rootKey.erase()
  }
}

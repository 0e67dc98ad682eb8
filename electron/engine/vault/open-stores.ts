import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import { openRegionStore } from '../storage/open-region-store.ts'
import type { RegionStore } from '../storage/region-store.ts'
import type { RegionProblem, SealedVault } from './read-vault.ts'

/** What the person typed that they accept. */
export interface OpenConsent {
  readonly acceptOlderFile?: boolean
  readonly acceptDamage?: boolean
}

/** The open region stores of an unlocked vault; the home region's is always among them. */
export interface OpenStores {
  readonly stores: ReadonlyMap<string, RegionStore>
  readonly problems: readonly RegionProblem[]
}

/**
 * Opens every region of a vault with its root key, and brings older header copies up to date. A region that cannot be
 * opened is named in `problems` and blocks no other, except the home region.
 * @throws {ServiceError} what opening the home region throws (VaultOlderThanLastSeen, VaultDamaged…); nothing stays open
 */
export function openStores(sealed: SealedVault, rootKey: RootKey, host: Pick<Host, 'dataDir' | 'sqlite' | 'log'>, consent: OpenConsent = {}): OpenStores {
  const stores = new Map<string, RegionStore>()
  const problems = [...sealed.problems]
  const homeFirst = sealed.regionFiles.toSorted((left, right) => Number(right.region === sealed.header.homeRegion) - Number(left.region === sealed.header.homeRegion))
  try {
    requireHome(sealed, problems)
    for (const { region, file } of homeFirst) {
      try {
        stores.set(region, openRegionStore({ file, region, vaultId: sealed.header.vaultId, rootKey, host, ...consent }))
      } catch (thrown) {
        if (region === sealed.header.homeRegion) throw thrown
        problems.push({ region, error: ServiceError.from(thrown) })
      }
    }
    for (const store of stores.values()) refreshHeader(store, sealed.headerBytes, host)
    return { stores, problems }
  } catch (thrown) {
    for (const store of stores.values()) store.close()
    throw thrown
  }
}

function requireHome(sealed: SealedVault, problems: readonly RegionProblem[]): void {
  const { homeRegion } = sealed.header
  if (sealed.regionFiles.some(({ region }) => region === homeRegion)) return
  throw problems.find(({ region }) => region === homeRegion)?.error ?? new ServiceError('VaultFileMissing', `The file of the home region ${homeRegion} is not in the vault's folder. Nothing was changed; put it back or restore a back-up.`)
}

/** A full disk must not keep a vault shut because of a copy that is only for later. */
function refreshHeader(store: RegionStore, headerBytes: Uint8Array, host: Pick<Host, 'log'>): void {
  if (store.header !== null && Buffer.from(store.header).equals(headerBytes)) return
  try {
    store.transaction(() => store.writeHeader(headerBytes))
  } catch (thrown) {
    host.log.warn('The header copy of a region could not be brought up to date', { region: store.region, code: ServiceError.from(thrown).code })
  }
}

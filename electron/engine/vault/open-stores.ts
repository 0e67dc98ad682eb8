import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import { openFollowingStore } from '../root-key/open-following-store.ts'
import type { RegionStore } from '../storage/region-store.ts'
import type { Epochs } from './keychain-mark.ts'
import type { RegionProblem, SealedVault } from './read-vault.ts'
import { encodeHeader } from './vault-header.ts'

/** What the person typed that they accept. */
export interface OpenConsent {
  readonly acceptOlderFile?: boolean
  readonly acceptDamage?: boolean
  /** The home region is lost: this one takes its place, for good. */
  readonly newHomeRegion?: string
}

/** The open region stores of an unlocked vault; the home region's is always among them. */
export interface OpenStores {
  readonly stores: ReadonlyMap<string, RegionStore>
  readonly problems: readonly RegionProblem[]
  /** The region whose store holds what is global, which is the header's unless another took its place just now. */
  readonly homeRegion: string
}

/**
 * Opens every region of a vault with its root key, and brings older header copies up to date. A region that cannot be
 * opened is named in `problems` and blocks no other, except the home region. `seenElsewhere` says how far each had come as
 * noted outside the vault's folder.
 * @throws {ServiceError} what opening the home region throws (VaultOlderThanLastSeen, VaultDamaged…); nothing stays open
 */
export function openStores(sealed: SealedVault, rootKey: RootKey, host: Pick<Host, 'dataDir' | 'sqlite' | 'log' | 'clock' | 'random'>, consent: OpenConsent = {}, seenElsewhere: Epochs = new Map()): OpenStores {
  const stores = new Map<string, RegionStore>()
  const problems = [...sealed.problems]
  try {
    const homeRegion = chooseHome(sealed, consent.newHomeRegion)
    const homeFirst = sealed.regionFiles.toSorted((left, right) => Number(right.region === homeRegion) - Number(left.region === homeRegion))
    for (const { region, file } of homeFirst) {
      try {
        const home = stores.get(homeRegion) ?? null
        stores.set(region, openFollowingStore(home, sealed.headerBytes, { file, region, vaultId: sealed.header.vaultId, rootKey, host, ...consent, seenElsewhere: seenElsewhere.get(region) }))
      } catch (thrown) {
        if (region === homeRegion) throw thrown
        problems.push({ region, error: ServiceError.from(thrown) })
      }
    }
    const headerBytes = homeRegion === sealed.header.homeRegion ? sealed.headerBytes : moveHome(sealed, homeRegion, stores, rootKey)
    for (const store of stores.values()) refreshHeader(store, headerBytes, host)
    return { stores, problems, homeRegion }
  } catch (thrown) {
    for (const store of stores.values()) store.close()
    throw thrown
  }
}

/** The home region, or the one that is to take its place; never a silent choice, since two homes would grow apart. */
function chooseHome(sealed: SealedVault, newHomeRegion: string | undefined): string {
  const { homeRegion } = sealed.header
  const available = sealed.regionFiles.map(({ region }) => region)
  if (available.includes(homeRegion)) {
    if (newHomeRegion === undefined || newHomeRegion === homeRegion) return homeRegion
    throw new ServiceError('InvalidParameterException', `The home region ${homeRegion} is here and opens: no other takes its place. Nothing was changed.`)
  }
  if (newHomeRegion === undefined) {
    const cause = sealed.problems.find(({ region }) => region === homeRegion)?.error
    const reason = cause?.code === 'VaultFileMissing' || cause === undefined ? `The file of the home region ${homeRegion} is not where it was.` : `The home region ${homeRegion} cannot be opened: ${cause.message}`
    const code = cause?.code ?? 'VaultFileMissing'
    const advice = available.length === 0 ? 'Nothing was changed; put it back or restore a back-up.' : `Nothing was changed; put it back, restore a back-up, or go on with ${available.join(' or ')} as the new home region.`
    throw new ServiceError(code, `${reason} ${advice}`, { statusCode: 500, details: { homeRegion, availableRegions: available.join(',') } })
  }
  if (!available.includes(newHomeRegion)) throw new ServiceError('VaultFileMissing', `The region ${newHomeRegion} cannot be the new home: its file is not here. Available: ${available.join(', ')}. Nothing was changed.`)
  return newHomeRegion
}

/** From this commit on the new home's header counts; a copy of the lost home that comes back is an ordinary region. */
function moveHome(sealed: SealedVault, homeRegion: string, stores: ReadonlyMap<string, RegionStore>, rootKey: RootKey): Uint8Array {
  const bytes = encodeHeader({ ...sealed.header, homeRegion, revision: sealed.header.revision + 1 }, rootKey)
  const home = stores.get(homeRegion) as RegionStore
  home.transaction(() => home.writeHeader(bytes))
  return bytes
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

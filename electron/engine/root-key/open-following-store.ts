import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import { openRegionStore, readStoreHeader, type RegionStoreOptions } from '../storage/open-region-store.ts'
import type { RegionStore } from '../storage/region-store.ts'
import { decodeHeader } from '../vault/vault-header.ts'
import { formerRootKeys, isAwaited, noteFollowed, openFormer } from './former-root-key.ts'
import { resealRegion } from './reseal-region.ts'

type FollowOptions = RegionStoreOptions & { readonly host: Pick<Host, 'sqlite' | 'dataDir' | 'log' | 'clock' | 'random'> }

/**
 * Opens a region's store beside its home's, null for the home itself. A store that was away while the root key was replaced
 * still lies under the key before: it is verified with that one, sealed anew, and then opened. `header` is the vault's.
 * @throws {ServiceError} as `openRegionStore`; OtherRootKey where nobody knows the key that it lies under
 */
export function openFollowingStore(home: RegionStore | null, header: Uint8Array, options: FollowOptions): RegionStore {
  const { file, region, vaultId, host } = options
  const own = readStoreHeader(file, host)
  const ours = own === null ? null : decodeHeader(own)
  if (ours !== null && ours.vaultId === vaultId && ours.rootKeyId !== decodeHeader(header).rootKeyId) sealAnew(home, ours.rootKeyId, header, options)
  const store = openRegionStore(options)
  // Also after a kill between the two: nothing waits for a store that opens.
  if (home !== null && isAwaited(home, region)) home.transaction(() => noteFollowed(home, region), { mayUseReserve: true })
  return store
}

function sealAnew(home: RegionStore | null, formerId: string, header: Uint8Array, options: FollowOptions): void {
  const { file, region, vaultId, rootKey, host } = options
  const former = home === null ? null : formerRootKeys(home).get(formerId)
  const formerKey = former && openFormer(former)
  if (!formerKey) throw otherRootKey(region, file)
  let store: RegionStore | undefined
  try {
    store = openRegionStore({ ...options, rootKey: formerKey })
    const behind = store
    behind.transaction(() => resealRegion(behind, { vaultId, from: formerKey, to: rootKey, header }, host), { mayUseReserve: true })
  } finally {
    store?.close()
    formerKey.erase()
  }
}

function otherRootKey(region: string, file: string): ServiceError {
  return new ServiceError(
    'OtherRootKey',
    `The store of region ${region} at ${file} lies under another root key than this vault: one of the two is of a time when the root key had not been replaced yet. It was not changed. Open it as a vault of its own, in another folder, with what opened the vault then.`,
    { details: { region, file } },
  )
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import { EpochMark } from './epoch-mark.ts'
import { inUseError, openDatabase, openMemoryDatabase } from './open-database.ts'
import { readOwnerNote, writeOwnerNote } from './owner-note.ts'
import { RegionStore } from './region-store.ts'
import { keepReserve } from './reserve-file.ts'
import { storageError, toStorageError } from './storage-error.ts'
import { readHead } from './store-head.ts'

export const EPOCH_MARK_FILE = 'epoch.mark'

export interface RegionStoreOptions {
  readonly file: string
  readonly region: string
  readonly vaultId: string
  /** Stays the caller's; it must outlive the store. */
  readonly rootKey: RootKey
  readonly host: Pick<Host, 'sqlite' | 'dataDir' | 'log'>
  /** Makes a new, empty file; it must not exist. */
  readonly create?: boolean
  /** The person typed that they know: this file is older than the newest one seen. */
  readonly acceptOlderFile?: boolean
  /** The newest epoch of this region that was noted elsewhere than in the mark beside the files. */
  readonly seenElsewhere?: bigint | undefined
  /** The person typed that they know: something in this file was changed or lost; rows that do not open are left out. */
  readonly acceptDamage?: boolean
}

/**
 * Opens one region of an unlocked vault: takes the file for this process alone, reads and verifies every row, compares
 * its epoch with the outside marks.
 * @throws {ServiceError} VaultInUse, VaultFileMissing, VaultFormatNewer, NotAVaultFile; VaultDamaged (open with
 * `acceptDamage`, or restore); VaultOlderThanLastSeen (details `fileEpoch`, `lastSeenEpoch`; open with `acceptOlderFile`)
 */
export function openRegionStore(options: RegionStoreOptions): RegionStore {
  const { file, region, vaultId, rootKey, host } = options
  if (options.create && existsSync(file)) throw new ServiceError('VaultFileExists', 'There is already a file where the new region would be. It was not changed.', { details: { file } })
  const database = openForOwner(options)
  const mark = EpochMark.open(join(host.dataDir, EPOCH_MARK_FILE), rootKey.subkey('state'))
  const store = new RegionStore({ database, file, region, vaultId, rootKey, mark, log: host.log })
  try {
    if (options.create) store.writeState()
    else verify(store, options, mark)
    keepReserve(file)
    return store
  } catch (thrown) {
    store.close()
    throw toStorageError(thrown)
  }
}

/** A store in memory for a region that nobody wrote to yet; `copyTo` makes a file of it. */
export function openMemoryStore({ region, vaultId, rootKey, host }: Pick<RegionStoreOptions, 'region' | 'vaultId' | 'rootKey' | 'host'>): RegionStore {
  const store = new RegionStore({ database: openMemoryDatabase(host.sqlite), file: ':memory:', region, vaultId, rootKey, mark: null, log: host.log })
  store.writeState()
  return store
}

function verify(store: RegionStore, { file, region, acceptDamage, acceptOlderFile, seenElsewhere = 0n }: RegionStoreOptions, mark: EpochMark): void {
  const { unreadableRows, isWhole } = store.load()
  if ((!isWhole || unreadableRows > 0) && !acceptDamage) throw storageError('VaultDamaged', { file, region, unreadableRows: String(unreadableRows) })
  const epochBeside = mark.read(`region/${region}`)?.epoch ?? 0n
  const lastSeenEpoch = epochBeside > seenElsewhere ? epochBeside : seenElsewhere
  if (store.epoch < lastSeenEpoch && !acceptOlderFile) {
    throw new ServiceError('VaultOlderThanLastSeen', 'This vault file is older than the one that was last open here: a restored back-up, a damaged disk, or someone put an old copy back. Newer changes are not in it. It was not changed.', {
      details: { file, region, fileEpoch: String(store.epoch), lastSeenEpoch: String(lastSeenEpoch) },
    })
  }
  if (!isWhole) store.writeState()
  else if (store.epoch !== epochBeside) store.writeMark()
}

function openForOwner({ file, host, create }: RegionStoreOptions): ReturnType<typeof openDatabase> {
  try {
    const database = openDatabase({ file, nativeBinding: host.sqlite.nativeBinding, create })
    writeOwnerNote(file)
    return database
  } catch (thrown) {
    if (thrown instanceof ServiceError && thrown.code === 'VaultInUse') throw inUseError(readOwnerNote(file))
    throw thrown
  }
}

/**
 * The header of a store without a key, for the time before unlocking. The file is closed again at once.
 * @throws {ServiceError} as `openRegionStore`, except for what needs a key
 */
export function readStoreHeader(file: string, host: Pick<Host, 'sqlite'>): Uint8Array | null {
  let database: ReturnType<typeof openDatabase> | undefined
  try {
    database = openDatabase({ file, nativeBinding: host.sqlite.nativeBinding })
    return readHead(database).header
  } catch (thrown) {
    if (thrown instanceof ServiceError && thrown.code === 'VaultInUse') throw inUseError(readOwnerNote(file))
    throw toStorageError(thrown)
  } finally {
    database?.close()
  }
}


import { join } from 'node:path'
import { partitionOf } from '../../../shared/arn.ts'
import { REGION_PLACES } from '../../../shared/region-places.ts'
import type { Host } from '../host.ts'
import { knownRegions, settingTable } from '../region-data.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'
import type { RootKey } from '../seal/root-key.ts'
import { EpochMark } from '../storage/epoch-mark.ts'
import type { SqliteDatabase } from '../storage/open-database.ts'
import { EPOCH_MARK_FILE } from '../storage/open-region-store.ts'
import { RegionStore } from '../storage/region-store.ts'
import { SealedRows } from '../storage/sealed-rows.ts'
import { StateMac } from '../storage/state-mac.ts'
import { toStorageError } from '../storage/storage-error.ts'
import { headerOfImage, openStoreImage, readStoreImage } from '../storage/store-image.ts'
import { keepsKeychainMark, readKeychainMark } from './keychain-mark.ts'
import type { SealedVault } from './read-vault.ts'
import { decodeHeader, type VaultHeader } from './vault-header.ts'

type ExamineHost = Pick<Host, 'sqlite' | 'dataDir' | 'keychain' | 'clock' | 'log'>

/** A region's file as it lies somewhere, read whole; nothing of it is proven yet. */
export interface RegionFileImage {
  readonly file: string
  readonly bytes: Buffer
  readonly sealed: SealedVault
}

/** What a region's file holds, by the vault's key. */
export interface RegionFileContents {
  /** The region that the file is of; the one that was named when its rows do not tell. */
  readonly region: string
  readonly secretCount: number
  /** Replicas by the region of their primaries. */
  readonly replicaCounts: ReadonlyMap<string, number>
  readonly newestChangeMs: number | null
  readonly accountId: string | null
  readonly userCount: number
  readonly roleCount: number
  /** The regions that the vault has or had, as this file knows. */
  readonly regions: readonly string[]
  /** The vault had come further when it was last open on this computer. */
  readonly isOlder: boolean
  /** Rows and values that do not open, and whether the seal over all of them is right. */
  readonly unreadableCount: number
  readonly isWhole: boolean
}

/**
 * Reads a region's file without a key and without a trace beside it.
 * @throws {ServiceError} VaultFileMissing, NotAVaultFile, VaultDamaged, VaultFormatNewer…
 */
export function readRegionFile(file: string, region: string, host: Pick<Host, 'sqlite'>): RegionFileImage {
  const bytes = readStoreImage(file)
  const database = openStoreImage(bytes, file, host.sqlite)
  try {
    const headerBytes = headerOfImage(database, file)
    return { file, bytes, sealed: { header: decodeHeader(headerBytes), headerBytes, regionFiles: [{ region, file }], problems: [] } }
  } finally {
    database.close()
  }
}

/**
 * Reads and verifies every row and value of a region's file by the vault's key, in memory alone. Damage is told, not thrown.
 * A file that was named after another region is recognised by its rows.
 */
export async function examineRegionFile({ file, bytes, sealed }: RegionFileImage, named: string, rootKey: RootKey, host: ExamineHost): Promise<RegionFileContents> {
  const { vaultId } = sealed.header
  const seenElsewhere = keepsKeychainMark(sealed.header) ? await readKeychainMark(vaultId, rootKey, host) : undefined
  const database = openStoreImage(bytes, file, host.sqlite)
  const region = regionOfRows(database, rootKey, sealed.header, named) ?? named
  const store = new RegionStore({ database, file, region, vaultId, rootKey, mark: null, log: host.log })
  try {
    const { unreadableRows, isWhole } = store.load()
    return { region, isWhole, unreadableCount: unreadableRows + store.countDamagedValues(), isOlder: store.epoch < lastSeen(region, rootKey, host, seenElsewhere?.get(region)), ...countsOf(store) }
  } catch (thrown) {
    throw toStorageError(thrown)
  } finally {
    store.close()
  }
}

function countsOf(store: RegionStore): Pick<RegionFileContents, 'secretCount' | 'replicaCounts' | 'newestChangeMs' | 'accountId' | 'userCount' | 'roleCount' | 'regions'> {
  const secrets = [...store.table<SecretRecord>('secret').all()]
  const replicaCounts = new Map<string, number>()
  for (const { replicaOf } of secrets) if (replicaOf !== undefined) replicaCounts.set(replicaOf.region, (replicaCounts.get(replicaOf.region) ?? 0) + 1)
  return {
    secretCount: secrets.length,
    replicaCounts,
    newestChangeMs: secrets.length === 0 ? null : secrets.reduce((newest, { lastChangedAtMs }) => Math.max(newest, lastChangedAtMs), 0),
    accountId: settingTable(store).get('vault')?.defaultAccountId ?? null,
    userCount: store.table('iam_user').size,
    roleCount: store.table('iam_role').size,
    regions: [...knownRegions(store).all()].map(({ id }) => id).sort(),
  }
}

/** Rows are bound to their region, so the first one tells which it is. */
function regionOfRows(database: SqliteDatabase, rootKey: RootKey, { vaultId, homeRegion }: VaultHeader, named: string): string | null {
  const candidates = [named, ...Object.keys(REGION_PLACES).filter((region) => region !== named && partitionOf(region) === partitionOf(homeRegion))]
  return candidates.find((region) => opensFirstRow(database, rootKey, { vaultId, region })) ?? null
}

function opensFirstRow(database: SqliteDatabase, rootKey: RootKey, place: { readonly vaultId: string; readonly region: string }): boolean {
  const state = new StateMac(rootKey.subkey('state'), place.vaultId, place.region)
  const rows = new SealedRows(database, rootKey, place, state)
  try {
    const first = rows.load().next()
    return first.done !== true && first.value.json !== null
  } finally {
    rows.erase()
    state.erase()
  }
}

function lastSeen(region: string, rootKey: RootKey, { dataDir }: Pick<Host, 'dataDir'>, seenElsewhere = 0n): bigint {
  const mark = EpochMark.open(join(dataDir, EPOCH_MARK_FILE), rootKey.subkey('state'))
  try {
    const beside = mark.read(`region/${region}`)?.epoch ?? 0n
    return beside > seenElsewhere ? beside : seenElsewhere
  } finally {
    mark.close()
  }
}

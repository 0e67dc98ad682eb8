import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import { AUDIT_FOLDER, openAuditLog } from '../audit/open-audit-log.ts'
import { AUDIT_MARK } from '../audit/audit-log.ts'
import type { Host } from '../host.ts'
import { RootKey } from '../seal/root-key.ts'
import { EpochMark } from '../storage/epoch-mark.ts'
import { EPOCH_MARK_FILE } from '../storage/open-region-store.ts'
import { systemCodeOf, toStorageError } from '../storage/storage-error.ts'
import { writeWhole } from '../storage/write-whole.ts'
import { MANIFEST_ENTRY, ROOT_KEY_ENTRY, type BackupManifest } from './back-up-vault.ts'
import { damagedBackup, MAX_BACKUP_HEAD_BYTES, openBackupHead } from './backup-format.ts'
import { BackupReader } from './backup-stream.ts'
import { changePassphrase, headerOf } from './change-slots.ts'
import { openStores } from './open-stores.ts'
import { readVault } from './read-vault.ts'
import { listRegionFiles, makePrivateFolder, REGIONS_FOLDER, syncFolderOf } from './region-files.ts'

const COPY_BYTES = 1024 * 1024
const MAX_SMALL_ENTRY_BYTES = 64 * 1024
const FILE_ENTRY = /^(regions\/[a-z0-9-]{1,64}\.db|audit\/\d{6}\.log)$/

export interface RestoredVault {
  readonly vaultId: string
  /** When the back-up was made, epoch milliseconds. */
  readonly createdAtMs: number
  /** Rows of each table over all regions. */
  readonly rowCounts: Readonly<Record<string, number>>
  readonly warnings: readonly string[]
}

type RestoreHost = Pick<Host, 'argon2id' | 'clock' | 'random' | 'dataDir' | 'passphraseStrength' | 'sqlite' | 'log'>

/**
 * Restores a back-up into a folder that has no vault: unpacks it beside, opens and verifies every row, value and audit
 * record, and only then moves it into place. A vault that no passphrase opens gets the back-up's, since its keychain may
 * be far away. The vault stays sealed.
 * @throws {ServiceError} VaultExists, NotABackup, WrongPassphrase, BackupDamaged, BackupFormatNewer, DiskFull…; nothing is left
 */
export async function restoreVault(source: { readonly path: string; readonly passphrase: Sensitive<string> }, host: RestoreHost): Promise<RestoredVault> {
  if (listRegionFiles(host.dataDir).length > 0) throw new ServiceError('VaultExists', 'There is already a vault in this folder. It was not changed; restore into an empty folder.', { details: { dataDir: host.dataDir } })
  const staging = join(host.dataDir, `restore-${randomUUID()}.partial`)
  let rootKey: RootKey | undefined
  try {
    makePrivateFolder(staging)
    const unpacked = await unpack(source, staging, host)
    rootKey = unpacked.rootKey
    const checked = await verifyStaged(rootKey, source.passphrase, { ...host, dataDir: staging })
    await moveIntoPlace(staging, host, checked, rootKey)
    return { vaultId: unpacked.manifest.vaultId, createdAtMs: unpacked.manifest.createdAtMs, rowCounts: checked.rowCounts, warnings: checked.warnings }
  } catch (thrown) {
    if (thrown instanceof ServiceError && thrown.code === 'VaultDamaged') throw damagedBackup('rows of it are changed')
    throw toStorageError(thrown)
  } finally {
    rootKey?.erase()
    await rm(staging, { recursive: true, force: true })
  }
}

async function unpack({ path, passphrase }: { readonly path: string; readonly passphrase: Sensitive<string> }, staging: string, host: RestoreHost): Promise<{ readonly manifest: BackupManifest; readonly rootKey: RootKey }> {
  const file = await openSource(path)
  try {
    const start = Buffer.alloc(MAX_BACKUP_HEAD_BYTES)
    const { bytesRead } = await file.read(start, 0, start.length, 0)
    const { headBytes, seal } = await openBackupHead(start.subarray(0, bytesRead), passphrase, host)
    try {
      const reader = new BackupReader(file, seal, headBytes)
      const manifest = JSON.parse((await readSmallEntry(reader, MANIFEST_ENTRY)).toString('utf8')) as BackupManifest
      const keyBytes = await readSmallEntry(reader, ROOT_KEY_ENTRY)
      const rootKey = RootKey.fromBytes(keyBytes)
      keyBytes.fill(0)
      while (!(await reader.isAtEnd())) await unpackFile(reader, staging)
      return { manifest, rootKey }
    } finally {
      seal.erase()
    }
  } finally {
    await file.close()
  }
}

async function openSource(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (thrown) {
    if (systemCodeOf(thrown) !== 'ENOENT') throw thrown
    throw new ServiceError('BackupMissing', 'There is no such back-up file. Nothing was changed.', { details: { path } })
  }
}

async function readEntryHead(reader: BackupReader): Promise<{ readonly name: string; readonly size: number }> {
  const name = (await reader.read((await reader.read(2)).readUInt16BE())).toString('utf8')
  return { name, size: Number((await reader.read(8)).readBigUInt64BE()) }
}

async function readSmallEntry(reader: BackupReader, wanted: string): Promise<Buffer> {
  const { name, size } = await readEntryHead(reader)
  if (name !== wanted || size > MAX_SMALL_ENTRY_BYTES) throw damagedBackup(`${wanted} is not where it belongs`)
  return Buffer.from(await reader.read(size))
}

async function unpackFile(reader: BackupReader, staging: string): Promise<void> {
  const { name, size } = await readEntryHead(reader)
  if (!FILE_ENTRY.test(name)) throw damagedBackup('it holds a file that belongs in no vault')
  const target = join(staging, name)
  await mkdir(dirname(target), { recursive: true, mode: 0o700 })
  const file = await open(target, 'wx', 0o600)
  try {
    for (let left = size; left > 0; left -= COPY_BYTES) await writeWhole(file, await reader.read(Math.min(left, COPY_BYTES)))
    await file.sync()
  } finally {
    await file.close()
  }
}

interface Checked {
  readonly rowCounts: Record<string, number>
  readonly epochs: ReadonlyMap<string, bigint>
  readonly auditSequence: number
  readonly warnings: string[]
}

async function verifyStaged(rootKey: RootKey, passphrase: Sensitive<string>, host: RestoreHost): Promise<Checked> {
  const sealed = readVault(host)
  if (sealed === null) throw damagedBackup('it holds no region')
  const { stores, problems } = openStores(sealed, rootKey, host)
  const checked = { rowCounts: {} as Record<string, number>, epochs: new Map<string, bigint>(), auditSequence: 0, warnings: [] as string[] }
  try {
    if (problems[0] !== undefined) throw problems[0].error
    const owner = { rootKey, homeRegion: sealed.header.homeRegion, stores }
    if (!headerOf(owner).slots.some((slot) => slot.type === 'passphrase')) await changePassphrase(owner, { next: passphrase }, host)
    for (const [region, store] of stores) {
      if (store.countDamagedValues() > 0) throw damagedBackup(`values of region ${region} are changed`)
      for (const [table, count] of Object.entries(store.rowCounts())) checked.rowCounts[table] = (checked.rowCounts[table] ?? 0) + count
      checked.epochs.set(region, store.epoch)
    }
  } finally {
    for (const store of stores.values()) store.close()
  }
  const audit = await openAuditLog({ vaultId: sealed.header.vaultId, rootKey, host })
  const { problems: auditProblems, records } = await audit.verify()
  await audit.close()
  for (const problem of auditProblems) checked.warnings.push(`The activity record in the back-up has a gap after record ${String(problem.afterSequence)}: ${problem.problem}.`)
  return { ...checked, auditSequence: records }
}

/** The region files go last: a folder without them is no vault, so an interruption leaves none. */
async function moveIntoPlace(staging: string, host: RestoreHost, checked: Checked, rootKey: RootKey): Promise<void> {
  const auditFolder = join(host.dataDir, AUDIT_FOLDER)
  if (await exists(auditFolder)) await rename(auditFolder, `${auditFolder}.before-restore-${String(host.clock.nowMs())}`)
  if (await exists(join(staging, AUDIT_FOLDER))) await rename(join(staging, AUDIT_FOLDER), auditFolder)
  const mark = EpochMark.open(join(host.dataDir, EPOCH_MARK_FILE), rootKey.subkey('state'))
  for (const [region, epoch] of checked.epochs) mark.write(`region/${region}`, epoch)
  mark.write(AUDIT_MARK, BigInt(checked.auditSequence))
  mark.close()
  const regions = join(host.dataDir, REGIONS_FOLDER)
  if (await exists(regions)) await rename(regions, `${regions}.before-restore-${String(host.clock.nowMs())}`)
  await rename(join(staging, REGIONS_FOLDER), regions)
  syncFolderOf(regions)
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'ENOENT') return false
    throw thrown
  }
}

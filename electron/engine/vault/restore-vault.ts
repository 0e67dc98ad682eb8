import { rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import { AUDIT_MARK } from '../audit/audit-log.ts'
import { AUDIT_FOLDER } from '../audit/open-audit-log.ts'
import type { Host } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import { EpochMark } from '../storage/epoch-mark.ts'
import { EPOCH_MARK_FILE } from '../storage/open-region-store.ts'
import { systemCodeOf, toStorageError } from '../storage/storage-error.ts'
import { damagedBackup } from './backup-format.ts'
import { resetKeychainMark } from './keychain-mark.ts'
import { listRegionFiles, makeStagingFolder, REGIONS_FOLDER, syncFolderOf } from './region-files.ts'
import { unpackBackup } from './unpack-backup.ts'
import { verifyRestored, type CheckedVault } from './verify-restored.ts'

export interface RestoredVault {
  readonly vaultId: string
  /** When the back-up was made, epoch milliseconds. */
  readonly createdAtMs: number
  /** Rows of each table over all regions. */
  readonly rowCounts: Readonly<Record<string, number>>
  readonly warnings: readonly string[]
}

type RestoreHost = Pick<Host, 'argon2id' | 'clock' | 'random' | 'dataDir' | 'passphraseStrength' | 'sqlite' | 'log' | 'keychain'>

/**
 * Restores a back-up into a folder that has no vault: unpacks it beside, opens and verifies every row, value and audit
 * record, and only then moves it into place. A vault that no passphrase opens gets the back-up's, since its keychain may
 * be far away. The vault stays sealed.
 * @throws {ServiceError} VaultExists, NotABackup, WrongPassphrase, BackupDamaged, BackupFormatNewer, DiskFull…; nothing is left
 */
export async function restoreVault(source: { readonly path: string; readonly passphrase: Sensitive<string> }, host: RestoreHost): Promise<RestoredVault> {
  if (listRegionFiles(host.dataDir).length > 0) throw new ServiceError('VaultExists', 'There is already a vault in this folder. It was not changed; restore into an empty folder.', { details: { dataDir: host.dataDir } })
  const staging = makeStagingFolder(host.dataDir, 'restore', host.random.uuid())
  let rootKey: RootKey | undefined
  try {
    const unpacked = await unpackBackup(source, staging, host)
    rootKey = unpacked.rootKey
    const checked = await verifyRestored(rootKey, source.passphrase, { ...host, dataDir: staging })
    await moveIntoPlace(staging, host, checked, rootKey)
    await resetKeychainMark(unpacked.manifest.vaultId, checked.epochs, rootKey, host)
    return { vaultId: unpacked.manifest.vaultId, createdAtMs: unpacked.manifest.createdAtMs, rowCounts: checked.rowCounts, warnings: checked.warnings }
  } catch (thrown) {
    if (thrown instanceof ServiceError && thrown.code === 'VaultDamaged') throw damagedBackup('rows of it are changed')
    throw toStorageError(thrown)
  } finally {
    rootKey?.erase()
    await rm(staging, { recursive: true, force: true })
  }
}

/** The region files go last: a folder without them is no vault, so an interruption leaves none. */
async function moveIntoPlace(staging: string, host: RestoreHost, checked: CheckedVault, rootKey: RootKey): Promise<void> {
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

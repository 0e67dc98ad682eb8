import { existsSync } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import { AUDIT_FOLDER } from '../audit/open-audit-log.ts'
import type { Host } from '../host.ts'
import { toStorageError } from '../storage/storage-error.ts'
import { writeWhole } from '../storage/write-whole.ts'
import { newBackupHead } from './backup-format.ts'
import { BackupWriter } from './backup-stream.ts'
import { headerOf, type HeaderOwner } from './change-slots.ts'
import { requireStrongPassphrase } from './passphrase.ts'
import { makeStagingFolder, REGIONS_FOLDER, syncFolderOf } from './region-files.ts'

const READ_BYTES = 1024 * 1024
export const MANIFEST_ENTRY = 'manifest'
export const ROOT_KEY_ENTRY = 'root-key'

export interface BackupManifest {
  readonly vaultId: string
  readonly homeRegion: string
  readonly createdAtMs: number
}

export interface BackupDone {
  readonly path: string
  readonly sizeBytes: number
  readonly createdAtMs: number
}

type BackupHost = Pick<Host, 'argon2id' | 'clock' | 'random' | 'dataDir' | 'passphraseStrength'>

/**
 * Writes the whole vault, every region and the audit, into one file that a passphrase of its own opens: all copies are
 * taken in one moment, sealed chunk by chunk, synced, and only then given the file's name. The vault stays in use.
 * Deleted secrets stay in older back-ups.
 * @throws {ServiceError} WeakPassphrase, BackupFolderMissing, DiskFull, VaultReadOnly…; then there is no file
 */
export async function backUpVault(owner: HeaderOwner, target: { readonly path: string; readonly passphrase: Sensitive<string> }, host: BackupHost): Promise<BackupDone> {
  await requireStrongPassphrase(target.passphrase, host)
  if (!existsSync(dirname(target.path))) throw new ServiceError('BackupFolderMissing', 'The folder for the back-up does not exist. Nothing was written.', { details: { path: target.path } })
  const { vaultId, homeRegion } = headerOf(owner)
  const createdAtMs = host.clock.nowMs()
  const copies = makeStagingFolder(host.dataDir, 'backup', host.random.uuid())
  const partial = `${target.path}.${host.random.uuid()}.partial`
  try {
    const { head, seal } = await newBackupHead(target.passphrase, host)
    for (const [region, store] of owner.stores) store.copyTo(join(copies, `${region}.db`))
    const file = await open(partial, 'wx', 0o600)
    try {
      await writeWhole(file, head)
      const writer = new BackupWriter(file, seal)
      const manifest: BackupManifest = { vaultId, homeRegion, createdAtMs }
      await writeEntry(writer, MANIFEST_ENTRY, Buffer.from(JSON.stringify(manifest)))
      await owner.rootKey.withBytes((bytes) => writeEntry(writer, ROOT_KEY_ENTRY, bytes))
      for (const region of owner.stores.keys()) await writeFileEntry(writer, `${REGIONS_FOLDER}/${region}.db`, join(copies, `${region}.db`))
      for (const name of await auditFiles(host.dataDir)) await writeFileEntry(writer, `${AUDIT_FOLDER}/${name}`, join(host.dataDir, AUDIT_FOLDER, name))
      await writer.finish()
      await file.sync()
    } finally {
      await file.close()
      seal.erase()
    }
    await rename(partial, target.path)
    syncFolderOf(target.path)
    return { path: target.path, sizeBytes: (await stat(target.path)).size, createdAtMs }
  } catch (thrown) {
    await rm(partial, { force: true })
    throw toStorageError(thrown)
  } finally {
    await rm(copies, { recursive: true, force: true })
  }
}

async function auditFiles(dataDir: string): Promise<readonly string[]> {
  const names = await readdir(join(dataDir, AUDIT_FOLDER)).catch(() => [])
  return names.filter((name) => /^\d{6}\.log$/.test(name)).sort()
}

/** u16 length ‖ name ‖ u64 length ‖ content. */
async function writeEntry(writer: BackupWriter, name: string, content: Uint8Array): Promise<void> {
  await writer.write(entryHead(name, content.length))
  await writer.write(content)
}

/** A file's content as far as it goes now: the audit may grow meanwhile, and a record cut in half is left behind at opening. */
async function writeFileEntry(writer: BackupWriter, name: string, path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    await writer.write(entryHead(name, size))
    const buffer = Buffer.alloc(READ_BYTES)
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(READ_BYTES, size - at), at)
      if (bytesRead === 0) throw new Error('A file became shorter while it was backed up')
      await writer.write(buffer.subarray(0, bytesRead))
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}

function entryHead(name: string, contentBytes: number): Buffer {
  const nameBytes = Buffer.from(name, 'utf8')
  const head = Buffer.alloc(2 + nameBytes.length + 8)
  head.writeUInt16BE(nameBytes.length)
  nameBytes.copy(head, 2)
  head.writeBigUInt64BE(BigInt(contentBytes), 2 + nameBytes.length)
  return head
}

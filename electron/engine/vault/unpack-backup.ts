import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import type { Host } from '../host.ts'
import { RootKey } from '../seal/root-key.ts'
import { systemCodeOf } from '../storage/storage-error.ts'
import { writeWhole } from '../storage/write-whole.ts'
import { MANIFEST_ENTRY, ROOT_KEY_ENTRY, type BackupManifest } from './back-up-vault.ts'
import { damagedBackup, MAX_BACKUP_HEAD_BYTES, openBackupHead } from './backup-format.ts'
import { BackupReader } from './backup-stream.ts'

const COPY_BYTES = 1024 * 1024
const MAX_SMALL_ENTRY_BYTES = 64 * 1024
const FILE_ENTRY = /^(regions\/[a-z0-9-]{1,64}\.db|audit\/\d{6}\.log)$/

/**
 * Opens a back-up and writes its files below `staging`; what it holds is only as true as its passphrase.
 * @throws {ServiceError} BackupMissing, NotABackup, WrongPassphrase, BackupDamaged, BackupFormatNewer
 */
export async function unpackBackup({ path, passphrase }: { readonly path: string; readonly passphrase: Sensitive<string> }, staging: string, host: Pick<Host, 'argon2id'>): Promise<{ readonly manifest: BackupManifest; readonly rootKey: RootKey }> {
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

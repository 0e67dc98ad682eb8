import Database from 'better-sqlite3'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import { MIGRATIONS } from './migrations/migrations.ts'
import { checkMarks, prepare, type SqliteDatabase } from './open-database.ts'
import { sql } from './sql.ts'
import { storageError, toStorageError } from './storage-error.ts'
import { withLog } from './write-ahead-log.ts'

/** A file is read whole; above this it is opened in place. */
const MAX_BYTES = 1024 * 1024 * 1024
const FIRST_BYTES = Buffer.from('SQLite format 3\0', 'latin1')
/** In the header of an SQLite file: 2 where the file has a log, which memory has not. */
const LOG_VERSIONS = [18, 19] as const

/**
 * The bytes of a region's file, its log included, read without a lock and without a trace beside it: for looking into a file
 * before anything is decided. Only for a file that this process has not open.
 * @throws {ServiceError} VaultFileMissing, NotAVaultFile, RegionFileTooLarge…
 */
export function readStoreImage(file: string): Buffer {
  try {
    const { size } = requireFile(file)
    if (size > MAX_BYTES) throw new ServiceError('RegionFileTooLarge', `The file ${file} is larger than 1 GiB and is not read whole here. It was not changed. Put a copy of it into the folder “regions” of the vault's folder and start Coffer again.`, { details: { file } })
    const bytes = readFileSync(file)
    if (!bytes.subarray(0, FIRST_BYTES.length).equals(FIRST_BYTES)) throw new ServiceError('NotAVaultFile', `The file ${file} is not the file of a region, or its first bytes are damaged. It was not changed.`, { details: { file } })
    const log = `${file}-wal`
    return existsSync(log) ? withLog(bytes, readFileSync(log)) : bytes
  } catch (thrown) {
    throw toStorageError(thrown)
  }
}

/** Opens the bytes of a region's file in memory, brought up to date there. @throws {ServiceError} as `openDatabase` */
export function openStoreImage(image: Buffer, file: string, { nativeBinding }: Host['sqlite']): SqliteDatabase {
  const bytes = Buffer.from(image)
  for (const at of LOG_VERSIONS) bytes[at] = 1
  let database: SqliteDatabase | undefined
  try {
    database = new Database(bytes, nativeBinding === undefined ? {} : { nativeBinding })
    checkMarks(database, { file })
    for (const step of MIGRATIONS.slice(Number(database.pragma('user_version', { simple: true })))) database.exec(step)
    return database
  } catch (thrown) {
    database?.close()
    throw toStorageError(thrown)
  }
}

/** The vault's header in an opened image. @throws {ServiceError} NotAVaultFile */
export function headerOfImage(database: SqliteDatabase, file: string): Uint8Array {
  const row = prepare(database, sql`SELECT header FROM vault_header`).get() as { readonly header: Buffer } | undefined
  if (row === undefined) throw new ServiceError('NotAVaultFile', `The file ${file} carries no header of a vault. It was not changed.`, { details: { file } })
  return Uint8Array.from(row.header)
}

function requireFile(file: string): { readonly size: number } {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw new ServiceError('VaultFileMissing', `There is no file ${file}. Give the whole path of the region's file, or choose it.`, { details: { file } })
  if (!found.isFile()) throw new ServiceError('NotAVaultFile', `${file} is not a file. Choose the file of a region, such as eu-west-1.db.`, { details: { file } })
  if (found.size === 0) throw storageError('VaultDamaged', { file })
  return found
}

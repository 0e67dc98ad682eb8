import Database from 'better-sqlite3'
import { accessSync, chmodSync, closeSync, constants, existsSync, fsyncSync, lstatSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { invariant } from '../../../shared/assert.ts'
import { ServiceError } from '../../../shared/errors.ts'
import { MIGRATIONS } from './migrations/migrations.ts'
import { sql, type Sql } from './sql.ts'
import { storageError, systemCodeOf, toStorageError } from './storage-error.ts'

export type SqliteDatabase = Database.Database
export type SqliteStatement = Database.Statement<unknown[], unknown>

/** `COFF` in ASCII: marks a file as a region store of Coffer. */
const APPLICATION_ID = 0x434f4646
const BUSY_TIMEOUT_MS = 400

export interface DatabaseFile {
  readonly file: string
  readonly nativeBinding?: string | undefined
  /** Makes the file (0600, in a folder 0700); it must not exist. Without it the file must exist. */
  readonly create?: boolean | undefined
  /** Another list only in tests of migrations. */
  readonly migrations?: readonly string[] | undefined
}

/**
 * Opens the SQLite file of a region store for this process alone, sets and asserts every setting that durability and
 * secrecy rest on, and brings an older file up to date. Never open or copy the file by other means while it is open:
 * closing any descriptor of it would drop SQLite's locks.
 * @throws {ServiceError} VaultInUse, VaultDamaged, NotAVaultFile, VaultFormatNewer, VaultFileMissing, DiskFull…
 */
export function openDatabase(options: DatabaseFile): SqliteDatabase {
  const { file } = options
  let database: SqliteDatabase | undefined
  try {
    if (options.create) createPrivateFile(file)
    else requirePrivateFile(file)
    database = new Database(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS, ...(options.nativeBinding && { nativeBinding: options.nativeBinding }) })
    database.pragma('locking_mode = EXCLUSIVE')
    checkMarks(database, options)
    applySettings(database)
    migrate(database, options)
    return database
  } catch (thrown) {
    database?.close()
    throw toStorageError(thrown)
  }
}

/** A database in memory with the tables of a region store, for a region that nobody wrote to yet. */
export function openMemoryDatabase({ nativeBinding }: Pick<DatabaseFile, 'nativeBinding'>): SqliteDatabase {
  const database = new Database(':memory:', nativeBinding === undefined ? {} : { nativeBinding })
  for (const step of MIGRATIONS) database.exec(step)
  database.pragma(`application_id = ${String(APPLICATION_ID)}`)
  database.pragma(`user_version = ${String(MIGRATIONS.length)}`)
  return database
}

export function prepare(database: SqliteDatabase, statement: Sql): SqliteStatement {
  return database.prepare(statement.text)
}

function createPrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const descriptor = openSync(file, 'wx', 0o600)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function requirePrivateFile(file: string): void {
  const found = lstatSync(file)
  if (!found.isFile()) throw new ServiceError('NotAVaultFile', 'A file of the vault is a link or a folder. It was not opened.', { details: { file } })
  // SQLite would only say that its I/O failed.
  for (const needed of [dirname(file), file]) accessSync(needed, constants.R_OK | constants.W_OK)
  if ((found.mode & 0o077) !== 0) makePrivate(file)
  for (const side of [`${file}-wal`, `${file}-journal`]) {
    if (existsSync(side) && !lstatSync(side).isFile()) throw new ServiceError('NotAVaultFile', 'A file of the vault is a link or a folder. It was not opened.', { details: { file: side } })
  }
}

/** A USB stick's file system may know no owners: what lies there is ciphertext all the same. */
function makePrivate(file: string): void {
  try {
    chmodSync(file, 0o600)
  } catch (thrown) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP'].includes(systemCodeOf(thrown))) throw thrown
  }
}

/** Refuses what is no region store, or one of a later version. @throws {ServiceError} NotAVaultFile, VaultFormatNewer */
export function checkMarks(database: SqliteDatabase, { file, create, migrations = MIGRATIONS }: DatabaseFile): void {
  const applicationId = database.pragma('application_id', { simple: true })
  const version = Number(database.pragma('user_version', { simple: true }))
  if (create) return
  if (applicationId !== APPLICATION_ID) throw new ServiceError('NotAVaultFile', 'This file is not a vault of Coffer, or its first bytes are damaged. It was not changed.', { details: { file } })
  if (version > migrations.length) {
    throw new ServiceError('VaultFormatNewer', 'This vault was last used by a newer version of Coffer. It was not changed; update Coffer to open it.', {
      details: { file, fileVersion: String(version), knownVersion: String(migrations.length) },
    })
  }
}

const SETTINGS: readonly (readonly [name: string, set: string, get: string | number])[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['locking_mode', 'EXCLUSIVE', 'exclusive'],
  ['secure_delete', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['foreign_keys', 'ON', 1],
  ['temp_store', 'MEMORY', 2],
  ['fullfsync', 'ON', 1],
  ['checkpoint_fullfsync', 'ON', 1],
]

function applySettings(database: SqliteDatabase): void {
  for (const [name, set] of SETTINGS) database.pragma(`${name} = ${set}`)
  for (const [name, , expected] of SETTINGS) {
    const actual = database.pragma(name, { simple: true })
    invariant(actual === expected, `SQLite has ${name} = ${String(expected)}`)
  }
}

function migrate(database: SqliteDatabase, { file, create, migrations = MIGRATIONS }: DatabaseFile): void {
  const version = Number(database.pragma('user_version', { simple: true }))
  if (version === migrations.length) return
  const copy = `${file}.before-${String(migrations.length)}`
  if (!create && !existsSync(copy)) copyDatabase(database, copy)
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const step of migrations.slice(version)) database.exec(step)
    database.pragma(`application_id = ${String(APPLICATION_ID)}`)
    database.pragma(`user_version = ${String(migrations.length)}`)
    database.exec('COMMIT')
  } catch (thrown) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw thrown
  }
  database.pragma('wal_checkpoint(TRUNCATE)')
}

/** A whole and consistent copy of an open file in a new one (0600); the only allowed way to copy one. */
export function copyDatabase(database: SqliteDatabase, target: string): void {
  createPrivateFile(target)
  prepare(database, sql`VACUUM INTO ?`).run(target)
}

/** Names the program that has the file open, from the note that it left beside it. */
export function inUseError(owner: { readonly pid?: number; readonly hostName?: string } | null): ServiceError {
  return storageError('VaultInUse', owner ? { pid: String(owner.pid ?? '?'), hostName: owner.hostName ?? '?' } : undefined)
}

import Database from 'better-sqlite3'

/**
 * What is wrong with a disk. `full`: no commit gets through. `read-only`: SQLite refuses every write by itself, and a file
 * that is not open yet does not open. `gone`: every access fails.
 */
export type DiskFault = 'full' | 'read-only' | 'gone'

/** A commit that reports an error, once: nothing of it is on the disk, or all of it. */
export type CommitFault = 'lost' | 'kept'

/** Where a commit has come to: not begun, in the log, in the file itself. What is noted beside the file comes after all of them. */
export type CommitMoment = 'before' | 'logged' | 'stored'

/** Called at every moment of every commit; it may end the process there, and nothing that comes later happens. */
export type CommitWatcher = (file: string, moment: CommitMoment) => void

type SqliteDatabase = Database.Database

interface Disk {
  fault: DiskFault | null
  commitFault: CommitFault | null
}

const disks = new Map<string, Disk>()
const open = new Set<SqliteDatabase>()
const dead = new WeakSet<SqliteDatabase>()
let watcher: CommitWatcher | null = null

const real = { exec: Database.prototype.exec, pragma: Database.prototype.pragma, close: Database.prototype.close }

const ERRORS = {
  full: ['database or disk is full', 'SQLITE_FULL'],
  'read-only': ['attempt to write a readonly database', 'SQLITE_READONLY'],
  gone: ['disk I/O error', 'SQLITE_IOERR'],
} as const

function sqliteError(fault: DiskFault): Error {
  const [message, code] = ERRORS[fault]
  return new Database.SqliteError(message, code)
}

function diskOf(file: string): Disk {
  const disk = disks.get(file) ?? { fault: null, commitFault: null }
  disks.set(file, disk)
  return disk
}

function requireDisk(database: SqliteDatabase): Disk {
  const disk = diskOf(database.name)
  if (dead.has(database) || disk.fault === 'gone') throw sqliteError('gone')
  return disk
}

function commit(this: SqliteDatabase): SqliteDatabase {
  const { name } = this
  const disk = requireDisk(this)
  watcher?.(name, 'before')
  requireDisk(this)
  if (disk.fault === 'full') throw sqliteError('full')
  const { commitFault } = disk
  disk.commitFault = null
  if (commitFault === 'lost') throw sqliteError('gone')
  real.exec.call(this, 'COMMIT')
  watcher?.(name, 'logged')
  requireDisk(this)
  if (commitFault === 'kept') throw sqliteError('gone')
  return this
}

/** Puts the faults between the engine and SQLite, for this process, until the returned function is called. */
export function installFaults(): () => void {
  Database.prototype.exec = function exec(text) {
    if (text === 'COMMIT') return commit.call(this)
    // A dead process rolls nothing back either; SQLite does, when its file is opened again.
    requireDisk(this)
    return real.exec.call(this, text)
  }
  Database.prototype.pragma = function pragma(text, options) {
    open.add(this)
    const disk = requireDisk(this)
    if (disk.fault === 'read-only' && text.startsWith('locking_mode')) throw sqliteError('read-only')
    const answer: unknown = real.pragma.call(this, text, options)
    if (text.startsWith('wal_checkpoint')) watcher?.(this.name, 'stored')
    return answer
  }
  Database.prototype.close = function close() {
    open.delete(this)
    return real.close.call(this)
  }
  return () => {
    Object.assign(Database.prototype, real)
    disks.clear()
    open.clear()
    watcher = null
  }
}

/** Lets a disk break, or mends it with `null`. */
export function setDiskFault(file: string, fault: DiskFault | null): void {
  diskOf(file).fault = fault
  for (const database of open) if (database.name === file && !dead.has(database)) real.pragma.call(database, `query_only = ${fault === 'read-only' ? 'ON' : 'OFF'}`)
}

export function faultOf(file: string): DiskFault | null {
  return disks.get(file)?.fault ?? null
}

/** The next commit of a file reports an error of the disk. */
export function failNextCommit(file: string, fault: CommitFault | null): void {
  diskOf(file).commitFault = fault
}

export function watchCommits(next: CommitWatcher | null): void {
  watcher = next
}

/** The process ends here: whatever has a file open never gets anything onto the disk again. */
export function dieNow(): void {
  for (const database of open) dead.add(database)
}

/** How many rows a table of an open file has. */
export function countRows(file: string, table: 'value_row'): number {
  const database = [...open].find(({ name }) => name === file)
  if (database === undefined) throw new Error(`${file} is not open`)
  return (database.prepare(`SELECT count(*) AS count FROM ${table}`).get() as { readonly count: number }).count
}

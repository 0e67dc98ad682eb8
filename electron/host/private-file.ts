import { accessSync, chmodSync, closeSync, constants, existsSync, fstatSync, fsyncSync, lstatSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import { ServiceError } from '../../shared/errors.ts'

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600
const OTHERS_MASK = 0o077
const MAX_FILE_BYTES = 64 * 1024
/** Windows has no such flag; links need a privilege there. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0

/** Makes a folder that only this user can enter, or refuses one that others can. On Windows the profile's own rights apply. */
export function ensurePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE })
  if (process.getuid === undefined) return
  const facts = lstatSync(folder)
  if (!facts.isDirectory() || facts.uid !== process.getuid() || (facts.mode & OTHERS_MASK) !== 0) {
    throw new ServiceError('FolderNotPrivate', `The folder ${folder} is open to other users or is not yours. Set its mode to 700, or remove it.`)
  }
}

/**
 * Makes the vault's own folder, or takes other users' rights on it away.
 * @throws ServiceError FolderUnusable (read-only disk, no rights, a file in its place), FolderNotPrivate
 */
export function makeOwnFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: FOLDER_MODE })
    if (process.getuid === undefined) return
    const facts = lstatSync(folder)
    if (facts.isDirectory() && facts.uid === process.getuid() && (facts.mode & OTHERS_MASK) !== 0) chmodSync(folder, FOLDER_MODE)
  } catch (error) {
    throw new ServiceError('FolderUnusable', `The folder ${folder} cannot be made or used: ${reasonOf(error, folder)}. Nothing was changed.`, { cause: error })
  }
  ensurePrivateFolder(folder)
}

const REASONS: Readonly<Record<string, string>> = {
  EROFS: 'the disk is read-only',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EEXIST: 'there is a file of this name',
  ENOTDIR: 'a part of the path is a file',
  ENOSPC: 'the disk is full',
  ENAMETOOLONG: 'the path is too long',
}

function reasonOf(error: unknown, folder: string): string {
  const { code = 'no' } = error as NodeJS.ErrnoException
  // Node says ENOENT for a folder that a read-only disk refuses.
  const telling = code === 'ENOENT' ? whyNotWritable(folder) : code
  return REASONS[telling] ?? `the system says ${telling}`
}

/** The system's code for why the nearest folder that exists cannot be written. */
function whyNotWritable(folder: string): string {
  let existing = dirname(folder)
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing)
  try {
    accessSync(existing, constants.W_OK)
    return 'ENOENT'
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'ENOENT'
  }
}

/**
 * Writes a file that only this user can read: a new file, never through a link, put in place whole by a rename that lasts over a
 * power cut. What had the name before, such as a link or a file that others can read, is replaced and not written to.
 * @throws ServiceError FolderNotPrivate
 */
export function writePrivateFile(path: string, content: string): void {
  const folder = dirname(path)
  ensurePrivateFolder(folder)
  const temporary = join(folder, `.${randomBytes(8).toString('hex')}.tmp`)
  const file = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW, FILE_MODE)
  try {
    try {
      writeFileSync(file, content)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  syncFolder(folder)
}

/**
 * Reads a file that `writePrivateFile` wrote; null when there is none.
 * @throws ServiceError FileNotPrivate for what it cannot have written: a link, a second name, another user's, open to others, too large
 */
export function readPrivateFile(path: string): string | null {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | NO_FOLLOW)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    if (code === 'ELOOP') throw fileNotPrivate(path, 'is a link')
    throw error
  }
  try {
    // Looked at through the open file: the name could be given to another one in between.
    const facts = fstatSync(file)
    if (!facts.isFile()) throw fileNotPrivate(path, 'is not a file')
    if (facts.nlink > 1) throw fileNotPrivate(path, 'has another name')
    if (process.getuid !== undefined && facts.uid !== process.getuid()) throw fileNotPrivate(path, 'belongs to another user')
    if (process.getuid !== undefined && (facts.mode & OTHERS_MASK) !== 0) throw fileNotPrivate(path, 'is open to other users')
    if (facts.size > MAX_FILE_BYTES) throw fileNotPrivate(path, `is larger than ${MAX_FILE_BYTES} bytes`)
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}

function fileNotPrivate(path: string, reason: string): ServiceError {
  return new ServiceError('FileNotPrivate', `The file ${path} ${reason}, so Coffer does not read it. Remove it and start Coffer again.`)
}

/** Windows cannot open a folder, and its rename needs no such sync. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, constants.O_RDONLY)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Removes a file; one that is not there is as good. */
export function removeFile(path: string): void {
  rmSync(path, { force: true })
}

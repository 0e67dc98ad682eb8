import { chmodSync, closeSync, constants, fstatSync, fsyncSync, lstatSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'

const FOLDER_MODE = 0o700
const FILE_MODE = 0o600
const OTHERS_MASK = 0o077

/** Makes a folder that only this user can enter, or refuses one that others can. On Windows the profile's own rights apply. */
export function ensurePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE })
  if (process.getuid === undefined) return
  const facts = lstatSync(folder)
  if (!facts.isDirectory() || facts.uid !== process.getuid() || (facts.mode & OTHERS_MASK) !== 0) {
    throw new Error(`The folder ${folder} is open to other users or is not yours. Set its mode to 700, or remove it.`)
  }
}

/** Makes the vault's own folder, or takes other users' rights on it away. */
export function makeOwnFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE })
  if (process.getuid === undefined) return
  const facts = lstatSync(folder)
  if (facts.isDirectory() && facts.uid === process.getuid() && (facts.mode & OTHERS_MASK) !== 0) chmodSync(folder, FOLDER_MODE)
  ensurePrivateFolder(folder)
}

/** Writes a file that only this user can read: a new file, never through a link, put in place whole by a rename. */
export function writePrivateFile(path: string, content: string): void {
  const folder = dirname(path)
  ensurePrivateFolder(folder)
  const temporary = join(folder, `.${randomBytes(8).toString('hex')}.tmp`)
  const noFollow = constants.O_NOFOLLOW ?? 0
  const file = openSync(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow, FILE_MODE)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
}

/** Reads a file that `writePrivateFile` wrote; null when there is none. Refuses a link and a file that others can read. */
export function readPrivateFile(path: string): string | null {
  let file: number
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    const facts = fstatSync(file)
    if (process.getuid !== undefined && (facts.uid !== process.getuid() || (facts.mode & OTHERS_MASK) !== 0)) {
      throw new Error(`The file ${path} can be read by other users or is not yours. Remove it and start Coffer again.`)
    }
    return readFileSync(file, 'utf8')
  } finally {
    closeSync(file)
  }
}

import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ServiceError } from '../../shared/errors.ts'

const MAX_FILE_BYTES = 64 * 1024
const GROUP_AND_OTHERS = 0o077
/** POSIX owners and modes; Windows has none, and the user's profile folder is closed to others there. */
const hasOwners = typeof process.getuid === 'function'
/** Windows has no such flag; links need a privilege there. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0

/**
 * Writes a file that only its owner may read, such as the endpoint's port and process id or a client's credentials.
 *
 * The folder is made with mode 0700 when it is absent. The text is whole in place or not at all, also after a power cut: it goes to
 * a new file of mode 0600, which is synced and takes the name. Throws ServiceError `UnsafeFile` when the folder or a file of that
 * name belongs to someone else, is open to others, or is a link: who could have put it there could read or swap what is written.
 */
export async function writeEndpointFile(path: string, text: string): Promise<void> {
  const folder = dirname(path)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await checkFolder(folder)
  await checkExistingFile(path)
  const temporaryPath = join(folder, `.${randomUUID()}.tmp`)
  const file = await open(temporaryPath, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW, 0o600)
  try {
    try {
      await file.writeFile(text, 'utf8')
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporaryPath, path)
  } catch (error) {
    await unlink(temporaryPath).catch(() => undefined)
    throw error
  }
  await syncFolder(folder)
}

/** The text of a file that `writeEndpointFile` wrote, or null when there is none. Refuses what it would refuse to replace. */
export async function readEndpointFile(path: string): Promise<string | null> {
  await checkFolderIfPresent(dirname(path))
  let file: FileHandle
  try {
    file = await open(path, constants.O_RDONLY | NO_FOLLOW)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    if (code === 'ELOOP') throw unsafeFile(path, 'is a link')
    throw error
  }
  try {
    // Checked on the open file: the name could be given to another one in between.
    const facts = await file.stat()
    checkFile(path, facts)
    if (facts.size > MAX_FILE_BYTES) throw unsafeFile(path, 'is larger than such a file can be')
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

/** Removes a file that `writeEndpointFile` wrote; nothing happens when there is none. */
export async function removeEndpointFile(path: string): Promise<void> {
  await checkExistingFile(path)
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}

interface FileFacts {
  readonly uid: number
  readonly mode: number
  readonly nlink: number
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
}

async function checkFolder(folder: string): Promise<void> {
  const facts = await lstat(folder)
  if (!facts.isDirectory()) throw unsafeFile(folder, 'is not a folder of its own')
  checkOwner(folder, facts)
}

async function checkFolderIfPresent(folder: string): Promise<void> {
  await checkFolder(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}

async function checkExistingFile(path: string): Promise<void> {
  const facts = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (facts !== null) checkFile(path, facts)
}

function checkFile(path: string, facts: FileFacts): void {
  if (facts.isSymbolicLink()) throw unsafeFile(path, 'is a link')
  if (!facts.isFile()) throw unsafeFile(path, 'is not a file')
  if (facts.nlink > 1) throw unsafeFile(path, 'has another name')
  checkOwner(path, facts)
}

function checkOwner(path: string, facts: FileFacts): void {
  if (!hasOwners) return
  if (facts.uid !== process.getuid?.()) throw unsafeFile(path, 'belongs to another user')
  if ((facts.mode & GROUP_AND_OTHERS) !== 0) throw unsafeFile(path, 'is open to other users')
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open a folder, and its rename needs no such sync.
  if (!hasOwners) return
  const handle = await open(folder, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function unsafeFile(path: string, reason: string): ServiceError {
  return new ServiceError('UnsafeFile', `${path} ${reason}, so Coffer neither reads nor replaces it. Remove it or mend its permissions, and try again.`)
}

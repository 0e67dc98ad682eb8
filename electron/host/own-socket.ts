import { lstatSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, isAbsolute } from 'node:path'
import { ServiceError } from '../../shared/errors.ts'
import { ensurePrivateFolder } from './private-file.ts'

/** The shorter of the two systems' limits, macOS's 104 bytes with the ending zero. */
const MAX_PATH_BYTES = 103
const PIPE_PREFIX = '\\\\.\\pipe\\'

/**
 * Makes the place for a Unix socket that only this user can open: a folder of mode 0700, and no file of the name. A socket that an
 * earlier process of this user left behind is removed; anything else is left alone. A Windows pipe (`\\.\pipe\NAME`) needs no place.
 *
 * Throws ServiceError `EndpointUnavailable` for a path that cannot be used, `FolderNotPrivate`, and `EndpointSocketInUse` when
 * something listens there.
 */
export async function prepareSocket(path: string): Promise<void> {
  if (path.startsWith(PIPE_PREFIX)) return
  if (!isAbsolute(path)) throw unusable(path, 'must be given from the root, such as /run/user/1000/coffer/aws.sock')
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) throw unusable(path, `is longer than the ${MAX_PATH_BYTES} bytes that a socket's path can have`)
  ensurePrivateFolder(dirname(path))
  const facts = lstatSync(path, { throwIfNoEntry: false })
  if (facts === undefined) return
  if (!facts.isSocket()) throw unusable(path, 'is there already and is not a socket; Coffer does not replace it')
  if (process.getuid !== undefined && facts.uid !== process.getuid()) throw unusable(path, 'belongs to another user; Coffer does not replace it')
  if (await isAnswered(path)) throw new ServiceError('EndpointSocketInUse', `Another program answers on the socket ${path}, so the local AWS endpoint is off. End that program or choose another path.`)
  rmSync(path, { force: true })
}

/** A socket file without a listener was left behind by a process that was killed. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'))
  })
}

function unusable(path: string, reason: string): ServiceError {
  return new ServiceError('EndpointUnavailable', `The path ${path} ${reason}.`)
}

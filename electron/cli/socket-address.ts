import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const HASH_CHARACTERS = 16

export interface SocketAddress {
  /** Path of the Unix socket, or name of the Windows pipe. */
  readonly path: string
  /** The folder of a Unix socket, which only its user may enter; null for a pipe. */
  readonly folder: string | null
  /** The file that says where the core listens, and the token that each request must carry. */
  readonly accessFile: string
}

/**
 * Where the core of a data folder listens for the command line; callers read it from the access file, since their environment
 * may be another one. The socket lies in a short folder of the user's own, since
 * socket paths are limited to about 100 bytes; a hash of the data folder names it.
 */
export function socketAddress(dataDir: string, platform: NodeJS.Platform, environment: Readonly<Record<string, string | undefined>>): SocketAddress {
  const absolute = resolve(dataDir)
  const name = createHash('sha256').update(absolute).digest('hex').slice(0, HASH_CHARACTERS)
  const accessFile = join(absolute, 'run', 'command-line.json')
  if (platform === 'win32') return { path: `\\\\.\\pipe\\coffer-${name}`, folder: null, accessFile }
  const userId = process.getuid?.() ?? 0
  const runtime = environment['XDG_RUNTIME_DIR']
  const folder = runtime !== undefined && runtime !== '' && runtime.length < 60 ? join(runtime, 'coffer') : join(tmpdir(), `coffer-${userId}`)
  return { path: join(folder, `${name}.sock`), folder, accessFile }
}

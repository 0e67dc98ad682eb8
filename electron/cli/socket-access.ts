import { readPrivateFile, removeFile, writePrivateFile } from '../host/private-file.ts'
import { socketAccess, type SocketAccess } from './socket-message.ts'

/**
 * Where the core of a vault listens and the token it wants, as it wrote them down; null when none did. A damaged file counts
 * as none: the next core writes it anew.
 * @throws ServiceError FileNotPrivate
 */
export function readSocketAccess(file: string): SocketAccess | null {
  const text = readPrivateFile(file)
  if (text === null) return null
  try {
    return socketAccess.parse(JSON.parse(text))
  } catch {
    return null
  }
}

export function writeSocketAccess(file: string, access: SocketAccess): void {
  writePrivateFile(file, JSON.stringify(access))
}

/** Removes the file, unless another core has written its own in the meantime. */
export function removeSocketAccess(file: string, token: string): void {
  if (readSocketAccess(file)?.token === token) removeFile(file)
}

import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { dirname } from 'node:path'
import { ServiceError } from '../../shared/errors.ts'
import type { Engine } from '../engine/engine.ts'
import { ensurePrivateFolder, makeOwnFolder } from '../host/private-file.ts'
import { readSocketAccess, removeSocketAccess, writeSocketAccess } from './socket-access.ts'
import type { SocketAddress } from './socket-address.ts'
import { MAX_LINE_BYTES, socketRequest, type SocketAccess, type SocketAnswer } from './socket-message.ts'

const TOKEN_BYTES = 32
const SOCKET_MODE = 0o600

export interface RunningSocket {
  close(): Promise<void>
}

/**
 * The command line's door: a socket that only this user can open, and a token from a file that only this user can read (a
 * Windows pipe has no such lock of its own). Callers act as the root of the account they name.
 * @throws ServiceError VaultInUse: another core listens for this vault; it is left undisturbed
 */
export async function startSocketServer(engine: Engine, address: SocketAddress): Promise<RunningSocket> {
  // A vault that was copied here by other means may have looser modes.
  makeOwnFolder(dirname(address.accessFile))
  const before = earlierAccess(address.accessFile)
  if (before !== null && (await isAnswered(before.path))) throw inUse()
  if (address.folder !== null) {
    ensurePrivateFolder(address.folder)
    if (await isAnswered(address.path)) throw inUse()
    // Left over from a crash.
    rmSync(address.path, { force: true })
  }
  const token = randomBytes(TOKEN_BYTES).toString('hex')
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    serve(socket, engine, token)
  })
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
  await listen(server, address.path)
  try {
    if (address.folder !== null) chmodSync(address.path, SOCKET_MODE)
    writeSocketAccess(address.accessFile, { path: address.path, token })
  } catch (thrown) {
    await close()
    throw thrown
  }
  return {
    async close() {
      await close()
      removeSocketAccess(address.accessFile, token)
    },
  }
}

function serve(socket: Socket, engine: Engine, token: string): void {
  let pending = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    if (pending.length > MAX_LINE_BYTES) {
      socket.destroy()
      return
    }
    for (let end = pending.indexOf(10); end >= 0; end = pending.indexOf(10)) {
      const line = pending.subarray(0, end).toString('utf8')
      pending = pending.subarray(end + 1)
      void answer(engine, token, line).then((result) => socket.write(`${JSON.stringify(result)}\n`))
    }
  })
}

async function answer(engine: Engine, token: string, line: string): Promise<SocketAnswer> {
  try {
    const parsed = socketRequest.safeParse(parseJson(line))
    if (!parsed.success || !sameToken(parsed.data.token, token)) throw new ServiceError('AccessDeniedException', 'The request does not carry the token of this vault.')
    const { operation, input, accountId, region } = parsed.data
    const status = engine.status()
    const value = await engine.execute(
      {
        door: 'cli',
        principal: { type: 'root', accountId: accountId ?? status.defaultAccountId },
        region: region ?? status.homeRegion,
        requestId: randomUUID(),
      },
      operation,
      input,
    )
    return { ok: true, value: value ?? null }
  } catch (thrown) {
    const { code, message, statusCode } = ServiceError.from(thrown)
    return { ok: false, error: { code, message, statusCode } }
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

function sameToken(given: string, token: string): boolean {
  const left = Buffer.from(given)
  const right = Buffer.from(token)
  return left.length === right.length && timingSafeEqual(left, right)
}

/** What an earlier core wrote; a file that others can read says nothing, and is replaced. */
function earlierAccess(file: string): SocketAccess | null {
  try {
    return readSocketAccess(file)
  } catch (thrown) {
    if (ServiceError.from(thrown).code === 'FileNotPrivate') return null
    throw thrown
  }
}

/** Whether a core listens there. A socket file without a listener is left over from a crash. */
function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path)
    probe.on('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.on('error', () => resolve(false))
  })
}

function inUse(): ServiceError {
  return new ServiceError('VaultInUse', 'Another Coffer has this vault open. Use that one, or quit it first.')
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => reject(error.code === 'EADDRINUSE' ? inUse() : error)
    server.once('error', onError)
    server.listen(path, () => {
      server.off('error', onError)
      resolve()
    })
  })
}

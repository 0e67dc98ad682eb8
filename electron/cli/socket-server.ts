import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { ServiceError } from '../../shared/errors.ts'
import type { Engine } from '../engine/engine.ts'
import { ensurePrivateFolder, writePrivateFile } from '../host/private-file.ts'
import type { SocketAddress } from './socket-address.ts'
import { MAX_LINE_BYTES, socketRequest, type SocketAnswer } from './socket-message.ts'

const TOKEN_BYTES = 32
const SOCKET_MODE = 0o600

export interface RunningSocket {
  close(): Promise<void>
}

/**
 * The command line's door: a socket that only this user can open, and a token from a file that only this user can read (a
 * Windows pipe has no such lock of its own). Callers act as the root of the account they name.
 */
export async function startSocketServer(engine: Engine, address: SocketAddress): Promise<RunningSocket> {
  const token = randomBytes(TOKEN_BYTES).toString('hex')
  writePrivateFile(address.tokenFile, token)
  if (address.folder !== null) {
    ensurePrivateFolder(address.folder)
    await removeStaleSocket(address.path)
  }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    serve(socket, engine, token)
  })
  await listen(server, address.path)
  if (address.folder !== null) chmodSync(address.path, SOCKET_MODE)
  return {
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      rmSync(address.tokenFile, { force: true })
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

/** A socket file without a listener is left over from a crash; one with a listener is another Coffer on this vault. */
async function removeStaleSocket(path: string): Promise<void> {
  const isAnswered = await new Promise<boolean>((resolve) => {
    const probe = connect(path)
    probe.on('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.on('error', () => resolve(false))
  })
  if (isAnswered) throw new ServiceError('VaultInUse', 'Another Coffer has this vault open. Use that one, or quit it first.')
  rmSync(path, { force: true })
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

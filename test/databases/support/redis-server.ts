import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { findProgram, freePort, giveToServer, removeFolder, serverFolder, startAsServer, untilReady, type ServerProcess } from './own-process.ts'

export const ADMIN = { username: 'admin', password: 'admin-Harbour-22' }

export interface RedisServer {
  readonly port: number
  /** Runs a command as the admin. */
  run(...command: readonly string[]): Promise<unknown>
  /** Opens a connection; the test ends it. Rejects when the login is refused. */
  login(user: string, password: string): Promise<Redis>
  /** Ends the server and starts it again from its files. */
  restart(): Promise<void>
  /** What lies in its file of users. */
  aclFile(): string
  stop(): Promise<void>
}

interface RedisOptions {
  /** Users in a file of their own, as ACL SAVE writes it; else in the configuration. */
  readonly withAclFile?: boolean
  readonly tls?: { readonly certificate: string; readonly key: string; readonly authority: string }
}

/** The program is one binary under several names; redis-tools has it as redis-check-rdb. */
export function hasRedis(): boolean {
  return findProgram('redis-server', 'redis-check-rdb') !== null
}

/** An own Redis on a free port of the loopback, without a user that needs no password. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const folder = serverFolder('redis')
  const own = (name: string, text: string): string => {
    const file = join(folder, name)
    writeFileSync(file, text, { mode: 0o600 })
    giveToServer(file)
    return file
  }
  const port = await freePort()
  const users = [`user ${ADMIN.username} on >${ADMIN.password} ~* &* +@all`, 'user default off']
  const aclFile = join(folder, 'users.acl')
  const { tls } = options
  const lines = [
    'bind 127.0.0.1',
    ...(tls === undefined ? [`port ${port}`] : ['port 0', `tls-port ${port}`, `tls-cert-file ${own('server.crt', tls.certificate)}`, `tls-key-file ${own('server.key', tls.key)}`, `tls-ca-cert-file ${own('ca.crt', tls.authority)}`, 'tls-auth-clients no']),
    `dir ${folder}`,
    'save ""',
    ...(options.withAclFile === true ? [`aclfile ${aclFile}`] : users),
  ]
  if (options.withAclFile === true) own('users.acl', `${users.join('\n')}\n`)
  const configuration = own('redis.conf', `${lines.join('\n')}\n`)
  const start = (): ServerProcess => startAsServer(findProgram('redis-server', 'redis-check-rdb') ?? '', [configuration], folder, { argv0: 'redis-server' })
  const login = async (username: string, password: string): Promise<Redis> => {
    const client = new Redis({ host: '127.0.0.1', port, lazyConnect: true, retryStrategy: () => null, enableReadyCheck: false, maxRetriesPerRequest: 0, disableClientInfo: true, protocol: 2, ...(tls === undefined ? {} : { tls: { rejectUnauthorized: false } }) })
    client.on('error', () => {})
    await client.connect()
    try {
      await client.call('AUTH', username, password)
    } catch (thrown) {
      client.disconnect()
      throw thrown
    }
    return client
  }
  const run = async (...command: readonly string[]): Promise<unknown> => {
    const client = await login(ADMIN.username, ADMIN.password)
    try {
      const [name = '', ...args] = command
      return await client.call(name, ...args)
    } finally {
      client.disconnect()
    }
  }
  let server = start()
  await untilReady(server, async () => void (await run('PING')))
  return {
    port,
    run,
    login,
    async restart() {
      await server.stop()
      server = start()
      await untilReady(server, async () => void (await run('PING')))
    },
    aclFile: () => (existsSync(aclFile) ? readFileSync(aclFile, 'utf8') : readFileSync(configuration, 'utf8')),
    async stop() {
      await server.stop()
      removeFolder(folder)
    },
  }
}

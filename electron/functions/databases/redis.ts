import { connect as connectTcp } from 'node:net'
import type { Redis } from 'ioredis'
import type { Sensitive } from '../../../shared/sensitive.ts'
import { RotationFailure } from '../rotation-failure.ts'
import { CONNECT_TIMEOUT_MS, STATEMENT_TIMEOUT_MS, type EngineAdapter, type MasterSession, type OpenOptions, type TwinPlan } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { readDriverError } from './driver-error.ts'
import { loadDriver } from './load-driver.ts'
import { parseAclLine, passwordRules, redisHash, type AclUser } from './redis-acl.ts'
import { serverName, type TlsOptions } from './tls-choice.ts'

/**
 * Redis and Valkey with ACL users (6.0 and later). A user has two passwords, pending's and current's, so that nobody is shut out
 * while clients read the secret again; the next rotation takes the older one away, as AWS's function for ElastiCache does.
 */
export const redisAdapter: EngineAdapter = {
  async open(secret, tls, options) {
    const client = await connect(secret, tls, options)
    try {
      await client.call('AUTH', secret.username, secret.password.reveal())
      return redisSession(client, secret, tls !== null, await serverTitle(client), options)
    } catch (thrown) {
      client.disconnect()
      throw thrown
    }
  },
  failureOf({ message }) {
    if (/^WRONGPASS|^NOAUTH|invalid password|invalid username-password/i.test(message)) return 'wrong-password-or-no-user'
    if (/^DENIED|^ERR max number of clients/i.test(message)) return 'login-not-allowed'
    if (/^LOADING|Connection is closed/i.test(message)) return 'unreachable'
    return null
  },
  isTlsNotOffered: ({ code, message }) => /^(EPROTO|ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG)$/.test(code) || /before secure TLS connection/.test(message),
  isPlainServer: ({ host, port }) => answersInPlainText(host, port),
  hintOf: ({ message }) => (message.startsWith('NOPERM') ? 'A user may not change itself unless it may call ACL: name a secret of one that may as masterarn. The master user needs +acl (and +config to keep the change).' : null),
  singleNeedsMaster: 'unless-allowed',
}

async function connect(secret: DatabaseSecret, tls: TlsOptions | null, { signal }: OpenOptions): Promise<Redis> {
  const { Redis: Client } = await loadDriver('ioredis', () => import('ioredis'))
  const name = serverName(secret.host)
  const client = new Client({
    host: secret.host,
    port: secret.port,
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: STATEMENT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    disableClientInfo: true,
    protocol: 2,
    ...(tls === null ? {} : { tls: { ...tls, ...(name === undefined ? {} : { servername: name }) } }),
  })
  let reason: Error | null = null
  client.on('error', (error: Error) => (reason ??= error))
  signal.addEventListener('abort', () => client.disconnect(), { once: true })
  try {
    await client.connect()
  } catch (thrown) {
    client.disconnect()
    // The driver says "Connection is closed." of what the error event explained.
    throw reason ?? thrown
  }
  return client
}

/** Whether a server answers a PING that carries nothing secret in plain text; one with TLS does not. */
function answersInPlainText(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectTcp({ host, port, timeout: CONNECT_TIMEOUT_MS })
    const end = (isPlain: boolean): void => {
      socket.destroy()
      resolve(isPlain)
    }
    socket.once('connect', () => socket.write('PING\r\n'))
    socket.once('data', (answer) => end(/^[+-]/.test(answer.toString('latin1'))))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
    socket.once('close', () => end(false))
  })
}

/** `Redis 7.0.15`; HELLO is allowed to every user. */
async function serverTitle(client: Redis): Promise<string> {
  try {
    const answer = (await client.call('HELLO', '2')) as readonly unknown[]
    const fact = (name: string): string => String(answer[answer.indexOf(name) + 1] ?? '')
    return `${fact('server') === 'valkey' ? 'Valkey' : 'Redis'} ${fact('version')}`
  } catch {
    return 'Redis'
  }
}

function redisSession(client: Redis, secret: DatabaseSecret, isEncrypted: boolean, title: string, { note }: OpenOptions): MasterSession {
  const setPasswordOf = async (username: string, next: Sensitive<string>, current: Sensitive<string>): Promise<void> => {
    const user = await findUser(client, username)
    // ACL SETUSER would make a user that is not there.
    if (user === null) throw new RotationFailure('ValueError', `There is no user ${username} in Redis.`)
    await client.call('ACL', 'SETUSER', username, ...passwordRules(user.passwords, [...new Set([redisHash(next), redisHash(current)])]))
    await persist(client, note)
  }
  return {
    isEncrypted,
    server: `${title} at ${secret.host}:${secret.port}`,
    account: null,
    async read() {
      await client.call('PING').catch((thrown: unknown) => {
        // A user that may not even ping is logged in all the same.
        if (!readDriverError(thrown).message.startsWith('NOPERM')) throw thrown
      })
    },
    changeOwnPassword: (next, previous) => setPasswordOf(secret.username, next, previous),
    setPasswordOf,
    async identity() {
      const facts = await client.call('INFO', 'server').catch(() => '')
      return /run_id:(\w+)/.exec(String(facts))?.[1] ?? null
    },
    async twinLacks({ current, twin }) {
      const [own, other] = [await findUser(client, current.username), await findUser(client, twin)]
      if (other === null) return [`the user ${twin}`]
      const lacking = (own?.rules ?? []).filter((rule) => !other.rules.includes(rule))
      return other.isOn ? lacking : [...lacking, 'being on']
    },
    setTwin: (plan) => setTwin(client, plan, note),
    async close() {
      client.disconnect()
    },
  }
}

/** One command makes or changes the twin as a whole: there is no half of it. */
async function setTwin(client: Redis, { current, twin, password }: TwinPlan, note: (text: string) => void): Promise<void> {
  const own = await findUser(client, current.username)
  if (own === null) throw new RotationFailure('ValueError', `There is no user ${current.username} in Redis.`)
  await client.call('ACL', 'SETUSER', twin, 'reset', ...own.rules, `#${redisHash(password)}`, 'on')
  await persist(client, note)
}

async function findUser(client: Redis, name: string): Promise<AclUser | null> {
  const lines = (await client.call('ACL', 'LIST')) as readonly string[]
  return lines.map(parseAclLine).find((user) => user?.name === name) ?? null
}

/** Users live in memory until they are written down: to the ACL file, else into the configuration. */
async function persist(client: Redis, note: (text: string) => void): Promise<void> {
  try {
    await client.call('ACL', 'SAVE')
    return
  } catch (thrown) {
    if (!/not configured to use an ACL file/i.test(readDriverError(thrown).message)) {
      note(`The change is in the server’s memory alone: ACL SAVE said ${readDriverError(thrown).message}`)
      return
    }
  }
  try {
    await client.call('CONFIG', 'REWRITE')
  } catch (thrown) {
    note(`The change is in the server’s memory alone and is lost when it restarts: it has no ACL file, and CONFIG REWRITE said ${readDriverError(thrown).message}`)
  }
}

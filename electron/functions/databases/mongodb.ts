import type { Db, MongoClient } from 'mongodb'
import { RotationFailure, valueError } from '../rotation-failure.ts'
import { CONNECT_TIMEOUT_MS, STATEMENT_TIMEOUT_MS, type EngineAdapter, type MasterSession, type OpenOptions, type TwinPlan } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { readDriverError } from './driver-error.ts'
import { sayGoodbye } from './goodbye.ts'
import { loadDriver } from './load-driver.ts'
import type { TlsOptions } from './tls-choice.ts'

/** MongoDB and Amazon DocumentDB. `dbname` is the database that keeps the user; `replicaset` in the secret follows a replica set. */
export const mongodbAdapter: EngineAdapter = {
  async open(secret, tls, options) {
    const client = await connect(secret, tls, options)
    const db = client.db(secret.database ?? 'admin')
    return mongoSession(client, db, secret, tls !== null, await versionOf(db))
  },
  failureOf({ number, message }) {
    if (number === 18 || /Authentication failed/i.test(message)) return 'wrong-password-or-no-user'
    if (number === 11_060 || number === 8_000) return 'login-not-allowed'
    // The driver looks for a server until its time is up; a reason that it met on the way is told by its text alone.
    if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ETIMEDOUT|Server selection timed out/i.test(message) && !/certificate|altnames/i.test(message)) return 'unreachable'
    return null
  },
  isTlsNotOffered: ({ code, message }) => code === 'ERR_SSL_WRONG_VERSION_NUMBER' || /before secure TLS connection|wrong version number|packet length too long|ECONNRESET|connection .* closed$/i.test(message),
  hintOf: ({ number }) => (number === 13 ? 'A user needs the action changeOwnPassword; the master user needs userAdmin on the database that keeps the users.' : null),
}

async function connect(secret: DatabaseSecret, tls: TlsOptions | null, { signal }: OpenOptions): Promise<MongoClient> {
  const { MongoClient: Client } = await loadDriver('mongodb', () => import('mongodb'))
  // The only text of the secret that goes into an address.
  if (!/^[\w.:%-]+$/.test(secret.host)) throw valueError(`host must be one name or address, not ${secret.host}`)
  const replicaSet = secret.fields.reveal()['replicaset']
  const client = new Client(`mongodb://${secret.host.includes(':') ? `[${secret.host}]` : secret.host}:${secret.port}`, {
    auth: { username: secret.username, password: secret.password.reveal() },
    authSource: secret.database ?? 'admin',
    ...(typeof replicaSet === 'string' ? { replicaSet } : { directConnection: true }),
    serverSelectionTimeoutMS: CONNECT_TIMEOUT_MS,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    socketTimeoutMS: STATEMENT_TIMEOUT_MS,
    retryWrites: false,
    retryReads: false,
    maxPoolSize: 1,
    appName: 'coffer-rotation',
    ...(tls === null ? { tls: false } : { tls: true, rejectUnauthorized: tls.rejectUnauthorized, ...(tls.ca === undefined ? {} : { ca: tls.ca.join('\n') }), ...(tls.checkServerIdentity === undefined ? {} : { checkServerIdentity: tls.checkServerIdentity }) }),
  })
  const stop = (): void => void client.close(true).catch(() => {})
  signal.addEventListener('abort', stop, { once: true })
  // The driver tries again until its time is up; one server that cannot be talked to is told at once, with its reason.
  const failed = new Promise<never>((_, reject) => {
    if (typeof replicaSet !== 'string') client.once('serverHeartbeatFailed', ({ failure }) => reject(failure))
  })
  failed.catch(() => {})
  try {
    await Promise.race([client.connect(), failed])
    return client
  } catch (thrown) {
    await client.close(true).catch(() => {})
    throw thrown
  }
}

async function versionOf(db: Db): Promise<string> {
  try {
    return String((await db.command({ buildInfo: 1 }))['version'])
  } catch {
    return ''
  }
}

interface MongoUser {
  readonly roles: readonly { readonly role: string; readonly db: string }[]
  readonly customData?: unknown
  readonly mechanisms?: readonly string[]
  readonly authenticationRestrictions?: unknown
}

/** A user as usersInfo tells of it; what a server does not tell of (DocumentDB: restrictions) is left out. */
async function findUser(db: Db, user: string): Promise<MongoUser | null> {
  const ask = (more: object): Promise<unknown> => db.command({ usersInfo: { user, db: db.databaseName }, ...more })
  const answer = (await ask({ showAuthenticationRestrictions: true }).catch(() => ask({}))) as { readonly users?: readonly MongoUser[] }
  return answer.users?.[0] ?? null
}

function mongoSession(client: MongoClient, db: Db, secret: DatabaseSecret, isEncrypted: boolean, version: string): MasterSession {
  return {
    isEncrypted,
    server: `MongoDB ${version} at ${secret.host}:${secret.port}`.replace('  ', ' '),
    account: null,
    async read() {
      await db.command({ usersInfo: secret.username })
    },
    async changeOwnPassword(next) {
      await db.command({ updateUser: secret.username, pwd: next.reveal() })
    },
    async identity() {
      const hello = await db.command({ hello: 1 }).catch(() => null)
      const version_ = hello?.['topologyVersion'] as { readonly processId?: unknown } | undefined
      const id = hello?.['setName'] ?? version_?.processId
      return id === undefined || id === null ? null : String(id)
    },
    twinLacks: (plan) => mongoTwinLacks(db, plan),
    setTwin: (plan) => setMongoTwin(db, plan),
    close: () => sayGoodbye(() => client.close(true), () => {}),
  }
}

const roleText = ({ role, db }: MongoUser['roles'][number]): string => `${role} on ${db}`

async function mongoTwinLacks(db: Db, { current, twin }: TwinPlan): Promise<readonly string[]> {
  const [own, other] = [await findUser(db, current.username), await findUser(db, twin)]
  if (other === null) return [`the user ${twin}`]
  const has = other.roles.map(roleText)
  return (own?.roles ?? []).map(roleText).filter((role) => !has.includes(role))
}

/** One command makes or changes the twin with everything that usersInfo tells of current: there is no half of it. */
async function setMongoTwin(db: Db, { current, twin, password }: TwinPlan): Promise<void> {
  const own = await findUser(db, current.username)
  if (own === null) throw new RotationFailure('ValueError', `There is no user ${current.username} in ${db.databaseName}.`)
  const { roles, customData, mechanisms, authenticationRestrictions } = own
  const verb = (await findUser(db, twin)) === null ? 'createUser' : 'updateUser'
  const rights = { [verb]: twin, pwd: password.reveal(), roles: [...roles] }
  const more = {
    ...(customData === undefined ? {} : { customData }),
    ...(mechanisms === undefined ? {} : { mechanisms: [...mechanisms] }),
    ...(Array.isArray(authenticationRestrictions) && authenticationRestrictions.length > 0 ? { authenticationRestrictions: authenticationRestrictions as unknown[] } : {}),
  }
  try {
    await db.command({ ...rights, ...more })
  } catch (thrown) {
    // DocumentDB knows neither mechanisms nor restrictions.
    if (![40_415, 9, 303].includes(readDriverError(thrown).number ?? 0) || Object.keys(more).length === 0) throw thrown
    await db.command(rights)
  }
}

import type { Socket } from 'node:net'
import type { Client } from 'pg'
import type { Sensitive } from '../../../shared/sensitive.ts'
import { CONNECT_TIMEOUT_MS, STATEMENT_TIMEOUT_MS, type EngineAdapter, type MasterSession, type OpenOptions } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { sayGoodbye } from './goodbye.ts'
import { loadDriver } from './load-driver.ts'
import { pgIdentifier } from './postgres-quote.ts'
import { setPostgresPassword } from './postgres-password.ts'
import { postgresTwinLacks, setPostgresTwin } from './postgres-twin.ts'
import type { TlsOptions } from './tls-choice.ts'

/** PostgreSQL and Aurora PostgreSQL. */
export const postgresAdapter: EngineAdapter = {
  async open(secret, tls, options) {
    const client = await connectPostgres(secret, tls, options)
    try {
      const { isEncrypted, version } = await greet(client, tls)
      return postgresSession(client, secret, isEncrypted, `PostgreSQL ${version} at ${secret.host}:${secret.port}`)
    } catch (thrown) {
      await end(client)
      throw thrown
    }
  },
  failureOf({ code, message }) {
    if (code === '28P01') return 'wrong-password-or-no-user'
    if (code === '28000') return /role .* does not exist/.test(message) ? 'wrong-password-or-no-user' : 'login-not-allowed'
    if (code === '3D000') return 'database-missing'
    if (code === '42501') return 'login-not-allowed'
    if (code === '57P03' || code === '57P01') return 'unreachable'
    return null
  },
  isTlsNotOffered: ({ message }) => message === 'The server does not support SSL connections',
  hintOf({ code }) {
    if (code !== '42501') return null
    return 'The master user must be a superuser, or have CREATEROLE, and from PostgreSQL 16 on ADMIN OPTION on the user too: GRANT <user> TO <master> WITH ADMIN OPTION.'
  },
}

/** Opens a connection of `pg` with nothing taken from PG* variables or a .pgpass file. */
export async function connectPostgres(secret: DatabaseSecret, tls: TlsOptions | null, { signal }: OpenOptions): Promise<Client> {
  const { default: pg } = await loadDriver('pg', () => import('pg'))
  const client = new pg.Client({
    host: secret.host,
    port: secret.port,
    user: secret.username,
    // A function, since an empty text would have the driver look elsewhere.
    password: () => secret.password.reveal(),
    database: secret.database ?? 'postgres',
    ssl: tls ?? false,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'coffer-rotation',
  })
  // A connection that breaks later is reported by the next query; without a listener it would end the process.
  client.on('error', () => {})
  const stop = (): void => void end(client)
  signal.addEventListener('abort', stop, { once: true })
  client.once('end', () => signal.removeEventListener('abort', stop))
  try {
    await client.connect()
  } catch (thrown) {
    await end(client)
    throw thrown
  }
  return client
}

/** Whether the server sees the session as encrypted, and its version. A server without that view is taken by the driver's word. */
async function greet(client: Client, tls: TlsOptions | null): Promise<{ readonly isEncrypted: boolean; readonly version: string }> {
  try {
    const { rows } = await client.query<{ ssl: boolean; version: string }>("SELECT ssl, current_setting('server_version') AS version FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()")
    const row = rows[0]
    if (row !== undefined) return { isEncrypted: row.ssl, version: row.version.split(' ')[0] ?? '' }
  } catch {
    // Older servers, and some that only speak the protocol.
  }
  return { isEncrypted: tls !== null, version: '' }
}

function postgresSession(client: Client, secret: DatabaseSecret, isEncrypted: boolean, server: string): MasterSession {
  return {
    isEncrypted,
    server,
    account: null,
    async read() {
      await client.query('SELECT NOW()')
    },
    async changeOwnPassword(next: Sensitive<string>) {
      await inTransaction(client, () => setPostgresPassword(client, `ALTER ROLE ${pgIdentifier(secret.username)} WITH PASSWORD`, next))
    },
    async identity() {
      const { rows } = await client.query<{ id: string }>("SELECT concat_ws(' ', extract(epoch FROM pg_postmaster_start_time()), inet_server_port(), current_setting('server_version_num')) AS id")
      return rows[0]?.id ?? null
    },
    twinLacks: (plan) => postgresTwinLacks(client, plan),
    setTwin: (plan) => inTransaction(client, () => setPostgresTwin(client, plan)),
    close: () => end(client),
  }
}

/** All or nothing. The caller ends a session in which this failed. */
export async function inTransaction(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN')
  try {
    await work()
    await client.query('COMMIT')
  } catch (thrown) {
    // Only a server that answered will answer again; any other rolls back when the session ends.
    if (thrown instanceof Error && 'severity' in thrown) await client.query('ROLLBACK').catch(() => {})
    throw thrown
  }
}

/** Ends a connection, also one that never stood. */
export async function end(client: Client): Promise<void> {
  const { connection } = client as unknown as { readonly connection: { readonly stream: Socket } }
  await sayGoodbye(() => client.end(), () => connection.stream.destroy())
}

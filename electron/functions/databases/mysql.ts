import type { Connection } from 'mysql2/promise'
import type { Sensitive } from '../../../shared/sensitive.ts'
import { CONNECT_TIMEOUT_MS, STATEMENT_TIMEOUT_MS, type EngineAdapter, type MasterSession, type OpenOptions } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { readDriverError } from './driver-error.ts'
import { sayGoodbye } from './goodbye.ts'
import { loadDriver } from './load-driver.ts'
import { verifyByAddress } from './mysql-tls.ts'
import { mysqlLiteral } from './mysql-text.ts'
import { mysqlTwinLacks, setMysqlTwin, type MysqlQueries } from './mysql-twin.ts'
import type { TlsOptions } from './tls-choice.ts'

/** MySQL 8.0.13 and later under PASSWORD REQUIRE CURRENT: the statement has to name the password that it replaces. */
const MISSING_CURRENT_PASSWORD = 3892
const SECURE_TRANSPORT_REQUIRED = 3159

/** MySQL, Aurora MySQL and MariaDB: the server says which it is, whatever the secret's `engine`. */
export const mysqlAdapter: EngineAdapter = {
  async open(secret, tls, options) {
    const connection = await connect(secret, tls, options)
    try {
      return await greet(connection, secret)
    } catch (thrown) {
      connection.destroy()
      throw thrown
    }
  },
  failureOf({ code, number, message }) {
    if (code === 'ER_ACCESS_DENIED_ERROR' || number === 1045 || number === 1698) return 'wrong-password-or-no-user'
    if (number === 1049) return 'database-missing'
    // A user without any right on it is told that it may not, whether the database is there or not.
    if (number === 1044) return 'database-missing'
    if (number === 1130 || number === 3118 || number === 4151 || number === 1129 || number === 3955) return 'login-not-allowed'
    if (number === SECURE_TRANSPORT_REQUIRED) return 'tls'
    if (number === 1820 || number === 1862) return 'password-expired'
    if (code === 'PROTOCOL_CONNECTION_LOST' || code === 'ETIMEDOUT') return 'unreachable'
    return /\bSSL\b|\bTLS\b/.test(message) ? 'tls' : null
  },
  isTlsNotOffered: ({ code }) => code === 'HANDSHAKE_NO_SSL_SUPPORT',
  isTlsDemanded: ({ number }) => number === SECURE_TRANSPORT_REQUIRED,
  hintOf({ number }) {
    if (number === 1227) return 'The master user needs CREATE USER, and SELECT on mysql.user.'
    if (number === 1044 || number === 1142 || number === 1045 || number === 1698) return 'The master user needs GRANT OPTION for everything that the user may do, and SELECT on mysql.user.'
    if (number === 1290) return 'The server is read only, or runs with --skip-grant-tables.'
    return null
  },
}

async function connect(secret: DatabaseSecret, tls: TlsOptions | null, { signal }: OpenOptions): Promise<Connection> {
  const { default: mysql } = await loadDriver('mysql2', () => import('mysql2'))
  const connection = mysql.createConnection({
    host: secret.host,
    port: secret.port,
    user: secret.username,
    password: secret.password.reveal(),
    ...(secret.database === null ? {} : { database: secret.database }),
    ...(tls === null ? {} : { ssl: { rejectUnauthorized: tls.rejectUnauthorized } }),
    connectTimeout: CONNECT_TIMEOUT_MS,
    charset: 'utf8mb4',
    multipleStatements: false,
    rowsAsArray: true,
  })
  if (tls !== null) verifyByAddress(connection, secret.host, tls)
  signal.addEventListener('abort', () => connection.destroy(), { once: true })
  await new Promise<void>((resolve, reject) => {
    connection.connect((error) => (error === null ? resolve() : reject(error)))
    connection.on('error', reject)
  })
  return connection.promise()
}

async function greet(connection: Connection, secret: DatabaseSecret): Promise<MasterSession> {
  const rows = async (sql: string): Promise<readonly (readonly unknown[])[]> => {
    const [found] = await connection.query({ sql, timeout: STATEMENT_TIMEOUT_MS, rowsAsArray: true })
    return Array.isArray(found) ? (found as unknown as readonly (readonly unknown[])[]) : []
  }
  // Quoting depends on sql_mode: under NO_BACKSLASH_ESCAPES or ANSI_QUOTES a literal would end elsewhere.
  await rows("SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION'")
  const [first] = await rows('SELECT VERSION(), CURRENT_USER()')
  const version = String(first?.[0] ?? '')
  const isMariaDb = /mariadb/i.test(version)
  const queries: MysqlQueries = { isMariaDb, rows }
  const cipher = String((await rows("SHOW SESSION STATUS LIKE 'Ssl_cipher'"))[0]?.[1] ?? '')
  return {
    isEncrypted: cipher !== '',
    server: `${isMariaDb ? 'MariaDB' : 'MySQL'} ${/^[\d.]+/.exec(version)?.[0] ?? version} at ${secret.host}:${secret.port}`,
    account: String(first?.[1] ?? ''),
    async read() {
      await rows('SELECT NOW()')
    },
    async changeOwnPassword(next: Sensitive<string>, previous: Sensitive<string>) {
      const statement = ownPasswordStatement(version, mysqlLiteral(next.reveal()))
      try {
        await rows(statement)
      } catch (thrown) {
        if (readDriverError(thrown).number !== MISSING_CURRENT_PASSWORD) throw thrown
        await rows(`${statement} REPLACE ${mysqlLiteral(previous.reveal())}`)
      }
    },
    async identity() {
      const [row] = await rows(`SELECT CONCAT_WS(' ', @@hostname, @@port, @@datadir, ${isMariaDb ? '@@pid_file' : '@@server_uuid'})`)
      return typeof row?.[0] === 'string' ? row[0] : null
    },
    twinLacks: async (plan) => mysqlTwinLacks(await showingHex(queries), plan),
    setTwin: async (plan) => setMysqlTwin(await showingHex(queries), plan),
    close: () => sayGoodbye(() => connection.end(), () => connection.destroy()),
  }
}

/** MySQL prints hashes as raw bytes unless told otherwise; older versions do not know the setting. */
async function showingHex(queries: MysqlQueries): Promise<MysqlQueries> {
  if (!queries.isMariaDb) await queries.rows('SET SESSION print_identified_with_as_hex = ON').catch(() => [])
  return queries
}

/**
 * The statement with which a user sets its own password without further rights: MariaDB and MySQL before 5.7.6 take a hash made
 * by PASSWORD(), which MySQL 8 no longer has. Exported for tests. `password` is a literal.
 */
export function ownPasswordStatement(version: string, password: string): string {
  if (/mariadb/i.test(version)) return `SET PASSWORD = PASSWORD(${password})`
  const [major = 0, minor = 0, patch = 0] = version.split(/[^\d]+/).map(Number)
  const isOld = major < 5 || (major === 5 && (minor < 7 || (minor === 7 && patch < 6)))
  return isOld ? `SET PASSWORD = PASSWORD(${password})` : `ALTER USER USER() IDENTIFIED BY ${password}`
}

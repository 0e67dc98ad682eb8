import type { TLSSocket } from 'node:tls'
import type { Connection } from 'tedious'
import { CONNECT_TIMEOUT_MS, STATEMENT_TIMEOUT_MS, type EngineAdapter, type MasterSession, type OpenOptions } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { loadDriver } from './load-driver.ts'
import { sqlserverIdentifier, sqlserverLiteral } from './sqlserver-quote.ts'
import { isContainedUser, setSqlserverTwin, sqlserverTwinLacks, type RunBatch } from './sqlserver-twin.ts'
import type { TlsOptions } from './tls-choice.ts'

/** SQL Server. */
export const sqlserverAdapter: EngineAdapter = {
  async open(secret, tls, options) {
    const { connection, run } = await connect(secret, tls, options)
    return sqlserverSession(connection, run, secret, tls !== null)
  },
  failureOf({ code, number, message }) {
    if (number === 4060 || number === 4064 || number === 911) return 'database-missing'
    if (number === 18_487 || number === 18_488) return 'password-expired'
    if (number === 18_470 || number === 18_486 || number === 18_452 || number === 40_615 || number === 17_892) return 'login-not-allowed'
    if (number === 18_456 || code === 'ELOGIN') return 'wrong-password-or-no-user'
    if (code === 'EENCRYPT') return 'tls'
    if (/certificate|altnames|SSL|TLS/i.test(message)) return 'tls'
    return code === 'ESOCKET' || code === 'ETIMEOUT' ? 'unreachable' : null
  },
  isTlsNotOffered: ({ code, message }) => code === 'EENCRYPT' && message.includes('did not negotiate encryption'),
  isTlsDemanded: ({ code, message }) => code === 'EENCRYPT' && message.includes('requires encryption'),
  hintOf({ number }) {
    if (number === 15_118 || number === 15_116 || number === 15_114 || number === 15_115) return 'The server’s password policy refused the new password: set PASSWORD_LENGTH or EXCLUDE_CHARACTERS to fit it, then cancel this rotation and start another.'
    if (number === 4613) return 'The master user must be able to give what the user has: as a member of db_owner or sysadmin, or WITH GRANT OPTION.'
    return number === 15_247 || number === 15_151 ? 'The master user needs ALTER ANY LOGIN, and in the database ALTER ANY USER and ALTER ANY ROLE.' : null
  },
}

async function connect(secret: DatabaseSecret, tls: TlsOptions | null, { signal }: OpenOptions): Promise<{ readonly connection: Connection; readonly run: RunBatch }> {
  const driver = await loadDriver('tedious', () => import('tedious'))
  const { Connection: Tds, Request } = 'Connection' in driver ? driver : (driver as { readonly default: typeof driver }).default
  // The driver checks authority and name together or neither.
  const isAnyName = tls?.checkServerIdentity !== undefined
  const connection = new Tds({
    server: secret.host,
    authentication: { type: 'default', options: { userName: secret.username, password: secret.password.reveal() } },
    options: {
      port: secret.port,
      database: secret.database ?? 'master',
      encrypt: tls !== null,
      trustServerCertificate: tls !== null && (!tls.rejectUnauthorized || isAnyName),
      ...(tls?.ca === undefined ? {} : { cryptoCredentialsDetails: { ca: tls.ca } }),
      connectTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: STATEMENT_TIMEOUT_MS,
      appName: 'coffer-rotation',
      rowCollectionOnRequestCompletion: false,
      useColumnNames: false,
    },
  })
  connection.on('error', () => {})
  signal.addEventListener('abort', () => connection.close(), { once: true })
  // The driver's own error has no number, and the text of the last message alone where the first tells the reason.
  const told: { readonly number: number; readonly message: string }[] = []
  const listen = (message: (typeof told)[number]): void => void told.push(message)
  connection.on('errorMessage', listen)
  await new Promise<void>((resolve, reject) => {
    connection.on('secure', (secured: TLSSocket) => {
      if (!isAnyName || secured.authorized || String(secured.authorizationError) === 'ERR_TLS_CERT_ALTNAME_INVALID') return
      // Before the login is sent.
      connection.close()
      reject(Object.assign(new Error(`The certificate does not hold: ${String(secured.authorizationError)}`), { code: String(secured.authorizationError) }))
    })
    connection.connect((error?: Error) => {
      if (error === undefined || error === null) return resolve()
      connection.close()
      reject(told[0] === undefined ? error : Object.assign(new Error(told[0].message), { number: told[0].number }))
    })
  })
  connection.off('errorMessage', listen)
  const run: RunBatch = (sql) =>
    new Promise((resolve, reject) => {
      let rows: Record<string, unknown>[] = []
      const request = new Request(sql, (error: Error | null | undefined) => (error === null || error === undefined ? resolve(rows) : reject(error)))
      request.on('columnMetadata', () => (rows = []))
      request.on('row', (columns: readonly { readonly metadata: { readonly colName: string }; readonly value: unknown }[]) => rows.push(Object.fromEntries(columns.map(({ metadata, value }) => [metadata.colName, value]))))
      connection.execSqlBatch(request)
    })
  return { connection, run }
}

async function sqlserverSession(connection: Connection, run: RunBatch, secret: DatabaseSecret, asked: boolean): Promise<MasterSession> {
  // Only some may ask the server how it sees their session.
  const seen = await run('SELECT encrypt_option AS word FROM sys.dm_exec_connections WHERE session_id = @@SPID').catch(() => [])
  const version = String((await run("SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)) AS version").catch(() => []))[0]?.['version'] ?? '')
  return {
    isEncrypted: seen[0] === undefined ? asked : String(seen[0]['word']).toUpperCase() === 'TRUE',
    server: `SQL Server ${version} at ${secret.host}:${secret.port}`.replace('  ', ' '),
    account: null,
    async read() {
      await run('SELECT @@VERSION AS version')
    },
    async changeOwnPassword(next, previous) {
      const kind = (await isContainedUser(run, secret.username)) ? 'USER' : 'LOGIN'
      // The password that this session logged in with: AWS's function sends current's even where previous was right.
      await run(`ALTER ${kind} ${sqlserverIdentifier(secret.username)} WITH PASSWORD = ${sqlserverLiteral(next.reveal())} OLD_PASSWORD = ${sqlserverLiteral(previous.reveal())}`)
    },
    async identity() {
      const [row] = await run("SELECT CONCAT(@@SERVERNAME, ' ', CONVERT(nvarchar(64), create_date, 126)) AS id FROM sys.databases WHERE name = 'tempdb'").catch(() => [])
      return typeof row?.['id'] === 'string' ? row['id'] : null
    },
    twinLacks: (plan) => sqlserverTwinLacks(run, plan),
    setTwin: (plan) => setSqlserverTwin(run, plan),
    async close() {
      connection.close()
    },
  }
}

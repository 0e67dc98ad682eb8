import { valueError } from '../rotation-failure.ts'
import { STATEMENT_TIMEOUT_MS, type EngineAdapter, type MasterSession, type OpenOptions } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { readDriverError } from './driver-error.ts'
import { loadDriver } from './load-driver.ts'
import { isPlainListener } from './oracle-ping.ts'
import { descriptorPart, oracleName, oraclePassword } from './oracle-text.ts'
import { oracleTwinLacks, setOracleTwin, type RunOracle } from './oracle-twin.ts'
import { trustingWallet } from './oracle-wallet.ts'
import type { TlsOptions } from './tls-choice.ts'

/** What is used of the driver, which brings no types. */
interface OracleConnection {
  execute(sql: string, binds?: readonly unknown[]): Promise<{ readonly rows?: readonly (readonly unknown[])[] }>
  close(options?: { readonly drop: boolean }): Promise<void>
  callTimeout: number
  readonly oracleServerVersionString: string
  /** A logon that worked, but: ORA-28002. */
  readonly warning?: Error
}
interface OracleDriver {
  getConnection(attributes: Readonly<Record<string, unknown>>): Promise<OracleConnection>
  fetchAsString: unknown[]
  readonly CLOB: unknown
}

const CONNECT_TIMEOUT_S = 5
const LOGON_TIMEOUT_MS = 15_000
const NO_TLS = 'The listener answers in plain text and has no TLS.'
/** A listener's word that it does not know the service, or the SID. */
const NO_SUCH_NAME = /ORA-12514|ORA-12505|NJS-518|NJS-519/

/** Oracle, by the driver's thin mode: no client of Oracle's is needed. */
export const oracleAdapter: EngineAdapter = {
  async open(secret, tls, options) {
    const connection = await connect(secret, tls, options)
    if (connection.warning !== undefined) options.note(`${secret.username}: ${connection.warning.message.split('\n')[0] ?? ''}`)
    const run: RunOracle = async (sql, binds = []) => (await connection.execute(sql, binds)).rows ?? []
    return oracleSession(connection, run, secret)
  },
  failureOf({ code, number, message }) {
    // A listener's refusal comes as an error of the driver's with Oracle's own as its cause.
    const names = `${code} ${message}`
    if (/ORA-01017|ORA-28788/.test(names) || number === 1_017) return 'wrong-password-or-no-user'
    if (/ORA-28001/.test(names)) return 'password-expired'
    if (/ORA-28000|ORA-01045|ORA-12660|ORA-12528|ORA-00604/.test(names)) return 'login-not-allowed'
    if (NO_SUCH_NAME.test(names)) return 'database-missing'
    if (message.startsWith(NO_TLS) || /certificate|altnames|NJS-50[5-8]|DN match/i.test(names)) return 'tls'
    return /NJS-503|NJS-510|NJS-511|NJS-521|NJS-530|ORA-12541|ORA-12170|NJS-500|NJS-501/.test(names) ? 'unreachable' : null
  },
  isTlsNotOffered: ({ message }) => message.startsWith(NO_TLS) || /wrong version number|before secure TLS connection|packet length too long|NJS-501.*TLS/i.test(message),
  isPlainServer: ({ host, port }) => isPlainListener(host, port),
  hintOf({ message }) {
    if (/ORA-0(1031|0942|1918|4043)|ORA-31603/.test(message)) return 'The master user needs CREATE USER, ALTER USER, SELECT_CATALOG_ROLE and the right to grant what the user has.'
    if (/ORA-2800[37]/.test(message)) return 'The profile’s rules refused the new password: set PASSWORD_LENGTH or EXCLUDE_CHARACTERS to fit them.'
    return message.includes('ORA-00972') ? 'Before 23ai a password of Oracle’s has at most 30 bytes: set PASSWORD_LENGTH to 30 or less.' : null
  },
}

/** Connect descriptors to try in turn: `dbname` is a service name, or else an SID. Exported for tests. */
export function oracleDescriptors({ host, port, database, tls }: DatabaseSecret, isTls: boolean): readonly string[] {
  const address = `(ADDRESS=(PROTOCOL=${isTls ? 'tcps' : 'tcp'})(HOST=${descriptorPart('host', host)})(PORT=${port}))`
  const name = descriptorPart('dbname', database ?? '')
  const security = isTls ? `(SECURITY=(SSL_SERVER_DN_MATCH=${tls.mode === 'verify-ca' ? 'NO' : 'YES'}))` : ''
  return ['SERVICE_NAME', 'SID'].map((kind) => `(DESCRIPTION=(CONNECT_TIMEOUT=${CONNECT_TIMEOUT_S})(TRANSPORT_CONNECT_TIMEOUT=${CONNECT_TIMEOUT_S})${address}(CONNECT_DATA=(${kind}=${name}))${security})`)
}

async function connect(secret: DatabaseSecret, tls: TlsOptions | null, options: OpenOptions): Promise<OracleConnection> {
  if (tls !== null && !tls.rejectUnauthorized) throw valueError('The driver of Oracle verifies every certificate: choose sslmode verify-ca, verify-full or disable.')
  // @ts-expect-error -- the driver brings no types
  const { default: driver } = await loadDriver('oracledb', () => import('oracledb') as Promise<{ readonly default: OracleDriver }>)
  driver.fetchAsString = [driver.CLOB]
  let first: unknown = null
  for (const connectString of oracleDescriptors(secret, tls !== null)) {
    try {
      const attributes = { user: oracleName(secret.username), password: secret.password.reveal(), connectString, ...(tls?.ca === undefined ? {} : { walletContent: trustingWallet(tls.ca) }) }
      const connection = await withinLimit(driver.getConnection(attributes), options)
      connection.callTimeout = STATEMENT_TIMEOUT_MS
      options.signal.addEventListener('abort', () => void connection.close({ drop: true }).catch(() => {}), { once: true })
      return connection
    } catch (thrown) {
      const { message } = readDriverError(thrown)
      if (NO_SUCH_NAME.test(message)) first ??= thrown
      else if (tls !== null && /NJS-510/.test(message) && (await isPlainListener(secret.host, secret.port))) throw new Error(`${NO_TLS} ${message}`, { cause: thrown })
      else throw thrown
    }
  }
  throw first
}

/** The driver limits the time to connect, but waits without end for answers to its logon; a connection that comes too late is closed. */
async function withinLimit(connecting: Promise<OracleConnection>, { signal }: OpenOptions): Promise<OracleConnection> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LOGON_TIMEOUT_MS)])
  let isLate = false
  const late = new Promise<never>((_resolve, reject) => {
    const stop = (): void => {
      isLate = true
      reject(Object.assign(new Error(`connection timeout: the server took the connection, but did not answer the logon within ${LOGON_TIMEOUT_MS / 1_000} s`), { code: 'ETIMEDOUT' }))
    }
    if (limit.aborted) stop()
    else limit.addEventListener('abort', stop, { once: true })
  })
  connecting.then(
    (connection) => (isLate ? connection.close({ drop: true }).catch(() => {}) : undefined),
    () => {},
  )
  return Promise.race([connecting, late])
}

async function oracleSession(connection: OracleConnection, run: RunOracle, secret: DatabaseSecret): Promise<MasterSession> {
  const [row] = await run("SELECT SYS_CONTEXT('USERENV', 'NETWORK_PROTOCOL') FROM DUAL").catch(() => [])
  return {
    isEncrypted: row?.[0] === 'tcps',
    server: `Oracle ${connection.oracleServerVersionString} at ${secret.host}:${secret.port}`,
    account: null,
    async read() {
      await run('SELECT SYSDATE FROM DUAL')
    },
    async changeOwnPassword(next, previous) {
      await run(`ALTER USER ${oracleName(secret.username)} IDENTIFIED BY ${oraclePassword(next)} REPLACE ${oraclePassword(previous)}`)
    },
    async identity() {
      const [found] = await run("SELECT SYS_CONTEXT('USERENV', 'DB_UNIQUE_NAME') || ' ' || SYS_CONTEXT('USERENV', 'CON_NAME') || ' ' || SYS_CONTEXT('USERENV', 'SERVER_HOST') FROM DUAL").catch(() => [])
      return typeof found?.[0] === 'string' ? found[0] : null
    },
    twinLacks: (plan) => oracleTwinLacks(run, plan),
    setTwin: (plan) => setOracleTwin(run, plan),
    async close() {
      await connection.close().catch(() => {})
    },
  }
}

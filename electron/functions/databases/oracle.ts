import { valueError } from '../rotation-failure.ts'
import { STATEMENT_TIMEOUT_MS, type EngineAdapter, type MasterSession, type OpenOptions, type TwinPlan } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { readDriverError } from './driver-error.ts'
import { loadDriver } from './load-driver.ts'
import { descriptorPart, grantsFor, oracleName, oraclePassword } from './oracle-text.ts'
import type { TlsOptions } from './tls-choice.ts'

/** What is used of the driver, which brings no types. */
interface OracleConnection {
  execute(sql: string, binds?: readonly unknown[]): Promise<{ readonly rows?: readonly (readonly unknown[])[] }>
  close(options?: { readonly drop: boolean }): Promise<void>
  callTimeout: number
  readonly oracleServerVersionString: string
}
interface OracleDriver {
  getConnection(attributes: Readonly<Record<string, unknown>>): Promise<OracleConnection>
  fetchAsString: unknown[]
  readonly CLOB: unknown
}

/** Runs one statement and gives its rows. */
export type RunOracle = (sql: string, binds?: readonly unknown[]) => Promise<readonly (readonly unknown[])[]>

const CONNECT_TIMEOUT_S = 5

/** Oracle, by the driver's thin mode: no client of Oracle's is needed. */
export const oracleAdapter: EngineAdapter = {
  async open(secret, tls, options) {
    const connection = await connect(secret, tls, options)
    const run: RunOracle = async (sql, binds = []) => (await connection.execute(sql, binds)).rows ?? []
    return oracleSession(connection, run, secret)
  },
  failureOf({ code, number, message }) {
    const name = /(ORA|DPY|NJS)-\d+/.exec(`${code} ${message}`)?.[0] ?? ''
    if (/ORA-01017|ORA-28788/.test(name) || number === 1_017) return 'wrong-password-or-no-user'
    if (/ORA-28001|ORA-28002/.test(name)) return 'password-expired'
    if (/ORA-28000|ORA-01045|ORA-12660|ORA-12528|ORA-00604/.test(name)) return 'login-not-allowed'
    if (/ORA-12514|ORA-12505|NJS-518|NJS-517/.test(name)) return 'database-missing'
    if (/certificate|altnames|NJS-505|DN match/i.test(message)) return 'tls'
    return /NJS-503|NJS-510|NJS-511|NJS-521|ORA-12541|ORA-12170|NJS-500|NJS-501/.test(`${name} ${message}`) ? 'unreachable' : null
  },
  isTlsNotOffered: ({ message }) => /wrong version number|before secure TLS connection|packet length too long|NJS-501.*TLS/i.test(message),
  hintOf: ({ message }) => (/ORA-0(1031|0942|1918|4043)|ORA-31603/.test(message) ? 'The master user needs CREATE USER, ALTER USER, SELECT_CATALOG_ROLE and the right to grant what the user has.' : /ORA-2800[37]/.test(message) ? 'The profile’s rules refused the new password: set PASSWORD_LENGTH or EXCLUDE_CHARACTERS to fit them.' : null),
}

/** Connect descriptors to try in turn: `dbname` is a service name, or else an SID. Exported for tests. */
export function oracleDescriptors({ host, port, database, tls }: DatabaseSecret, isTls: boolean): readonly string[] {
  const address = `(ADDRESS=(PROTOCOL=${isTls ? 'tcps' : 'tcp'})(HOST=${descriptorPart('host', host)})(PORT=${port}))`
  const name = descriptorPart('dbname', database ?? '')
  const security = isTls ? `(SECURITY=(SSL_SERVER_DN_MATCH=${tls.mode === 'verify-ca' ? 'NO' : 'YES'}))` : ''
  return ['SERVICE_NAME', 'SID'].map((kind) => `(DESCRIPTION=(CONNECT_TIMEOUT=${CONNECT_TIMEOUT_S})(TRANSPORT_CONNECT_TIMEOUT=${CONNECT_TIMEOUT_S})${address}(CONNECT_DATA=(${kind}=${name}))${security})`)
}

async function connect(secret: DatabaseSecret, tls: TlsOptions | null, { signal }: OpenOptions): Promise<OracleConnection> {
  if (tls !== null && !tls.rejectUnauthorized) throw valueError('The driver of Oracle verifies every certificate: choose sslmode verify-ca, verify-full or disable.')
  // @ts-expect-error -- the driver brings no types
  const { default: driver } = await loadDriver('oracledb', () => import('oracledb') as Promise<{ readonly default: OracleDriver }>)
  driver.fetchAsString = [driver.CLOB]
  let first: unknown = null
  for (const connectString of oracleDescriptors(secret, tls !== null)) {
    try {
      const connection = await driver.getConnection({
        user: oracleName(secret.username),
        password: secret.password.reveal(),
        connectString,
        ...(secret.tls.ca === null ? {} : { walletContent: secret.tls.ca }),
      })
      connection.callTimeout = STATEMENT_TIMEOUT_MS
      signal.addEventListener('abort', () => void connection.close({ drop: true }).catch(() => {}), { once: true })
      return connection
    } catch (thrown) {
      if (!/ORA-12514|NJS-518|ORA-12505|NJS-517/.test(readDriverError(thrown).message)) throw thrown
      first ??= thrown
    }
  }
  throw first
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

const GRANT_KINDS = ['ROLE_GRANT', 'SYSTEM_GRANT', 'OBJECT_GRANT', 'TABLESPACE_QUOTA', 'DEFAULT_ROLE']

/** A user's rights as statements for another one. ORA-31608: it has none of that kind. */
async function rightsFor(run: RunOracle, of: string, as: string): Promise<readonly string[]> {
  const statements: string[] = []
  for (const kind of GRANT_KINDS) {
    try {
      for (const [ddl] of await run('SELECT DBMS_METADATA.GET_GRANTED_DDL(:1, :2) FROM DUAL', [kind, of])) statements.push(...grantsFor(String(ddl), of, as))
    } catch (thrown) {
      if (!readDriverError(thrown).message.includes('ORA-31608')) throw thrown
    }
  }
  return statements
}

async function userFacts(run: RunOracle, name: string): Promise<readonly unknown[] | null> {
  return (await run('SELECT DEFAULT_TABLESPACE, TEMPORARY_TABLESPACE, PROFILE FROM DBA_USERS WHERE USERNAME = :1', [name]))[0] ?? null
}

/** What the twin lacks, in words. */
export async function oracleTwinLacks(run: RunOracle, { current, twin }: TwinPlan): Promise<readonly string[]> {
  const own = current.username.toUpperCase()
  const other = twin.toUpperCase()
  if ((await userFacts(run, other)) === null) return [`the user ${other}`]
  const has = await rightsFor(run, other, other)
  return (await rightsFor(run, own, other)).filter((statement) => !has.includes(statement))
}

/** Makes the twin with current's tablespaces, profile and grants, or brings it up to the grants; its password comes last, and a new one is locked till then. */
export async function setOracleTwin(run: RunOracle, { current, twin, password }: TwinPlan): Promise<void> {
  const own = current.username.toUpperCase()
  const other = twin.toUpperCase()
  const name = oracleName(other)
  const secret = oraclePassword(password)
  const facts = await userFacts(run, own)
  const isNew = (await userFacts(run, other)) === null
  if (isNew) {
    const [tablespace, temporary, profile] = (facts ?? []).map((fact) => (typeof fact === 'string' ? fact : null))
    const options = [tablespace && `DEFAULT TABLESPACE "${tablespace}"`, temporary && `TEMPORARY TABLESPACE "${temporary}"`, profile && `PROFILE "${profile}"`].filter(Boolean)
    await run(['CREATE USER', name, `IDENTIFIED BY ${secret}`, ...options, 'ACCOUNT LOCK'].join(' '))
  }
  const has = isNew ? [] : await rightsFor(run, other, other)
  for (const statement of await rightsFor(run, own, other)) if (!has.includes(statement)) await run(statement)
  await run(`ALTER USER ${name} ${isNew ? '' : `IDENTIFIED BY ${secret} `}ACCOUNT UNLOCK`)
}

import { valueError } from '../rotation-failure.ts'
import { CONNECT_TIMEOUT_MS, STATEMENT_TIMEOUT_MS, type OpenOptions } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { readDriverError } from './driver-error.ts'
import { loadDriver } from './load-driver.ts'
import { isPlainListener } from './oracle-ping.ts'
import { descriptorPart, oracleName } from './oracle-text.ts'
import { trustingWallet } from './oracle-wallet.ts'
import type { TlsOptions } from './tls-choice.ts'

/** What is used of the driver, which brings no types. */
interface DriverConnection {
  execute(sql: string, binds: readonly unknown[]): Promise<{ readonly rows?: readonly (readonly unknown[])[] }>
  close(): Promise<void>
  callTimeout: number
  readonly oracleServerVersionString: string
  /** A logon that worked, but: ORA-28002. */
  readonly warning?: Error
  /** The driver's inner side, which alone can end a connection whose server says nothing. */
  readonly _impl?: { readonly nscon?: { forceDisconnect?(): void } }
}
interface Driver {
  getConnection(attributes: Readonly<Record<string, unknown>>): Promise<DriverConnection>
  fetchAsString: unknown[]
  readonly CLOB: unknown
}

/** Runs one statement and gives its rows. */
export type RunOracle = (sql: string, binds?: readonly unknown[]) => Promise<readonly (readonly unknown[])[]>

export interface OracleConnection {
  readonly run: RunOracle
  readonly version: string
  /** What the server said of a logon that worked. */
  readonly warning: string | null
  /** Never rejects. */
  close(): Promise<void>
}

const CONNECT_TIMEOUT_S = CONNECT_TIMEOUT_MS / 1_000
const LOGON_TIMEOUT_MS = 15_000
/** For the answer to a break, which a statement gets that takes too long. */
const BREAK_TIMEOUT_MS = 5_000
/** A listener's word that it does not know the service, or the SID. */
export const NO_SUCH_NAME = /ORA-12514|ORA-12505|NJS-518|NJS-519/
export const NO_TLS = 'The listener answers in plain text and has no TLS.'

/** Connect descriptors to try in turn: `dbname` is a service name, or else an SID. Exported for tests. */
export function oracleDescriptors({ host, port, database, tls }: DatabaseSecret, isTls: boolean): readonly string[] {
  const address = `(ADDRESS=(PROTOCOL=${isTls ? 'tcps' : 'tcp'})(HOST=${descriptorPart('host', host)})(PORT=${port}))`
  const name = descriptorPart('dbname', database ?? '')
  const security = isTls ? `(SECURITY=(SSL_SERVER_DN_MATCH=${tls.mode === 'verify-ca' ? 'NO' : 'YES'}))` : ''
  return ['SERVICE_NAME', 'SID'].map((kind) => `(DESCRIPTION=(CONNECT_TIMEOUT=${CONNECT_TIMEOUT_S})(TRANSPORT_CONNECT_TIMEOUT=${CONNECT_TIMEOUT_S})${address}(CONNECT_DATA=(${kind}=${name}))${security})`)
}

/** Logs in, by service name or else by SID. Rejects with the driver's error, of the service name where neither is there. */
export async function connectOracle(secret: DatabaseSecret, tls: TlsOptions | null, { signal }: OpenOptions): Promise<OracleConnection> {
  if (tls !== null && !tls.rejectUnauthorized) throw valueError('The driver of Oracle verifies every certificate: choose sslmode verify-ca, verify-full or disable.')
  // @ts-expect-error -- the driver brings no types
  const { default: driver } = await loadDriver('oracledb', () => import('oracledb') as Promise<{ readonly default: Driver }>)
  driver.fetchAsString = [driver.CLOB]
  let first: unknown = null
  for (const connectString of oracleDescriptors(secret, tls !== null)) {
    const attributes = { user: oracleName(secret.username), password: secret.password.reveal(), connectString, ...(tls?.ca === undefined ? {} : { walletContent: trustingWallet(tls.ca) }) }
    try {
      // The driver limits the time to connect, but waits without end for answers to its logon.
      const connection = await within(() => driver.getConnection(attributes), LOGON_TIMEOUT_MS, signal, (connecting) => void connecting?.then(cut, () => {}))
      connection.callTimeout = STATEMENT_TIMEOUT_MS
      return limited(connection, signal)
    } catch (thrown) {
      const { message } = readDriverError(thrown)
      if (NO_SUCH_NAME.test(message)) first ??= thrown
      else if (tls !== null && message.includes('NJS-510') && (await isPlainListener(secret.host, secret.port))) throw new Error(`${NO_TLS} ${message}`, { cause: thrown })
      else throw thrown
    }
  }
  throw first
}

/** A connection whose every call ends: when it is answered, after its time, or with the run. */
function limited(connection: DriverConnection, signal: AbortSignal): OracleConnection {
  const end = (): void => cut(connection)
  return {
    run: async (sql, binds = []) => (await within(() => connection.execute(sql, binds), STATEMENT_TIMEOUT_MS + BREAK_TIMEOUT_MS, signal, end)).rows ?? [],
    version: connection.oracleServerVersionString,
    warning: connection.warning?.message.split('\n')[0] ?? null,
    async close() {
      await within(() => connection.close(), BREAK_TIMEOUT_MS, null, end).catch(() => {})
    },
  }
}

/** Ends a connection without a word to the server. Its own `close` waits for the call before it. */
function cut(connection: DriverConnection): void {
  connection._impl?.nscon?.forceDisconnect?.()
}

/** Begins some work and waits for it. After its time, and when the run is stopped, `end` makes an end of what is under way; nothing begins in a run that was stopped. */
async function within<T>(begin: () => Promise<T>, limitMs: number, signal: AbortSignal | null, end: (work: Promise<T> | null) => void): Promise<T> {
  const stopped = (): Error => new Error('The run was stopped.')
  if (signal?.aborted === true) {
    end(null)
    throw stopped()
  }
  const work = begin()
  let timer: NodeJS.Timeout | undefined
  let stop = (): void => {}
  const over = new Promise<never>((_resolve, reject) => {
    const because = (error: Error): void => {
      end(work)
      reject(error)
    }
    stop = () => because(stopped())
    timer = setTimeout(() => because(Object.assign(new Error(`connection timeout: the server took the connection, but did not answer within ${limitMs / 1_000} s`), { code: 'ETIMEDOUT' })), limitMs)
    signal?.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, over])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

import { createRequire } from 'node:module'
import { setTimeout as wait } from 'node:timers/promises'
import type { Sensitive } from '../../../shared/sensitive.ts'
import { keyError, valueError } from '../rotation-failure.ts'
import { CONNECT_TIMEOUT_MS, type EngineAdapter, type MasterSession, type TwinPlan } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { readDriverError } from './driver-error.ts'
import { sayGoodbye } from './goodbye.ts'
import { loadDriver } from './load-driver.ts'

/** What is used of `ibm_db`. */
export interface Db2Connection {
  query(sql: string, values?: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>
  close(): Promise<void>
}
export interface Db2Driver {
  open(connectionString: string, options: { readonly connectTimeout: number }): Promise<Db2Connection>
}

const NAME = 'ibm_db'
/** Where RDS keeps its procedures. */
const ADMIN_DATABASE = 'RDSADMIN'
/** A changed password is taken up a while later. */
const TAKE_UP_MS = 60_000
const AGAIN_MS = 500

/** The privileges on a database, by their column in SYSCAT.DBAUTH. Source: IBM, SYSCAT.DBAUTH and GRANT (database authorities) */
const AUTHORITIES: Readonly<Record<string, string>> = {
  BINDADDAUTH: 'BINDADD', CONNECTAUTH: 'CONNECT', CREATETABAUTH: 'CREATETAB', DBADMAUTH: 'DBADM', EXTERNALROUTINEAUTH: 'CREATE_EXTERNAL_ROUTINE', IMPLSCHEMAAUTH: 'IMPLICIT_SCHEMA',
  LOADAUTH: 'LOAD', NOFENCEAUTH: 'CREATE_NOT_FENCED_ROUTINE', QUIESCECONNECTAUTH: 'QUIESCE_CONNECT', SECURITYADMAUTH: 'SECADM', SQLADMAUTH: 'SQLADM', WLMADMAUTH: 'WLMADM',
  EXPLAINAUTH: 'EXPLAIN', DATAACCESSAUTH: 'DATAACCESS', ACCESSCTRLAUTH: 'ACCESSCTRL', CREATESECUREAUTH: 'CREATE_SECURE_OBJECT',
}

/** The driver, which the user installs: it brings IBM's own client. Null when it is not there. */
export function findDb2Driver(): (() => Promise<Db2Driver>) | null {
  const require = createRequire(import.meta.url)
  try {
    require.resolve(NAME)
  } catch {
    return null
  }
  return async () => require(NAME) as Db2Driver
}

/** Db2 on RDS: users of a Db2 of one's own are users of its operating system, which no SQL can change. */
export function createDb2Adapter(load: () => Promise<Db2Driver>): EngineAdapter {
  const connect = async (secret: DatabaseSecret, database: string, isTls: boolean): Promise<Db2Connection> =>
    (await loadDriver(NAME, load)).open(db2ConnectionString(secret, database, isTls), { connectTimeout: CONNECT_TIMEOUT_MS / 1_000 })

  const asAdmin = async (master: DatabaseSecret, isTls: boolean, action: (connection: Db2Connection) => Promise<void>): Promise<void> => {
    const connection = await connect(master, ADMIN_DATABASE, isTls)
    try {
      await action(connection)
    } finally {
      await connection.close().catch(() => {})
    }
  }
  const untilLogsIn = async (login: DatabaseSecret, isTls: boolean, signal: AbortSignal): Promise<void> => {
    const deadline = performance.now() + TAKE_UP_MS
    for (;;) {
      try {
        await (await connect(login, login.database ?? '', isTls)).close()
        return
      } catch (thrown) {
        if (signal.aborted || performance.now() > deadline) throw thrown
        await wait(AGAIN_MS)
      }
    }
  }
  return {
    async open(secret, tls, { signal }) {
      if (tls !== null && (!tls.rejectUnauthorized || secret.tls.ca !== null)) throw valueError('The driver of Db2 verifies by its own store of certificates: choose sslmode verify-full without sslrootcert, or disable.')
      const isTls = tls !== null
      const connection = await connect(secret, secret.database ?? '', isTls)
      signal.addEventListener('abort', () => void connection.close().catch(() => {}), { once: true })
      const session: MasterSession = {
        isEncrypted: isTls,
        server: `Db2 at ${secret.host}:${secret.port}`,
        account: null,
        async read() {
          await connection.query('VALUES 1')
        },
        async changeOwnPassword() {
          throw keyError("'masterarn'")
        },
        async setPasswordOf(username: string, next: Sensitive<string>) {
          await asAdmin(secret, isTls, async (admin) => void (await admin.query('call rdsadmin.change_password(?, ?)', [username, next.reveal()])))
          await untilLogsIn({ ...secret, username, password: next }, isTls, signal)
        },
        identity: async () => null,
        twinLacks: (plan) => lacking(connection, plan),
        async setTwin(plan) {
          await asAdmin(secret, isTls, (admin) => addUser(admin, plan))
          for (const authority of await lacking(connection, plan)) await connection.query(`GRANT ${authority} ON DATABASE TO USER ${db2Name(plan.twin)}`)
          await asAdmin(secret, isTls, async (admin) => void (await admin.query('call rdsadmin.change_password(?, ?)', [plan.twin, plan.password.reveal()])))
          await untilLogsIn({ ...secret, username: plan.twin, password: plan.password }, isTls, signal)
        },
        close: () => sayGoodbye(() => connection.close(), () => {}),
      }
      return session
    },
    failureOf({ message }) {
      if (/SQL30082N/.test(message)) return /REASON "?1"?\b|EXPIRED/i.test(message) ? 'password-expired' : 'wrong-password-or-no-user'
      if (/SQL1013N|SQL30061N/.test(message)) return 'database-missing'
      if (/SQL1060N|SQL20263N/.test(message)) return 'login-not-allowed'
      if (/GSKit|SQL10013N|SSL/i.test(message)) return 'tls'
      return /SQL30081N|SQL1336N/.test(message) ? 'unreachable' : null
    },
    isTlsNotOffered: ({ message }) => /GSKit.*(410|420)/.test(message),
    hintOf: ({ message }) => (/SQL0440N|RDSADMIN/.test(message) ? 'Only RDS has the procedures that set passwords; users of a Db2 of your own are users of its operating system.' : null),
    singleNeedsMaster: 'always',
  }
}

/** A connection string. Nothing in one can be quoted, so what would end a field is refused. @throws RotationFailure ValueError */
export function db2ConnectionString({ host, port, username, password }: DatabaseSecret, database: string, isTls: boolean): string {
  const fields = { DATABASE: database, HOSTNAME: host, PORT: String(port), PROTOCOL: 'TCPIP', UID: username, PWD: password.reveal(), ...(isTls ? { SECURITY: 'SSL' } : {}) }
  for (const [key, value] of Object.entries(fields)) if (/[;{}\0]/.test(value)) throw valueError(`${key} of a Db2 login must not hold ; { or }`)
  return Object.entries(fields).map(([key, value]) => `${key}=${value}`).join(';')
}

function db2Name(name: string): string {
  return `"${name.toUpperCase().replaceAll('"', '""')}"`
}

async function addUser(admin: Db2Connection, { twin, password }: TwinPlan): Promise<void> {
  try {
    await admin.query('call rdsadmin.add_user(?, ?, ?)', [twin, password.reveal(), ''])
  } catch (thrown) {
    if (!/already exists/i.test(readDriverError(thrown).message)) throw thrown
  }
}

async function authoritiesOf(connection: Db2Connection, user: string): Promise<readonly string[]> {
  const [row] = await connection.query("SELECT * FROM SYSCAT.DBAUTH WHERE GRANTEE = ? AND GRANTEETYPE = 'U'", [user.toUpperCase()])
  return Object.entries(AUTHORITIES).flatMap(([column, authority]) => (row?.[column] === 'Y' ? [authority] : []))
}

async function lacking(connection: Db2Connection, { current, twin }: TwinPlan): Promise<readonly string[]> {
  const has = await authoritiesOf(connection, twin)
  return (await authoritiesOf(connection, current.username)).filter((authority) => !has.includes(authority))
}

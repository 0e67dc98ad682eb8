import type { EngineAdapter, MasterSession } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { connectOracle, NO_SUCH_NAME, NO_TLS, type OracleConnection } from './oracle-connection.ts'
import { isPlainListener } from './oracle-ping.ts'
import { oracleName, oraclePassword } from './oracle-text.ts'
import { oracleTwinLacks, setOracleTwin } from './oracle-twin.ts'

/** Oracle, by the driver's thin mode: no client of Oracle's is needed. */
export const oracleAdapter: EngineAdapter = {
  async open(secret, tls, options) {
    const connection = await connectOracle(secret, tls, options)
    if (connection.warning !== null) options.note(`${secret.username}: ${connection.warning}`)
    return oracleSession(connection, secret, tls !== null)
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

async function oracleSession({ run, version, close }: OracleConnection, secret: DatabaseSecret, isTls: boolean): Promise<MasterSession> {
  const [row] = await run("SELECT SYS_CONTEXT('USERENV', 'NETWORK_PROTOCOL') FROM DUAL").catch(() => [])
  return {
    isEncrypted: row === undefined ? isTls : row[0] === 'tcps',
    server: `Oracle ${version} at ${secret.host}:${secret.port}`,
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
    close,
  }
}

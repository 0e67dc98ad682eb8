// @ts-expect-error -- the driver brings no types
import oracledb from 'oracledb'
import { trustingWallet } from '../../../electron/functions/databases/oracle-wallet.ts'
import type { Fields } from './rotation-desk.ts'

export interface DriverSession {
  execute(sql: string, binds?: readonly unknown[]): Promise<{ readonly rows?: readonly (readonly unknown[])[] }>
  commit(): Promise<void>
  rollback(): Promise<void>
  ping(): Promise<void>
  close(): Promise<void>
}

/** The driver itself, without Coffer. */
export async function driverSession({ username, password, host, port, dbname, ssl, sslrootcert }: Fields): Promise<DriverSession> {
  const isTls = ssl !== false
  const driver = oracledb as unknown as { getConnection(attributes: object): Promise<DriverSession> }
  return driver.getConnection({
    user: username,
    password,
    connectString: `(DESCRIPTION=(CONNECT_TIMEOUT=5)(ADDRESS=(PROTOCOL=${isTls ? 'tcps' : 'tcp'})(HOST=${String(host)})(PORT=${String(port)}))(CONNECT_DATA=(SERVICE_NAME=${String(dbname)})))`,
    ...(isTls ? { walletContent: trustingWallet([String(sslrootcert)]) } : {}),
  })
}

/** Whether a secret's login works as it stands in quotes, or the error's code. */
export async function loginOutcome(fields: Fields): Promise<string> {
  const name = String(fields['username'])
  try {
    const session = await driverSession({ ...fields, username: name.startsWith('"') ? name : `"${name.toUpperCase()}"` })
    await session.close()
    return 'works'
  } catch (thrown) {
    return String((thrown as { readonly code?: unknown }).code)
  }
}

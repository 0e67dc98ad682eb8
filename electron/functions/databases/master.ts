import { Sensitive } from '../../../shared/sensitive.ts'
import { isOn } from '../../../shared/rotation/password-rules.ts'
import { keyError, valueError } from '../rotation-failure.ts'
import type { MasterSession } from './adapter.ts'
import { knownTo, type DatabaseStep } from './database-step.ts'
import { parseFields, readDatabaseSecret, type DatabaseSecret } from './database-secret.ts'
import { openLogin } from './open-login.ts'
import { isSameServer } from './same-server.ts'

/** Databases whose administration happens elsewhere than in the user's own. */
const ADMIN_WORD = { mongodb: 'master', redshift: 'admin' } as const

/**
 * Runs an action as the master user of a secret. The master's server must be current's: a login of current proves that, or the
 * address does. The session ends with the action.
 * @throws RotationFailure
 */
export async function withMaster<T>(step: DatabaseStep, current: DatabaseSecret, currentSession: MasterSession | null, action: (master: MasterSession, secret: DatabaseSecret) => Promise<T>): Promise<T> {
  const master = await readMaster(step, current)
  const attempt = await openLogin(step.parts, master)
  const word = step.engine === 'redshift' ? 'admin' : 'master'
  if ('problem' in attempt) throw valueError(`Unable to log into database using credentials in ${word} secret ${current.masterArn}. ${attempt.problem.message}`)
  try {
    const session = currentSession ?? PLACE_ONLY
    if (!(await isSameServer({ place: current, session }, { place: master, session: attempt.session }, step.run.settings))) {
      const other = step.engine === 'mongodb' || step.engine === 'redshift' ? `${ADMIN_WORD[step.engine]} ` : '/rds replica of master '
      throw valueError(`Current database host ${current.host} is not the same host as${other.startsWith('/') ? other : ` ${other}`}${master.host}`)
    }
    return await action(attempt.session, master)
  } finally {
    await attempt.session.close()
  }
}

/** Stands for current where it is not logged in: only the addresses can be compared. */
const PLACE_ONLY = { identity: async () => null } as unknown as MasterSession

async function readMaster({ engine, run }: DatabaseStep, current: DatabaseSecret): Promise<DatabaseSecret> {
  const arn = current.masterArn
  if (arn === null) throw keyError("'masterarn'")
  const answer = (await run.call('GetSecretValue', { SecretId: arn, VersionStage: 'AWSCURRENT' })) as { readonly SecretString?: string }
  const value = new Sensitive(answer.SecretString ?? '')
  run.redactor.add(value)
  const master = knownTo(run, readDatabaseSecret(engine, completed(value, current, isOn(run.settings, 'SAME_SERVER', false)), run.settings))
  return current.database === null ? master : { ...master, database: current.database }
}

/**
 * The secret that RDS makes for a master user holds a name and a password alone. Where it lies is taken from current only if the
 * user said so: else whoever may write current could have the master's password sent to a server of theirs.
 */
function completed(value: Sensitive<string>, current: DatabaseSecret, isSaidToBeSame: boolean): Sensitive<string> {
  const fields = parseFields(value)
  const keys = Object.keys(fields).sort().join()
  if (keys !== 'password,username' || !isSaidToBeSame) {
    if (keys === 'password,username') throw keyError('host key is missing from secret JSON of the master. Add engine, host and port to it, or set SAME_SERVER to true for this secret.')
    return value
  }
  const { engine, host, port, ssl, sslmode, sslrootcert } = current.fields.reveal()
  return new Sensitive(JSON.stringify({ engine, host, port, ssl, sslmode, sslrootcert, ...fields }))
}

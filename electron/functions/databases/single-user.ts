import { valueError } from '../rotation-failure.ts'
import type { DatabaseSecret } from './database-secret.ts'
import { statementFailure, type LoginProblem } from './driver-error.ts'
import { PROFILES } from './engine-profile.ts'
import { isSamePlace } from './same-server.ts'
import type { MasterSession } from './adapter.ts'
import { openLogin } from './open-login.ts'
import type { DatabaseStep } from './database-step.ts'
import { withMaster } from './master.ts'

/** Failures that another password would not help. */
const HOPELESS: readonly LoginProblem['failure'][] = ['unreachable', 'tls']

/**
 * setSecret of the single-user strategy: pending logs in already, or current (else previous) does and sets pending's password.
 * @throws RotationFailure
 */
export async function setSingleUser(step: DatabaseStep): Promise<void> {
  const { run, adapter, engine } = step
  const arn = run.event.SecretId
  const previous = await step.previous()
  const current = await step.current()
  const pending = await step.pending()
  const causes: string[] = []

  const already = await openLogin(step.parts, pending)
  if ('session' in already) {
    await already.session.close()
    run.note(`setSecret: AWSPENDING secret is already set as password in ${PROFILES[engine].title} for secret arn ${arn}.`)
    return
  }
  causes.push(`AWSPENDING: ${already.problem.message}`)
  if (pending.username !== current.username) throw valueError(`Attempting to modify user ${pending.username} other than current user ${current.username}`)
  if (!(await isSamePlace(pending, current))) throw valueError(`Attempting to modify user for host ${pending.host} other than current host ${current.host}`)

  let opened: { readonly session: MasterSession; readonly secret: DatabaseSecret } | null = null
  if (!HOPELESS.includes(already.problem.failure)) {
    const attempt = await openLogin(step.parts, current)
    if ('session' in attempt) opened = { session: attempt.session, secret: current }
    else causes.push(`AWSCURRENT: ${attempt.problem.message}`)
  }
  if (opened === null && previous !== null && !HOPELESS.includes(already.problem.failure)) opened = await openPrevious(step, previous, pending, current, causes)
  if (opened === null) throw valueError(`Unable to log into database with previous, current, or pending secret of secret arn ${arn}. ${causes.join(' ')}`)

  const { session, secret } = opened
  try {
    if (adapter.singleNeedsMaster === 'always' || (adapter.singleNeedsMaster === 'unless-allowed' && current.masterArn !== null)) {
      await withMaster(step, current, session, (master) => setPasswordOf(master, pending, current))
    } else await session.changeOwnPassword(pending.password, secret.password)
  } catch (thrown) {
    throw statementFailure(adapter, `Unable to set the password of ${pending.username} for secret arn ${arn}`, thrown, run.redactor)
  } finally {
    await session.close()
  }
  run.note(`setSecret: Successfully set password for user ${pending.username} in ${PROFILES[engine].title} for secret arn ${arn}.`)
}

function setPasswordOf(master: MasterSession, pending: DatabaseSecret, current: DatabaseSecret): Promise<void> {
  if (master.setPasswordOf === undefined) throw new Error('Invariant broken: an engine that needs a master can set others’ passwords')
  return master.setPasswordOf(pending.username, pending.password, current.password)
}

/** Previous may still be what the database has: then the rotation repairs what went wrong before. */
async function openPrevious(step: DatabaseStep, stored: DatabaseSecret, pending: DatabaseSecret, current: DatabaseSecret, causes: string[]): Promise<{ readonly session: MasterSession; readonly secret: DatabaseSecret } | null> {
  const previous: DatabaseSecret = { ...stored, tls: current.tls }
  const attempt = await openLogin(step.parts, previous)
  if ('problem' in attempt) {
    causes.push(`AWSPREVIOUS: ${attempt.problem.message}`)
    return null
  }
  const refuse = async (message: string): Promise<never> => {
    await attempt.session.close()
    throw valueError(message)
  }
  if (previous.username !== pending.username) await refuse(`Attempting to modify user ${pending.username} other than ${PROFILES[step.engine].previousWord} valid user ${previous.username}`)
  if (!(await isSamePlace(previous, pending))) await refuse(`Attempting to modify user for host ${pending.host} other than previous host ${previous.host}`)
  return { session: attempt.session, secret: previous }
}

import { valueError } from '../rotation-failure.ts'
import type { MasterSession, TwinPlan } from './adapter.ts'
import type { DatabaseSecret } from './database-secret.ts'
import type { DatabaseStep } from './database-step.ts'
import { statementFailure } from './driver-error.ts'
import { PROFILES } from './engine-profile.ts'
import { withMaster } from './master.ts'
import { openLogin } from './open-login.ts'
import { isSamePlace } from './same-server.ts'
import { twinName } from './twin-name.ts'

/**
 * setSecret of the alternating-users strategy: the master user makes the other user, or brings it up to current's rights, and
 * sets its password. A pending login that works is believed only when the twin has all of current's rights: a first try may have
 * failed half-way.
 * @throws RotationFailure
 */
export async function setAlternatingUser(step: DatabaseStep): Promise<void> {
  const { run, engine } = step
  const arn = run.event.SecretId
  const current = await step.current()
  const pending = await step.pending()
  const works = await openLogin(step.parts, pending)
  if ('session' in works) await works.session.close()

  const twin = twinName(engine, current.username, run.settings)
  if (pending.username !== twin) throw valueError(`Attempting to modify user ${pending.username} other than current user or clone ${twin}`)
  if (!(await isSamePlace(pending, current))) throw valueError(`Attempting to modify user for host ${pending.host} other than current host ${current.host}`)

  const attempt = await openLogin(step.parts, current)
  if ('problem' in attempt && !('session' in works)) throw valueError(`Unable to log into database using current credentials for secret ${arn}. AWSCURRENT: ${attempt.problem.message}`)
  const session = 'session' in attempt ? attempt.session : null
  try {
    await withMaster(step, current, session, async (master) => {
      const plan: TwinPlan = { current, currentAccount: session?.account ?? null, twin, password: pending.password, settings: run.settings, note: run.note }
      if ('session' in works && (await isComplete(step, master, plan))) return
      // Whoever only can write the secret must not get the rights of a user that it names.
      if ('problem' in attempt) throw valueError(`Unable to log into database using current credentials for secret ${arn}. AWSCURRENT: ${attempt.problem.message}`)
      await makeTwin(step, master, plan)
    })
  } finally {
    await session?.close()
  }
  run.note(`setSecret: Successfully set password for user ${twin} in ${PROFILES[engine].title} for secret arn ${arn}.`)
}

async function isComplete(step: DatabaseStep, master: MasterSession, plan: TwinPlan): Promise<boolean> {
  const lacking = await asFailure(step, plan, () => master.twinLacks(plan))
  if (lacking.length === 0) {
    step.run.note(`setSecret: AWSPENDING secret is already set as password in ${PROFILES[step.engine].title}, and ${plan.twin} has the rights of ${plan.current.username}.`)
    return true
  }
  step.run.note(`setSecret: ${plan.twin} logs in already, but lacks: ${lacking.join('; ')}. Making it whole.`)
  return false
}

async function makeTwin(step: DatabaseStep, master: MasterSession, plan: TwinPlan): Promise<void> {
  await asFailure(step, plan, () => master.setTwin(plan))
  const lacking = await asFailure(step, plan, () => master.twinLacks(plan))
  if (lacking.length > 0) throw valueError(`${plan.twin} did not get all the rights of ${plan.current.username}: it lacks ${lacking.join('; ')}.`)
}

async function asFailure<T>({ adapter, run }: DatabaseStep, plan: TwinPlan, action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (thrown) {
    throw statementFailure(adapter, `Unable to make ${plan.twin} a clone of ${plan.current.username} for secret arn ${run.event.SecretId}`, thrown, run.redactor)
  }
}

/** The twin's login beside current's, for createSecret. */
export function twinOf({ engine, run }: DatabaseStep, current: DatabaseSecret): string {
  return twinName(engine, current.username, run.settings)
}

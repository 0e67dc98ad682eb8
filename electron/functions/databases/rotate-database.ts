import { newPassword } from '../new-password.ts'
import { keyError, valueError } from '../rotation-failure.ts'
import { finishSecret, putPending, readVersion, type StepRun } from '../step-run.ts'
import type { EngineAdapter } from './adapter.ts'
import { setAlternatingUser, twinOf } from './alternating-users.ts'
import { databaseStep, type DatabaseStep } from './database-step.ts'
import { withLogin } from './database-secret.ts'
import { statementFailure } from './driver-error.ts'
import { PROFILES, type EngineName } from './engine-profile.ts'
import { openLogin } from './open-login.ts'
import { setSingleUser } from './single-user.ts'

export interface DatabaseFunction {
  readonly engine: EngineName
  readonly strategy: 'single' | 'alternating'
  readonly adapter: EngineAdapter
}

/** Runs one step of a database's rotation. @throws RotationFailure, ServiceError of the engine's calls */
export async function rotateDatabase({ engine, strategy, adapter }: DatabaseFunction, run: StepRun, stages: Readonly<Record<string, readonly string[]>>): Promise<void> {
  const step = databaseStep(engine, adapter, run)
  switch (run.event.Step) {
    case 'createSecret':
      return createSecret(step, strategy)
    case 'setSecret':
      return strategy === 'single' ? setSingleUser(step) : setAlternatingUser(step)
    case 'testSecret':
      return testSecret(step)
    case 'finishSecret':
      return finishSecret(run, stages)
  }
}

/** createSecret: a new password (and for alternating users the other name) as the version's value, once. */
async function createSecret(step: DatabaseStep, strategy: 'single' | 'alternating'): Promise<void> {
  const { engine, run } = step
  const current = await step.current()
  // Said now rather than after a password was made that cannot be set.
  if (current.masterArn === null && (strategy === 'alternating' || step.adapter.singleNeedsMaster === 'always')) throw keyError("'masterarn'")
  if ((await readVersion(run, 'AWSPENDING')) !== null) {
    run.note(`createSecret: Successfully retrieved secret for ${run.event.SecretId}.`)
    return
  }
  const username = strategy === 'alternating' ? twinOf(step, current) : current.username
  const password = await newPassword(PROFILES[engine].password, run.settings, run.call)
  run.redactor.add(password)
  await putPending(run, withLogin(current, { ...(strategy === 'alternating' ? { username } : {}), password }))
  run.note(`createSecret: Successfully put secret for ARN ${run.event.SecretId} and version ${run.event.ClientRequestToken}.`)
}

/** testSecret: logs in with pending and reads. */
async function testSecret(step: DatabaseStep): Promise<void> {
  const { run, engine, adapter } = step
  const arn = run.event.SecretId
  const pending = await step.pending()
  const attempt = await openLogin(step.parts, pending)
  if ('problem' in attempt) throw valueError(`Unable to log into database with pending secret of secret ARN ${arn}. ${attempt.problem.message}`)
  try {
    await attempt.session.read()
  } catch (thrown) {
    throw statementFailure(adapter, `${pending.username} logs in but cannot read`, thrown, run.redactor)
  } finally {
    await attempt.session.close()
  }
  run.note(`testSecret: Successfully signed into ${PROFILES[engine].title} with AWSPENDING secret in ${arn}${attempt.session.isEncrypted ? ' over an encrypted connection' : ' over an UNENCRYPTED connection'}.`)
}

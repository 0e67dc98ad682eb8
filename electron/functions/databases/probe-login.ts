import type { FunctionTag, LoginProbe } from '../../engine/rotation/function-runner.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import { functionSettings, type FunctionSettings } from '../function-settings.ts'
import { Redactor } from '../redactor.ts'
import { RotationFailure } from '../rotation-failure.ts'
import { ADAPTERS } from './adapters.ts'
import { readDatabaseSecret, parseFields, type DatabaseSecret } from './database-secret.ts'
import { knownTo } from './database-step.ts'
import { describe, readDriverError } from './driver-error.ts'
import { engineNamed } from './engine-profile.ts'
import { openLogin } from './open-login.ts'

/**
 * Tries one login with a database secret's value and reads once; changes nothing. TLS and its certificates are chosen by the value
 * and the tags, as in the rotation itself. Null when its `engine` is none that Coffer knows.
 */
export async function probeLogin(value: Sensitive<string>, tags: readonly FunctionTag[], signal: AbortSignal): Promise<LoginProbe | null> {
  const redactor = new Redactor()
  redactor.add(value)
  const secret = readTarget(value, functionSettings({}, tags))
  if (secret === null || secret instanceof RotationFailure) return secret === null ? null : { status: 'fails', failure: 'other', message: secret.message }
  const adapter = ADAPTERS[secret.engine]
  if (adapter === undefined) return null
  knownTo({ redactor }, secret)
  try {
    const attempt = await openLogin({ adapter, redactor, signal, note: () => {} }, secret)
    if ('problem' in attempt) return { status: 'fails', ...attempt.problem }
    const { session } = attempt
    try {
      await session.read()
      return { status: 'works', isEncrypted: session.isEncrypted, server: session.server }
    } finally {
      await session.close()
    }
  } catch (thrown) {
    return { status: 'fails', failure: 'other', message: redactor.redact(describe(readDriverError(thrown))) }
  }
}

function readTarget(value: Sensitive<string>, settings: FunctionSettings): DatabaseSecret | RotationFailure | null {
  try {
    const engine = engineNamed(parseFields(value)['engine'])
    return engine === null ? null : readDatabaseSecret(engine, value, settings)
  } catch (thrown) {
    if (!(thrown instanceof RotationFailure)) throw thrown
    return thrown.errorType === 'JSONDecodeError' ? null : thrown
  }
}

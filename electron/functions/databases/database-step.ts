import { Sensitive } from '../../../shared/sensitive.ts'
import { readVersion, requireVersion, type StepRun } from '../step-run.ts'
import type { EngineAdapter } from './adapter.ts'
import { readDatabaseSecret, type DatabaseSecret } from './database-secret.ts'
import type { EngineName } from './engine-profile.ts'
import type { OpenParts } from './open-login.ts'

/** One step of a database's rotation, with the versions of its secret. */
export interface DatabaseStep {
  readonly engine: EngineName
  readonly adapter: EngineAdapter
  readonly run: StepRun
  readonly parts: OpenParts
  current(): Promise<DatabaseSecret>
  pending(): Promise<DatabaseSecret>
  /** Null when there is none, or it has another shape: an older secret may not have been a database's. */
  previous(): Promise<DatabaseSecret | null>
}

export function databaseStep(engine: EngineName, adapter: EngineAdapter, run: StepRun): DatabaseStep {
  const read = (value: Sensitive<string>): DatabaseSecret => knownTo(run, readDatabaseSecret(engine, value, run.settings))
  return {
    engine,
    adapter,
    run,
    parts: { adapter, redactor: run.redactor, signal: run.signal, note: run.note },
    current: async () => read(await requireVersion(run, 'AWSCURRENT')),
    pending: async () => read(await requireVersion(run, 'AWSPENDING')),
    async previous() {
      const value = await readVersion(run, 'AWSPREVIOUS')
      if (value === null) return null
      try {
        return read(value)
      } catch {
        return null
      }
    },
  }
}

/** Keys of a secret that are no secret: their text is needed in messages. */
const OPEN_KEYS = /^(engine|host|port|dbname|username|ssl|sslmode)$|arn$|identifier$/i

/** Every text in a secret but names and addresses is kept out of logs and messages. */
export function knownTo(run: Pick<StepRun, 'redactor'>, secret: DatabaseSecret): DatabaseSecret {
  for (const [key, value] of Object.entries(secret.fields.reveal())) {
    // Short words such as "dev" are no secrets, and the password is added whatever its length.
    if (typeof value === 'string' && value.length > 3 && !OPEN_KEYS.test(key)) run.redactor.add(new Sensitive(value))
  }
  run.redactor.add(secret.password)
  return secret
}

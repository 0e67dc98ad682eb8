import { Sensitive } from '../../../shared/sensitive.ts'
import type { FunctionSettings } from '../function-settings.ts'
import { keyError, RotationFailure, valueError } from '../rotation-failure.ts'
import { PROFILES, takesEngine, type EngineName } from './engine-profile.ts'
import { readTlsChoice, type TlsChoice } from './tls-choice.ts'

/** A database secret's value, read. */
export interface DatabaseSecret {
  readonly engine: EngineName
  readonly host: string
  readonly port: number
  readonly username: string
  readonly password: Sensitive<string>
  /** The database that logins name, or the engine's default. */
  readonly database: string | null
  /** Of the superuser secret, for the alternating-users strategy. */
  readonly masterArn: string | null
  readonly tls: TlsChoice
  /** The whole JSON object, so that keys which no function knows are kept. */
  readonly fields: Sensitive<Readonly<Record<string, unknown>>>
}

/** JSON null counts as absent, which it does not for AWS's functions. */
function present(fields: Readonly<Record<string, unknown>>, key: string): unknown {
  return fields[key] ?? undefined
}

/** Parses a secret's JSON object. @throws RotationFailure JSONDecodeError */
export function parseFields(value: Sensitive<string>): Readonly<Record<string, unknown>> {
  let parsed: unknown
  try {
    parsed = JSON.parse(value.reveal())
  } catch {
    // The parser's own text quotes what it read.
    throw new RotationFailure('JSONDecodeError', 'The secret value is not JSON. A database secret is a JSON object with engine, host, username and password.')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new RotationFailure('JSONDecodeError', 'The secret value is JSON, but not an object with engine, host, username and password.')
  return parsed as Record<string, unknown>
}

/**
 * Reads a database secret of one engine.
 * @throws RotationFailure KeyError for a missing key, ValueError for a bad one, JSONDecodeError
 */
export function readDatabaseSecret(engine: EngineName, value: Sensitive<string>, settings: FunctionSettings): DatabaseSecret {
  const fields = parseFields(value)
  const profile = PROFILES[engine]
  if (!takesEngine(engine, fields['engine'])) throw keyError(`Database engine must be set to '${profile.accepted[0]}' in order to use this rotation lambda`)
  for (const key of ['host', 'username', 'password', ...(profile.requiresDatabase ? ['dbname'] : [])]) {
    if (present(fields, key) === undefined) throw keyError(`${key} key is missing from secret JSON`)
  }
  const text = (key: string): string | null => {
    const found = present(fields, key)
    if (found === undefined) return null
    if (typeof found !== 'string') throw valueError(`${key} must be text in the secret JSON`)
    return found
  }
  const name = (key: string): string => {
    const found = text(key) ?? ''
    if (found === '' || found.includes('\0')) throw valueError(`${key} must not be empty in the secret JSON`)
    return found
  }
  const password = text('password') ?? ''
  return {
    engine,
    host: name('host').replace(/^\[(.+)\]$/, '$1'),
    port: readPort(present(fields, 'port') ?? profile.defaultPort),
    username: name('username'),
    password: new Sensitive(password),
    database: text('dbname') || profile.defaultDatabase,
    masterArn: text('masterarn'),
    tls: readTlsChoice(fields, settings),
    fields: new Sensitive(fields),
  }
}

/** AWS takes the port as a number or as text. */
function readPort(port: unknown): number {
  const number = typeof port === 'string' ? Number(port.trim() || Number.NaN) : port
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 1 || number > 65_535) throw valueError('port must be a whole number from 1 to 65535 in the secret JSON')
  return number
}

/** The value with another user name or password; every other key stays, in its order. */
export function withLogin({ fields }: DatabaseSecret, login: { readonly username?: string; readonly password: Sensitive<string> }): Sensitive<string> {
  const { username, password } = login
  return new Sensitive(JSON.stringify({ ...fields.reveal(), ...(username === undefined ? {} : { username }), password: password.reveal() }))
}

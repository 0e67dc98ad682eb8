import type { RotationFunction } from '../../store/functions.ts'
import type { SecretSummary } from '../../store/state.ts'

export type Strategy = NonNullable<RotationFunction['Strategy']> | 'own'

/** What a database secret's value says of where it logs in. No password. */
export interface Target {
  readonly engine: string
  readonly host: string
  readonly port: string
  readonly username: string
  readonly masterArn: string
  readonly ssl: unknown
  readonly sslmode: unknown
}

const TITLES: Readonly<Record<Strategy, string>> = { single: 'One user', alternating: 'Two users', generator: 'New value only', own: 'A function of yours' }

export function strategyTitle(strategy: Strategy): string {
  return TITLES[strategy]
}

export const ENGINE_WORDS: Readonly<Record<string, string>> = {
  postgres: 'PostgreSQL',
  mysql: 'MySQL',
  mariadb: 'MariaDB',
  redshift: 'Redshift',
  mongo: 'MongoDB',
  sqlserver: 'SQL Server',
  oracle: 'Oracle',
  redis: 'Redis',
  db2: 'Db2',
}

/** `aurora-postgresql` is `postgres` for a rotation, `valkey` is `redis`, and whatever begins with db2 is Db2. */
export function engineFamily(engine: string): string {
  return engine.toLowerCase().replace(/^aurora-/, '').replace(/^postgresql$/, 'postgres').replace(/^valkey$/, 'redis').replace(/^db2.*/, 'db2')
}

export function engineWords(engine: string): string {
  return ENGINE_WORDS[engineFamily(engine)] ?? engine
}

/** Reads the target out of a secret's JSON; null when it is no database secret. */
export function targetOf(value: Readonly<Record<string, unknown>>): Target | null {
  const text = (key: string): string => (typeof value[key] === 'string' || typeof value[key] === 'number' ? String(value[key]) : '')
  const engine = text('engine')
  if (engine === '') return null
  return { engine, host: text('host'), port: text('port'), username: text('username'), masterArn: text('masterarn'), ssl: value['ssl'], sslmode: value['sslmode'] }
}

/** The twin of a user as AWS's functions name it; Oracle writes it in capitals. */
export function twinOf(username: string, engine: string): string {
  const suffix = engineFamily(engine) === 'oracle' ? '_CLONE' : '_clone'
  const twin = username.endsWith(suffix) ? username.slice(0, -suffix.length) : `${username}${suffix}`
  return suffix === '_CLONE' ? twin.toUpperCase() : twin
}

/** The built-in function for an engine and a strategy. */
export function builtInFor(items: readonly RotationFunction[], engine: string | null, strategy: Strategy): RotationFunction | null {
  if (strategy === 'own') return null
  return (
    items.find(
      (item) => item.Runtime === 'built-in' && item.Strategy === strategy && (strategy === 'generator' || (engine !== null && (item.Engines ?? []).some((one) => engineFamily(one) === engineFamily(engine)))),
    ) ?? null
  )
}

/** What a secret can be rotated with, the best first. */
export function strategiesFor(items: readonly RotationFunction[], engine: string | null, kind: SecretSummary['Kind']): readonly Strategy[] {
  const database = engine === null ? [] : (['single', 'alternating'] as const).filter((strategy) => builtInFor(items, engine, strategy) !== null)
  // A new value that the database is not told of would shut everybody out.
  const generator = kind === 'binary' || database.length > 0 || builtInFor(items, null, 'generator') === null ? [] : (['generator'] as const)
  const own = items.some((item) => item.Runtime !== 'built-in') ? (['own'] as const) : []
  return [...database, ...generator, ...own]
}

/** `needed`: two users, and Db2 on RDS; `optional`: Redis, whose users mostly may not change themselves; `none` otherwise. */
export function adminNeed(strategy: Strategy, target: Target | null): 'needed' | 'optional' | 'none' {
  if (strategy === 'alternating') return 'needed'
  const family = strategy !== 'single' || target === null ? null : engineFamily(target.engine)
  return family === 'db2' ? 'needed' : family === 'redis' ? 'optional' : 'none'
}

/** Two lines on what a strategy does and what it means for programs. */
export function strategyHint(strategy: Strategy, target: Target | null): string {
  const user = target?.username === undefined || target.username === '' ? 'the user' : target.username
  switch (strategy) {
    case 'single':
      if (target !== null && engineFamily(target.engine) === 'redis') return `${user} gets a new password beside the old one, which works until the next rotation. Mostly an admin secret is needed.`
      return `${user} gets a new password, and the old one stops working at once. For a short moment clients must read the secret again.`
    case 'alternating':
      return `${user} and ${target === null ? 'its twin' : twinOf(target.username, target.engine)} take turns, so the login before keeps working. The user name changes, and an admin secret is needed.`
    case 'generator':
      return 'Writes a new random value as a new version. Nothing is changed elsewhere: tell those who use it.'
    case 'own':
      return 'Your code makes, sets and tests the new value, in the four steps of a Lambda rotation function.'
  }
}

/** A secret's text as a JSON object, or null when it is none. */
export function jsonObjectOf(text: string | undefined): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(text ?? '')
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Readonly<Record<string, unknown>>) : null
  } catch {
    return null
  }
}

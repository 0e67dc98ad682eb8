import { type PasswordRules, PASSWORDS } from '../../../shared/rotation/password-rules.ts'

/** The engines that built-in functions rotate; the middle of their names. */
export type EngineName = 'postgres' | 'mysql' | 'mariadb' | 'redshift' | 'mongodb' | 'sqlserver' | 'oracle' | 'db2' | 'redis'

/** What is particular about an engine's secret. Source: the README of AWS's rotation functions and the guide's JSON structures. */
export interface EngineProfile {
  readonly title: string
  /** Values of the secret's `engine` key. */
  readonly accepted: readonly string[]
  readonly defaultPort: number
  /** The database to log in to when the secret names none; null: none is needed. */
  readonly defaultDatabase: string | null
  readonly requiresDatabase: boolean
  readonly password: PasswordRules
  readonly twinSuffix: string
  /** The longest name of a twin, and what it is counted in; null: no limit of AWS's. */
  readonly nameLimit: { readonly length: number; readonly unit: 'characters' | 'bytes' } | null
  /** AWS's two spellings of "not previous". */
  readonly previousWord: 'previous' | 'last'
}

export const PROFILES: Readonly<Record<EngineName, EngineProfile>> = {
  postgres: {
    title: PASSWORDS.postgres.engine, accepted: ['postgres', 'aurora-postgresql'], defaultPort: 5432, defaultDatabase: 'postgres', requiresDatabase: false,
    password: PASSWORDS.postgres, twinSuffix: '_clone', nameLimit: { length: 63, unit: 'bytes' }, previousWord: 'previous',
  },
  mysql: {
    title: PASSWORDS.mysql.engine, accepted: ['mysql', 'aurora-mysql'], defaultPort: 3306, defaultDatabase: null, requiresDatabase: false,
    // AWS's own limit is 16, of MySQL 5.6; names of 32 characters came with 5.7.8.
    password: PASSWORDS.mysql, twinSuffix: '_clone', nameLimit: { length: 32, unit: 'characters' }, previousWord: 'previous',
  },
  mariadb: {
    title: PASSWORDS.mariadb.engine, accepted: ['mariadb'], defaultPort: 3306, defaultDatabase: null, requiresDatabase: false,
    password: PASSWORDS.mariadb, twinSuffix: '_clone', nameLimit: { length: 80, unit: 'characters' }, previousWord: 'last',
  },
  redshift: {
    title: PASSWORDS.redshift.engine, accepted: ['redshift'], defaultPort: 5439, defaultDatabase: 'dev', requiresDatabase: false,
    password: PASSWORDS.redshift, twinSuffix: '_clone', nameLimit: null, previousWord: 'previous',
  },
  mongodb: {
    title: PASSWORDS.mongodb.engine, accepted: ['mongo'], defaultPort: 27017, defaultDatabase: 'admin', requiresDatabase: false,
    password: PASSWORDS.mongodb, twinSuffix: '_clone', nameLimit: null, previousWord: 'previous',
  },
  sqlserver: {
    title: PASSWORDS.sqlserver.engine, accepted: ['sqlserver'], defaultPort: 1433, defaultDatabase: 'master', requiresDatabase: false,
    password: PASSWORDS.sqlserver, twinSuffix: '_clone', nameLimit: { length: 128, unit: 'characters' }, previousWord: 'previous',
  },
  oracle: {
    title: PASSWORDS.oracle.engine, accepted: ['oracle'], defaultPort: 1521, defaultDatabase: null, requiresDatabase: true,
    password: PASSWORDS.oracle, twinSuffix: '_CLONE', nameLimit: { length: 30, unit: 'characters' }, previousWord: 'previous',
  },
  db2: {
    title: PASSWORDS.db2.engine, accepted: ['db2'], defaultPort: 50_000, defaultDatabase: null, requiresDatabase: true,
    password: PASSWORDS.db2, twinSuffix: '_clone', nameLimit: { length: 16, unit: 'characters' }, previousWord: 'previous',
  },
  redis: {
    title: PASSWORDS.redis.engine, accepted: ['redis', 'valkey'], defaultPort: 6379, defaultDatabase: null, requiresDatabase: false,
    password: PASSWORDS.redis, twinSuffix: '_clone', nameLimit: null, previousWord: 'previous',
  },
}

/** Whether an engine's functions take a secret with that `engine`; any Db2 edition counts as Db2. */
export function takesEngine(name: EngineName, engine: unknown): boolean {
  if (typeof engine !== 'string') return false
  return name === 'db2' ? engine.startsWith('db2') : PROFILES[name].accepted.includes(engine)
}

/** The engine of a secret's `engine` key; null when no built-in function knows it. */
export function engineNamed(engine: unknown): EngineName | null {
  return (Object.keys(PROFILES) as EngineName[]).find((name) => takesEngine(name, engine)) ?? null
}

import { OracleError } from './oracle-answers.ts'
import { isPassword, makeVerifier, type Verifier } from './oracle-logon.ts'

/** The part of a database's catalogue that users are in. */

export interface OracleUser {
  readonly name: string
  verifier: Verifier
  isLocked: boolean
  /** 'grace': logs in with a warning. */
  expiry: 'none' | 'grace' | 'expired'
  failures: number
  defaultTablespace: string
  temporaryTablespace: string
  profile: string
  /** Roles granted, and whether with admin option. */
  readonly roles: Map<string, boolean>
  defaultRoles: { readonly kind: 'all' | 'none' | 'only' | 'except'; readonly names: readonly string[] }
  readonly systemPrivileges: Map<string, boolean>
  /** `SELECT ON "SHOP"."ORDERS"`, and whether with grant option. */
  readonly objectPrivileges: Map<string, boolean>
  /** Bytes by tablespace; -1: unlimited. */
  readonly quotas: Map<string, number>
}

export interface OracleProfile {
  readonly failedLogins: number
  /** The verify function's objection to a password; null: none. */
  readonly objection?: (password: string) => string | null
}

export const SYSTEM_PRIVILEGES = ['ALTER USER', 'CREATE SEQUENCE', 'CREATE SESSION', 'CREATE TABLE', 'CREATE USER', 'CREATE VIEW', 'GRANT ANY OBJECT PRIVILEGE', 'GRANT ANY PRIVILEGE', 'GRANT ANY ROLE', 'SELECT ANY DICTIONARY', 'UNLIMITED TABLESPACE'] as const
export type SystemPrivilege = (typeof SYSTEM_PRIVILEGES)[number]

/** What a test makes a user of; everything else is Oracle's default. */
export type UserFacts = Partial<Omit<OracleUser, 'name' | 'verifier' | 'roles' | 'systemPrivileges' | 'objectPrivileges' | 'quotas'>> & {
  readonly password: string
  readonly roles?: Readonly<Record<string, boolean>>
  readonly systemPrivileges?: Readonly<Record<string, boolean>>
  readonly objectPrivileges?: Readonly<Record<string, boolean>>
  readonly quotas?: Readonly<Record<string, number>>
}

export function makeUser(name: string, { password, roles = {}, systemPrivileges = { 'CREATE SESSION': false }, objectPrivileges = {}, quotas = {}, defaultRoles = { kind: 'all', names: [] }, ...facts }: UserFacts): OracleUser {
  return {
    name,
    verifier: makeVerifier(password),
    isLocked: false,
    expiry: 'none',
    failures: 0,
    defaultTablespace: 'USERS',
    temporaryTablespace: 'TEMP',
    profile: 'DEFAULT',
    ...facts,
    defaultRoles: { ...defaultRoles, names: defaultRoles.names.toSorted() },
    roles: new Map(Object.entries(roles)),
    systemPrivileges: new Map(Object.entries(systemPrivileges)),
    objectPrivileges: new Map(Object.entries(objectPrivileges)),
    quotas: new Map(Object.entries(quotas)),
  }
}

export class OracleCatalogue {
  readonly users = new Map<string, OracleUser>()
  /** Roles, and the system privileges in each. */
  readonly roles = new Map<string, readonly SystemPrivilege[]>([
    ['CONNECT', ['CREATE SESSION']],
    ['RESOURCE', ['CREATE TABLE', 'CREATE SEQUENCE']],
    ['SELECT_CATALOG_ROLE', ['SELECT ANY DICTIONARY']],
    ['READERS', []],
    ['we.ird Role', []],
  ])
  readonly tablespaces = new Set(['SYSTEM', 'TEMP', 'USERS', 'SHOP_DATA'])
  readonly profiles = new Map<string, OracleProfile>([
    ['DEFAULT', { failedLogins: 10 }],
    ['APPS', { failedLogins: 3 }],
    ['STRICT', { failedLogins: 10, objection: (password) => (/[;&]/.test(password) ? 'Password must not hold ; or &' : null) }],
  ])
  readonly objects = new Set(['"SHOP"."ORDERS"', '"SHOP"."TO \'US\'"', '"SHOP"."orders\nGRANT DBA TO ALT_CLONE --"', 'DIRECTORY "EXPORTS"'])
  /** Longest password in bytes: 30 until 23ai. */
  readonly passwordBytes: number

  constructor(passwordBytes: number) {
    this.passwordBytes = passwordBytes
  }

  user(name: string): OracleUser {
    const found = this.users.get(name)
    if (found === undefined) throw new OracleError(1_918, `user '${name}' does not exist`)
    return found
  }

  /** Whether a privilege is the user's own, or one of its default roles': what a session has at its start. */
  holds(user: OracleUser, privilege: SystemPrivilege): boolean {
    return user.systemPrivileges.has(privilege) || this.enabledRoles(user).some((role) => this.roles.get(role)?.includes(privilege))
  }

  require(user: OracleUser, privilege: SystemPrivilege): void {
    if (!this.holds(user, privilege)) throw new OracleError(1_031, 'insufficient privileges')
  }

  private enabledRoles({ roles, defaultRoles: { kind, names } }: OracleUser): readonly string[] {
    const granted = [...roles.keys()]
    return kind === 'all' ? granted : kind === 'none' ? [] : granted.filter((role) => names.includes(role) === (kind === 'only'))
  }

  /** The user of a logon's name: in quotes as it stands, else in upper case. */
  named(text: string): OracleUser | null {
    const inQuotes = /^"([^"]+)"$/.exec(text)?.[1]
    return this.users.get(inQuotes ?? text.toUpperCase()) ?? null
  }

  /** What comes after the password was right or wrong. Gives a warning, or null. @throws OracleError when there is no logon */
  admit(user: OracleUser | null, isRight: boolean): OracleError | null {
    if (user === null) throw new OracleError(1_017, 'invalid username/password; logon denied')
    if (user.isLocked) throw new OracleError(28_000, 'The account is locked.')
    if (!isRight) {
      user.failures += 1
      if (user.failures >= (this.profiles.get(user.profile)?.failedLogins ?? Infinity)) user.isLocked = true
      throw new OracleError(1_017, 'invalid username/password; logon denied')
    }
    if (user.expiry === 'expired') throw new OracleError(28_001, 'the account has expired')
    if (!this.holds(user, 'CREATE SESSION')) throw new OracleError(1_045, `Login denied. User ${user.name} does not have CREATE SESSION privilege.`)
    user.failures = 0
    return user.expiry === 'grace' ? new OracleError(28_002, 'The account will expire in 5 days.') : null
  }

  /** Sets a password. `replaced`: the old one as the statement gives it. */
  setPassword(by: OracleUser, user: OracleUser, password: string, replaced: string | null): void {
    this.checkPassword(password)
    const isOwn = by.name === user.name
    if (!isOwn || !this.holds(by, 'ALTER USER')) {
      if (!isOwn) this.require(by, 'ALTER USER')
      else if (replaced !== null && !isPassword(user.verifier, replaced)) throw new OracleError(28_008, 'invalid old password')
      else if (replaced === null && this.profiles.get(user.profile)?.objection !== undefined) throw new OracleError(28_221, 'REPLACE not specified')
    }
    const objection = this.profiles.get(user.profile)?.objection?.(password) ?? null
    if (objection !== null) throw new OracleError(28_003, `password verification for the specified password failed\nORA-20001: ${objection}`)
    user.verifier = makeVerifier(password)
    user.expiry = 'none'
    user.failures = 0
  }

  checkPassword(password: string): void {
    if (password === '') throw new OracleError(1_741, 'illegal zero-length identifier')
    if (Buffer.byteLength(password) > this.passwordBytes) throw new OracleError(972, 'identifier is too long')
  }
}

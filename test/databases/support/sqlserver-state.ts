import type { Row } from './tsql-evaluate.ts'
import { comparisonKey } from './tsql-evaluate.ts'

/** Granted, granted with the right to pass on, denied, or taken back for a column of what is granted as a whole. */
export type PermissionState = 'G' | 'W' | 'D' | 'R'

/** A row of sys.server_permissions or sys.database_permissions. */
export interface Permission {
  readonly grantee: number
  readonly name: string
  readonly class: number
  readonly major: number
  readonly minor: number
  state: PermissionState
}

export interface Login {
  readonly id: number
  readonly name: string
  readonly sid: string
  password: string
  isDisabled: boolean
  isLocked: boolean
  isExpired: boolean
  mustChange: boolean
  hasPolicy: boolean
  hasExpiration: boolean
  database: string
  language: string
}

export interface Role {
  readonly id: number
  readonly name: string
  readonly members: Set<number>
}

/** A user, role or application role of a database. */
export interface Principal extends Role {
  readonly type: 'S' | 'R' | 'A'
  readonly sid: string | null
  schema: string | null
  /** Of a contained database's own user. */
  password: string | null
}

export interface Table {
  readonly id: number
  readonly schema: string
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

export interface Database {
  readonly id: number
  readonly name: string
  readonly isContained: boolean
  readonly collation: string
  readonly schemas: { readonly id: number; readonly name: string }[]
  readonly principals: Principal[]
  readonly permissions: Permission[]
  readonly tables: Table[]
  /** Certificates, types and so on: rows of the catalogue view of that name. */
  readonly others: Record<string, Row[]>
}

export interface SqlServerState {
  readonly logins: Login[]
  readonly roles: Role[]
  readonly permissions: Permission[]
  readonly endpoints: { readonly id: number; readonly name: string }[]
  readonly databases: Database[]
  lastId: number
}

export const SA_PASSWORD = 'Sa-Harbour-22'
export const SERVER_COLLATION = 'SQL_Latin1_General_CP1_CI_AS'
const SERVER_ROLES = ['public', 'sysadmin', 'securityadmin', 'serveradmin', 'setupadmin', 'processadmin', 'diskadmin', 'dbcreator', 'bulkadmin']
const DATABASE_ROLES = ['db_owner', 'db_accessadmin', 'db_securityadmin', 'db_ddladmin', 'db_backupoperator', 'db_datareader', 'db_datawriter', 'db_denydatareader', 'db_denydatawriter']
const FIRST_FIXED_ROLE = 16_384

export function createState(): SqlServerState {
  const state: SqlServerState = { logins: [], roles: SERVER_ROLES.map((name, index) => ({ id: index + 2, name, members: new Set<number>() })), permissions: [], endpoints: [{ id: 2, name: 'Dedicated Admin Connection' }, { id: 65_536, name: 'mirror]ing' }], databases: [], lastId: 256 }
  state.logins.push({ ...newLogin(1, 'sa', '0x01', SA_PASSWORD), hasPolicy: false })
  state.roles[1]?.members.add(1)
  addDatabase(state, { name: 'master' })
  addDatabase(state, { name: 'tempdb' })
  for (const { principals, permissions } of state.databases) permissions.push({ grantee: named(principals, 'guest')?.id ?? 0, name: 'CONNECT', class: 0, major: 0, minor: 0, state: 'G' })
  return state
}

export function newLogin(id: number, name: string, sid: string, password: string): Login {
  return { id, name, sid, password, isDisabled: false, isLocked: false, isExpired: false, mustChange: false, hasPolicy: true, hasExpiration: false, database: 'master', language: 'us_english' }
}

export interface NewDatabase {
  readonly name: string
  readonly isContained?: boolean
  readonly collation?: string
  /** The login that owns it; sa without. */
  readonly owner?: string
  readonly schemas?: readonly string[]
  readonly roles?: readonly string[]
  readonly tables?: readonly Pick<Table, 'schema' | 'name' | 'columns' | 'rows'>[]
}

export function addDatabase(state: SqlServerState, { name, isContained = false, collation = SERVER_COLLATION, owner = 'sa', schemas = [], roles = [], tables = [] }: NewDatabase): Database {
  const principal = (id: number, called: string, type: 'S' | 'R', sid: string | null = null, schema: string | null = null): Principal => ({ id, name: called, type, sid, schema, password: null, members: new Set() })
  const database: Database = {
    id: state.databases.length + 1,
    name,
    isContained,
    collation,
    schemas: ['dbo', 'guest', 'INFORMATION_SCHEMA', 'sys', ...schemas].map((schema, index) => ({ id: index + 1, name: schema })),
    principals: [
      principal(0, 'public', 'R'),
      principal(1, 'dbo', 'S', named(state.logins, owner)?.sid ?? null, 'dbo'),
      principal(2, 'guest', 'S', '0x00', 'guest'),
      ...DATABASE_ROLES.map((role, index) => principal(FIRST_FIXED_ROLE + index, role, 'R')),
      ...roles.map((role) => principal(++state.lastId, role, 'R')),
    ],
    permissions: [{ grantee: 1, name: 'CONNECT', class: 0, major: 0, minor: 0, state: 'G' }],
    tables: tables.map((table) => ({ ...table, id: ++state.lastId })),
    others: {},
  }
  named(database.principals, 'db_owner')?.members.add(1)
  state.databases.push(database)
  return database
}

/** One of a list by its name, as the server compares names. */
export function named<T extends { readonly name: string }>(list: readonly T[], name: string, collation = SERVER_COLLATION): T | undefined {
  const isCaseSensitive = /_CS_|_BIN/.test(collation)
  return list.find((one) => comparisonKey(one.name, isCaseSensitive) === comparisonKey(name, isCaseSensitive))
}

/** Whether a role is one that every server or database has. */
export function isFixedRole({ id }: Role): boolean {
  return id < 11 || (id >= FIRST_FIXED_ROLE && id < FIRST_FIXED_ROLE + DATABASE_ROLES.length)
}

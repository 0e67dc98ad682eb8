import { mayAtServer, mayInDatabase, mayRead, type Identity } from './sqlserver-rights.ts'
import { isFixedRole, named, SERVER_COLLATION, type Database, type Permission, type Principal, type SqlServerState } from './sqlserver-state.ts'
import type { SqlValue } from './tds-tokens.ts'
import type { Relation, Row } from './tsql-evaluate.ts'
import { SqlError } from './tsql-tokens.ts'

/** Of names that the server itself gives: what permissions are called, kinds, states. */
const CATALOGUE = 'Latin1_General_CI_AS_KS_WS'

export interface Reader extends Identity {
  readonly state: SqlServerState
  readonly isEncrypted: boolean
}

function permissionRows(permissions: readonly Permission[], isSeen: (one: Permission) => boolean): readonly Row[] {
  return permissions.filter(isSeen).map((one) => ({ class: one.class, major_id: one.major, minor_id: one.minor, grantee_principal_id: one.grantee, permission_name: one.name, state: one.state }))
}

const PERMISSION_COLUMNS = { class: null, major_id: null, minor_id: null, grantee_principal_id: null, permission_name: CATALOGUE, state: CATALOGUE } as const

/** A catalogue view or a table as this session sees it: what it has no right to see is not there. @throws SqlError */
export function relationFor(reader: Reader, path: readonly string[]): Relation {
  const [schema, name] = [path.at(-2)?.toLowerCase(), (path.at(-1) ?? '').toLowerCase()]
  if (path.length > 2) throw new SqlError(208, `Invalid object name '${path.join('.')}'.`)
  const view = schema === 'sys' ? (serverView(reader, name) ?? databaseView(reader, name)) : null
  if (view !== null) return view
  return tableFor(reader, path)
}

function serverView(reader: Reader, name: string): Relation | null {
  const { state, login } = reader
  const seesAll = mayAtServer(state, reader, 'VIEW ANY DEFINITION', 'securityadmin') || mayAtServer(state, reader, 'ALTER ANY LOGIN')
  const isSeen = (id: number): boolean => seesAll || id === login?.id || id === 1
  const text = SERVER_COLLATION
  switch (name) {
    case 'databases':
      return { columns: { name: text, database_id: null, containment: null, create_date: null }, rows: state.databases.map((one) => ({ name: one.name, database_id: one.id, containment: one.isContained ? 1 : 0, create_date: '2024-01-02T03:04:05.006' })) }
    case 'server_principals':
      return {
        columns: { name: text, principal_id: null, sid: null, type: CATALOGUE, is_disabled: null },
        rows: [...state.logins.filter(({ id }) => isSeen(id)).map((one) => ({ name: one.name, principal_id: one.id, sid: one.sid, type: 'S', is_disabled: one.isDisabled })), ...state.roles.map((one) => ({ name: one.name, principal_id: one.id, sid: `0x0${one.id}`, type: 'R', is_disabled: false }))],
      }
    case 'sql_logins':
      return {
        columns: { name: text, principal_id: null, sid: null, is_disabled: null, default_database_name: text, default_language_name: text, is_policy_checked: null, is_expiration_checked: null },
        rows: state.logins.filter(({ id }) => isSeen(id)).map((one) => ({ name: one.name, principal_id: one.id, sid: one.sid, is_disabled: one.isDisabled, default_database_name: one.database, default_language_name: one.language, is_policy_checked: one.hasPolicy, is_expiration_checked: one.hasExpiration })),
      }
    case 'server_permissions':
      return { columns: PERMISSION_COLUMNS, rows: permissionRows(state.permissions, ({ grantee }) => isSeen(grantee)) }
    case 'server_role_members':
      return { columns: { role_principal_id: null, member_principal_id: null }, rows: state.roles.flatMap(({ id, members }) => [...members].filter(isSeen).map((member) => ({ role_principal_id: id, member_principal_id: member }))) }
    case 'endpoints':
      return { columns: { name: text, endpoint_id: null }, rows: seesAll ? state.endpoints.map((one) => ({ name: one.name, endpoint_id: one.id })) : [] }
    case 'dm_exec_connections':
      if (!mayAtServer(state, reader, 'VIEW SERVER STATE', 'serveradmin')) throw new SqlError(300, "VIEW SERVER STATE permission was denied on object 'server', database 'master'.", { severity: 14, following: new SqlError(297, 'The user does not have permission to perform this action.') })
      return { columns: { session_id: null, encrypt_option: text }, rows: [{ session_id: 51, encrypt_option: reader.isEncrypted ? 'TRUE' : 'FALSE' }] }
    default:
      return null
  }
}

/** Catalogue views of other securables: the column of the id, and whether they lie in a schema. */
const OTHERS: Readonly<Record<string, readonly [string, boolean]>> = {
  assemblies: ['assembly_id', false], types: ['user_type_id', true], xml_schema_collections: ['xml_collection_id', true], service_message_types: ['message_type_id', false],
  service_contracts: ['service_contract_id', false], services: ['service_id', false], remote_service_bindings: ['remote_service_binding_id', false], routes: ['route_id', false],
  fulltext_catalogs: ['fulltext_catalog_id', false], symmetric_keys: ['symmetric_key_id', false], certificates: ['certificate_id', false], asymmetric_keys: ['asymmetric_key_id', false],
}

function databaseView(reader: Reader, name: string): Relation | null {
  const { state, database, user } = reader
  const seesAll = mayInDatabase(state, reader, 'VIEW DEFINITION', 'db_securityadmin', 'db_accessadmin') || mayInDatabase(state, reader, 'ALTER ANY USER') || mayAtServer(state, reader, 'VIEW ANY DEFINITION')
  const isSeen = (one: Principal): boolean => seesAll || one === user || one.id < 5 || isFixedRole(one)
  // A contained database has the same collation for its names wherever it goes.
  const text = database.isContained ? 'Latin1_General_100_CI_AS_KS_WS_SC' : database.collation
  switch (name) {
    case 'database_principals':
      return {
        columns: { name: text, principal_id: null, type: CATALOGUE, default_schema_name: text, sid: null, authentication_type: null },
        rows: database.principals.filter(isSeen).map((one) => ({ name: one.name, principal_id: one.id, type: one.type, default_schema_name: one.schema, sid: one.sid, authentication_type: one.password !== null ? 2 : one.type === 'S' && one.sid !== null ? 1 : 0 })),
      }
    case 'database_role_members':
      return { columns: { role_principal_id: null, member_principal_id: null }, rows: database.principals.flatMap(({ id, members }) => [...members].filter((member) => seesAll || member === user?.id).map((member) => ({ role_principal_id: id, member_principal_id: member }))) }
    case 'database_permissions':
      return { columns: PERMISSION_COLUMNS, rows: permissionRows(database.permissions, ({ grantee }) => seesAll || grantee === user?.id || grantee === 0) }
    default: {
      const [id, hasSchema] = OTHERS[name] ?? []
      return id === undefined ? null : { columns: { name: text, [id]: null, ...(hasSchema === true ? { schema_id: null } : {}) }, rows: database.others[name] ?? [] }
    }
  }
}

/** The securables of a database that have a view of their own here. */
export function otherId(database: Database, view: string, name: string): number | null {
  const [id] = OTHERS[view] ?? []
  const row = (database.others[view] ?? []).find((one) => one['name'] === name)
  return id === undefined || row === undefined ? null : Number(row[id])
}

function tableFor(reader: Reader, path: readonly string[]): Relation {
  const { state, database, user } = reader
  const name = path.at(-1) ?? ''
  const schemas = path.length === 2 ? [path[0] ?? ''] : [user?.schema ?? 'dbo', 'dbo']
  const table = schemas.map((schema) => named(database.tables.filter((one) => one.schema.toLowerCase() === schema.toLowerCase()), name, database.collation)).find((one) => one !== undefined)
  if (table === undefined) throw new SqlError(208, `Invalid object name '${path.join('.')}'.`)
  const readable = table.columns.filter((column) => mayRead(state, reader, table, column))
  if (readable.length === 0) throw new SqlError(229, `The SELECT permission was denied on the object '${table.name}', database '${database.name}', schema '${table.schema}'.`, { state: 5, severity: 14 })
  // A column without the right is left out here, where the server tells 230 for it.
  return { columns: Object.fromEntries(readable.map((column) => [column.toLowerCase(), database.collation])), rows: table.rows }
}

/** The functions of the server's that queries call; names in upper case. @throws SqlError */
export function callFor({ state, database, login, user }: Reader, name: string, args: readonly SqlValue[]): SqlValue {
  const [first = null, second = null] = args
  const textOf = (value: SqlValue): string | null => (value === null ? null : typeof value === 'boolean' ? String(Number(value)) : String(value))
  const table = database.tables.find(({ id }) => id === first)
  switch (name) {
    case 'QUOTENAME': {
      const text = textOf(first)
      return text === null || text.length > 128 ? null : `[${text.replaceAll(']', ']]')}]`
    }
    case 'OBJECT_NAME':
      return table?.name ?? null
    case 'OBJECT_SCHEMA_NAME':
      return table?.schema ?? null
    case 'COL_NAME':
      return table?.columns[Number(second) - 1] ?? null
    case 'SCHEMA_NAME':
      return database.schemas.find(({ id }) => id === first)?.name ?? null
    case 'DB_NAME':
      return database.name
    case 'SUSER_SNAME':
      return login?.name ?? user?.name ?? null
    case 'USER_NAME':
      return user?.name ?? null
    case 'ISNULL':
      return first ?? second
    case 'NULLIF':
      return first === second ? null : first
    case 'CONCAT':
      return args.map((value) => textOf(value) ?? '').join('')
    case 'SERVERPROPERTY':
      return first === 'ProductVersion' ? '16.0.4150.1' : null
    case 'LOGINPROPERTY': {
      const found = named(state.logins, String(first))
      const property = String(second).toUpperCase()
      return found === undefined ? null : property === 'ISLOCKED' ? Number(found.isLocked) : property === 'ISMUSTCHANGE' ? Number(found.mustChange) : null
    }
    case 'as nvarchar':
    case 'as varchar':
      return textOf(first)
    case 'as int':
      return first === null ? null : Number(first)
    default:
      throw new SqlError(195, `'${name}' is not a recognized built-in function name.`, { severity: 15 })
  }
}

export function variableFor(name: string): SqlValue {
  if (name === '@@version') return 'Microsoft SQL Server 2022 - a peer that speaks its protocol'
  if (name === '@@spid') return 51
  if (name === '@@servername') return 'PEER'
  throw new SqlError(137, `Must declare the scalar variable "${name}".`, { severity: 15 })
}

import { isDatabaseMember, isServerMember } from './sqlserver-rights.ts'
import { named, type Permission, type PermissionState } from './sqlserver-state.ts'
import { otherId, type Reader } from './sqlserver-views.ts'
import { SqlError, type SqlCursor } from './tsql-tokens.ts'

/** Securable classes as statements name them, with the number that the catalogue gives them and the view that holds their names. */
const CLASSES: Readonly<Record<string, readonly [number, string | null]>> = {
  LOGIN: [101, null], ENDPOINT: [105, null], OBJECT: [1, null], SCHEMA: [3, null], ROLE: [4, null], USER: [4, null], 'APPLICATION ROLE': [4, null],
  ASSEMBLY: [5, 'assemblies'], TYPE: [6, 'types'], 'XML SCHEMA COLLECTION': [10, 'xml_schema_collections'], 'MESSAGE TYPE': [15, 'service_message_types'], CONTRACT: [16, 'service_contracts'],
  SERVICE: [17, 'services'], 'REMOTE SERVICE BINDING': [18, 'remote_service_bindings'], ROUTE: [19, 'routes'], 'FULLTEXT CATALOG': [23, 'fulltext_catalogs'], 'SYMMETRIC KEY': [24, 'symmetric_keys'],
  CERTIFICATE: [25, 'certificates'], 'ASYMMETRIC KEY': [26, 'asymmetric_keys'],
}

/** Permissions that may be given, by the class; 100 is the server, 0 the database. */
const PERMISSIONS: Readonly<Record<number, readonly string[]>> = {
  100: ['CONNECT SQL', 'CONTROL SERVER', 'ALTER ANY LOGIN', 'VIEW SERVER STATE', 'VIEW ANY DEFINITION', 'VIEW ANY DATABASE', 'CONNECT ANY DATABASE', 'ADMINISTER BULK OPERATIONS'],
  101: ['CONTROL', 'IMPERSONATE', 'VIEW DEFINITION', 'ALTER'],
  105: ['CONNECT', 'CONTROL', 'ALTER', 'VIEW DEFINITION', 'TAKE OWNERSHIP'],
  0: ['CONNECT', 'CONTROL', 'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'REFERENCES', 'ALTER', 'VIEW DEFINITION', 'VIEW DATABASE STATE', 'CREATE TABLE', 'ALTER ANY USER', 'ALTER ANY ROLE'],
  1: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'REFERENCES', 'CONTROL', 'ALTER', 'VIEW DEFINITION', 'TAKE OWNERSHIP'],
  3: ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE', 'REFERENCES', 'CONTROL', 'ALTER', 'VIEW DEFINITION', 'TAKE OWNERSHIP'],
}
const OTHER_PERMISSIONS = ['CONTROL', 'ALTER', 'VIEW DEFINITION', 'TAKE OWNERSHIP', 'REFERENCES', 'EXECUTE', 'SEND', 'RECEIVE', 'IMPERSONATE']

interface Securable {
  readonly class: number
  readonly major: number
  readonly minor: number
}

/** GRANT, DENY or REVOKE of one permission. The word is taken already. @throws SqlError */
export function changePermission(reader: Reader, cursor: SqlCursor, verb: 'GRANT' | 'DENY' | 'REVOKE'): void {
  const words: string[] = []
  while (cursor.peek().kind === 'word' && !['ON', 'TO', 'FROM'].some((word) => cursor.sees(word))) words.push(cursor.next().value)
  const name = words.join(' ')
  const securable = cursor.takes('ON') ? readSecurable(reader, cursor) : null
  cursor.expect(verb === 'REVOKE' && cursor.sees('FROM') ? 'FROM' : 'TO')
  const grantee = cursor.name()
  const passesOn = verb === 'GRANT' && cursor.takes('WITH', 'GRANT', 'OPTION')
  const on: Securable = securable ?? { class: PERMISSIONS[100]?.includes(name) === true ? 100 : 0, major: 0, minor: 0 }
  if (!(PERMISSIONS[on.class] ?? OTHER_PERMISSIONS).includes(name)) throw new SqlError(102, `Incorrect syntax near '${name}'.`, { severity: 15 })
  if (on.minor > 0 && !['SELECT', 'UPDATE', 'REFERENCES'].includes(name)) throw new SqlError(1020, 'Sub-entity lists (such as column or security expressions) cannot be specified for entity-level permissions.', { severity: 15 })
  if (on.class >= 100 && reader.database.name !== 'master') throw new SqlError(4621, 'Permissions at the server scope can only be granted when the current database is master.')
  const list = on.class >= 100 ? reader.state.permissions : reader.database.permissions
  const id = granteeId(reader, on, grantee)
  mayGive(reader, on, name)
  change(list, { grantee: id, name, ...on, state: verb === 'REVOKE' ? 'R' : verb === 'DENY' ? 'D' : passesOn ? 'W' : 'G' })
}

function readSecurable({ state, database }: Reader, cursor: SqlCursor): Securable {
  const words: string[] = []
  while (!cursor.sees('::')) {
    if (cursor.peek().kind !== 'word') throw cursor.unexpected()
    words.push(cursor.next().value)
  }
  cursor.expect('::')
  const kind = words.join(' ')
  const [number, view] = CLASSES[kind] ?? [null, null]
  if (number === null) throw new SqlError(102, `Incorrect syntax near '${kind}'.`, { severity: 15 })
  const path = [cursor.name()]
  while (cursor.takes('.')) path.push(cursor.name())
  const name = path.at(-1) ?? ''
  const missing = new SqlError(15_151, `Cannot find the ${kind.toLowerCase()} '${name}', because it does not exist or you do not have permission.`)
  if (kind === 'OBJECT') {
    const table = database.tables.find((one) => one.name === name && one.schema === (path.length > 1 ? path[0] : 'dbo'))
    if (table === undefined) throw missing
    if (!cursor.takes('(')) return { class: number, major: table.id, minor: 0 }
    const column = cursor.name()
    cursor.expect(')')
    if (!table.columns.includes(column)) throw new SqlError(1911, `Column name '${column}' does not exist in the target table or view.`)
    return { class: number, major: table.id, minor: table.columns.indexOf(column) + 1 }
  }
  const wanted = { USER: 'S', ROLE: 'R', 'APPLICATION ROLE': 'A' }[kind]
  const major =
    kind === 'LOGIN' ? named(state.logins, name)?.id
    : kind === 'ENDPOINT' ? named(state.endpoints, name)?.id
    : kind === 'SCHEMA' ? named(database.schemas, name, database.collation)?.id
    : wanted !== undefined ? database.principals.find((one) => one.type === wanted && one.name === name)?.id
    : otherId(database, view ?? '', name)
  if (major === undefined || major === null) throw missing
  return { class: number, major, minor: 0 }
}

function granteeId({ state, database, login, user }: Reader, on: Securable, name: string): number {
  const missing = new SqlError(15_151, `Cannot find the ${on.class >= 100 ? 'login' : 'user'} '${name}', because it does not exist or you do not have permission.`)
  const found = on.class >= 100 ? (named(state.logins, name) ?? named(state.roles, name)) : named(database.principals, name, database.collation)
  if (found === undefined) throw missing
  const isOneself = found === login || (found === user && user !== null)
  if (isOneself || found.name === 'sa' || found.name === 'dbo') throw new SqlError(on.class >= 100 ? 4624 : 4604, 'Cannot grant, deny, or revoke permissions to sa, dbo, entity owner, information_schema, sys, or yourself.')
  return found.id
}

function mayGive(reader: Reader, on: Securable, name: string): void {
  const { state, database, login, user } = reader
  const isHeld = (list: readonly Permission[], id: number | undefined): boolean => list.some((one) => one.grantee === id && one.state === 'W' && one.name === name && one.class === on.class && one.major === on.major && (one.minor === 0 || one.minor === on.minor))
  const isAllowed =
    on.class >= 100
      ? isServerMember(state, reader, 'sysadmin', ...(on.class === 100 ? ['securityadmin'] : [])) || isHeld(state.permissions, login?.id)
      : isDatabaseMember(state, reader, 'db_owner', 'db_securityadmin') || isHeld(database.permissions, user?.id)
  if (!isAllowed) throw new SqlError(4613, 'Grantor does not have GRANT permission.')
}

function change(list: Permission[], next: Permission): void {
  const same = (one: Permission): boolean => one.grantee === next.grantee && one.name === next.name && one.class === next.class && one.major === next.major
  const at = list.findIndex((one) => same(one) && one.minor === next.minor)
  const before = list[at]
  if (next.state === 'R') {
    // Taken back from a column of what stays granted as a whole, the word stays in the catalogue; else it goes.
    const hasWhole = next.minor > 0 && list.some((one) => same(one) && one.minor === 0)
    if (at >= 0) list.splice(at, 1)
    if (hasWhole) list.push(next)
    return
  }
  if (before === undefined) list.push(next)
  else before.state = keptState(before.state, next.state)
}

/** A plain GRANT leaves the right to pass on that is there. */
function keptState(before: PermissionState, next: PermissionState): PermissionState {
  return before === 'W' && next === 'G' ? 'W' : next
}

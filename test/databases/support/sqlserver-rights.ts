import { named, type Database, type Login, type Permission, type Principal, type SqlServerState, type Table } from './sqlserver-state.ts'

/** Who is logged in: a login with its user in the database, or a contained database's own user. */
export interface Identity {
  readonly login: Login | null
  readonly user: Principal | null
  readonly database: Database
}

const SERVER_CLASS = 100
const DATABASE_CLASS = 0
const OBJECT_CLASS = 1
const SCHEMA_CLASS = 3

export function isServerMember({ roles }: SqlServerState, { login }: Identity, ...names: readonly string[]): boolean {
  return login !== null && names.some((name) => named(roles, name)?.members.has(login.id) === true)
}

/** Whether the login may do something to the server: by a role, or by a permission of that name or CONTROL SERVER. */
export function mayAtServer(state: SqlServerState, identity: Identity, permission: string, ...roles: readonly string[]): boolean {
  if (isServerMember(state, identity, 'sysadmin', ...roles)) return true
  const own = state.permissions.filter(({ grantee, class: of }) => grantee === identity.login?.id && of === SERVER_CLASS)
  return !own.some(({ name, state: is }) => name === permission && is === 'D') && own.some(({ name, state: is }) => (name === permission || name === 'CONTROL SERVER') && is !== 'D')
}

/** A user with every role that it is in, by way of others too. */
export function principalsOf({ principals }: Database, user: Principal | null): readonly Principal[] {
  const found = new Set<Principal>(principals.filter(({ id }) => id === 0))
  const add = (one: Principal): void => {
    if (found.has(one)) return
    found.add(one)
    for (const role of principals) if (role.members.has(one.id)) add(role)
  }
  if (user !== null) add(user)
  return [...found]
}

export function isDatabaseMember(state: SqlServerState, identity: Identity, ...names: readonly string[]): boolean {
  if (isServerMember(state, identity, 'sysadmin')) return true
  return principalsOf(identity.database, identity.user).some((one) => names.some((name) => one === named(identity.database.principals, name)))
}

/** Whether the user may do something to its database: by a role, or by a permission of that name or CONTROL. */
export function mayInDatabase(state: SqlServerState, identity: Identity, permission: string, ...roles: readonly string[]): boolean {
  if (isDatabaseMember(state, identity, 'db_owner', ...roles)) return true
  const ids = principalsOf(identity.database, identity.user).map(({ id }) => id)
  const own = identity.database.permissions.filter(({ grantee, class: of }) => ids.includes(grantee) && of === DATABASE_CLASS)
  return !own.some(({ name, state: is }) => name === permission && is === 'D') && own.some(({ name, state: is }) => (name === permission || name === 'CONTROL') && is !== 'D')
}

/** Whether the user may read a column of a table: the nearest word of each of its roles, and any denial before all. */
export function mayRead(state: SqlServerState, identity: Identity, table: Table, column: string): boolean {
  if (isDatabaseMember(state, identity, 'db_owner')) return true
  const { database, user } = identity
  const all = principalsOf(database, user)
  if (all.some(({ name }) => name === 'db_denydatareader')) return false
  const minor = table.columns.indexOf(column) + 1
  const schema = database.schemas.find(({ name }) => name === table.schema)?.id ?? -1
  const concerns = ({ class: of, major, minor: at }: Permission): boolean => of === DATABASE_CLASS || (of === SCHEMA_CLASS && major === schema) || (of === OBJECT_CLASS && major === table.id && (at === 0 || at === minor))
  const words = all.flatMap(({ id }) => {
    const own = database.permissions.filter((one) => one.grantee === id && one.name === 'SELECT' && concerns(one))
    // A column that was taken back from what is granted on the whole table.
    const isTaken = own.some(({ state: is, minor: at }) => is === 'R' && at === minor)
    return own.filter(({ state: is, minor: at }) => is !== 'R' && !(isTaken && at === 0)).map(({ state: is }) => is)
  })
  if (words.includes('D')) return false
  return words.length > 0 || all.some(({ name }) => name === 'db_datareader')
}

/** Whether a server lets a login into a database. */
export function userIn(state: SqlServerState, login: Login, database: Database): { readonly user: Principal | null } | null {
  const user = database.principals.find(({ sid, password }) => sid === login.sid && password === null) ?? null
  const identity: Identity = { login, user, database }
  if (isServerMember(state, identity, 'sysadmin')) return { user: named(database.principals, 'dbo') ?? null }
  if (user !== null) return mayInDatabase(state, identity, 'CONNECT') ? { user } : null
  const guest = named(database.principals, 'guest') ?? null
  return mayInDatabase(state, { login, user: guest, database }, 'CONNECT') ? { user: guest } : null
}

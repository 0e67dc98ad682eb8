import { isDatabaseMember, isServerMember, mayAtServer, mayInDatabase } from './sqlserver-rights.ts'
import { isFixedRole, named, newLogin, type Login, type Principal } from './sqlserver-state.ts'
import type { Reader } from './sqlserver-views.ts'
import { SqlError, type SqlCursor } from './tsql-tokens.ts'

const notAllowed = (): SqlError => new SqlError(15_247, 'User does not have permission to perform this action.')
const notFound = (verb: string, kind: string, name: string): SqlError => new SqlError(15_151, `Cannot ${verb} the ${kind} '${name}', because it does not exist or you do not have permission.`)

/** What the policy of Windows asks of a password, which SQL Server takes over. @throws SqlError */
function checkPolicy(name: string, password: string): void {
  const refuse = (number: number, reason: string): never => {
    throw new SqlError(number, `Password validation failed. The password does not meet the operating system policy requirements because it is ${reason}.`)
  }
  if (password.length < 8) refuse(15_116, 'too short')
  if (password.length > 128) refuse(15_115, 'too long')
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/].filter((kind) => kind.test(password)).length
  if (kinds < 3 || (name.length > 2 && password.toLowerCase().includes(name.toLowerCase()))) refuse(15_118, 'not complex enough')
}

interface LoginOptions {
  password?: string
  oldPassword?: string
  mustChange?: boolean
  unlock?: boolean
  DEFAULT_DATABASE?: string
  DEFAULT_LANGUAGE?: string
  CHECK_EXPIRATION?: boolean
  CHECK_POLICY?: boolean
}

function readLoginOptions(cursor: SqlCursor, isNew: boolean): LoginOptions {
  const options: LoginOptions = {}
  do {
    if (cursor.takes('PASSWORD', '=')) {
      options.password = cursor.text()
      if (!isNew && cursor.takes('OLD_PASSWORD', '=')) options.oldPassword = cursor.text()
      while (options.oldPassword === undefined) {
        if (cursor.takes('MUST_CHANGE')) options.mustChange = true
        else if (!isNew && cursor.takes('UNLOCK')) options.unlock = true
        else break
      }
    } else if (cursor.takes('DEFAULT_DATABASE', '=')) options.DEFAULT_DATABASE = cursor.name()
    else if (cursor.takes('DEFAULT_LANGUAGE', '=')) options.DEFAULT_LANGUAGE = cursor.name()
    else if (cursor.takes('CHECK_EXPIRATION', '=')) options.CHECK_EXPIRATION = readSwitch(cursor)
    else if (cursor.takes('CHECK_POLICY', '=')) options.CHECK_POLICY = readSwitch(cursor)
    else throw cursor.unexpected()
  } while (cursor.takes(','))
  return options
}

function readSwitch(cursor: SqlCursor): boolean {
  if (cursor.takes('ON')) return true
  cursor.expect('OFF')
  return false
}

function applyOptions({ state }: Reader, login: Login, options: LoginOptions): void {
  const policy = options.CHECK_POLICY ?? login.hasPolicy
  const expiration = options.CHECK_EXPIRATION ?? login.hasExpiration
  if (expiration && !policy) throw new SqlError(15_122, 'The CHECK_EXPIRATION option cannot be used when CHECK_POLICY is OFF.')
  if (options.mustChange === true && !expiration) throw new SqlError(15_121, 'The CHECK_EXPIRATION option cannot be turned OFF when MUST_CHANGE is ON.')
  if (options.password !== undefined && policy) checkPolicy(login.name, options.password)
  const database = options.DEFAULT_DATABASE === undefined ? login.database : named(state.databases, options.DEFAULT_DATABASE)?.name
  if (database === undefined) throw new SqlError(15_010, `The database '${options.DEFAULT_DATABASE}' does not exist. Supply a valid database name. To see available databases, use sys.databases.`)
  if (options.DEFAULT_LANGUAGE !== undefined && !['us_english', 'Deutsch', 'Français'].includes(options.DEFAULT_LANGUAGE)) throw new SqlError(15_033, `'${options.DEFAULT_LANGUAGE}' is not a valid official language name.`)
  Object.assign(login, { hasPolicy: policy, hasExpiration: expiration, database, language: options.DEFAULT_LANGUAGE ?? login.language })
  if (options.password !== undefined) Object.assign(login, { password: options.password, isExpired: false, mustChange: options.mustChange === true })
  if (options.unlock === true) login.isLocked = false
}

/** CREATE LOGIN; the words are taken already, here and in the others. @throws SqlError */
export function createLogin(reader: Reader, cursor: SqlCursor): void {
  const { state } = reader
  const name = cursor.name()
  cursor.expect('WITH')
  const options = readLoginOptions(cursor, true)
  if (options.password === undefined) throw cursor.unexpected()
  if (!mayAtServer(state, reader, 'ALTER ANY LOGIN', 'securityadmin')) throw notAllowed()
  if (named(state.logins, name) !== undefined || named(state.roles, name) !== undefined) throw new SqlError(15_025, `The server principal '${name}' already exists.`)
  if (name.includes('\\')) throw new SqlError(15_006, `'${name}' is not a valid name because it contains invalid characters.`)
  const id = ++state.lastId
  const login = newLogin(id, name, `0x${id.toString(16).padStart(32, 'c')}`, '')
  applyOptions(reader, login, options)
  state.logins.push(login)
  state.permissions.push({ grantee: id, name: 'CONNECT SQL', class: 100, major: 0, minor: 0, state: 'G' })
}

/** ALTER LOGIN: its own password with the old one, or anything with the right to. @throws SqlError */
export function alterLogin(reader: Reader, cursor: SqlCursor): void {
  const { state } = reader
  const name = cursor.name()
  const action = cursor.takes('ENABLE') ? 'enable' : cursor.takes('DISABLE') ? 'disable' : 'change'
  if (action === 'change') cursor.expect('WITH')
  const options = action === 'change' ? readLoginOptions(cursor, false) : {}
  const login = named(state.logins, name)
  const refused = notFound('alter', 'login', name)
  if (login === undefined) throw refused
  const isOwn = login === reader.login
  const mayAlter = mayAtServer(state, reader, 'ALTER ANY LOGIN', 'securityadmin') && (isServerMember(state, reader, 'sysadmin') || !named(state.roles, 'sysadmin')?.members.has(login.id))
  const { password, oldPassword, unlock, mustChange, ...others } = options
  if (oldPassword !== undefined && oldPassword !== login.password) throw refused
  const isOwnPassword = isOwn && password !== undefined && oldPassword !== undefined && Object.keys(others).length === 0 && unlock !== true && mustChange !== true
  if (!mayAlter && !isOwnPassword) throw refused
  if (action !== 'change') login.isDisabled = action === 'disable'
  applyOptions(reader, login, options)
}

/** CREATE USER for a login, or with a password in a contained database. @throws SqlError */
export function createUser(reader: Reader, cursor: SqlCursor): void {
  const { state, database } = reader
  const name = cursor.name()
  const loginName = cursor.takes('FOR', 'LOGIN') ? cursor.name() : null
  const options: { password?: string; schema?: string } = {}
  if (loginName === null || cursor.sees('WITH')) {
    cursor.expect('WITH')
    do {
      if (loginName === null && cursor.takes('PASSWORD', '=')) options.password = cursor.text()
      else if (cursor.takes('DEFAULT_SCHEMA', '=')) options.schema = cursor.name()
      else throw cursor.unexpected()
    } while (cursor.takes(','))
  }
  if (!mayInDatabase(state, reader, 'ALTER ANY USER', 'db_accessadmin')) throw notAllowed()
  if (named(database.principals, name, database.collation) !== undefined) throw new SqlError(15_023, `User, group, or role '${name}' already exists in the current database.`)
  const login = loginName === null ? null : named(state.logins, loginName)
  if (login === undefined) throw new SqlError(15_007, `'${loginName}' is not a valid login or you do not have permission.`)
  if (login !== null && database.principals.some(({ sid }) => sid === login.sid)) throw new SqlError(15_063, 'The login already has an account under a different user name.')
  if (login === null) {
    if (options.password === undefined) throw new SqlError(102, "Incorrect syntax near ';'.", { severity: 15 })
    if (!database.isContained) throw new SqlError(33_233, 'You can only create a user with a password in a contained database.')
    checkPolicy(name, options.password)
  }
  const id = ++state.lastId
  // A schema that is not there is taken too; names are then looked for in dbo.
  database.principals.push({ id, name, type: 'S', sid: login?.sid ?? `0x${id.toString(16).padStart(32, 'd')}`, schema: options.schema ?? 'dbo', password: options.password ?? null, members: new Set() })
  database.permissions.push({ grantee: id, name: 'CONNECT', class: 0, major: 0, minor: 0, state: 'G' })
}

/** ALTER USER of a contained database's own user. @throws SqlError */
export function alterUser(reader: Reader, cursor: SqlCursor): void {
  const { database } = reader
  const name = cursor.name()
  cursor.expect('WITH')
  let password: string | null = null
  let old: string | null = null
  let schema: string | null = null
  do {
    if (cursor.takes('PASSWORD', '=')) {
      password = cursor.text()
      if (cursor.takes('OLD_PASSWORD', '=')) old = cursor.text()
    } else if (cursor.takes('DEFAULT_SCHEMA', '=')) schema = cursor.name()
    else throw cursor.unexpected()
  } while (cursor.takes(','))
  const user = named(database.principals, name, database.collation)
  const mayAlter = mayInDatabase(reader.state, reader, 'ALTER ANY USER', 'db_accessadmin')
  const isOwnPassword = user === reader.user && password !== null && old !== null && schema === null
  if (user === undefined || user.type !== 'S' || (!mayAlter && !isOwnPassword) || (old !== null && old !== user.password)) throw notFound('alter', 'user', name)
  if (schema !== null) user.schema = schema
  if (password === null) return
  if (user.password === null) throw new SqlError(33_234, 'The parameter PASSWORD cannot be provided for users that cannot authenticate in a database.')
  checkPolicy(name, password)
  user.password = password
}

/** ALTER SERVER ROLE and ALTER ROLE … ADD MEMBER. @throws SqlError */
export function addMember(reader: Reader, cursor: SqlCursor, where: 'server' | 'database'): void {
  const { state, database } = reader
  const name = cursor.name()
  cursor.expect('ADD', 'MEMBER')
  const member = cursor.name()
  if (where === 'server') {
    const role = named(state.roles, name)
    if (role === undefined || name.toLowerCase() === 'public' || !(isServerMember(state, reader, 'sysadmin') || isServerMember(state, reader, name))) throw notFound('alter', 'server role', name)
    const login = named(state.logins, member)
    if (login === undefined) throw notFound('add', 'principal', member)
    role.members.add(login.id)
    return
  }
  const role = named(database.principals, name, database.collation)
  const mayAlter = isDatabaseMember(state, reader, 'db_owner') || (role !== undefined && !isFixedRole(role) && mayInDatabase(state, reader, 'ALTER ANY ROLE', 'db_securityadmin'))
  if (role === undefined || role.type !== 'R' || !mayAlter) throw notFound('alter', 'role', name)
  const user: Principal | undefined = named(database.principals, member, database.collation)
  if (user === undefined) throw notFound('add', 'principal', member)
  if (user.name === 'dbo') throw new SqlError(15_405, "Cannot use the special principal 'dbo'.")
  role.members.add(user.id)
}

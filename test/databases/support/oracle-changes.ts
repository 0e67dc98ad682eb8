import { OracleError } from './oracle-answers.ts'
import { makeUser, SYSTEM_PRIVILEGES, type OracleCatalogue, type OracleUser } from './oracle-catalogue.ts'
import { quoted, type Statement } from './oracle-sql.ts'

/** CREATE USER, ALTER USER and GRANT, carried out word by word. */

const UNITS: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }
const badOption = (): OracleError => new OracleError(922, 'missing or invalid option')

function password(statement: Statement): string {
  const token = statement.take()
  if (token.kind === 'quoted') return token.raw
  if (token.kind !== 'word') throw new OracleError(988, 'missing or invalid password(s)')
  return token.raw
}

export function createUser(catalogue: OracleCatalogue, by: OracleUser, statement: Statement): void {
  const name = statement.name()
  statement.expect('IDENTIFIED BY', new OracleError(1_935, 'missing user or role name'))
  const text = password(statement)
  catalogue.checkPassword(text)
  catalogue.require(by, 'CREATE USER')
  if (catalogue.users.has(name) || catalogue.roles.has(name)) throw new OracleError(1_920, `user name '${name}' conflicts with another user or role name`)
  const user = makeUser(name, { password: text, systemPrivileges: {} })
  options(catalogue, user, statement)
  const objection = catalogue.profiles.get(user.profile)?.objection?.(text) ?? null
  if (objection !== null) throw new OracleError(28_003, `password verification for the specified password failed\nORA-20001: ${objection}`)
  catalogue.users.set(name, user)
}

export function alterUser(catalogue: OracleCatalogue, by: OracleUser, statement: Statement): void {
  const name = statement.name()
  const isOwn = name === by.name
  if (!isOwn) catalogue.require(by, 'ALTER USER')
  const user = catalogue.user(name)
  if (statement.has('IDENTIFIED BY')) {
    const next = password(statement)
    const replaced = statement.has('REPLACE') ? password(statement) : null
    // Read to its end before anything changes.
    const rest = { ...user, quotas: new Map(user.quotas) }
    if (!statement.isDone) {
      catalogue.require(by, 'ALTER USER')
      options(catalogue, rest, statement)
    }
    catalogue.setPassword(by, user, next, replaced)
    apply(user, rest)
    return
  }
  catalogue.require(by, 'ALTER USER')
  const rest = { ...user, quotas: new Map(user.quotas) }
  if (statement.isDone) throw badOption()
  options(catalogue, rest, statement)
  apply(user, rest)
}

/** Takes over what options set; the password's side stays. */
function apply(user: OracleUser, { isLocked, defaultTablespace, temporaryTablespace, profile, defaultRoles, quotas }: OracleUser): void {
  Object.assign(user, { isLocked, defaultTablespace, temporaryTablespace, profile, defaultRoles })
  user.quotas.clear()
  for (const [tablespace, bytes] of quotas) user.quotas.set(tablespace, bytes)
  if (!isLocked) user.failures = 0
}

function options(catalogue: OracleCatalogue, user: OracleUser, statement: Statement): void {
  while (!statement.isDone) {
    if (statement.has('DEFAULT TABLESPACE')) user.defaultTablespace = tablespace(catalogue, statement)
    else if (statement.has('TEMPORARY TABLESPACE')) user.temporaryTablespace = tablespace(catalogue, statement)
    else if (statement.has('PROFILE')) user.profile = profile(catalogue, statement)
    else if (statement.has('ACCOUNT LOCK')) user.isLocked = true
    else if (statement.has('ACCOUNT UNLOCK')) user.isLocked = false
    else if (statement.has('QUOTA')) quota(catalogue, user, statement)
    else if (statement.has('DEFAULT ROLE')) user.defaultRoles = defaultRoles(user, statement)
    else throw badOption()
  }
}

function tablespace(catalogue: OracleCatalogue, statement: Statement): string {
  const name = statement.name()
  if (!catalogue.tablespaces.has(name)) throw new OracleError(959, `tablespace '${name}' does not exist`)
  return name
}

function profile(catalogue: OracleCatalogue, statement: Statement): string {
  const name = statement.name()
  if (!catalogue.profiles.has(name)) throw new OracleError(2_380, `profile ${name} does not exist`)
  return name
}

function quota(catalogue: OracleCatalogue, user: OracleUser, statement: Statement): void {
  let bytes = -1
  if (!statement.has('UNLIMITED')) {
    const number = statement.take()
    if (number.kind !== 'number') throw new OracleError(2_187, 'invalid quota specification')
    const unit = Object.keys(UNITS).find((letter) => statement.has(letter))
    bytes = Number(number.value) * (unit === undefined ? 1 : (UNITS[unit] ?? 1))
  }
  statement.expect('ON', badOption())
  const name = tablespace(catalogue, statement)
  if (bytes === 0) user.quotas.delete(name)
  else user.quotas.set(name, bytes)
}

function defaultRoles(user: OracleUser, statement: Statement): OracleUser['defaultRoles'] {
  if (statement.has('NONE')) return { kind: 'none', names: [] }
  const isAll = statement.has('ALL')
  if (isAll && !statement.has('EXCEPT')) return { kind: 'all', names: [] }
  const names = statement.names()
  for (const name of names) if (!user.roles.has(name)) throw new OracleError(1_955, `DEFAULT ROLE '${name}' not granted to user`)
  return { kind: isAll ? 'except' : 'only', names: names.toSorted() }
}

/** GRANT of roles, of system privileges, or of privileges on one object. */
export function grant(catalogue: OracleCatalogue, by: OracleUser, statement: Statement): void {
  const what: { readonly text: string; readonly isQuoted: boolean }[] = []
  do what.push(privilege(statement))
  while (statement.has(','))
  const object = statement.has('ON') ? objectName(catalogue, statement) : null
  statement.expect('TO', new OracleError(990, 'missing or invalid privilege'))
  const name = statement.name()
  const passesOn = statement.has(object === null ? 'WITH ADMIN OPTION' : 'WITH GRANT OPTION')
  statement.end()
  const user = catalogue.users.get(name)
  if (user === undefined) throw new OracleError(1_917, `user or role '${name}' does not exist`)
  for (const { text, isQuoted } of what) {
    if (object !== null) {
      const key = `${text} ON ${object}`
      if (by.objectPrivileges.get(key) !== true && !object.startsWith(`${quoted(by.name)}.`)) catalogue.require(by, 'GRANT ANY OBJECT PRIVILEGE')
      add(user.objectPrivileges, key, passesOn)
    } else if (!isQuoted && (SYSTEM_PRIVILEGES as readonly string[]).includes(text)) {
      if (by.systemPrivileges.get(text) !== true) catalogue.require(by, 'GRANT ANY PRIVILEGE')
      add(user.systemPrivileges, text, passesOn)
    } else {
      if (!catalogue.roles.has(text)) throw new OracleError(1_919, `role '${text}' does not exist`)
      if (by.roles.get(text) !== true) catalogue.require(by, 'GRANT ANY ROLE')
      add(user.roles, text, passesOn)
    }
  }
}

function add(to: Map<string, boolean>, key: string, passesOn: boolean): void {
  to.set(key, passesOn || to.get(key) === true)
}

/** A role in quotes, or words up to where the privilege ends, with columns in brackets. */
function privilege(statement: Statement): { readonly text: string; readonly isQuoted: boolean } {
  if (statement.next?.kind === 'quoted') return { text: statement.name(), isQuoted: true }
  const words: string[] = []
  while (statement.next?.kind === 'word' && !['ON', 'TO'].includes(statement.next.value)) words.push(statement.take().value)
  if (words.length === 0) throw new OracleError(990, 'missing or invalid privilege')
  const columns = statement.has('(') ? statement.names() : null
  if (columns !== null) statement.expect(')', new OracleError(907, 'missing right parenthesis'))
  return { text: `${words.join(' ')}${columns === null ? '' : ` (${columns.map(quoted).join(', ')})`}`, isQuoted: false }
}

function objectName(catalogue: OracleCatalogue, statement: Statement): string {
  const isDirectory = statement.has('DIRECTORY')
  const first = statement.name()
  if (isDirectory) return known(catalogue, `DIRECTORY ${quoted(first)}`)
  statement.expect('.', new OracleError(942, 'table or view does not exist'))
  return known(catalogue, `${quoted(first)}.${quoted(statement.name())}`)
}

function known(catalogue: OracleCatalogue, object: string): string {
  if (!catalogue.objects.has(object)) throw new OracleError(942, 'table or view does not exist')
  return object
}

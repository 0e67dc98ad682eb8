import { changePermission } from './sqlserver-grants.ts'
import { addMember, alterLogin, alterUser, createLogin, createUser } from './sqlserver-principals.ts'
import { userIn, type Identity } from './sqlserver-rights.ts'
import { named, type SqlServerState } from './sqlserver-state.ts'
import { callFor, relationFor, variableFor, type Reader } from './sqlserver-views.ts'
import type { Login7 } from './tds-packets.ts'
import type { TdsRequest } from './tds-requests.ts'
import type { SqlValue } from './tds-tokens.ts'
import { runSelect } from './tsql-evaluate.ts'
import { readSelect } from './tsql-select.ts'
import { SqlCursor, SqlError } from './tsql-tokens.ts'

export interface ResultSet {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly SqlValue[])[]
}

/** Opens a session as a server does. @throws SqlError with what the server would tell */
export function openSession(state: SqlServerState, { user: name, password, database: wanted, isDatabaseFatal }: Login7, isEncrypted: boolean): Reader {
  const failed = (number: number, reason = ''): SqlError => new SqlError(number, `Login failed for user '${name}'${reason}`, { severity: 14 })
  const refused = failed(18_456, '.')
  const cannotOpen = (database: string): SqlError => new SqlError(4060, `Cannot open database "${database}" requested by the login. The login failed.`, { severity: 11, following: refused })
  const asked = wanted === '' ? undefined : named(state.databases, wanted)
  const own = asked?.isContained === true ? named(asked.principals, name, asked.collation) : undefined
  if (asked !== undefined && own !== undefined && own.password !== null) {
    if (own.password !== password) throw refused
    return { state, isEncrypted, database: asked, login: null, user: own }
  }
  const login = named(state.logins, name)
  if (login === undefined) throw refused
  if (login.isLocked) throw failed(18_486, ' because the account is currently locked out. The system administrator can unlock it. ')
  if (login.password !== password) throw refused
  if (login.isDisabled) throw failed(18_470, '. Reason: The account is disabled.')
  if (login.isExpired) throw failed(18_487, '.  Reason: The password of the account has expired.')
  if (login.mustChange) throw failed(18_488, '.  Reason: The password of the account must be changed.')
  const connect = state.permissions.find(({ grantee, name: permission }) => grantee === login.id && permission === 'CONNECT SQL')
  if (login.name !== 'sa' && (connect === undefined || connect.state === 'D')) throw refused
  if (asked === undefined && wanted !== '' && isDatabaseFatal) throw cannotOpen(wanted)
  const database = asked ?? named(state.databases, login.database)
  const user = database === undefined ? null : userIn(state, login, database)
  if (database === undefined || user === null) throw cannotOpen(database?.name ?? login.database)
  return { state, isEncrypted, database, login, user: user.user }
}

/** A session of the test's own, as sa in a database. */
export function adminSession(state: SqlServerState, databaseName: string): Reader {
  const database = named(state.databases, databaseName)
  if (database === undefined) throw new Error(`There is no database ${databaseName}`)
  const identity: Identity = { login: state.logins[0] ?? null, user: named(database.principals, 'dbo') ?? null, database }
  return { ...identity, state, isEncrypted: true }
}

/** Carries the statements of a batch out one after the other; the results of its SELECTs. @throws SqlError */
export function runBatch(reader: Reader, request: TdsRequest): readonly ResultSet[] {
  // A batch with a fault of grammar anywhere does nothing at all: seen first on a copy.
  try {
    carryOut(structuredClone(reader), request)
  } catch (thrown) {
    if (!(thrown instanceof SqlError) || thrown.class === SYNTAX) throw thrown
  }
  return carryOut(reader, request)
}

const SYNTAX = 15

type Step = () => ResultSet | null

function carryOut(reader: Reader, { sql, parameters }: TdsRequest): readonly ResultSet[] {
  const steps = readBatch(reader, new SqlCursor(sql), parameters)
  return steps.map((step) => step()).filter((result) => result !== null)
}

function readBatch(reader: Reader, cursor: SqlCursor, parameters: TdsRequest['parameters']): readonly Step[] {
  const steps: Step[] = []
  while (!cursor.isAtEnd) {
    if (cursor.takes(';')) continue
    if (cursor.takes('SELECT')) {
      const select = readSelect(cursor)
      steps.push(() =>
        runSelect(
          {
            databaseCollation: reader.database.collation,
            relation: (path) => relationFor(reader, path),
            call: (name, args) => callFor(reader, name, args),
            variable: (name) => (parameters.has(name) ? (parameters.get(name) ?? null) : variableFor(name)),
          },
          select,
        ),
      )
    } else if (cursor.takes('SET')) readSetting(cursor)
    else if (cursor.takes('EXEC')) steps.push(readExecute(reader, cursor))
    else change(reader, cursor)
  }
  return steps
}

function change(reader: Reader, cursor: SqlCursor): void {
  if (cursor.takes('CREATE', 'LOGIN')) createLogin(reader, cursor)
  else if (cursor.takes('ALTER', 'LOGIN')) alterLogin(reader, cursor)
  else if (cursor.takes('CREATE', 'USER')) createUser(reader, cursor)
  else if (cursor.takes('ALTER', 'USER')) alterUser(reader, cursor)
  else if (cursor.takes('ALTER', 'SERVER', 'ROLE')) addMember(reader, cursor, 'server')
  else if (cursor.takes('ALTER', 'ROLE')) addMember(reader, cursor, 'database')
  else if (cursor.takes('GRANT')) changePermission(reader, cursor, 'GRANT')
  else if (cursor.takes('DENY')) changePermission(reader, cursor, 'DENY')
  else if (cursor.takes('REVOKE')) changePermission(reader, cursor, 'REVOKE')
  else throw cursor.unexpected()
}

/** `SET name value`, which drivers send at first; none of them changes anything here. */
function readSetting(cursor: SqlCursor): void {
  if (cursor.takes('TRANSACTION', 'ISOLATION', 'LEVEL')) {
    if (!['COMMITTED', 'UNCOMMITTED'].some((word) => cursor.takes('READ', word))) throw cursor.unexpected()
    return
  }
  cursor.next()
  if (cursor.takes('ON') || cursor.takes('OFF')) return
  if (cursor.peek().kind !== 'number' && cursor.peek().kind !== 'word') throw cursor.unexpected()
  cursor.next()
}

/** `EXEC database.sys.sp_executesql N'…'`: the text runs in that database. */
function readExecute(reader: Reader, cursor: SqlCursor): Step {
  const path = [cursor.name()]
  while (cursor.takes('.')) path.push(cursor.name())
  const sql = cursor.text()
  if (path.at(-1)?.toLowerCase() !== 'sp_executesql' || (path.length > 1 && path.at(-2)?.toLowerCase() !== 'sys')) throw new SqlError(2812, `Could not find stored procedure '${path.join('.')}'.`, { state: 62 })
  return () => {
    const database = path.length < 3 ? reader.database : named(reader.state.databases, path[0] ?? '')
    if (database === undefined) throw new SqlError(911, `Database '${path[0]}' does not exist. Make sure that the name is entered correctly.`)
    const entered = database === reader.database ? { user: reader.user } : reader.login === null ? null : userIn(reader.state, reader.login, database)
    if (entered === null) throw new SqlError(916, `The server principal "${reader.login?.name ?? reader.user?.name}" is not able to access the database "${database.name}" under the current security context.`, { severity: 14 })
    return runBatch({ ...reader, database, user: entered.user }, { sql, parameters: new Map() }).at(-1) ?? null
  }
}

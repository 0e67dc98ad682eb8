import { OracleError } from './oracle-answers.ts'
import type { OracleCatalogue, OracleUser } from './oracle-catalogue.ts'
import { quoted, type Statement } from './oracle-sql.ts'

/** SELECT, of one row of expressions from DUAL or of columns from a view of the catalogue. */

export type OracleValue = string | number | Date | null

export interface OracleColumn {
  readonly name: string
  readonly type: 'VARCHAR2' | 'NUMBER' | 'DATE' | 'CLOB'
}

export interface OracleQuery {
  readonly columns: readonly OracleColumn[]
  /** Worked out when rows are first fetched. */
  rows(): readonly (readonly OracleValue[])[]
}

/** Who asks, and what the session is. */
export interface Asking {
  readonly catalogue: OracleCatalogue
  readonly user: OracleUser
  /** USERENV. */
  readonly context: Readonly<Record<string, string | null>>
  readonly binds: readonly OracleValue[]
}

interface Expression {
  readonly type: OracleColumn['type']
  value(): OracleValue
}

interface View {
  readonly columns: Readonly<Record<string, OracleColumn['type']>>
  rows(catalogue: OracleCatalogue): readonly Readonly<Record<string, OracleValue>>[]
}

const VIEWS: Readonly<Record<string, View>> = {
  DBA_USERS: {
    columns: { USERNAME: 'VARCHAR2', ACCOUNT_STATUS: 'VARCHAR2', DEFAULT_TABLESPACE: 'VARCHAR2', TEMPORARY_TABLESPACE: 'VARCHAR2', PROFILE: 'VARCHAR2' },
    rows: ({ users }) => [...users.values()].map((user) => ({ USERNAME: user.name, ACCOUNT_STATUS: user.isLocked ? 'LOCKED' : 'OPEN', DEFAULT_TABLESPACE: user.defaultTablespace, TEMPORARY_TABLESPACE: user.temporaryTablespace, PROFILE: user.profile })),
  },
  DBA_TS_QUOTAS: {
    columns: { TABLESPACE_NAME: 'VARCHAR2', USERNAME: 'VARCHAR2', BYTES: 'NUMBER', MAX_BYTES: 'NUMBER', DROPPED: 'VARCHAR2' },
    rows: ({ users }) => [...users.values()].flatMap((user) => [...user.quotas].map(([tablespace, bytes]) => ({ TABLESPACE_NAME: tablespace, USERNAME: user.name, BYTES: 0, MAX_BYTES: bytes, DROPPED: 'NO' }))),
  },
}

export function select(asking: Asking, statement: Statement): OracleQuery {
  // A view's columns are plain names; everything else is an expression.
  const expressions: { readonly text: string; readonly expression: Expression | null }[] = []
  if (statement.isDone) throw new OracleError(936, 'missing expression')
  do expressions.push(item(asking, statement))
  while (statement.has(','))
  statement.expect('FROM', new OracleError(923, 'FROM keyword not found where expected'))
  const from = statement.name()
  if (from === 'DUAL') {
    if (!statement.isDone) throw new OracleError(933, 'SQL command not properly ended')
    const found = expressions.map(({ text, expression }) => {
      if (expression === null) throw new OracleError(904, `"${text}": invalid identifier`)
      return { text, expression }
    })
    return { columns: found.map(({ text, expression }) => ({ name: text, type: expression.type })), rows: () => [found.map(({ expression }) => expression.value())] }
  }
  const view = VIEWS[from]
  if (view === undefined || !asking.catalogue.holds(asking.user, 'SELECT ANY DICTIONARY')) throw new OracleError(942, 'table or view does not exist')
  const names = expressions.map(({ text, expression }) => {
    if (expression !== null) throw new OracleError(904, `"${text}": invalid identifier`)
    return text
  })
  const conditions = where(asking, statement)
  const typeOf = (name: string): OracleColumn['type'] => {
    const type = view.columns[name]
    if (type === undefined) throw new OracleError(904, `"${name}": invalid identifier`)
    return type
  }
  for (const [column] of conditions) typeOf(column)
  const found = view.rows(asking.catalogue).filter((row) => conditions.every(([column, value]) => row[column] === value))
  return { columns: names.map((name) => ({ name, type: typeOf(name) })), rows: () => found.map((row) => names.map((name) => row[name] ?? null)) }
}

function where(asking: Asking, statement: Statement): readonly (readonly [column: string, value: OracleValue])[] {
  if (statement.isDone) return []
  statement.expect('WHERE', new OracleError(933, 'SQL command not properly ended'))
  const found: (readonly [string, OracleValue])[] = []
  do {
    const column = statement.name()
    statement.expect('=', new OracleError(920, 'invalid relational operator'))
    found.push([column, term(asking, statement).value()])
  } while (statement.has('AND'))
  if (!statement.isDone) throw new OracleError(933, 'SQL command not properly ended')
  return found
}

/** An expression of a select list; a name alone is left for the view to know. */
function item(asking: Asking, statement: Statement): { readonly text: string; readonly expression: Expression | null } {
  const token = statement.next
  if (token?.kind === 'word' && !['SYSDATE', 'SYS_CONTEXT', 'DBMS_METADATA', 'DBTIMEZONE'].includes(token.value)) return { text: statement.name(), expression: null }
  const terms = [term(asking, statement)]
  while (statement.has('||')) terms.push(term(asking, statement))
  const [only] = terms
  if (terms.length === 1 && only !== undefined) return { text: token?.value ?? '', expression: only }
  return { text: 'CONCATENATED', expression: { type: 'VARCHAR2', value: () => terms.map((each) => String(each.value() ?? '')).join('') } }
}

function term(asking: Asking, statement: Statement): Expression {
  const token = statement.take()
  if (token.kind === 'text') return { type: 'VARCHAR2', value: () => (token.value === '' ? null : token.value) }
  if (token.kind === 'bind') return bound(asking, token.value)
  if (token.kind === 'word' && token.value === 'SYSDATE') return { type: 'DATE', value: () => new Date() }
  if (token.kind === 'word' && token.value === 'DBTIMEZONE') return { type: 'VARCHAR2', value: () => '+00:00' }
  if (token.kind === 'word' && token.value === 'SYS_CONTEXT') {
    const [namespace, key] = args(asking, statement)
    if (namespace !== 'USERENV' || typeof key !== 'string' || !(key in asking.context)) throw new OracleError(2_003, 'invalid USERENV parameter')
    return { type: 'VARCHAR2', value: () => asking.context[key] ?? null }
  }
  if (token.kind === 'word' && token.value === 'DBMS_METADATA' && statement.has('. GET_GRANTED_DDL')) {
    const [kind, grantee] = args(asking, statement)
    return { type: 'CLOB', value: () => grantedDdl(asking, String(kind), String(grantee)) }
  }
  throw new OracleError(904, `"${token.raw}": invalid identifier`)
}

/** Binds are numbered in the order in which they stand, whatever their names. */
function bound({ binds }: Asking, name: string): Expression {
  const value = binds[Number(name) - 1]
  if (value === undefined) throw new OracleError(1_008, 'not all variables bound')
  return { type: typeof value === 'number' ? 'NUMBER' : 'VARCHAR2', value: () => value }
}

function args(asking: Asking, statement: Statement): readonly OracleValue[] {
  statement.expect('(', new OracleError(906, 'missing left parenthesis'))
  const found = [term(asking, statement).value()]
  while (statement.has(',')) found.push(term(asking, statement).value())
  statement.expect(')', new OracleError(907, 'missing right parenthesis'))
  return found
}

/** DBMS_METADATA.GET_GRANTED_DDL, which says of what it does not find or may not show that it is not there. */
function grantedDdl({ catalogue, user: by }: Asking, kind: string, grantee: string): string {
  const user = catalogue.users.get(grantee)
  const isVisible = user !== undefined && (by.name === grantee || catalogue.holds(by, 'SELECT ANY DICTIONARY'))
  const lines = isVisible ? ddlLines(user, kind) : []
  if (lines.length === 0) throw new OracleError(31_608, `specified object of type ${kind} not found\nORA-06512: at "SYS.DBMS_METADATA", line 6681`)
  return `\n${lines.join('\n')}`
}

function ddlLines(user: OracleUser, kind: string): readonly string[] {
  const to = quoted(user.name)
  const grants = (of: Map<string, boolean>, option: string, write = (what: string): string => what): readonly string[] => [...of].map(([what, passesOn]) => `   GRANT ${write(what)} TO ${to}${passesOn ? ` WITH ${option} OPTION` : ''}`)
  switch (kind) {
    case 'ROLE_GRANT':
      return grants(user.roles, 'ADMIN', quoted)
    case 'SYSTEM_GRANT':
      return grants(user.systemPrivileges, 'ADMIN')
    case 'OBJECT_GRANT':
      return grants(user.objectPrivileges, 'GRANT')
    case 'DEFAULT_ROLE': {
      const { kind: choice, names } = user.defaultRoles
      return [`   ALTER USER ${to} DEFAULT ROLE ${choice === 'all' ? 'ALL' : choice === 'none' ? 'NONE' : `${choice === 'except' ? 'ALL EXCEPT ' : ''}${inSomeOrder(user.name, names).map(quoted).join(',')}`}`]
    }
    case 'TABLESPACE_QUOTA':
      return [...user.quotas].flatMap(([tablespace, bytes]) => quotaBlock(`ALTER USER ${to} QUOTA ${bytes < 0 ? 'UNLIMITED' : bytes} ON ${quoted(tablespace)}`, tablespace))
    default:
      throw new OracleError(31_600, `invalid input value ${kind} for parameter OBJECT_TYPE in function GET_GRANTED_DDL`)
  }
}

/** An order that is not the statement's, and another for another user. */
function inSomeOrder(user: string, names: readonly string[]): readonly string[] {
  const sorted = names.toSorted()
  return user.length % 2 === 0 ? sorted : sorted.toReversed()
}

/** Quotas come as a block of PL/SQL with the statement in a text. */
function quotaBlock(statement: string, tablespace: string): readonly string[] {
  return [
    '  DECLARE ', '  TEMP_COUNT NUMBER; ', '  SQLSTR VARCHAR2(200); ', 'BEGIN ', `  SQLSTR := '${statement}';`, '  EXECUTE IMMEDIATE SQLSTR;', 'EXCEPTION ', '  WHEN OTHERS THEN', '    IF SQLCODE = -30041 THEN ',
    `      SQLSTR := 'SELECT COUNT(*) FROM USER_TABLESPACES WHERE TABLESPACE_NAME = ''${tablespace}'' AND CONTENTS = ''TEMPORARY''';`,
    '      EXECUTE IMMEDIATE SQLSTR INTO TEMP_COUNT;', '      IF TEMP_COUNT = 1 THEN RETURN; ', '      ELSE RAISE; ', '      END IF;', '    ELSE', '      RAISE;', '    END IF;', 'END;',
  ]
}

import { callEnd, executionParameters, OracleError } from './oracle-answers.ts'
import { oracleDate, oracleNumber, TtcWriter, type TtcReader } from './oracle-buffer.ts'
import { alterUser, createUser, grant } from './oracle-changes.ts'
import { select, type Asking, type OracleColumn, type OracleQuery, type OracleValue } from './oracle-queries.ts'
import { Statement } from './oracle-sql.ts'

/** EXECUTE and FETCH: cursors, the values bound to them and the rows that come of them. */

const OPTION = { parse: 0x01, define: 0x10, execute: 0x20, fetch: 0x40 } as const
const TYPE = { VARCHAR2: 1, NUMBER: 2, LONG: 8, DATE: 12, CLOB: 112 } as const
const SIZE = { VARCHAR2: 4_000, NUMBER: 22, DATE: 7, CLOB: 4_000 } as const
const UTF8 = 873
const FIELDS = { 12.2: 8, '12.2.1': 9, 23.1: 17, '23.1.3': 20, 23.4: 24 } as const
const ROW_HEADER = 6
const ROW_DATA = 7
const DESCRIBE = 16
const NO_DATA = 1_403

interface Cursor {
  readonly sql: string
  bindTypes: readonly number[]
  /** Types that the client wants columns as; none until it says so. */
  defines: readonly number[]
  query: OracleQuery | null
  /** Null until rows were asked for. */
  left: (readonly OracleValue[])[] | null
}

/** A session as far as statements go. */
export interface Executing {
  readonly fieldVersion: number
  readonly cursors: Map<number, Cursor>
  asking(binds: readonly OracleValue[]): Asking
  /** Every statement that is carried out. */
  note(sql: string): void
}

/** An error with the cursor that it came from. */
export class CursorError extends OracleError {
  readonly cursor: number
  constructor({ number, message }: OracleError, cursor: number) {
    super(number, message.replace(/^ORA-\d+: /, ''))
    this.cursor = cursor
  }
}

/** A whole execution: maybe a new statement, maybe other types of columns, maybe values, maybe rows. */
export function execute(session: Executing, reader: TtcReader): Buffer {
  const options = reader.integer()
  let id = reader.integer()
  const hasSql = reader.byte() === 1
  reader.integer()
  reader.raw(1)
  reader.integer()
  reader.raw(3)
  const rowsWanted = reader.integer()
  reader.integer()
  reader.raw(1)
  const bindCount = reader.integer()
  reader.raw(5)
  reader.raw(1)
  const defineCount = reader.integer()
  reader.integer()
  reader.raw(3)
  reader.integer()
  reader.raw(1)
  reader.integer()
  reader.integer()
  reader.raw(1)
  reader.integer()
  reader.raw(1)
  if (session.fieldVersion >= FIELDS['12.2']) {
    reader.raw(1)
    reader.integer()
    reader.raw(1)
    reader.integer()
    reader.raw(1)
  }
  if (session.fieldVersion >= FIELDS['12.2.1']) {
    reader.raw(1)
    reader.integer()
  }
  const sql = hasSql ? reader.text() : null
  for (let index = 0; index < 13; index += 1) reader.integer()
  const isNew = (options & OPTION.parse) !== 0
  if (isNew !== hasSql) throw new Error('A statement comes when it is to be parsed, and only then')
  if (isNew) {
    id = Math.max(0, ...session.cursors.keys()) + 1
    session.cursors.set(id, { sql: sql ?? '', bindTypes: [], defines: [], query: null, left: null })
  }
  const cursor = cursorOf(session, id)
  if (defineCount > 0) cursor.defines = columnTypes(session, reader, defineCount)
  if (bindCount > 0) cursor.bindTypes = columnTypes(session, reader, bindCount)
  const writer = new TtcWriter()
  if ((options & OPTION.execute) !== 0) {
    // A cursor that could not be parsed is none.
    if (isNew) session.cursors.delete(id)
    run(session, cursor, reader)
    session.cursors.set(id, cursor)
    if (isNew && cursor.query !== null) writer.raw(description(session, cursor.query.columns))
  } else if ((options & OPTION.define) === 0) throw new Error(`An execution with options ${options} is not played`)
  if (!reader.isAtEnd) throw new Error('More came than an execution holds')
  return rowsAfter(session, id, cursor, writer, (options & OPTION.fetch) === 0 ? 0 : rowsWanted)
}

/** An execution of a cursor that is known, with other values. */
export function executeAgain(session: Executing, reader: TtcReader): Buffer {
  const id = reader.integer()
  const rowsWanted = reader.integer()
  reader.integer()
  reader.integer()
  const cursor = cursorOf(session, id)
  run(session, cursor, reader)
  return rowsAfter(session, id, cursor, new TtcWriter(), cursor.query === null ? 0 : rowsWanted)
}

export function fetchRows(session: Executing, reader: TtcReader): Buffer {
  const id = reader.integer()
  const count = reader.integer()
  const cursor = cursorOf(session, id)
  const writer = new TtcWriter()
  const fetched = rows(id, cursor, writer, count)
  return Buffer.concat([writer.bytes, callEnd(session.fieldVersion, { cursor: id, rows: fetched, error: fetched < count ? new OracleError(NO_DATA, 'no data found') : null })])
}

function rowsAfter(session: Executing, id: number, cursor: Cursor, writer: TtcWriter, wanted: number): Buffer {
  // Rows with a LOB wait until the client said as what it wants them.
  const mayFetch = cursor.query !== null && wanted > 0 && (cursor.defines.length > 0 || cursor.query.columns.every(({ type }) => type !== 'CLOB'))
  const fetched = mayFetch ? rows(id, cursor, writer, wanted) : 0
  const error = mayFetch && fetched < wanted ? new OracleError(NO_DATA, 'no data found') : null
  return Buffer.concat([writer.bytes, executionParameters(), callEnd(session.fieldVersion, { cursor: id, rows: fetched, error })])
}

function cursorOf({ cursors }: Executing, id: number): Cursor {
  const cursor = cursors.get(id)
  if (cursor === undefined) throw new OracleError(1_001, 'invalid cursor')
  return cursor
}

/** Reads the values, then carries the statement out; a query's rows are worked out when they are fetched. */
function run(session: Executing, cursor: Cursor, reader: TtcReader): void {
  const binds = cursor.bindTypes.length === 0 ? [] : values(cursor.bindTypes, reader)
  session.note(cursor.sql)
  const statement = new Statement(cursor.sql)
  const asking = session.asking(binds)
  if (statement.has('SELECT')) {
    cursor.query = select(asking, statement)
    cursor.left = null
  } else if (statement.has('CREATE USER')) createUser(asking.catalogue, asking.user, statement)
  else if (statement.has('ALTER USER')) alterUser(asking.catalogue, asking.user, statement)
  else if (statement.has('GRANT')) grant(asking.catalogue, asking.user, statement)
  else throw new OracleError(900, 'invalid SQL statement')
}

function values(types: readonly number[], reader: TtcReader): readonly OracleValue[] {
  if (reader.byte() !== ROW_DATA) throw new Error('Values come as a row')
  return types.map((type) => {
    if (type !== TYPE.VARCHAR2) throw new Error(`A value of type ${type} is not played`)
    return reader.bytesWithLength()?.toString('utf8') ?? null
  })
}

/** What a client says of values or of columns; only the types are kept. */
function columnTypes({ fieldVersion }: Executing, reader: TtcReader, count: number): readonly number[] {
  return Array.from({ length: count }, () => {
    const type = reader.byte()
    reader.raw(3)
    reader.integer()
    reader.integer()
    reader.integer()
    if (reader.integer() > 0) throw new Error('Objects are not played')
    reader.integer()
    reader.integer()
    reader.raw(1)
    reader.integer()
    if (fieldVersion >= FIELDS['12.2']) reader.integer()
    return type
  })
}

function description({ fieldVersion }: Executing, columns: readonly OracleColumn[]): Buffer {
  const writer = new TtcWriter().byte(DESCRIBE, 0).integer(0, columns.length).byte(1)
  for (const [index, { name, type }] of columns.entries()) {
    const isText = type === 'VARCHAR2' || type === 'CLOB'
    writer.byte(TYPE[type], 0, 0, 0).integer(SIZE[type], 0, 0, 0, 0, isText ? UTF8 : 0).byte(isText ? 1 : 0).integer(SIZE[type])
    if (fieldVersion >= FIELDS['12.2']) writer.integer(0)
    writer.byte(1, Math.min(Buffer.byteLength(name), 30)).textWithTwoLengths(name).integer(0, 0, index + 1, 0)
    if (fieldVersion >= FIELDS['23.1']) writer.integer(0, 0)
    if (fieldVersion >= FIELDS['23.1.3']) writer.integer(0)
    if (fieldVersion >= FIELDS['23.4']) writer.integer(0).byte(0, 0)
  }
  return writer.integer(0, 0, 0, 0, 0, 0).bytes
}

/** Writes up to so many rows and tells how many there were. */
function rows(id: number, cursor: Cursor, writer: TtcWriter, count: number): number {
  const { query } = cursor
  if (query === null) throw new OracleError(1_002, 'fetch out of sequence')
  try {
    cursor.left ??= [...query.rows()]
  } catch (thrown) {
    throw thrown instanceof OracleError ? new CursorError(thrown, id) : thrown
  }
  const taken = cursor.left.splice(0, count)
  if (taken.length > 0) writer.byte(ROW_HEADER, 0).integer(1, 0, taken.length, 0, 0, 0)
  for (const row of taken) {
    writer.byte(ROW_DATA)
    for (const [index, value] of row.entries()) {
      const { type } = query.columns[index] ?? { type: 'VARCHAR2' }
      const wanted = cursor.defines[index] ?? TYPE[type]
      if (type === 'CLOB' && wanted !== TYPE.LONG) throw new Error('A CLOB is played as text alone')
      writer.bytesWithLength(bytesOf(value))
      // Columns of no limit have an indicator and a code after them.
      if (wanted === TYPE.LONG) writer.integer(0, 0)
    }
  }
  return taken.length
}

function bytesOf(value: OracleValue): Buffer {
  if (value === null) return Buffer.alloc(0)
  if (value instanceof Date) return oracleDate(value)
  return typeof value === 'number' ? oracleNumber(value) : Buffer.from(value)
}

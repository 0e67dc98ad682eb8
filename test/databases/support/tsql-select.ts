import type { SqlValue } from './tds-tokens.ts'
import type { SqlCursor } from './tsql-tokens.ts'

export type Expression =
  | { readonly kind: 'value'; readonly value: SqlValue }
  | { readonly kind: 'column'; readonly path: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly of: readonly Expression[] }
  | { readonly kind: 'binary'; readonly sign: '+' | '=' | '<>' | 'AND' | 'OR'; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'case'; readonly of: Expression | null; readonly whens: readonly (readonly [Expression, Expression])[]; readonly otherwise: Expression | null }
  | { readonly kind: 'in'; readonly of: Expression; readonly list: readonly Expression[] }
  | { readonly kind: 'isNull'; readonly of: Expression; readonly isNot: boolean }
  | { readonly kind: 'collate'; readonly of: Expression; readonly collation: string }
  | { readonly kind: 'select'; readonly select: Select }

export interface Source {
  readonly path: readonly string[]
  readonly alias: string
  readonly isLeft: boolean
  readonly on: Expression | null
}

export interface Select {
  readonly items: readonly { readonly name: string; readonly of: Expression }[]
  readonly sources: readonly Source[]
  readonly where: Expression | null
}

/** Reads a SELECT of the shape that catalogue queries have: joins, conditions, CASE, scalar subqueries. The word SELECT is taken already. */
export function readSelect(cursor: SqlCursor): Select {
  const items: Select['items'][number][] = []
  do {
    const of = readExpression(cursor)
    // Without a name the column has none, but for a plain column.
    const name = cursor.takes('AS') ? cursor.name() : of.kind === 'column' ? (of.path.at(-1) ?? '') : ''
    items.push({ name, of })
  } while (cursor.takes(','))
  const sources: Source[] = []
  if (cursor.takes('FROM')) {
    sources.push(readSource(cursor, false, false))
    for (;;) {
      const isLeft = cursor.takes('LEFT')
      if (!isLeft) cursor.takes('INNER')
      if (cursor.takes('JOIN')) sources.push(readSource(cursor, isLeft, true))
      else if (isLeft) throw cursor.unexpected()
      else break
    }
  }
  return { items, sources, where: cursor.takes('WHERE') ? readExpression(cursor) : null }
}

function readPath(cursor: SqlCursor): readonly string[] {
  const path = [cursor.name()]
  while (cursor.takes('.')) path.push(cursor.name())
  return path
}

const AFTER_SOURCE = ['LEFT', 'INNER', 'JOIN', 'ON', 'WHERE']

function readSource(cursor: SqlCursor, isLeft: boolean, isJoined: boolean): Source {
  const path = readPath(cursor)
  const isAliased = cursor.takes('AS') || ((cursor.peek().kind === 'word' || cursor.peek().kind === 'name') && !AFTER_SOURCE.some((word) => cursor.sees(word)) && !cursor.sees('SELECT'))
  const alias = isAliased ? cursor.name() : (path.at(-1) ?? '')
  if (isJoined) cursor.expect('ON')
  return { path, alias: alias.toLowerCase(), isLeft, on: isJoined ? readExpression(cursor) : null }
}

export function readExpression(cursor: SqlCursor): Expression {
  let left = readAnd(cursor)
  while (cursor.takes('OR')) left = { kind: 'binary', sign: 'OR', left, right: readAnd(cursor) }
  return left
}

function readAnd(cursor: SqlCursor): Expression {
  let left = readComparison(cursor)
  while (cursor.takes('AND')) left = { kind: 'binary', sign: 'AND', left, right: readComparison(cursor) }
  return left
}

function readComparison(cursor: SqlCursor): Expression {
  const left = readSum(cursor)
  for (const sign of ['=', '<>'] as const) if (cursor.takes(sign)) return { kind: 'binary', sign, left, right: readSum(cursor) }
  if (cursor.takes('IS')) {
    const isNot = cursor.takes('NOT')
    cursor.expect('NULL')
    return { kind: 'isNull', of: left, isNot }
  }
  if (!cursor.takes('IN')) return left
  cursor.expect('(')
  const list = [readSum(cursor)]
  while (cursor.takes(',')) list.push(readSum(cursor))
  cursor.expect(')')
  return { kind: 'in', of: left, list }
}

function readSum(cursor: SqlCursor): Expression {
  let left = readCollated(cursor)
  while (cursor.takes('+')) left = { kind: 'binary', sign: '+', left, right: readCollated(cursor) }
  return left
}

function readCollated(cursor: SqlCursor): Expression {
  const of = readOne(cursor)
  return cursor.takes('COLLATE') ? { kind: 'collate', of, collation: cursor.name() } : of
}

function readOne(cursor: SqlCursor): Expression {
  const token = cursor.peek()
  if (token.kind === 'text') return { kind: 'value', value: cursor.text() }
  if (token.kind === 'number') return { kind: 'value', value: Number(cursor.next().value) }
  if (token.kind === 'variable') return { kind: 'variable', name: cursor.next().value }
  if (cursor.takes('NULL')) return { kind: 'value', value: null }
  if (cursor.takes('CASE')) return readCase(cursor)
  if (cursor.takes('(')) {
    const of: Expression = cursor.takes('SELECT') ? { kind: 'select', select: readSelect(cursor) } : readExpression(cursor)
    cursor.expect(')')
    return of
  }
  if (cursor.takes('CAST')) {
    cursor.expect('(')
    const of = readExpression(cursor)
    cursor.expect('AS')
    const name = readType(cursor)
    cursor.expect(')')
    return { kind: 'call', name: `as ${name}`, of: [of] }
  }
  if (cursor.takes('CONVERT')) {
    cursor.expect('(')
    const name = readType(cursor)
    cursor.expect(',')
    const of = [readExpression(cursor)]
    while (cursor.takes(',')) of.push(readExpression(cursor))
    cursor.expect(')')
    return { kind: 'call', name: `as ${name}`, of }
  }
  // A reserved word, and a function all the same.
  if (cursor.sees('NULLIF', '(')) return readCall(cursor, cursor.next().value)
  const path = readPath(cursor)
  return cursor.sees('(') && path.length === 1 ? readCall(cursor, (path[0] ?? '').toUpperCase()) : { kind: 'column', path }
}

function readType(cursor: SqlCursor): string {
  const name = cursor.name().toLowerCase()
  if (cursor.takes('(')) {
    cursor.next()
    cursor.expect(')')
  }
  return name
}

function readCall(cursor: SqlCursor, name: string): Expression {
  const of: Expression[] = []
  cursor.expect('(')
  if (!cursor.takes(')')) {
    do of.push(readExpression(cursor))
    while (cursor.takes(','))
    cursor.expect(')')
  }
  return { kind: 'call', name, of }
}

function readCase(cursor: SqlCursor): Expression {
  const of = cursor.sees('WHEN') ? null : readExpression(cursor)
  const whens: [Expression, Expression][] = []
  while (cursor.takes('WHEN')) {
    const when = readExpression(cursor)
    cursor.expect('THEN')
    whens.push([when, readExpression(cursor)])
  }
  const otherwise = cursor.takes('ELSE') ? readExpression(cursor) : null
  if (whens.length === 0) throw cursor.unexpected()
  cursor.expect('END')
  return { kind: 'case', of, whens, otherwise }
}

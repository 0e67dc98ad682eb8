import type { SqlValue } from './tds-tokens.ts'
import { SqlError } from './tsql-tokens.ts'
import type { Expression, Select } from './tsql-select.ts'

export type Row = Readonly<Record<string, SqlValue>>

/** What a SELECT reads from. A column of text has a collation, any other null. */
export interface Relation {
  readonly columns: Readonly<Record<string, string | null>>
  readonly rows: readonly Row[]
}

/** What a session gives a query. Methods throw SqlError. */
export interface QueryWorld {
  readonly databaseCollation: string
  relation(path: readonly string[]): Relation
  call(name: string, args: readonly SqlValue[]): SqlValue
  variable(name: string): SqlValue
}

interface Bound {
  readonly relation: Relation
  /** Null where a LEFT JOIN found nothing. */
  readonly row: Row | null
}
/** Names in sight; those of the query around it come after. */
type Scope = readonly ReadonlyMap<string, Bound>[]

/** Runs a SELECT. @throws SqlError */
export function runSelect(world: QueryWorld, select: Select, outer: Scope = []): { readonly columns: readonly string[]; readonly rows: readonly (readonly SqlValue[])[] } {
  const relations = select.sources.map((source) => ({ source, relation: world.relation(source.path) }))
  let rows: ReadonlyMap<string, Bound>[] = [new Map()]
  for (const { source, relation } of relations) {
    rows = rows.flatMap((left) => {
      const bind = (row: Row | null): ReadonlyMap<string, Bound> => new Map([...left, [source.alias, { relation, row }]])
      const matching = relation.rows.map(bind).filter((row) => source.on === null || evaluate(world, source.on, [row, ...outer]) === true)
      return matching.length === 0 && source.isLeft ? [bind(null)] : matching
    })
  }
  // Names and collations are looked at even where there is no row.
  const shape: Scope = [new Map(relations.map(({ source, relation }) => [source.alias, { relation, row: null }])), ...outer]
  for (const [index, { of }] of select.items.entries()) check(world, of, shape, index + 1)
  for (const condition of [select.where, ...select.sources.map(({ on }) => on)]) if (condition !== null) collation(world, condition, shape)
  const kept = rows.filter((row) => select.where === null || evaluate(world, select.where, [row, ...outer]) === true)
  return { columns: select.items.map(({ name }) => name), rows: kept.map((row) => select.items.map(({ of }) => evaluate(world, of, [row, ...outer]))) }
}

function check(world: QueryWorld, of: Expression, scope: Scope, place: number): void {
  const found = collation(world, of, scope)
  if (found.strength === 'conflict') throw new SqlError(451, `Cannot resolve collation conflict between "${found.name}" and "${found.other}" in add operator occurring in SELECT statement column ${place}.`)
}

interface Collation {
  readonly strength: 'none' | 'literal' | 'column' | 'explicit' | 'conflict'
  readonly name: string
  readonly other?: string
}

/** Which collation a text has, by the rules of precedence. Source: Collation precedence (Microsoft). */
function collation(world: QueryWorld, of: Expression, scope: Scope): Collation {
  const literal: Collation = { strength: 'literal', name: world.databaseCollation }
  const all = (parts: readonly (Expression | null)[]): Collation => parts.filter((part) => part !== null).map((part) => collation(world, part, scope)).reduce(stronger, { strength: 'none', name: '' })
  switch (of.kind) {
    case 'value':
    case 'variable':
      return literal
    case 'column': {
      const { relation, name } = resolve(of.path, scope)
      const its = relation.columns[name] ?? null
      return its === null ? { strength: 'none', name: '' } : { strength: 'column', name: its }
    }
    case 'collate':
      collation(world, of.of, scope)
      return { strength: 'explicit', name: of.collation.toUpperCase() === 'DATABASE_DEFAULT' ? world.databaseCollation : of.collation }
    case 'call':
      return stronger(literal, all(of.of))
    case 'case':
      all(of.whens.map(([when]) => when))
      return all([...of.whens.map(([, then]) => then), of.otherwise])
    case 'in':
      return comparable(all([of.of, ...of.list]))
    case 'isNull':
      return all([of.of])
    case 'binary':
      return of.sign === '+' ? all([of.left, of.right]) : comparable(all([of.left, of.right]))
    case 'select':
      // Its own columns are in sight there alone.
      return literal
  }
}

function comparable(found: Collation): Collation {
  if (found.strength === 'conflict') throw new SqlError(468, `Cannot resolve the collation conflict between "${found.name}" and "${found.other}" in the equal to operation.`)
  return { strength: 'none', name: '' }
}

const STRENGTHS = ['none', 'literal', 'column', 'conflict', 'explicit'] as const

function stronger(a: Collation, b: Collation): Collation {
  const [strong, weak] = STRENGTHS.indexOf(a.strength) >= STRENGTHS.indexOf(b.strength) ? [a, b] : [b, a]
  return strong.strength === 'column' && weak.strength === 'column' && strong.name !== weak.name ? { strength: 'conflict', name: a.name, other: b.name } : strong
}

function resolve(path: readonly string[], scope: Scope): Bound & { readonly name: string } {
  const name = (path.at(-1) ?? '').toLowerCase()
  const alias = path.at(-2)?.toLowerCase()
  for (const names of scope) {
    const found = alias === undefined ? [...names.values()].filter(({ relation }) => name in relation.columns) : [names.get(alias)].filter((bound) => bound !== undefined)
    if (found.length > 1) throw new SqlError(209, `Ambiguous column name '${path.at(-1)}'.`)
    if (found[0] === undefined) continue
    if (!(name in found[0].relation.columns)) break
    return { ...found[0], name }
  }
  throw alias === undefined || scope.some((names) => names.has(alias)) ? new SqlError(207, `Invalid column name '${path.at(-1)}'.`) : new SqlError(4104, `The multi-part identifier "${path.join('.')}" could not be bound.`)
}

function evaluate(world: QueryWorld, of: Expression, scope: Scope): SqlValue {
  const value = (one: Expression): SqlValue => evaluate(world, one, scope)
  const isCaseSensitive = (...parts: readonly Expression[]): boolean => /_CS_|_BIN/i.test(parts.map((part) => collation(world, part, scope)).reduce(stronger).name)
  switch (of.kind) {
    case 'value':
      return of.value
    case 'variable':
      return world.variable(of.name)
    case 'column': {
      const { row, name } = resolve(of.path, scope)
      return row === null ? null : (row[name] ?? null)
    }
    case 'collate':
      return value(of.of)
    case 'call':
      // COALESCE and ISNULL alone take NULL for more than NULL, and they get all values.
      return world.call(of.name, of.of.map(value))
    case 'select': {
      const { rows } = runSelect(world, of.select, scope)
      if (rows.length > 1) throw new SqlError(512, 'Subquery returned more than 1 value. This is not permitted when the subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression.')
      return rows[0]?.[0] ?? null
    }
    case 'case': {
      const tested = of.of
      const hit = of.whens.find(([when]) => (tested === null ? value(when) === true : isEqual(value(tested), value(when), isCaseSensitive(tested, when)) === true))
      return hit !== undefined ? value(hit[1]) : of.otherwise === null ? null : value(of.otherwise)
    }
    case 'in': {
      const found = of.list.map((one) => isEqual(value(of.of), value(one), isCaseSensitive(of.of, one)))
      return found.includes(true) ? true : found.includes(null) ? null : false
    }
    case 'isNull':
      return (value(of.of) === null) !== of.isNot
    case 'binary':
      return binary(of.sign, value(of.left), value(of.right), () => isCaseSensitive(of.left, of.right))
  }
}

function binary(sign: '+' | '=' | '<>' | 'AND' | 'OR', left: SqlValue, right: SqlValue, isCaseSensitive: () => boolean): SqlValue {
  if (sign === 'AND') return left === false || right === false ? false : left === true && right === true ? true : null
  if (sign === 'OR') return left === true || right === true ? true : left === false && right === false ? false : null
  if (left === null || right === null) return null
  if (sign === '+') {
    if (typeof left === 'string' && typeof right === 'string') return left + right
    return numberOf(left) + numberOf(right)
  }
  const equal = isEqual(left, right, isCaseSensitive())
  return equal === null ? null : equal === (sign === '=')
}

function isEqual(left: SqlValue, right: SqlValue, isCaseSensitive: boolean): boolean | null {
  if (left === null || right === null) return null
  if (typeof left !== 'string' || typeof right !== 'string') return numberOf(left) === numberOf(right)
  return comparisonKey(left, isCaseSensitive) === comparisonKey(right, isCaseSensitive)
}

/** Blanks at the end count for nothing, nor does case in most collations. */
export function comparisonKey(text: string, isCaseSensitive = false): string {
  const cut = text.replace(/ +$/, '')
  return isCaseSensitive ? cut : cut.toLocaleUpperCase('en')
}

function numberOf(value: Exclude<SqlValue, null>): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value)
  if (Number.isNaN(number)) throw new SqlError(245, `Conversion failed when converting the nvarchar value '${String(value)}' to data type int.`)
  return number
}

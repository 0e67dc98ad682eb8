import { CONDITION_TESTS } from './condition-operators.ts'
import { parseBinary, parseBoolean, parseDateMs, parseNumeric } from './condition-value.ts'
import type { EvaluationScope } from './evaluation-scope.ts'
import { isInRange, parseAddressRange } from './match-address.ts'
import { compileArnPattern, matchArn } from './match-arn.ts'
import { compileText } from './match-text.ts'
import type { ConditionClause, ConditionTest } from './policy-document.ts'
import type { GlobPart, VariableResolver } from './policy-pattern.ts'

export type CompiledCondition = (scope: EvaluationScope) => boolean

/** Whether one value of the request matches one value of the policy. */
type ValueTest = (actual: string, resolve: VariableResolver) => boolean

/**
 * Compiles one clause. Several policy values OR; a negated operator is true when none of them matches. An absent key (or an
 * empty list) is false for positive and true for negated operators, true with IfExists or ForAllValues, false with ForAnyValue.
 * Source: IAM user guide, "Condition operators" and "Conditions with multiple context keys or values".
 */
export function compileCondition(clause: ConditionClause, variables: boolean): CompiledCondition {
  const key = clause.key.toLowerCase()
  const { test, set, ifExists } = clause.operator
  if (test === 'Null') return compileNull(key, clause.values)
  const { negated } = CONDITION_TESTS[test]
  const tests = clause.values.map((value) => compileValue(test, value, variables))
  const whenAbsent = ifExists || set === 'ForAllValues' || (set === null && negated)
  return (scope) => {
    const actual = scope.valuesOf(key)
    if (actual === undefined || actual.length === 0) return whenAbsent
    const matches = (value: string): boolean => tests.some((matchesValue) => matchesValue(value, scope.resolve))
    if (set === 'ForAllValues') return actual.every((value) => matches(value) !== negated)
    if (set === 'ForAnyValue') return actual.some((value) => matches(value) !== negated)
    return actual.some(matches) !== negated
  }
}

/** `Null: true` holds when the key is absent, `false` when it is there. */
function compileNull(key: string, values: readonly string[]): CompiledCondition {
  const wanted = values.map(parseBoolean)
  return (scope) => {
    const actual = scope.valuesOf(key)
    return wanted.includes(actual === undefined || actual.length === 0)
  }
}

function compileValue(test: ConditionTest, value: string, variables: boolean): ValueTest {
  switch (CONDITION_TESTS[test].family) {
    case 'string':
      return compileString(test, value, variables)
    case 'numeric':
      return compareNumbers(test, value, parseNumeric)
    case 'date':
      return compareNumbers(test, value, parseDateMs)
    case 'boolean':
      return equalAfter(value, parseBoolean)
    case 'binary':
      return equalAfter(value, parseBinary)
    case 'address':
      return compileAddress(value)
    case 'arn':
      return compileArn(value, variables)
    case 'null':
      return () => false
  }
}

function compileString(test: ConditionTest, value: string, variables: boolean): ValueTest {
  if (test.endsWith('IgnoreCase')) {
    const text = compileText(value, { variables, wildcards: false, ignoreCase: true })
    return (actual, resolve) => text(actual.toLowerCase(), resolve)
  }
  return compileText(value, { variables, wildcards: test.endsWith('Like'), ignoreCase: false })
}

function compareNumbers(test: ConditionTest, value: string, parse: (text: string) => number | null): ValueTest {
  const wanted = parse(value)
  const compare = COMPARISONS.find(([ending]) => test.endsWith(ending))?.[1]
  return (actual) => {
    const number = parse(actual)
    return wanted !== null && number !== null && compare !== undefined && compare(number, wanted)
  }
}

/** Longest endings first; NotEquals compares as Equals and is negated by the clause. */
const COMPARISONS: readonly (readonly [string, (actual: number, wanted: number) => boolean])[] = [
  ['LessThanEquals', (actual, wanted) => actual <= wanted],
  ['LessThan', (actual, wanted) => actual < wanted],
  ['GreaterThanEquals', (actual, wanted) => actual >= wanted],
  ['GreaterThan', (actual, wanted) => actual > wanted],
  ['Equals', (actual, wanted) => actual === wanted],
]

function equalAfter<T>(value: string, parse: (text: string) => T | null): ValueTest {
  const wanted = parse(value)
  return (actual) => wanted !== null && parse(actual) === wanted
}

function compileAddress(value: string): ValueTest {
  const range = parseAddressRange(value)
  return (actual) => {
    const address = parseAddressRange(actual)
    return range !== null && address !== null && isInRange(range, address)
  }
}

function compileArn(value: string, variables: boolean): ValueTest {
  return compileText(value, { variables, wildcards: true, ignoreCase: false }, (parts: readonly GlobPart[]) => {
    const pattern = compileArnPattern(parts)
    return (actual) => pattern !== null && matchArn(pattern, actual)
  })
}

import { parseAddressRange } from './match-address.ts'
import { parseBinary, parseBoolean, parseDateMs, parseNumeric } from './condition-value.ts'
import { compileArnPattern } from './match-arn.ts'
import { hasVariable, parsePattern, withoutVariables } from './policy-pattern.ts'
import type { ConditionOperator, ConditionTest } from './policy-document.ts'

type ConditionFamily = 'string' | 'numeric' | 'date' | 'boolean' | 'binary' | 'address' | 'arn' | 'null'

interface TestFacts {
  readonly family: ConditionFamily
  /** A negated test is true when the key is absent or no value matches. */
  readonly negated: boolean
}

/** Every operator with its family. Source: IAM user guide, "IAM JSON policy elements: Condition operators". */
export const CONDITION_TESTS: Readonly<Record<ConditionTest, TestFacts>> = {
  StringEquals: { family: 'string', negated: false },
  StringNotEquals: { family: 'string', negated: true },
  StringEqualsIgnoreCase: { family: 'string', negated: false },
  StringNotEqualsIgnoreCase: { family: 'string', negated: true },
  StringLike: { family: 'string', negated: false },
  StringNotLike: { family: 'string', negated: true },
  NumericEquals: { family: 'numeric', negated: false },
  NumericNotEquals: { family: 'numeric', negated: true },
  NumericLessThan: { family: 'numeric', negated: false },
  NumericLessThanEquals: { family: 'numeric', negated: false },
  NumericGreaterThan: { family: 'numeric', negated: false },
  NumericGreaterThanEquals: { family: 'numeric', negated: false },
  DateEquals: { family: 'date', negated: false },
  DateNotEquals: { family: 'date', negated: true },
  DateLessThan: { family: 'date', negated: false },
  DateLessThanEquals: { family: 'date', negated: false },
  DateGreaterThan: { family: 'date', negated: false },
  DateGreaterThanEquals: { family: 'date', negated: false },
  Bool: { family: 'boolean', negated: false },
  BinaryEquals: { family: 'binary', negated: false },
  IpAddress: { family: 'address', negated: false },
  NotIpAddress: { family: 'address', negated: true },
  ArnEquals: { family: 'arn', negated: false },
  ArnNotEquals: { family: 'arn', negated: true },
  ArnLike: { family: 'arn', negated: false },
  ArnNotLike: { family: 'arn', negated: true },
  Null: { family: 'null', negated: false },
}

/** Reads `ForAnyValue:StringLikeIfExists` and the like; null when AWS has no such operator. Case-sensitive. */
export function parseConditionOperator(text: string): ConditionOperator | null {
  const found = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(text)
  if (found === null || !Object.hasOwn(CONDITION_TESTS, found[2] as string)) return null
  const test = found[2] as ConditionTest
  const set = (found[1] ?? null) as ConditionOperator['set']
  const ifExists = found[3] !== undefined
  if (test === 'Null' && (ifExists || set !== null)) return null
  return { test, set, ifExists }
}

/** The operator as it is written in a policy. */
export function formatConditionOperator(operator: ConditionOperator): string {
  return `${operator.set === null ? '' : `${operator.set}:`}${operator.test}${operator.ifExists ? 'IfExists' : ''}`
}

/** Words for a value that the operator can never compare with, or null when it is fine. `variables`: Version 2012-10-17. */
export function checkConditionValue(test: ConditionTest, value: string, variables: boolean): string | null {
  switch (CONDITION_TESTS[test].family) {
    case 'string':
      return null
    case 'numeric':
      return parseNumeric(value) === null ? 'A number is expected here' : null
    case 'date':
      return parseDateMs(value) === null ? 'A date (ISO 8601) or epoch seconds are expected here' : null
    case 'boolean':
    case 'null':
      return parseBoolean(value) === null ? 'true or false is expected here' : null
    case 'binary':
      return parseBinary(value) === null ? 'Base64 is expected here' : null
    case 'address':
      return parseAddressRange(value) === null ? 'An IP address or a CIDR range is expected here' : null
    case 'arn':
      return isArnPattern(value, variables) ? null : 'An ARN is expected here'
  }
}

/** Whether policy variables may stand in the values of an operator. */
export function takesVariables(test: ConditionTest): boolean {
  const { family } = CONDITION_TESTS[test]
  return family === 'string' || family === 'arn'
}

function isArnPattern(value: string, variables: boolean): boolean {
  if (variables && hasVariable(value)) return true
  const parts = parsePattern(value, { variables, wildcards: true })
  const glob = 'problem' in parts ? null : withoutVariables(parts)
  return glob !== null && compileArnPattern(glob) !== null && /^(arn:|\*)/.test(value)
}

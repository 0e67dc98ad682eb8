import { parseAddressRange } from './match-address.ts'
import type { ConditionClause, PolicyDocument, PolicyStatement } from './policy-document.ts'
import { hasVariable } from './policy-pattern.ts'

export interface BroadStatement {
  readonly index: number
  readonly sid?: string
}

/** Keys whose fixed value ties a statement to known callers. Source: "The meaning of public", S3 user guide; KMS condition keys. */
const PINNING_KEYS: ReadonlySet<string> = new Set(
  [
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:PrincipalOrgID',
    'aws:PrincipalOrgPaths',
    'aws:PrincipalServiceName',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:SourceIp',
    'aws:SourceOrgID',
    'aws:SourceOrgPaths',
    'aws:SourceOwner',
    'aws:SourceVpc',
    'aws:SourceVpce',
    'aws:userid',
    'aws:username',
    'kms:CallerAccount',
  ].map((key) => key.toLowerCase()),
)

/** Ranges wider than these are the public internet in all but name. Source: S3 user guide, "The meaning of public". */
const MIN_PREFIX_BITS = { ipv4: 8, ipv6: 32 } as const

/**
 * The statements that let anybody in: an Allow whose principal is `*` or a NotPrincipal, without a condition that ties it to
 * known callers by fixed values. Syntactic: AWS itself reasons with a solver here (PutResourcePolicy, BlockPublicPolicy).
 */
export function findBroadStatements(document: PolicyDocument): readonly BroadStatement[] {
  return document.statements.flatMap((statement, index) =>
    isBroad(statement) ? [{ index, ...(statement.sid === undefined ? {} : { sid: statement.sid }) }] : [],
  )
}

function isBroad(statement: PolicyStatement): boolean {
  const { principal } = statement
  if (statement.effect !== 'Allow' || principal === undefined) return false
  const open = principal.negated || principal.patterns.some((pattern) => pattern.type === 'everyone')
  return open && !statement.conditions.some(isPinning)
}

function isPinning({ operator, key, values }: ConditionClause): boolean {
  // An absent key would pass these, so they tie nothing.
  if (operator.ifExists || operator.set === 'ForAllValues' || !PINNING_KEYS.has(key.toLowerCase())) return false
  switch (operator.test) {
    case 'StringEquals':
    case 'StringEqualsIgnoreCase':
      return values.every((value) => !hasVariable(value))
    case 'StringLike':
      return values.every(isFixedText)
    case 'ArnEquals':
    case 'ArnLike':
      return values.every(hasFixedAccount)
    case 'IpAddress':
      return values.every(isNarrowRange)
    default:
      return false
  }
}

function isFixedText(value: string): boolean {
  return !/[*?]/.test(value) && !hasVariable(value)
}

/** A wildcard behind a fixed account is still that account. */
function hasFixedAccount(value: string): boolean {
  if (isFixedText(value)) return true
  const parts = value.split(':')
  return !hasVariable(value) && parts.length >= 6 && /^\d{12}$/.test(parts[4] as string)
}

function isNarrowRange(value: string): boolean {
  const range = parseAddressRange(value)
  return range !== null && range.prefixBits >= (range.bytes.length === 4 ? MIN_PREFIX_BITS.ipv4 : MIN_PREFIX_BITS.ipv6)
}

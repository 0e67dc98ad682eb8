/**
 * A second evaluator for the tests: slow, obvious, written from AWS's pages on the JSON itself, with regular expressions.
 * It shares no code with the engine. It knows what the random policies of the differential test hold, no more.
 */
import type { AuthorizationRequest, RequestPrincipal } from '../../../electron/engine/policy/authorization-request.ts'

type Json = Readonly<Record<string, unknown>>

export interface SlowPolicies {
  readonly identity: readonly Json[]
  readonly permissionsBoundary?: readonly Json[]
  readonly session?: readonly Json[]
  readonly serviceControl?: readonly Json[]
  readonly resource?: readonly Json[]
}

type SlowRequest = Omit<AuthorizationRequest, 'policies'>

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [String(value)])

function wildcardExpression(pattern: string, flags: string): RegExp {
  const escaped = pattern
    .replace(/[.+^$(){}|[\]\\/]/g, '\\$&')
    .replace(/\*/g, '[^]*')
    .replace(/\?/g, '[^]')
  return new RegExp(`^${escaped}$`, flags)
}

/** All condition keys in lower case. */
function keysOf(request: SlowRequest): Map<string, string[]> {
  const { principal } = request
  const keys = new Map(Object.entries(request.context).map(([name, value]) => [name.toLowerCase(), listOf(value)]))
  if (principal.type !== 'service') {
    keys.set('aws:principalarn', [principal.type === 'role-session' ? String(principal.roleArn) : principal.arn])
    keys.set('aws:principalaccount', [principal.accountId])
  }
  if (principal.type === 'user') keys.set('aws:username', [String(principal.userName)])
  for (const [name, value] of Object.entries(principal.tags ?? {})) keys.set(`aws:principaltag/${name.toLowerCase()}`, [value])
  return keys
}

/** Replaces `${key}`; null when the key is absent. Values of these tests hold no wildcards. */
function fill(text: string, keys: Map<string, string[]>): string | null {
  let missing = false
  const filled = text.replace(/\$\{([^}]+)\}/g, (_all, name: string) => {
    const value = keys.get(name.toLowerCase())
    if (value?.length !== 1) missing = true
    return value?.[0] ?? ''
  })
  return missing ? null : filled
}

function matchesValue(operator: string, actual: string, wanted: string, keys: Map<string, string[]>): boolean {
  if (operator.startsWith('Numeric')) {
    const [left, right] = [Number(actual), Number(wanted)]
    if (actual === '' || Number.isNaN(left)) return false
    if (operator === 'NumericLessThan') return left < right
    if (operator === 'NumericGreaterThanEquals') return left >= right
    return left === right
  }
  if (operator === 'Bool') return actual.toLowerCase() === wanted.toLowerCase()
  const text = fill(wanted, keys)
  if (text === null) return false
  if (operator === 'StringLike' || operator === 'StringNotLike') return wildcardExpression(text, '').test(actual)
  if (operator.endsWith('IgnoreCase')) return text.toLowerCase() === actual.toLowerCase()
  if (operator.startsWith('Arn')) {
    const patternParts = text.split(':')
    const parts = actual.split(':')
    if (patternParts.length < 6 || parts.length < 6) return false
    const join = (all: string[]): string[] => [...all.slice(0, 5), all.slice(5).join(':')]
    return join(patternParts).every((pattern, index) => wildcardExpression(pattern, '').test(String(join(parts)[index])))
  }
  return text === actual
}

function conditionHolds(operatorText: string, key: string, values: unknown, keys: Map<string, string[]>): boolean {
  const ifExists = operatorText.endsWith('IfExists')
  const [set, operator] =
    operatorText.replace(/IfExists$/, '').split(':').length === 2
      ? (operatorText.replace(/IfExists$/, '').split(':') as [string, string])
      : ['', operatorText.replace(/IfExists$/, '')]
  const actual = keys.get(key.toLowerCase()) ?? []
  const wanted = listOf(values)
  if (operator === 'Null') return wanted.includes(String(actual.length === 0))
  const negated = operator.includes('Not')
  if (actual.length === 0) {
    if (ifExists || set === 'ForAllValues') return true
    return set === 'ForAnyValue' ? false : negated
  }
  const good = (value: string): boolean => {
    const found = wanted.some((candidate) => matchesValue(operator, value, candidate, keys))
    return negated ? !found : found
  }
  if (set === 'ForAllValues') return actual.every(good)
  if (set === 'ForAnyValue') return actual.some(good)
  return negated ? actual.every(good) : actual.some(good)
}

/** What a principal is, as texts that may stand in a Principal element. */
function namesOf(principal: RequestPrincipal): { account: string[]; role: string[]; direct: string[] } {
  if (principal.type === 'service') return { account: [], role: [], direct: [principal.arn] }
  return {
    account: [principal.accountId, `arn:aws:iam::${principal.accountId}:root`],
    role: principal.type === 'role-session' ? [String(principal.roleArn)] : [],
    direct: principal.type === 'root' ? [] : [principal.arn],
  }
}

function principalApplies(
  statement: Json,
  principal: RequestPrincipal,
): { direct: boolean; role: boolean; account: boolean; everyone: boolean } {
  const names = namesOf(principal)
  const element = statement['Principal'] ?? statement['NotPrincipal']
  const listed = typeof element === 'string' ? [element] : Object.values(element as Json).flatMap(listOf)
  const has = (candidates: string[]): boolean => candidates.some((name) => listed.includes(name))
  if ('Principal' in statement) {
    return { direct: has(names.direct), role: has(names.role), account: has(names.account), everyone: listed.includes('*') }
  }
  const groups = [names.account, names.role, names.direct].filter((group) => group.length > 0)
  const isListed = statement['Effect'] === 'Deny' ? groups.every(has) : groups.some(has)
  return { direct: false, role: false, account: false, everyone: !listed.includes('*') && !isListed }
}

function appliesBesidesPrincipal(statement: Json, request: SlowRequest, keys: Map<string, string[]>): boolean {
  const actionFits = listOf(statement['Action'] ?? statement['NotAction']).some((pattern) =>
    wildcardExpression(pattern, 'i').test(request.action),
  )
  if (actionFits === 'NotAction' in statement) return false
  const resourceFits = listOf(statement['Resource'] ?? statement['NotResource']).some((pattern) => {
    const filled = fill(pattern, keys)
    return filled !== null && wildcardExpression(filled, '').test(request.resourceArn)
  })
  if (resourceFits === 'NotResource' in statement) return false
  return Object.entries((statement['Condition'] ?? {}) as Json).every(([operator, block]) =>
    Object.entries(block as Json).every(([key, values]) => conditionHolds(operator, key, values, keys)),
  )
}

/** The reason of the decision, worded as the engine words it. */
export function slowEvaluate(request: SlowRequest, policies: SlowPolicies, isKey: boolean): string {
  const keys = keysOf(request)
  const { principal } = request
  const fits = (statement: Json): boolean => appliesBesidesPrincipal(statement, request, keys)
  const isService = principal.type === 'service'
  const isRoot = principal.type === 'root'
  const resource = (policies.resource ?? [])
    .map((statement) => ({ statement, how: principalApplies(statement, principal) }))
    .filter(({ statement, how }) => Object.values(how).some(Boolean) && fits(statement))

  const kinds = [
    ['service-control-policy', policies.serviceControl],
    ['resource-policy', resource.map(({ statement }) => statement)],
    ['identity-policy', policies.identity],
    ['permissions-boundary', policies.permissionsBoundary],
    ['session-policy', policies.session],
  ] as const
  for (const [kind, statements] of kinds) {
    if ((statements ?? []).some((statement) => statement['Effect'] === 'Deny' && fits(statement))) return `explicit-deny-${kind}`
  }
  const allows = (statements: readonly Json[] | undefined): boolean =>
    (statements ?? []).some((statement) => statement['Effect'] === 'Allow' && fits(statement))
  const named = { direct: false, role: false, account: false, everyone: false }
  for (const { statement, how } of resource) {
    if (statement['Effect'] !== 'Allow') continue
    // A statement counts by its strongest naming.
    if (how.direct) named.direct = true
    else if (how.role) named.role = true
    else if (how.everyone) named.everyone = true
    else named.account = true
  }
  const anyNamed = named.direct || named.role || named.everyone || named.account

  if (isService) return named.direct || named.everyone ? 'allowed-by-resource-policy' : 'no-resource-policy-allows'
  if (policies.serviceControl !== undefined && !allows(policies.serviceControl)) return 'no-service-control-policy-allows'

  let limit: string | null = null
  if (!isRoot && policies.session !== undefined && !allows(policies.session)) limit = 'no-session-policy-allows'
  if (!isRoot && policies.permissionsBoundary !== undefined && !allows(policies.permissionsBoundary))
    limit = 'no-permissions-boundary-allows'
  const identityRefusal = isRoot ? null : allows(policies.identity) ? limit : 'no-identity-policy-allows'

  if (principal.accountId !== request.resourceAccountId) {
    if (isKey && !anyNamed) return 'no-resource-policy-allows'
    if (identityRefusal !== null) return identityRefusal
    return anyNamed ? 'allowed-by-both-accounts' : 'no-resource-policy-allows'
  }
  if (isKey && !anyNamed) return 'no-resource-policy-allows'
  if (named.direct) return 'allowed-by-resource-policy'
  if (named.role || named.everyone) return limit ?? 'allowed-by-resource-policy'
  if (isRoot) return isKey ? 'allowed-by-resource-policy' : 'allowed-by-root'
  return identityRefusal ?? 'allowed-by-identity-policy'
}

import type { RequestPrincipal } from './authorization-request.ts'
import type { Effect, PolicyStatement, PrincipalPattern } from './policy-document.ts'

/**
 * How a resource policy names the caller, strongest first:
 * `direct` by its own user or session ARN or service name, `role` by its role, `everyone` by `*` (or by not being in a
 * NotPrincipal), `account` by its account only, which delegates to the identity policies of that account.
 */
export type PrincipalMatch = 'direct' | 'role' | 'everyone' | 'account'

const STRONGEST_FIRST: readonly PrincipalMatch[] = ['direct', 'role', 'everyone', 'account']

/** The stronger of two matches. */
export function strongerMatch(one: PrincipalMatch | null, other: PrincipalMatch | null): PrincipalMatch | null {
  if (one === null || other === null) return one ?? other
  return STRONGEST_FIRST.indexOf(one) <= STRONGEST_FIRST.indexOf(other) ? one : other
}

/**
 * Whether a Principal or NotPrincipal element names the caller, and how.
 * NotPrincipal with Deny spares a caller only when everything the caller is (session, role and account; user and account)
 * is listed; with Allow it lets in only those of whom nothing is listed.
 * Source: IAM user guide, "AWS JSON policy elements: Principal" and "NotPrincipal".
 */
export function matchPrincipal(
  element: NonNullable<PolicyStatement['principal']>,
  effect: Effect,
  principal: RequestPrincipal,
): PrincipalMatch | null {
  if (element.negated) {
    const listed =
      effect === 'Deny'
        ? isWhollyListed(element.patterns, principal)
        : element.patterns.some((pattern) => matchOne(pattern, principal) !== null)
    return listed ? null : 'everyone'
  }
  let best: PrincipalMatch | null = null
  for (const pattern of element.patterns) {
    const match = matchOne(pattern, principal)
    if (match !== null) best = strongerMatch(best, match)
  }
  return best
}

function matchOne(pattern: PrincipalPattern, principal: RequestPrincipal): PrincipalMatch | null {
  switch (pattern.type) {
    case 'everyone':
      return 'everyone'
    case 'account':
      return principal.type !== 'service' && pattern.accountId === principal.accountId ? 'account' : null
    case 'user':
      return principal.type === 'user' && pattern.arn === principal.arn ? 'direct' : null
    case 'role':
      return principal.type === 'role-session' && pattern.arn === principal.roleArn ? 'role' : null
    case 'role-session':
      return principal.type === 'role-session' && pattern.arn === principal.arn ? 'direct' : null
    case 'federated-user':
      return principal.type === 'federated' && pattern.arn === principal.arn ? 'direct' : null
    case 'service':
      return principal.type === 'service' && pattern.name === principal.arn ? 'direct' : null
    case 'federated':
      return principal.type === 'federated' && pattern.provider === principal.arn ? 'direct' : null
    case 'canonical-user':
    case 'unique-id':
      return null
  }
}

function isWhollyListed(patterns: readonly PrincipalPattern[], principal: RequestPrincipal): boolean {
  const matches = patterns.map((pattern) => matchOne(pattern, principal))
  if (matches.includes('everyone')) return true
  const needed: readonly PrincipalMatch[] = NEEDED_TO_SPARE[principal.type]
  return needed.every((match) => matches.includes(match))
}

const NEEDED_TO_SPARE: Readonly<Record<RequestPrincipal['type'], readonly PrincipalMatch[]>> = {
  root: ['account'],
  user: ['direct', 'account'],
  'role-session': ['direct', 'role', 'account'],
  federated: ['direct', 'account'],
  service: ['direct'],
}

import type { AuthorizationRequest } from './authorization-request.ts'
import type { AllowReason, Decision, DenyReason, StatementReference } from './decision.ts'
import { gatherMatches, referenceTo } from './gather-matches.ts'
import type { GatheredMatches } from './gather-matches.ts'

/**
 * Decides whether a call may happen, by AWS's rules for one and for two accounts. Pure: same request, same answer.
 * Source: IAM user guide, "Policy evaluation logic", "Cross-account policy evaluation logic",
 * "Difference between explicit and implicit denies" and "Permissions boundaries: resource-based policies".
 */
export function evaluate(request: AuthorizationRequest): Decision {
  const gathered = gatherMatches(request)
  if (gathered.deny !== null) return denied(gathered, gathered.deny.reason, gathered.deny.statement)
  const { principal, policies } = request
  if (principal.type === 'service') return evaluateService(gathered)
  if (policies.serviceControl !== undefined && gathered.serviceControlAllow === null)
    return denied(gathered, 'no-service-control-policy-allows')
  return principal.accountId === request.resourceAccountId ? evaluateSameAccount(request, gathered) : evaluateTwoAccounts(request, gathered)
}

/** The limit that allows nothing here, or null. The root user has neither boundary nor session policy. */
export function missingLimit(request: AuthorizationRequest, gathered: GatheredMatches): DenyReason | null {
  if (request.principal.type === 'root') return null
  if (request.policies.permissionsBoundary !== undefined && gathered.boundaryAllow === null) return 'no-permissions-boundary-allows'
  if (request.policies.session !== undefined && gathered.sessionAllow === null) return 'no-session-policy-allows'
  return null
}

/** Why the identity side (identity policies and limits) does not allow, or null when it does. The root user is allowed everything. */
export function identitySideRefusal(request: AuthorizationRequest, gathered: GatheredMatches): DenyReason | null {
  if (request.principal.type === 'root') return null
  if (gathered.identityAllow === null) return 'no-identity-policy-allows'
  return missingLimit(request, gathered)
}

export function allowed(gathered: GatheredMatches, reason: AllowReason, statement: StatementReference | null): Decision {
  return { allowed: true, reason, matched: gathered.matched, ...(statement === null ? {} : { statement: referenceTo(statement) }) }
}

export function denied(gathered: GatheredMatches, reason: DenyReason, statement?: StatementReference): Decision {
  return { allowed: false, reason, matched: gathered.matched, ...(statement === undefined ? {} : { statement: referenceTo(statement) }) }
}

/** A service has no identity side: the resource must let it in. */
function evaluateService(gathered: GatheredMatches): Decision {
  const { direct, everyone } = gathered.resourceAllow
  const statement = direct ?? everyone
  return statement === null ? denied(gathered, 'no-resource-policy-allows') : allowed(gathered, 'allowed-by-resource-policy', statement)
}

function evaluateSameAccount(request: AuthorizationRequest, gathered: GatheredMatches): Decision {
  const { direct, role, everyone } = gathered.resourceAllow
  // A policy that names the user or the session itself is not limited by boundary and session policies.
  if (direct !== null) return allowed(gathered, 'allowed-by-resource-policy', direct)
  const granting = role ?? everyone
  if (granting !== null) {
    const limit = missingLimit(request, gathered)
    return limit === null ? allowed(gathered, 'allowed-by-resource-policy', granting) : denied(gathered, limit)
  }
  if (request.principal.type === 'root') return allowed(gathered, 'allowed-by-root', null)
  const refusal = identitySideRefusal(request, gathered)
  return refusal === null ? allowed(gathered, 'allowed-by-identity-policy', gathered.identityAllow) : denied(gathered, refusal)
}

function evaluateTwoAccounts(request: AuthorizationRequest, gathered: GatheredMatches): Decision {
  const refusal = identitySideRefusal(request, gathered)
  if (refusal !== null) return denied(gathered, refusal)
  const { direct, role, everyone, account } = gathered.resourceAllow
  const statement = direct ?? role ?? everyone ?? account
  return statement === null ? denied(gathered, 'no-resource-policy-allows') : allowed(gathered, 'allowed-by-both-accounts', statement)
}

import type { AuthorizationRequest } from './authorization-request.ts'
import type { Decision } from './decision.ts'
import { allowed, denied, identitySideRefusal, missingLimit } from './evaluate.ts'
import { gatherMatches } from './gather-matches.ts'
import type { GatheredMatches } from './gather-matches.ts'
import { grantApplies } from './match-grant.ts'
import type { KeyGrant } from './match-grant.ts'
import { matchPrincipal } from './match-principal.ts'

/** An AuthorizationRequest whose `policies.resource` is the key policy; every key has one. */
export interface KeyAuthorizationRequest extends AuthorizationRequest {
  readonly grants?: readonly KeyGrant[]
  /** Of the call, for grant constraints; keys are case-sensitive here, unlike the condition keys. */
  readonly encryptionContext?: Readonly<Record<string, string>>
}

/**
 * Operations that another account may be allowed; all else is refused whatever the policies say.
 * Source: KMS developer guide, "Allowing users in other accounts to use a KMS key".
 */
const CROSS_ACCOUNT_OPERATIONS: ReadonlySet<string> = new Set(
  [
    'Decrypt',
    'DeriveSharedSecret',
    'DescribeKey',
    'Encrypt',
    'GenerateDataKey',
    'GenerateDataKeyPair',
    'GenerateDataKeyPairWithoutPlaintext',
    'GenerateDataKeyWithoutPlaintext',
    'GenerateMac',
    'GetKeyRotationStatus',
    'GetPublicKey',
    'ReEncryptFrom',
    'ReEncryptTo',
    'Sign',
    'Verify',
    'VerifyMac',
    'CreateGrant',
    'ListGrants',
    'RetireGrant',
    'RevokeGrant',
  ].map((operation) => `kms:${operation}`.toLowerCase()),
)

/**
 * Decides a call on a KMS key. IAM policies alone never suffice, not even for the root user: the key policy (or a grant) must
 * allow the caller, or delegate to the caller's account, whose identity policies then decide.
 * Source: KMS developer guide, "Key policies", "Grants in AWS KMS", "Troubleshooting key access".
 */
export function evaluateKeyAccess(request: KeyAuthorizationRequest): Decision {
  const gathered = gatherMatches(request)
  if (gathered.deny !== null) return denied(gathered, gathered.deny.reason, gathered.deny.statement)
  const sameAccount = request.principal.accountId === request.resourceAccountId
  const isService = request.principal.type === 'service'
  if (!isService && request.policies.serviceControl !== undefined && gathered.serviceControlAllow === null) {
    return denied(gathered, 'no-service-control-policy-allows')
  }
  if (!isService && !sameAccount && !CROSS_ACCOUNT_OPERATIONS.has(gathered.scope.lowerCaseAction)) {
    return denied(gathered, 'no-resource-policy-allows')
  }
  return evaluateGrants(request, gathered) ?? evaluateKeyPolicy(request, gathered, sameAccount)
}

/**
 * Decides who may assume a role. As with keys, the trust policy must allow: it names the caller, or delegates to the caller's
 * account, whose identity policies then decide; another account's identity policies must allow in any case.
 * Source: IAM user guide, "Policy evaluation logic": role trust policies and KMS key policies are the exceptions.
 */
export function evaluateRoleTrust(request: AuthorizationRequest): Decision {
  const gathered = gatherMatches(request)
  if (gathered.deny !== null) return denied(gathered, gathered.deny.reason, gathered.deny.statement)
  return evaluateKeyPolicy(request, gathered, request.principal.accountId === request.resourceAccountId)
}

/** A grant is enough by itself, within boundary and session policies unless it names the user or session itself. */
function evaluateGrants(request: KeyAuthorizationRequest, gathered: GatheredMatches): Decision | null {
  for (const grant of request.grants ?? []) {
    if (!grantApplies(grant, request.action, request.encryptionContext ?? {})) continue
    const match = matchPrincipal({ negated: false, patterns: [grant.granteePrincipal] }, 'Allow', request.principal)
    if (match === null) continue
    const refusal =
      match === 'direct' ? null : match === 'account' ? identitySideRefusal(request, gathered) : missingLimit(request, gathered)
    if (refusal === null) return { allowed: true, reason: 'allowed-by-grant', grantId: grant.grantId, matched: gathered.matched }
  }
  return null
}

/** What a policy says without which nobody gets in, the account's own people included. */
function evaluateKeyPolicy(request: AuthorizationRequest, gathered: GatheredMatches, sameAccount: boolean): Decision {
  const { direct, role, everyone, account } = gathered.resourceAllow
  const granting = direct ?? role ?? everyone
  if (granting === null && account === null) return denied(gathered, 'no-resource-policy-allows')
  if (request.principal.type === 'service') {
    return granting === null ? denied(gathered, 'no-resource-policy-allows') : allowed(gathered, 'allowed-by-resource-policy', granting)
  }
  if (!sameAccount) {
    const refusal = identitySideRefusal(request, gathered)
    return refusal === null ? allowed(gathered, 'allowed-by-both-accounts', granting ?? account) : denied(gathered, refusal)
  }
  if (direct !== null) return allowed(gathered, 'allowed-by-resource-policy', direct)
  const refusal = granting === null ? identitySideRefusal(request, gathered) : missingLimit(request, gathered)
  if (refusal !== null) return denied(gathered, refusal)
  if (granting !== null) return allowed(gathered, 'allowed-by-resource-policy', granting)
  if (request.principal.type === 'root') return allowed(gathered, 'allowed-by-resource-policy', account)
  return allowed(gathered, 'allowed-by-identity-policy', gathered.identityAllow)
}

import { partitionOf } from '../../../shared/arn.ts'
import { principalArn, type Caller } from '../caller.ts'
import type { OpenVault } from '../open-vault.ts'
import type { AuthorizationRequest, NamedPolicy, RequestPrincipal } from '../policy/authorization-request.ts'
import type { Decision } from '../policy/decision.ts'
import { evaluate } from '../policy/evaluate.ts'
import { evaluateKeyAccess } from '../policy/evaluate-key.ts'
import { globalContext } from '../policy/global-context.ts'
import type { AccessRequest } from './access-request.ts'
import { documentOfPolicy } from './policy-text.ts'

const ROOT_DECISION: Decision = { allowed: true, reason: 'allowed-by-root', matched: [] }

/**
 * Asks all policies that bear on a request. For a key, its key policy must allow too: that is the second yes that reading a
 * secret takes.
 */
export function decide(vault: OpenVault, caller: Caller, request: AccessRequest, nowMs: number): Decision {
  const { principal } = caller
  if (principal.type === 'root' && request.resourcePolicy === undefined && principal.accountId === request.resourceAccountId) return ROOT_DECISION
  const resource = resourcePolicyOf(request)
  const question: AuthorizationRequest = {
    principal: requestPrincipal(caller),
    action: request.action,
    resourceArn: request.resource,
    resourceAccountId: request.resourceAccountId,
    context: {
      ...globalContext({
        nowMs,
        region: caller.region,
        secureTransport: false,
        ...(caller.sourceIp === undefined ? {} : { sourceIp: caller.sourceIp }),
        ...(caller.userAgent === undefined ? {} : { userAgent: caller.userAgent }),
      }),
      ...request.context(),
    },
    policies: { identity: identityPolicies(vault, caller), ...(resource === null ? {} : { resource }) },
  }
  if (!isKeyRequest(request)) return evaluate(question)
  return evaluateKeyAccess({ ...question, grants: request.grants ?? [], encryptionContext: request.encryptionContext ?? {} })
}

/** The decision in one line for the activity record. */
export function decisionInWords(decision: Decision): string {
  const { statement } = decision
  const where = statement === undefined ? '' : ` (${statement.policyKind} policy ${statement.policyName}, statement ${statement.sid ?? statement.index + 1})`
  const grant = decision.allowed && decision.grantId !== undefined ? ` (grant ${decision.grantId})` : ''
  return `${decision.reason}${where}${grant}`
}

function isKeyRequest(request: AccessRequest): boolean {
  return request.action.startsWith('kms:') && request.resourcePolicy !== undefined
}

function resourcePolicyOf(request: AccessRequest): NamedPolicy | null {
  if (request.resourcePolicy === undefined) return null
  const document = documentOfPolicy(request.resourcePolicy, isKeyRequest(request) ? 'key' : 'resource')
  return document === null ? null : { name: 'resource', document }
}

function identityPolicies(vault: OpenVault, caller: Caller): readonly NamedPolicy[] {
  if (caller.principal.type !== 'user') return []
  const user = vault.access.users.get(caller.principal.arn)
  if (user === null) return []
  const policies: NamedPolicy[] = []
  for (const policy of user.policies) {
    const document = documentOfPolicy(policy.document, 'identity')
    if (document !== null) policies.push({ name: policy.name, document })
  }
  return policies
}

function requestPrincipal({ principal, region }: Caller): RequestPrincipal {
  switch (principal.type) {
    case 'root':
      return { type: 'root', arn: `arn:${partitionOf(region)}:iam::${principal.accountId}:root`, accountId: principal.accountId, userId: principal.accountId }
    case 'user':
      return { type: 'user', arn: principal.arn, accountId: principal.accountId, userName: principal.userName, userId: principal.userId }
    case 'assumed-role':
      return {
        type: 'role-session',
        arn: principal.arn,
        accountId: principal.accountId,
        roleArn: principal.roleArn,
        userId: `${principal.roleId}:${principal.sessionName}`,
      }
    case 'service':
      return { type: 'service', arn: principalArn(principal, region), accountId: '' }
  }
}

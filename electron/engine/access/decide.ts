import type { Caller } from '../caller.ts'
import type { OpenVault } from '../open-vault.ts'
import type { NamedPolicy, RequestContext } from '../policy/authorization-request.ts'
import type { Decision, StatementReference } from '../policy/decision.ts'
import { evaluate } from '../policy/evaluate.ts'
import { evaluateKeyAccess, evaluateRoleTrust, type KeyAuthorizationRequest } from '../policy/evaluate-key.ts'
import { globalContext } from '../policy/global-context.ts'
import type { PolicyGrammar } from '../policy/policy-document.ts'
import type { AccessRequest } from './access-request.ts'
import { identitySide } from './identity-side.ts'
import { isWithinScope } from './key-scope.ts'
import { documentOfPolicy } from './policy-text.ts'

const OUT_OF_SCOPE: Decision = { allowed: false, reason: 'outside-access-key-scope', matched: [] }
const ROOT_DECISION: Decision = { allowed: true, reason: 'allowed-by-root', matched: [] }

/**
 * Asks all policies that bear on a request. For a key, its key policy must allow too: that is the second yes that reading a
 * secret takes. For a role, its trust policy must. Before all of them comes the scope of the access key that the caller signed with.
 */
export function decide(vault: OpenVault, caller: Caller, request: AccessRequest, nowMs: number): Decision {
  return decideBeforePolicies(caller, request, nowMs) ?? decideQuestion(questionOf(vault, caller, request, nowMs), request)
}

/** The decision for which no policy has to be asked, or null. */
export function decideBeforePolicies(caller: Caller, request: AccessRequest, nowMs: number): Decision | null {
  const { principal } = caller
  if (principal.type === 'user' && principal.keyScope !== undefined && !isWithinScope(principal.keyScope, request, nowMs)) return OUT_OF_SCOPE
  return isRootAtHome(caller, request) ? ROOT_DECISION : null
}

/** Whether nothing can be said against the call: the root of the resource's own account, and no policy on the resource. */
export function isRootAtHome({ principal }: Caller, request: AccessRequest): boolean {
  return principal.type === 'root' && request.resourcePolicy === undefined && principal.accountId === request.resourceAccountId
}

/** The request with every policy and fact that bears on it. `onConditionKey` is told of each condition key that a policy looks at. */
export function questionOf(vault: OpenVault, caller: Caller, request: AccessRequest, nowMs: number, onConditionKey?: (lowerCaseKey: string) => void): KeyAuthorizationRequest {
  const { principal, policies } = identitySide(vault, caller)
  const session = caller.principal.type === 'assumed-role' ? caller.principal.session : undefined
  const resource = resourcePolicyOf(request)
  let context: RequestContext | undefined
  return {
    principal,
    action: request.action,
    resourceArn: request.resource,
    resourceAccountId: request.resourceAccountId,
    // Made when a condition asks for it: most policies have none, and every read of a secret comes through here.
    get context() {
      context ??= {
        ...globalContext({
          nowMs,
          region: caller.region,
          secureTransport: false,
          ...(caller.sourceIp === undefined ? {} : { sourceIp: caller.sourceIp }),
          ...(caller.userAgent === undefined ? {} : { userAgent: caller.userAgent }),
          ...(session === undefined ? {} : { session: { issuedAtMs: session.issuedAtMs, multiFactorAuth: false } }),
        }),
        ...(session?.sourceIdentity === undefined ? {} : { 'aws:SourceIdentity': session.sourceIdentity }),
        ...request.context(),
      }
      return context
    },
    onConditionKey,
    policies: { ...policies, ...(resource === null ? {} : { resource }) },
    grants: request.grants ?? [],
    encryptionContext: request.encryptionContext ?? {},
  }
}

/** Weighs the policies by the rules of what is asked for. */
export function decideQuestion(question: KeyAuthorizationRequest, request: AccessRequest): Decision {
  if (isRoleRequest(request)) return evaluateRoleTrust(question)
  return isKeyRequest(request) ? evaluateKeyAccess(question) : evaluate(question)
}

/** The decision in one line for the activity record: the reason, and every statement that it rests on. */
export function decisionInWords(decision: Decision): string {
  const { statement } = decision
  const grant = decision.allowed && decision.grantId !== undefined ? ` (grant ${decision.grantId})` : ''
  if (statement === undefined) return `${decision.reason}${grant}`
  // Two accounts: the statement is the resource's, and the caller's own side had to allow too.
  const other = decision.reason === 'allowed-by-both-accounts' ? decision.matched.find(({ policyKind, effect }) => policyKind === 'identity' && effect === 'Allow') : undefined
  return `${decision.reason} (${statementInWords(statement)}${other === undefined ? '' : ` and ${statementInWords(other)}`})${grant}`
}

function statementInWords({ policyKind, policyName, sid, index }: StatementReference): string {
  const policy = policyKind === 'identity' ? `identity policy ${policyName}` : policyName
  return `${policy}, statement ${sid === undefined || sid === '' ? index + 1 : sid}`
}

function isKeyRequest(request: AccessRequest): boolean {
  return request.action.startsWith('kms:') && request.resourcePolicy !== undefined
}

function isRoleRequest(request: AccessRequest): boolean {
  return request.action.startsWith('sts:')
}

function resourcePolicyOf(request: AccessRequest): NamedPolicy | null {
  if (request.resourcePolicy === undefined) return null
  const grammar: PolicyGrammar = isKeyRequest(request) ? 'key' : isRoleRequest(request) ? 'trust' : 'resource'
  const document = documentOfPolicy(request.resourcePolicy, grammar)
  return document === null ? null : { name: `${grammar} policy`, document }
}

import type { AuthorizationRequest, NamedPolicy, PolicyKind } from './authorization-request.ts'
import { compilePolicy, matchStatement } from './compile-policy.ts'
import type { DenyReason, MatchedStatement, StatementReference } from './decision.ts'
import { createEvaluationScope } from './evaluation-scope.ts'
import type { EvaluationScope } from './evaluation-scope.ts'
import type { PrincipalMatch } from './match-principal.ts'

/** What the policies of a request say before they are weighed against each other. */
export interface GatheredMatches {
  readonly scope: EvaluationScope
  readonly matched: readonly MatchedStatement[]
  readonly deny: { readonly reason: DenyReason; readonly statement: StatementReference } | null
  readonly serviceControlAllow: MatchedStatement | null
  readonly identityAllow: MatchedStatement | null
  readonly boundaryAllow: MatchedStatement | null
  readonly sessionAllow: MatchedStatement | null
  /** The first Allow of the resource policy for each way of naming the caller. */
  readonly resourceAllow: Readonly<Record<PrincipalMatch, MatchedStatement | null>>
}

const DENY_REASONS: Readonly<Record<PolicyKind, DenyReason>> = {
  'service-control': 'explicit-deny-service-control-policy',
  resource: 'explicit-deny-resource-policy',
  identity: 'explicit-deny-identity-policy',
  'permissions-boundary': 'explicit-deny-permissions-boundary',
  session: 'explicit-deny-session-policy',
}

/** Matches every statement of every policy against the request. */
export function gatherMatches(request: AuthorizationRequest): GatheredMatches {
  const { policies } = request
  const scope = createEvaluationScope(request)
  const matched: MatchedStatement[] = []
  const serviceControlAllow = matchAll(scope, 'service-control', policies.serviceControl, matched)
  const resourceFrom = matched.length
  if (policies.resource !== undefined) matchPolicy(scope, 'resource', policies.resource, matched)
  const resourceTo = matched.length
  const identityAllow = matchAll(scope, 'identity', policies.identity, matched)
  const boundaryAllow = matchAll(scope, 'permissions-boundary', policies.permissionsBoundary, matched)
  const sessionAllow = matchAll(scope, 'session', policies.session, matched)
  const denying = matched.find((statement) => statement.effect === 'Deny')
  return {
    scope,
    matched,
    deny: denying === undefined ? null : { reason: DENY_REASONS[denying.policyKind], statement: referenceTo(denying) },
    serviceControlAllow,
    identityAllow,
    boundaryAllow,
    sessionAllow,
    resourceAllow: allowsByMatch(matched, resourceFrom, resourceTo),
  }
}

/** The reference alone, without what the match adds. */
export function referenceTo({ policyName, policyKind, sid, index }: StatementReference): StatementReference {
  return { policyName, policyKind, index, ...(sid === undefined ? {} : { sid }) }
}

function matchAll(
  scope: EvaluationScope,
  kind: PolicyKind,
  policies: readonly NamedPolicy[] | undefined,
  into: MatchedStatement[],
): MatchedStatement | null {
  if (policies === undefined) return null
  const from = into.length
  for (const policy of policies) matchPolicy(scope, kind, policy, into)
  for (let at = from; at < into.length; at++) if (into[at]?.effect === 'Allow') return into[at] as MatchedStatement
  return null
}

function matchPolicy(scope: EvaluationScope, policyKind: PolicyKind, policy: NamedPolicy, into: MatchedStatement[]): void {
  for (const statement of compilePolicy(policy.document).statements) {
    const principalMatch = matchStatement(statement, scope)
    if (principalMatch === null) continue
    const { sid, effect } = statement.source
    into.push({
      policyName: policy.name,
      policyKind,
      index: statement.index,
      ...(sid === undefined ? {} : { sid }),
      effect,
      principalMatch,
    })
  }
}

function allowsByMatch(matched: readonly MatchedStatement[], from: number, to: number): GatheredMatches['resourceAllow'] {
  const allows: Record<PrincipalMatch, MatchedStatement | null> = { direct: null, role: null, everyone: null, account: null }
  for (let at = from; at < to; at++) {
    const statement = matched[at] as MatchedStatement
    if (statement.effect === 'Allow' && statement.principalMatch !== 'no-principal-element') allows[statement.principalMatch] ??= statement
  }
  return allows
}

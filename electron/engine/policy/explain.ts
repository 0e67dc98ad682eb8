import type { AuthorizationRequest, NamedPolicy, PolicyKind } from './authorization-request.ts'
import { compilePolicy } from './compile-policy.ts'
import type { CompiledStatement } from './compile-policy.ts'
import { formatConditionOperator } from './condition-operators.ts'
import type { Decision, StatementReference } from './decision.ts'
import { describeStatement } from './describe-statement.ts'
import { createEvaluationScope } from './evaluation-scope.ts'
import type { EvaluationScope } from './evaluation-scope.ts'
import { matchPrincipal } from './match-principal.ts'

/** One statement of one policy, held against a request. */
export interface ExplainedStatement extends StatementReference {
  readonly effect: 'Allow' | 'Deny'
  /** The statement in words. */
  readonly words: string
  readonly outcome: 'decided' | 'matched' | 'not-matched'
  /** What did not fit; only for `not-matched`. */
  readonly misses: readonly string[]
}

/**
 * Every statement of every policy of a request, with what did not fit, and which one decided. For people, not for the fast path.
 * `holder` is who has the identity policies.
 */
export function explainDecision(request: AuthorizationRequest, decision: Decision, holder?: string): readonly ExplainedStatement[] {
  const scope = createEvaluationScope(request)
  const { policies } = request
  const byKind: readonly (readonly [PolicyKind, readonly NamedPolicy[]])[] = [
    ['service-control', policies.serviceControl ?? []],
    ['resource', policies.resource === undefined ? [] : [policies.resource]],
    ['identity', policies.identity],
    ['permissions-boundary', policies.permissionsBoundary ?? []],
    ['session', policies.session ?? []],
  ]
  return byKind.flatMap(([policyKind, named]) =>
    named.flatMap(({ name, document }) =>
      compilePolicy(document).statements.map((statement) => explainStatement(scope, decision, { policyName: name, policyKind }, statement, holder)),
    ),
  )
}

/** One sentence that answers "why". */
export function explainReason(decision: Decision): string {
  const { statement } = decision
  const by = statement === undefined ? '' : ` (${nameStatement(statement)})`
  return `${decision.allowed ? 'Allowed' : 'Denied'}: ${REASON_WORDS[decision.reason]}${by}`
}

/** Such as `statement 2 of team-read` or `statement ReadOnly of team-read`. */
export function nameStatement(statement: StatementReference): string {
  const name = statement.sid === undefined || statement.sid === '' ? String(statement.index + 1) : statement.sid
  return `statement ${name} of ${statement.policyName}`
}

const REASON_WORDS: Readonly<Record<Decision['reason'], string>> = {
  'allowed-by-root': 'the account root may do everything in its own account',
  'allowed-by-identity-policy': 'an identity policy allows it',
  'allowed-by-resource-policy': 'the resource policy allows it',
  'allowed-by-both-accounts': 'the identity policy of one account and the resource policy of the other allow it',
  'allowed-by-grant': 'a grant on the key allows it',
  'explicit-deny-service-control-policy': 'a service control policy denies it',
  'explicit-deny-resource-policy': 'the resource policy denies it',
  'explicit-deny-identity-policy': 'an identity policy denies it',
  'explicit-deny-permissions-boundary': 'the permissions boundary denies it',
  'explicit-deny-session-policy': 'the session policy denies it',
  'no-service-control-policy-allows': 'no service control policy allows it',
  'no-identity-policy-allows': 'no identity policy allows it',
  'no-permissions-boundary-allows': 'the permissions boundary does not allow it',
  'no-session-policy-allows': 'the session policy does not allow it',
  'no-resource-policy-allows': 'no resource policy allows it',
  'outside-access-key-scope': 'the scope of the access key does not allow it',
}

function explainStatement(
  scope: EvaluationScope,
  decision: Decision,
  policy: { policyName: string; policyKind: PolicyKind },
  statement: CompiledStatement,
  holder: string | undefined,
): ExplainedStatement {
  const { source, index } = statement
  const misses = missesOf(scope, statement)
  const decided = decision.statement
  const isDecisive = decided?.policyName === policy.policyName && decided.policyKind === policy.policyKind && decided.index === index
  return {
    ...policy,
    index,
    ...(source.sid === undefined ? {} : { sid: source.sid }),
    effect: source.effect,
    words: describeStatement(source, holder),
    outcome: misses.length > 0 ? 'not-matched' : isDecisive ? 'decided' : 'matched',
    misses,
  }
}

function missesOf(scope: EvaluationScope, statement: CompiledStatement): string[] {
  const { source } = statement
  const misses: string[] = []
  if (source.principal !== undefined && matchPrincipal(source.principal, source.effect, scope.principal) === null) {
    misses.push(`it is not about ${scope.principal.arn}`)
  }
  if (!statement.matchesAction(scope)) misses.push('it is about other actions')
  if (!statement.matchesResource(scope)) misses.push(`it is about other resources than ${scope.resourceArn}`)
  for (const [at, condition] of statement.conditions.entries()) {
    const clause = source.conditions[at]
    if (clause === undefined || condition(scope)) continue
    const actual = scope.valuesOf(clause.key.toLowerCase())
    const has = actual === undefined || actual.length === 0 ? 'the request has none' : `the request has ${actual.join(', ')}`
    misses.push(`${formatConditionOperator(clause.operator)} ${clause.key} does not hold: ${has}`)
  }
  return misses
}

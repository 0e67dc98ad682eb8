import { ServiceError } from '../../../shared/errors.ts'
import { catalog, type Input, type Output } from '../../../shared/operations/catalog.ts'
import type { AccessRequest } from '../access/access-request.ts'
import { collectRequests } from '../access/collect-requests.ts'
import { decideQuestion, isRootAtHome, questionOf } from '../access/decide.ts'
import type { NamedPrincipal } from '../access/named-principal.ts'
import type { Caller, Principal } from '../caller.ts'
import type { CallContext } from '../context.ts'
import { authorizeAllKeys } from '../kms/authorize-key.ts'
import { authorizeNamedKey } from '../kms/key-scope.ts'
import { putKeyPolicy } from '../kms/put-key-policy.ts'
import type { RequestContext } from '../policy/authorization-request.ts'
import { explainDecision, explainReason } from '../policy/explain.ts'
import { refusalText } from '../policy/refusal-text.ts'
import { askForSecret } from '../secretsmanager/ask-for-secret.ts'
import { authorizeRole } from '../sts/authorize-role.ts'
import { shownReference } from './shown-reference.ts'

type ExplainInput = Input<'workbench:ExplainAccess'>
type Check = Output<'workbench:ExplainAccess'>['Checks'][number]

const KEY_REFUSAL = 'Access to KMS is not allowed'

/** What the policies say to a call of a principal that was named, with every statement that they say it by. */
export function explainCall(context: CallContext, named: NamedPrincipal, input: ExplainInput): Output<'workbench:ExplainAccess'> {
  const caller: Caller = { ...context.caller, door: 'endpoint', principal: withSessionPolicy(named.principal, input, context.nowMs) }
  const action = knownAction(input.Action)
  let notes: readonly string[] = []
  const requests = collectRequests(context, caller, factsOf(input), (probe) => {
    notes = ask(probe, action, input)
  })
  const checks = requests.map((request) => explainRequest(context, caller, named, request, action))
  return { Allowed: checks.length > 0 && checks.every((check) => check.Allowed), PrincipalArn: named.arn, Checks: checks, Notes: notes }
}

function ask(probe: CallContext, action: string, input: ExplainInput): readonly string[] {
  const [service, operation = ''] = action.split(':')
  if (service === 'secretsmanager') {
    return askForSecret(probe, {
      operation,
      secretId: input.SecretId,
      kmsKeyId: input.KeyId,
      versionId: factOf(input, 'secretsmanager:VersionId'),
      versionStage: factOf(input, 'secretsmanager:VersionStage'),
    })
  }
  if (service === 'kms') {
    if (input.KeyId === undefined) authorizeAllKeys(probe, action)
    // The owner of a key gets back into it: who may put a policy is the operation's own to say.
    else if (action === 'kms:PutKeyPolicy') putKeyPolicy.authorize(probe, { KeyId: input.KeyId, Policy: '' })
    else authorizeNamedKey(probe, action, input.KeyId)
    return []
  }
  if (action !== 'sts:AssumeRole' || input.RoleArn === undefined) {
    throw new ServiceError('ValidationException', 'Access is explained for actions of secretsmanager and kms, and for sts:AssumeRole with a RoleArn.')
  }
  if (probe.caller.principal.type === 'root') return ['Roles may not be assumed by root accounts.']
  authorizeRole(probe, input.RoleArn, {})
  return probe.vault.access.roles.get(input.RoleArn) === null ? [`There is no role ${input.RoleArn} in the vault.`] : []
}

function explainRequest(context: CallContext, caller: Caller, named: NamedPrincipal, request: AccessRequest, action: string): Check {
  const shown = { Action: request.action, Resource: request.shownResource ?? request.resource }
  if (isRootAtHome(caller, request)) {
    const decision = { allowed: true, reason: 'allowed-by-root', matched: [] } as const
    return { ...shown, Allowed: true, Reason: decision.reason, Sentence: explainReason(decision), Statements: [] }
  }
  const question = questionOf(context.vault, caller, request, context.nowMs)
  const decision = decideQuestion(question, request)
  const isThroughService = request.action.startsWith('kms:') && action.startsWith('secretsmanager:')
  return {
    ...shown,
    Allowed: decision.allowed,
    Reason: decision.reason,
    Sentence: explainReason(decision),
    DecidedBy: decision.statement === undefined ? undefined : shownReference(decision.statement),
    Message: decision.allowed
      ? undefined
      : isThroughService
        ? KEY_REFUSAL
        : refusalText({ principalArn: question.principal.arn, action: request.action, resource: request.shownResource ?? null, reason: decision.reason }),
    Statements: explainDecision(question, decision, named.label).map((statement) => ({
      ...shownReference(statement),
      Effect: statement.effect,
      Words: statement.words,
      Outcome: statement.outcome,
      Misses: statement.misses,
    })),
  }
}

function withSessionPolicy(principal: Principal, { SessionPolicy }: ExplainInput, nowMs: number): Principal {
  if (SessionPolicy === undefined) return principal
  if (principal.type !== 'assumed-role') throw new ServiceError('ValidationException', 'Only a role has sessions, and they a session policy.')
  return { ...principal, session: { issuedAtMs: nowMs, tags: {}, transitiveTagKeys: [], ...principal.session, policy: SessionPolicy } }
}

function factsOf({ ContextEntries = [] }: ExplainInput): RequestContext {
  return Object.fromEntries(ContextEntries.map(({ ContextKeyName, ContextKeyValues: values }) => [ContextKeyName, values.length === 1 ? (values[0] ?? '') : values]))
}

function factOf({ ContextEntries = [] }: ExplainInput, key: string): string | undefined {
  return ContextEntries.find(({ ContextKeyName }) => ContextKeyName.toLowerCase() === key.toLowerCase())?.ContextKeyValues[0]
}

/** Actions are matched without regard to case, but condition keys depend on the operation's own spelling. */
function knownAction(action: string): string {
  return Object.keys(catalog).find((name) => name.toLowerCase() === action.toLowerCase()) ?? action
}

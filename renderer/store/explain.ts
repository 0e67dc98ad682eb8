import { parseArn } from '../../shared/arn.ts'
import { secretsManagerOperations } from '../../shared/operations/secretsmanager.ts'
import { secretsManagerPolicyOperations } from '../../shared/operations/secretsmanager-policies.ts'
import type { WireOutput } from '../../shared/operations/catalog.ts'
import type { PolicySubject } from './policies.ts'
import type { ExplainQuestion } from './state.ts'
import { patch, store } from './store.ts'
import { showSection } from './view.ts'

export type Explanation = WireOutput<'workbench:ExplainAccess'>
export type AccessCheck = Explanation['Checks'][number]
export type ExplainedStatement = AccessCheck['Statements'][number]

/** Actions that can be explained, by what they are about. */
export const SECRET_ACTIONS = [...Object.keys(secretsManagerOperations), ...Object.keys(secretsManagerPolicyOperations)].toSorted()
export const KEY_ACTIONS = ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:DisableKey', 'kms:PutKeyPolicy', 'kms:ScheduleKeyDeletion']
export const ROLE_ACTION = 'sts:AssumeRole'

/** Opens the explainer with what is known of the question; the rest stays as it was asked last. */
export function explain(change: Partial<ExplainQuestion>): void {
  patch('view', { explain: { ...store.getState().view.explain, ...change } })
  showSection('explain')
}

/** The question that a recorded call was, or null when it was about nothing that can be explained. */
export function questionOfCall(event: { readonly PrincipalArn: string; readonly Operation: string; readonly Resources: readonly string[] }): Partial<ExplainQuestion> | null {
  const { Operation: action, Resources: resources } = event
  const known = SECRET_ACTIONS.includes(action) || KEY_ACTIONS.includes(action) || action === ROLE_ACTION
  if (!known || !event.PrincipalArn.startsWith('arn:')) return null
  const secretArn = resources.find((resource) => resource.includes(':secret:')) ?? null
  const keyArn = resources.find((resource) => resource.includes(':key/')) ?? null
  const roleArn = resources.find((resource) => resource.includes(':role/')) ?? null
  return { mode: 'call', principal: event.PrincipalArn, action, secretArn, keyArn, roleArn, versionStage: '', facts: [] }
}

/**
 * The document that a statement of an explanation stands in, or null when it cannot be opened: a session's policy, or one of
 * an account that is not the chosen one.
 */
export function subjectOfStatement(check: AccessCheck, statement: Pick<ExplainedStatement, 'PolicyName' | 'PolicyKind'>, principalArn: string, accountId: string): PolicySubject | null {
  const { PolicyName, PolicyKind } = statement
  if (PolicyKind === 'resource') {
    if (parseArn(check.Resource)?.accountId !== accountId) return null
    if (check.Action.startsWith('kms:')) return { type: 'key', arn: check.Resource }
    if (check.Action.startsWith('sts:')) return { type: 'trust', name: nameOf(check.Resource) }
    return { type: 'secret', arn: check.Resource }
  }
  const principal = parseArn(principalArn)
  if (principal === null || principal.accountId !== accountId) return null
  const type = principal.resource.startsWith('user/') ? 'user' : 'role'
  const name = principal.service === 'sts' ? (principal.resource.split('/')[1] ?? '') : nameOf(principalArn)
  if (PolicyKind === 'permissions-boundary') return { type: `${type}-boundary`, name }
  if (PolicyKind !== 'identity') return null
  const ofGroup = /^(.+) of group\/(.+)$/.exec(PolicyName)
  if (ofGroup !== null) return { type: 'group', name: ofGroup[2] ?? '', policyName: ofGroup[1] ?? '' }
  return { type, name, policyName: PolicyName }
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}

import type { Output } from '../../../shared/operations/catalog.ts'
import type { StatementReference } from '../policy/decision.ts'

type ShownReference = NonNullable<Output<'workbench:ExplainAccess'>['Checks'][number]['DecidedBy']>

/** A statement by its policy and its place, counted from one. */
export function shownReference({ policyName, policyKind, sid, index }: StatementReference): ShownReference {
  return { PolicyName: policyName, PolicyKind: policyKind, Sid: sid, StatementNumber: index + 1 }
}

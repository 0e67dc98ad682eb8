import type { CallHandler } from '../operation-handler.ts'
import { checkIdentityPolicy } from './check-identity-policy.ts'
import { policiesWith } from './inline-policies.ts'
import { requireRoot } from './require-root.ts'
import { findGroup, groupHolder } from './shown-group.ts'

/** Adds or replaces an inline policy. Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutGroupPolicy.html */
export const putGroupPolicy: CallHandler<'workbench:PutGroupPolicy'> = {
  kind: 'call',
  store: 'home',
  check(input) {
    checkIdentityPolicy(input.PolicyDocument)
  },
  authorize: requireRoot,
  handle(context, input) {
    const group = findGroup(context, input.GroupName)
    context.vault.access.groups.put({ ...group, policies: policiesWith(groupHolder(group), { name: input.PolicyName, document: input.PolicyDocument }) })
  },
}

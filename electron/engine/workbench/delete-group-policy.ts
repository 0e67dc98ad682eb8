import type { CallHandler } from '../operation-handler.ts'
import { policiesWithout } from './inline-policies.ts'
import { requireRoot } from './require-root.ts'
import { findGroup, groupHolder } from './shown-group.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteGroupPolicy.html */
export const deleteGroupPolicy: CallHandler<'workbench:DeleteGroupPolicy'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const group = findGroup(context, input.GroupName)
    context.vault.access.groups.put({ ...group, policies: policiesWithout(groupHolder(group), input.PolicyName) })
  },
}

import type { CallHandler } from '../operation-handler.ts'
import { policyNamed } from './inline-policies.ts'
import { requireRoot } from './require-root.ts'
import { findGroup, groupHolder } from './shown-group.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetGroupPolicy.html */
export const getGroupPolicy: CallHandler<'workbench:GetGroupPolicy'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const policy = policyNamed(groupHolder(findGroup(context, input.GroupName)), input.PolicyName)
    return { GroupName: input.GroupName, PolicyName: policy.name, PolicyDocument: policy.document }
  },
}

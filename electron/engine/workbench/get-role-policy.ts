import type { CallHandler } from '../operation-handler.ts'
import { policyNamed } from './inline-policies.ts'
import { requireRoot } from './require-root.ts'
import { findRole, roleHolder } from './shown-role.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
export const getRolePolicy: CallHandler<'workbench:GetRolePolicy'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const policy = policyNamed(roleHolder(findRole(context, input.RoleName)), input.PolicyName)
    return { RoleName: input.RoleName, PolicyName: policy.name, PolicyDocument: policy.document }
  },
}

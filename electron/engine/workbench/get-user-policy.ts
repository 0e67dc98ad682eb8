import type { CallHandler } from '../operation-handler.ts'
import { policyNamed } from './inline-policies.ts'
import { requireRoot } from './require-root.ts'
import { findUser, userHolder } from './shown-user.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html */
export const getUserPolicy: CallHandler<'workbench:GetUserPolicy'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const policy = policyNamed(userHolder(findUser(context, input.UserName)), input.PolicyName)
    return { UserName: input.UserName, PolicyName: policy.name, PolicyDocument: policy.document }
  },
}

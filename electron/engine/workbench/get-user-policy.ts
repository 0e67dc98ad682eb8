import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findUser } from './shown-user.ts'

/** Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html */
export const getUserPolicy: CallHandler<'workbench:GetUserPolicy'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const policy = findUser(context, input.UserName).policies.find((candidate) => candidate.name === input.PolicyName)
    if (policy === undefined) throw new ServiceError('NoSuchEntity', `The user policy with name ${input.PolicyName} cannot be found.`)
    return { UserName: input.UserName, PolicyName: policy.name, PolicyDocument: policy.document }
  },
}

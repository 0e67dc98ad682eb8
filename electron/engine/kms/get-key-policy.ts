import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { POLICY_NAME } from './policy-name.ts'

/** GetKeyPolicy. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
export const getKeyPolicy: CallHandler<'kms:GetKeyPolicy'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:GetKeyPolicy', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    const { policy } = keyOfIdOrArn(context, input.KeyId)
    if ((input.PolicyName ?? POLICY_NAME) !== POLICY_NAME) throw new ServiceError('NotFoundException', 'No such policy exists')
    return { Policy: policy, PolicyName: POLICY_NAME }
  },
}

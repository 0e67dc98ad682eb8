import { ServiceError } from '../../../shared/errors.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { keyRequest } from './authorize-key.ts'
import { checkKeyPolicyText, checkNewKeyPolicy } from './check-key-policy.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { POLICY_NAME } from './policy-name.ts'

const ACTION = 'kms:PutKeyPolicy'

/** PutKeyPolicy. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
export const putKeyPolicy: CallHandler<'kms:PutKeyPolicy'> = {
  kind: 'call',
  check(input) {
    if ((input.PolicyName ?? POLICY_NAME) !== POLICY_NAME) throw new ServiceError('UnsupportedOperationException', 'Only default policy is supported')
    checkKeyPolicyText(input.Policy)
  },
  authorize(context, input) {
    if (authorizeOwner(context, input.KeyId)) return
    authorizeNamedKey(context, ACTION, input.KeyId, keyOfIdOrArn, { bypassPolicyLockoutSafetyCheck: input.BypassPolicyLockoutSafetyCheck ?? false })
  },
  handle(context, input) {
    const key = { ...keyOfIdOrArn(context, input.KeyId), policy: input.Policy }
    checkNewKeyPolicy(context, key, input.BypassPolicyLockoutSafetyCheck === true)
    context.region.keys.keys.put(key)
  },
}

/**
 * The account's root gets back into a customer key whatever its policy says: where AWS has its support for a key that nobody
 * can manage any more, a vault has only its owner.
 */
function authorizeOwner(context: CallContext, given: string): boolean {
  const { principal } = context.caller
  const key = context.region.keys.keys.get(given.slice(given.lastIndexOf('/') + 1))
  if (principal.type !== 'root' || key === null || key.accountId !== principal.accountId || key.manager !== 'CUSTOMER') return false
  const { resourcePolicy: _keyPolicy, ...withoutPolicy } = keyRequest(context, ACTION, key)
  context.authorize(withoutPolicy)
  return true
}

import { ServiceError } from '../../../shared/errors.ts'
import { decide } from '../access/decide.ts'
import type { CallContext } from '../context.ts'
import { keyRequest } from './authorize-key.ts'
import type { KeyRecord } from './key-record.ts'

/**
 * Refuses a new key whose policy lets neither the caller nor, by delegation, the caller's account change the policy again:
 * nobody could ever manage the key.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#allow-iam-policies-safety-check
 */
export function checkLockout(context: CallContext, key: KeyRecord): void {
  const request = keyRequest(context, 'kms:PutKeyPolicy', key)
  const asAccount = { ...context.caller, principal: { type: 'root', accountId: context.accountId } } as const
  const keepsAccess = [context.caller, asAccount].some((caller) => decide(context.vault, caller, request, context.nowMs).allowed)
  if (!keepsAccess) {
    throw new ServiceError('MalformedPolicyDocumentException', 'The new key policy will not allow you to update the key policy in the future.')
  }
}

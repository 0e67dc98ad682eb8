import { ServiceError } from '../../../shared/errors.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { readAttachedPolicy } from '../access/attached-policy.ts'
import { documentOfPolicy } from '../access/policy-text.ts'
import { principalsExist } from '../access/principal-exists.ts'
import type { CallContext } from '../context.ts'
import { checkLockout } from './check-lockout.ts'
import type { KeyRecord } from './key-record.ts'
import { kmsErrors } from './kms-errors.ts'

/** Refuses a text that is no key policy. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
export function checkKeyPolicyText(text: string): void {
  if (Buffer.byteLength(text) > LIMITS.kmsKeyPolicyBytes) {
    throw new ServiceError('LimitExceededException', `The key policy is longer than ${LIMITS.kmsKeyPolicyBytes} bytes.`)
  }
  const read = readAttachedPolicy(text, 'key')
  if (read.document === null) throw read.fault === 'principals' ? kmsErrors.invalidPrincipals() : kmsErrors.invalidPolicy()
}

/** Refuses the policy that `key` carries when it names principals that are not there, or locks everybody out for good. */
export function checkNewKeyPolicy(context: CallContext, key: KeyRecord, bypassLockoutCheck: boolean): void {
  const document = documentOfPolicy(key.policy, 'key')
  if (document === null) throw kmsErrors.invalidPolicy()
  if (!principalsExist(context.vault, document)) throw kmsErrors.invalidPrincipals()
  if (!bypassLockoutCheck) checkLockout(context, key)
}

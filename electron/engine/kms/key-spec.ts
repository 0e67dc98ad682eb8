import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'

type CreateKeyInput = Input<'kms:CreateKey'>
type KeyUsage = NonNullable<CreateKeyInput['KeyUsage']>

/** What each family of keys can do. Source: https://docs.aws.amazon.com/kms/latest/developerguide/symm-asymm-choose-key-spec.html */
const USAGES: readonly (readonly [family: string, usages: readonly KeyUsage[]])[] = [
  ['SYMMETRIC_DEFAULT', ['ENCRYPT_DECRYPT']],
  ['RSA_', ['ENCRYPT_DECRYPT', 'SIGN_VERIFY']],
  ['ECC_SECG_', ['SIGN_VERIFY']],
  ['ECC_NIST_', ['SIGN_VERIFY', 'KEY_AGREEMENT']],
  ['HMAC_', ['GENERATE_VERIFY_MAC']],
]

/** Refuses specs and usages that do not go together, in KMS's words, and those that Coffer does not make. */
export function checkKeySpec(input: CreateKeyInput): void {
  const spec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT'
  if (spec !== 'SYMMETRIC_DEFAULT' && input.KeyUsage === undefined) {
    throw new ServiceError('ValidationException', 'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.')
  }
  const usage = input.KeyUsage ?? 'ENCRYPT_DECRYPT'
  const fitting = USAGES.find(([family]) => spec.startsWith(family))?.[1] ?? []
  if (!fitting.includes(usage)) throw new ServiceError('ValidationException', `KeyUsage ${usage} is not compatible with KeySpec ${spec}`)
  if (spec !== 'SYMMETRIC_DEFAULT' || input.MultiRegion === true || (input.Origin ?? 'AWS_KMS') !== 'AWS_KMS') {
    throw new ServiceError('UnsupportedOperationException', 'Coffer makes symmetric single-Region keys with its own key material only.')
  }
}

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

/** What a new key is for. */
export interface KeyDesign {
  readonly keySpec: string
  readonly keyUsage: string
  readonly origin: 'AWS_KMS' | 'EXTERNAL'
}

/** Refuses specs and usages that do not go together, in KMS's words, and those that Coffer does not make. */
export function checkKeySpec(input: CreateKeyInput): KeyDesign {
  const keySpec = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT'
  if (keySpec !== 'SYMMETRIC_DEFAULT' && input.KeyUsage === undefined) {
    throw new ServiceError('ValidationException', 'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.')
  }
  const keyUsage = input.KeyUsage ?? 'ENCRYPT_DECRYPT'
  const fitting = USAGES.find(([family]) => keySpec.startsWith(family))?.[1] ?? []
  if (!fitting.includes(keyUsage)) throw new ServiceError('ValidationException', `KeyUsage ${keyUsage} is not compatible with KeySpec ${keySpec}`)
  const origin = input.Origin ?? 'AWS_KMS'
  const hasOwnStore = input.CustomKeyStoreId !== undefined || input.XksKeyId !== undefined
  if (input.MultiRegion === true || hasOwnStore || (origin !== 'AWS_KMS' && origin !== 'EXTERNAL')) {
    throw new ServiceError('UnsupportedOperationException', 'Coffer makes single-Region keys without custom key stores only.')
  }
  return { keySpec, keyUsage, origin }
}

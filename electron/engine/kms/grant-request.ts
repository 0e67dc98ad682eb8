import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import { principalExists } from '../access/principal-exists.ts'
import type { CallContext } from '../context.ts'
import { parseAwsPrincipal } from '../policy/parse-principal.ts'
import type { EncryptionContext } from './ciphertext-blob.ts'
import type { GrantRecord } from './grant-record.ts'
import { isSymmetric, type KeyRecord } from './key-record.ts'

const MAX_CONTEXT_PAIRS = 8
const MAX_CONTEXT_CHARACTERS = 384
const ANY_KEY = ['CreateGrant', 'RetireGrant', 'DescribeKey']
const SYMMETRIC = [
  'Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext',
]
/** What a grant may allow on keys that are not symmetric encryption keys. Source: KMS developer guide, "Grant operations". */
const BY_USAGE: Readonly<Record<string, readonly string[]>> = {
  ENCRYPT_DECRYPT: ['Decrypt', 'Encrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GetPublicKey'],
  SIGN_VERIFY: ['Sign', 'Verify', 'GetPublicKey'],
  KEY_AGREEMENT: ['DeriveSharedSecret', 'GetPublicKey'],
  GENERATE_VERIFY_MAC: ['GenerateMac', 'VerifyMac'],
}

type CreateGrantInput = Input<'kms:CreateGrant'>

/** The part of a grant that the request says. */
export type GrantWish = Pick<GrantRecord, 'granteePrincipal' | 'retiringPrincipal' | 'operations' | 'constraints' | 'name'>

/** The grant that a request asks for, its operations in the model's order; refuses what KMS would not take on this key. */
export function grantWish(context: CallContext, key: KeyRecord, input: CreateGrantInput): GrantWish {
  checkGrantPrincipal(context, input.GranteePrincipal)
  if (input.RetiringPrincipal !== undefined) checkGrantPrincipal(context, input.RetiringPrincipal)
  checkOperations(key, input.Operations)
  const { EncryptionContextSubset: subset, EncryptionContextEquals: equals } = input.Constraints ?? {}
  if (subset !== undefined || equals !== undefined) {
    if (!isSymmetric(key)) throw invalid('Encryption context constraints are valid for symmetric encryption keys only.')
    for (const constraint of [subset, equals]) checkConstraint(constraint ?? {})
  }
  return {
    granteePrincipal: input.GranteePrincipal,
    operations: [...new Set(input.Operations)],
    ...(input.RetiringPrincipal === undefined ? {} : { retiringPrincipal: input.RetiringPrincipal }),
    ...(input.Name === undefined ? {} : { name: input.Name }),
    ...(subset === undefined && equals === undefined
      ? {}
      : {
          constraints: {
            ...(subset === undefined ? {} : { encryptionContextSubset: { ...subset } }),
            ...(equals === undefined ? {} : { encryptionContextEquals: { ...equals } }),
          },
        }),
  }
}

/** Refuses a text that is no ARN of an account, user, role or session, and a user who is not there. */
export function checkGrantPrincipal(context: CallContext, arn: string): void {
  const pattern = arn.startsWith('arn:') ? parseAwsPrincipal(arn) : null
  if (pattern === null || !principalExists(context.vault, pattern)) {
    throw new ServiceError('InvalidArnException', `ARN does not refer to a valid principal: ${arn}`)
  }
}

function checkOperations(key: KeyRecord, operations: readonly string[]): void {
  const allowed = [...ANY_KEY, ...(isSymmetric(key) ? SYMMETRIC : (BY_USAGE[key.keyUsage] ?? []))]
  if (operations.length === 0) throw invalid('A grant needs at least one operation.')
  const wrong = operations.filter((operation) => !allowed.includes(operation))
  if (wrong.length > 0) throw invalid(`Grant operations ${wrong.join(', ')} are not valid for a ${key.keySpec} key with usage ${key.keyUsage}.`)
}

function checkConstraint(context: EncryptionContext): void {
  const pairs = Object.entries(context)
  if (pairs.length > MAX_CONTEXT_PAIRS || pairs.some(([name, value]) => name.length + value.length > MAX_CONTEXT_CHARACTERS)) {
    throw invalid(`A grant constraint holds at most ${MAX_CONTEXT_PAIRS} pairs of at most ${MAX_CONTEXT_CHARACTERS} characters.`)
  }
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message)
}

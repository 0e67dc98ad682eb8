import { ServiceError } from '../../../shared/errors.ts'
import { encodeEncryptionContext } from '../crypto/encryption-context.ts'
import type { EncryptionContext } from './ciphertext-blob.ts'
import { grantIdOfToken } from './grant-token.ts'
import { isSymmetric, type KeyRecord } from './key-record.ts'
import { requireState } from './key-state.ts'
import { kmsErrors } from './kms-errors.ts'

export const SYMMETRIC_ALGORITHM = 'SYMMETRIC_DEFAULT'

interface CryptographicRequest {
  readonly GrantTokens?: readonly string[] | undefined
  readonly Recipient?: unknown
}

/** Checks of a cryptographic request that need no vault. */
export function checkCryptographicRequest(request: CryptographicRequest, contexts: readonly (EncryptionContext | undefined)[]): void {
  if (request.Recipient !== undefined) {
    throw new ServiceError('UnsupportedOperationException', 'Coffer encrypts no answers for enclaves: leave Recipient out.')
  }
  checkGrantTokens(request.GrantTokens)
  for (const context of contexts) {
    try {
      encodeEncryptionContext('kms-context', context ?? {})
    } catch {
      throw new ServiceError('ValidationException', 'The encryption context holds a text that is not well-formed Unicode or is longer than 65,535 bytes.')
    }
  }
}

/** Grants work here at once, so a token adds nothing; one that CreateGrant never gave out is refused all the same. */
export function checkGrantTokens(tokens: readonly string[] | undefined): void {
  for (const token of tokens ?? []) {
    if (grantIdOfToken(token) === null) throw new ServiceError('InvalidGrantTokenException', 'The grant token is not valid.')
  }
}

/** Refuses keys that cannot encrypt and decrypt now, in KMS's words. */
export function requireEncryptionKey(key: KeyRecord, operation: string, algorithm: string | undefined): void {
  requireState(key, 'enabled')
  if (key.keyUsage !== 'ENCRYPT_DECRYPT') throw kmsErrors.invalidUsage(key.arn, key.keyUsage, operation)
  const isSymmetricAlgorithm = (algorithm ?? SYMMETRIC_ALGORITHM) === SYMMETRIC_ALGORITHM
  if (isSymmetricAlgorithm !== isSymmetric(key)) throw kmsErrors.incompatibleAlgorithm(algorithm ?? SYMMETRIC_ALGORITHM, key.keySpec)
  if (!isSymmetric(key)) throw new ServiceError('UnsupportedOperationException', `Coffer does not encrypt with ${key.keySpec} keys.`)
}

import { ServiceError } from '../../../shared/errors.ts'
import { principalArn } from '../caller.ts'
import type { CallContext } from '../context.ts'
import { ciphertextRefusalText } from '../policy/refusal-text.ts'
import { authorizeKey } from './authorize-key.ts'
import { type EncryptionContext, openBlob, parseBlob } from './ciphertext-blob.ts'
import { requireEncryptionKey, SYMMETRIC_ALGORITHM } from './encryption-request.ts'
import type { KeyRecord } from './key-record.ts'
import { authorizeNamedKey, keyOf } from './key-scope.ts'
import { kmsErrors } from './kms-errors.ts'

/** A ciphertext as Decrypt and ReEncrypt are given it. */
export interface GivenCiphertext {
  readonly blob: Uint8Array
  /** Needed only for asymmetric keys, whose ciphertexts name no key. */
  readonly keyId: string | undefined
  readonly algorithm: string | undefined
  readonly encryptionContext: EncryptionContext | undefined
}

/** Refuses a ciphertext of an asymmetric key without the key's id: nothing says which key it is. */
export function checkKeyIsKnown({ keyId, algorithm }: GivenCiphertext): void {
  if (keyId === undefined && algorithm !== undefined && algorithm !== SYMMETRIC_ALGORITHM) {
    throw new ServiceError('ValidationException', `KeyId is required for ciphertexts encrypted with ${algorithm}.`)
  }
}

/**
 * Asks for an action on the key of a ciphertext: the one that the request names, or else the one that the ciphertext names.
 * In the second case a refusal says the same whether the key is missing or forbidden.
 */
export function authorizeCiphertext(context: CallContext, action: string, given: GivenCiphertext, facts: { readonly reEncryptOnSameKey?: boolean } = {}): void {
  const keyFacts = { ...facts, encryptionContext: given.encryptionContext ?? {} }
  if (given.keyId !== undefined) {
    authorizeNamedKey(context, action, given.keyId, keyOf, keyFacts)
    return
  }
  const key = context.region.keys.keys.get(parseBlob(given.blob).keyId)
  try {
    if (key === null) throw new ServiceError('AccessDeniedException', '')
    authorizeKey(context, action, key, keyFacts)
  } catch (error) {
    if (!(error instanceof ServiceError) || error.code !== 'AccessDeniedException') throw error
    throw new ServiceError('AccessDeniedException', ciphertextRefusalText({ principalArn: principalArn(context.caller.principal, context.caller.region), action }))
  }
}

/** Opens an authorized ciphertext. The caller fills the plaintext with zeros after use. */
export function openCiphertext(context: CallContext, operation: string, given: GivenCiphertext): { readonly key: KeyRecord; readonly backingKeyId: string; readonly plaintext: Buffer } {
  const named = given.keyId === undefined ? null : keyOf(context, given.keyId)
  if (named !== null && given.algorithm !== undefined && given.algorithm !== SYMMETRIC_ALGORITHM) requireEncryptionKey(named, operation, given.algorithm)
  const blob = parseBlob(given.blob)
  if (named !== null && named.id !== blob.keyId) throw kmsErrors.incorrectKey()
  const key = named ?? context.region.keys.keys.get(blob.keyId)
  // Authorization found it, and no other call ran in between.
  if (key === null) throw kmsErrors.invalidCiphertext()
  requireEncryptionKey(key, operation, given.algorithm)
  return { key, backingKeyId: blob.backingKeyId, plaintext: openBlob(context.region.keyRing, key, given.encryptionContext ?? {}, blob) }
}

/** Whether a ciphertext names the key that a request names for the new one; false when either is not there. */
export function isSameKey(context: CallContext, blob: Uint8Array, keyId: string): boolean {
  try {
    return keyOf(context, keyId).id === parseBlob(blob).keyId
  } catch {
    return false
  }
}

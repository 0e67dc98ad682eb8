import { AEAD_OVERHEAD_BYTES, openBytes, SealBrokenError, sealBytes } from './aead.ts'
import { deriveKey } from './hkdf.ts'
import { freshRandomBytes } from './random-bytes.ts'

/** First byte of everything sealed: the version of the format. A reader refuses what it does not know. */
export const SEAL_FORMAT = 0x01
const SALT_BYTES = 32
const BODY_AT = 1 + SALT_BYTES

/** Bytes that `sealDerived` adds to a plaintext. */
export const DERIVED_SEAL_OVERHEAD_BYTES = BODY_AT + AEAD_OVERHEAD_BYTES

/**
 * Seals one message under a key of its own, HKDF(parentKey, random salt, label): format (1) ‖ salt (32) ‖ nonce ‖
 * ciphertext ‖ tag. The shape of KMS Encrypt: a long-lived key never touches a message itself, so it has no use limit.
 */
export function sealDerived(parentKey: Uint8Array, label: string, additionalData: Uint8Array, plaintext: Uint8Array): Buffer {
  const salt = freshRandomBytes(SALT_BYTES)
  const key = deriveKey(parentKey, salt, label)
  try {
    return Buffer.concat([Buffer.of(SEAL_FORMAT), salt, sealBytes(key, additionalData, plaintext)])
  } finally {
    key.fill(0)
  }
}

/**
 * Opens what `sealDerived` made with the same parent key, label and additional data.
 * @throws {SealBrokenError} unknown format, wrong key or place, or any changed byte
 */
export function openDerived(parentKey: Uint8Array, label: string, additionalData: Uint8Array, sealed: Uint8Array): Buffer {
  if (sealed.length < DERIVED_SEAL_OVERHEAD_BYTES) throw new SealBrokenError('A sealed message is too short')
  if (sealed[0] !== SEAL_FORMAT) throw new SealBrokenError('A sealed message has a format that this version does not know')
  const key = deriveKey(parentKey, sealed.subarray(1, BODY_AT), label)
  try {
    return openBytes(key, additionalData, sealed.subarray(BODY_AT))
  } finally {
    key.fill(0)
  }
}

import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import { freshRandomBytes } from './random-bytes.ts'

export const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Bytes that sealing adds to a plaintext: nonce and tag. */
export const AEAD_OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES

/** A sealed thing could not be opened: wrong key, wrong place, or changed bytes. Which one cannot be known. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError'
}

/**
 * Seals with AES-256-GCM and returns nonce (12) ‖ ciphertext ‖ tag (16).
 * The nonce is made here so that no caller can repeat one. Every key given must be derived for this one message:
 * that removes the 2^32-messages-a-key limit of SP 800-38D. This file is the only one that creates a cipher.
 * The key goes in as a KeyObject: as plain bytes Node takes three times as long (26 µs against 8 µs, Node 24).
 */
export function sealBytes(key: Uint8Array, additionalData: Uint8Array, plaintext: Uint8Array): Buffer {
  if (key.length !== KEY_BYTES) throw new RangeError('An AES-256 key has 32 bytes')
  const nonce = freshRandomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(key), nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(additionalData)
  const body = cipher.update(plaintext)
  const rest = cipher.final()
  return Buffer.concat([nonce, body, rest, cipher.getAuthTag()])
}

/**
 * Opens what `sealBytes` made. Lengths are checked before any crypto, and no plaintext leaves before the tag is verified.
 * @throws {SealBrokenError} wrong key, other additional data, or any changed byte
 */
export function openBytes(key: Uint8Array | KeyObject, additionalData: Uint8Array, sealed: Uint8Array): Buffer {
  const keyObject = key instanceof Uint8Array ? createSecretKey(key) : key
  if (keyObject.symmetricKeySize !== KEY_BYTES) throw new RangeError('An AES-256 key has 32 bytes')
  if (sealed.length < AEAD_OVERHEAD_BYTES) throw new SealBrokenError('A sealed message is too short')
  const bodyEnd = sealed.length - TAG_BYTES
  const decipher = createDecipheriv('aes-256-gcm', keyObject, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
  decipher.setAAD(additionalData)
  decipher.setAuthTag(sealed.subarray(bodyEnd))
  const body = decipher.update(sealed.subarray(NONCE_BYTES, bodyEnd))
  try {
    decipher.final()
  } catch {
    body.fill(0)
    throw new SealBrokenError('A sealed message does not open')
  }
  return body
}

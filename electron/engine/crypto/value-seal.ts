import { createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import { KEY_BYTES, openBytes, SealBrokenError, sealBytes } from './aead.ts'
import { hkdfExpand, hkdfExtract } from './hkdf.ts'
import { pad, unpad } from './padding.ts'

const VALUE_FORMAT = 0x01
const COMMITMENT_BYTES = 32
const BODY_AT = 1 + COMMITMENT_BYTES
const NO_SALT = new Uint8Array(0)

/**
 * Seals the value of one version under its own data key: format (1) ‖ key commitment (32) ‖ nonce ‖ ciphertext ‖ tag.
 * The value is padded to a bucket first. The commitment makes a ciphertext open under one key only (the AWS Encryption
 * SDK commits by default, for the same reason). A data key seals one value, ever.
 */
export function sealValue(dataKey: Uint8Array, additionalData: Uint8Array, value: Uint8Array): Buffer {
  const { valueKey, commitment } = expandDataKey(dataKey)
  const padded = pad(value)
  try {
    return Buffer.concat([Buffer.of(VALUE_FORMAT), commitment, sealBytes(valueKey, additionalData, padded)])
  } finally {
    valueKey.fill(0)
    padded.fill(0)
  }
}

/**
 * The value that `sealValue` sealed. The caller fills it with zeros after use.
 * @throws {SealBrokenError} other data key, other place, or any changed byte
 */
export function openValue(dataKey: Uint8Array, additionalData: Uint8Array, sealed: Uint8Array): Buffer {
  return openValueWith(valueOpener(dataKey, sealed), additionalData, sealed)
}

/**
 * The key that opens one sealed value, from its data key: it may be kept for the next reading of the same value.
 * @throws {SealBrokenError} the value was sealed under another data key, or its head was changed
 */
export function valueOpener(dataKey: Uint8Array, sealed: Uint8Array): KeyObject {
  requireHead(sealed)
  const { valueKey, commitment } = expandDataKey(dataKey)
  try {
    if (!timingSafeEqual(commitment, sealed.subarray(1, BODY_AT))) throw new SealBrokenError('A value was sealed under another data key')
    return createSecretKey(valueKey)
  } finally {
    valueKey.fill(0)
  }
}

/**
 * Opens a value with the key that `valueOpener` gave. The caller fills it with zeros after use.
 * @throws {SealBrokenError} other key, other place, or any changed byte
 */
export function openValueWith(opener: KeyObject, additionalData: Uint8Array, sealed: Uint8Array): Buffer {
  requireHead(sealed)
  return unpad(openBytes(opener, additionalData, sealed.subarray(BODY_AT)))
}

function requireHead(sealed: Uint8Array): void {
  if (sealed.length < BODY_AT) throw new SealBrokenError('A sealed value is too short')
  if (sealed[0] !== VALUE_FORMAT) throw new SealBrokenError('A sealed value has a format that this version does not know')
}

function expandDataKey(dataKey: Uint8Array): { valueKey: Buffer; commitment: Buffer } {
  if (dataKey.length !== KEY_BYTES) throw new RangeError('A data key has 32 bytes')
  const pseudoRandomKey = hkdfExtract(NO_SALT, dataKey)
  const expanded = { valueKey: hkdfExpand(pseudoRandomKey, 'sv1/value'), commitment: hkdfExpand(pseudoRandomKey, 'sv1/commit') }
  pseudoRandomKey.fill(0)
  return expanded
}

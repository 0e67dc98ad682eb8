import { randomBytes } from 'node:crypto'
import { invariant } from '../../../shared/assert.ts'
import { SealBrokenError } from '../crypto/aead.ts'
import { openDerived, sealDerived } from '../crypto/derived-seal.ts'
import { encodeEncryptionContext } from '../crypto/encryption-context.ts'
import { isSymmetric, type KeyRecord } from './key-record.ts'
import type { KeyRing } from './key-ring.ts'
import type { KeyTables } from './key-tables.ts'
import { requireState } from './key-state.ts'
import { kmsErrors } from './kms-errors.ts'
import { uuidBytes, uuidText } from './uuid-bytes.ts'

const FORMAT = 0x01
const ID_BYTES = 16
const DATA_KEY_BYTES = 32
const BODY_AT = 1 + 2 * ID_BYTES
const LABEL = 'sv1/dek'

/** The pairs that bind a wrapped data key to its place; AWS uses SecretARN and SecretVersionId. */
export type DataKeyContext = Readonly<Record<string, string>>

/** Refuses keys that may not be used now, in KMS's words. */
export function requireUsable(key: KeyRecord, operation: string): void {
  requireState(key, 'enabled')
  if (key.keyUsage !== 'ENCRYPT_DECRYPT') throw kmsErrors.invalidUsage(key.arn, key.keyUsage, operation)
  if (!isSymmetric(key)) throw kmsErrors.noDataKey()
}

/**
 * A new data key and its wrapped form: format (1) ‖ key id (16) ‖ backing key id (16) ‖ derived seal.
 * The caller fills `dataKey` with zeros after use.
 */
export function generateDataKey(ring: KeyRing, key: KeyRecord, context: DataKeyContext): { dataKey: Uint8Array; wrapped: Uint8Array } {
  requireUsable(key, 'GenerateDataKey')
  const dataKey = randomBytes(DATA_KEY_BYTES)
  return { dataKey, wrapped: wrapDataKey(ring, key, context, dataKey) }
}

/** Wraps an existing data key under a key's newest material. */
export function wrapDataKey(ring: KeyRing, key: KeyRecord, context: DataKeyContext, dataKey: Uint8Array): Uint8Array {
  requireUsable(key, 'Encrypt')
  const backingKey = key.backingKeys.at(-1)
  invariant(backingKey !== undefined, 'a symmetric key has material')
  const sealed = ring.withMaterial(key, backingKey.id, (material) => sealDerived(material, LABEL, additionalData(context, backingKey.id), dataKey))
  return Buffer.concat([Buffer.of(FORMAT), uuidBytes(key.id), uuidBytes(backingKey.id), sealed])
}

/** The key that wrapped a data key, or null when the region holds it no more. */
export function wrappingKey(tables: KeyTables, wrapped: Uint8Array): KeyRecord | null {
  if (wrapped.length <= BODY_AT || wrapped[0] !== FORMAT) throw kmsErrors.invalidCiphertext()
  return tables.keys.get(uuidText(wrapped.subarray(1, 1 + ID_BYTES)))
}

/** Unwraps a data key with the key that `wrappingKey` found. The caller fills it with zeros after use. */
export function unwrapDataKey(ring: KeyRing, key: KeyRecord, context: DataKeyContext, wrapped: Uint8Array): Uint8Array {
  requireUsable(key, 'Decrypt')
  const backingKeyId = uuidText(wrapped.subarray(1 + ID_BYTES, BODY_AT))
  if (!key.backingKeys.some((candidate) => candidate.id === backingKeyId)) throw kmsErrors.invalidCiphertext()
  try {
    return ring.withMaterial(key, backingKeyId, (material) => openDerived(material, LABEL, additionalData(context, backingKeyId), wrapped.subarray(BODY_AT)))
  } catch (error) {
    if (error instanceof SealBrokenError) throw kmsErrors.invalidCiphertext()
    throw error
  }
}

function additionalData(context: DataKeyContext, backingKeyId: string): Uint8Array {
  return encodeEncryptionContext('data-key', { ...context, 'coffer:backing-key': backingKeyId })
}

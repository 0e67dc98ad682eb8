import { hash } from 'node:crypto'
import { invariant } from '../../../shared/assert.ts'
import { SealBrokenError } from '../crypto/aead.ts'
import { openDerived, sealDerived } from '../crypto/derived-seal.ts'
import { encodeEncryptionContext } from '../crypto/encryption-context.ts'
import type { KeyRecord } from './key-record.ts'
import type { KeyRing } from './key-ring.ts'
import { kmsErrors } from './kms-errors.ts'
import { uuidBytes, uuidText } from './uuid-bytes.ts'

/** The first bytes of KMS's own blobs, by which tools tell them: `AQICAH` in base64. */
const FORMAT = Buffer.of(0x01, 0x02, 0x02, 0x00, 0x78)
const ID_BYTES = 16
const SEALED_AT = FORMAT.length + 2 * ID_BYTES
const CHECKSUM_BYTES = 8
const LABEL = 'sv1/kms-blob'

/** The pairs that a caller binds a ciphertext to. */
export type EncryptionContext = Readonly<Record<string, string>>

/** What a blob says of itself before it is opened. */
export interface CiphertextBlob {
  readonly keyId: string
  readonly backingKeyId: string
  readonly sealed: Uint8Array
}

/**
 * Encrypts under a key's newest material: format (5) ‖ key id (16) ‖ material id (16) ‖ derived seal ‖ checksum (8).
 * The checksum tells a damaged blob from one whose key is not here; what protects the content is the seal, whose
 * additional data holds key, material and encryption context.
 */
export function sealBlob(ring: KeyRing, key: KeyRecord, context: EncryptionContext, plaintext: Uint8Array): Uint8Array {
  const backingKey = key.backingKeys.at(-1)
  invariant(backingKey !== undefined, 'a symmetric key has material')
  const sealed = ring.withMaterial(key, backingKey.id, (material) => sealDerived(material, LABEL, additionalData(key.id, backingKey.id, context), plaintext))
  const body = Buffer.concat([FORMAT, uuidBytes(key.id), uuidBytes(backingKey.id), sealed])
  return Buffer.concat([body, checksum(body)])
}

/** @throws ServiceError InvalidCiphertextException for bytes that no key here made */
export function parseBlob(bytes: Uint8Array): CiphertextBlob {
  const bodyEnd = bytes.length - CHECKSUM_BYTES
  const body = bytes.subarray(0, Math.max(bodyEnd, 0))
  if (body.length <= SEALED_AT || !FORMAT.equals(body.subarray(0, FORMAT.length)) || !checksum(body).equals(bytes.subarray(bodyEnd))) {
    throw kmsErrors.invalidCiphertext()
  }
  return {
    keyId: uuidText(body.subarray(FORMAT.length, FORMAT.length + ID_BYTES)),
    backingKeyId: uuidText(body.subarray(FORMAT.length + ID_BYTES, SEALED_AT)),
    sealed: body.subarray(SEALED_AT),
  }
}

/**
 * The plaintext of a blob; the caller fills it with zeros after use.
 * @throws ServiceError InvalidCiphertextException for another encryption context or changed bytes: which one cannot be known
 */
export function openBlob(ring: KeyRing, key: KeyRecord, context: EncryptionContext, blob: CiphertextBlob): Buffer {
  if (!key.backingKeys.some((candidate) => candidate.id === blob.backingKeyId)) throw kmsErrors.invalidCiphertext()
  try {
    return ring.withMaterial(key, blob.backingKeyId, (material) =>
      openDerived(material, LABEL, additionalData(key.id, blob.backingKeyId, context), blob.sealed),
    )
  } catch (error) {
    if (error instanceof SealBrokenError) throw kmsErrors.invalidCiphertext()
    throw error
  }
}

/** Two encodings one after the other: the first holds two pairs always, so that a caller's pairs can never pose as ours. */
function additionalData(keyId: string, backingKeyId: string, context: EncryptionContext): Uint8Array {
  return Buffer.concat([encodeEncryptionContext('kms-blob', { keyId, backingKeyId }), encodeEncryptionContext('kms-context', context)])
}

function checksum(body: Uint8Array): Buffer {
  return hash('sha256', body, 'buffer').subarray(0, CHECKSUM_BYTES)
}

import { randomBytes } from 'node:crypto'
import { invariant } from '../../../shared/assert.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import { sealBlob } from './ciphertext-blob.ts'
import { requireUsable } from './data-key.ts'
import { checkCryptographicRequest } from './encryption-request.ts'
import { keyMaterialId } from './key-metadata.ts'
import { authorizeNamedKey, keyOf } from './key-scope.ts'
import { kmsErrors } from './kms-errors.ts'

const BYTES_BY_SPEC = { AES_256: 32, AES_128: 16 } as const

type DataKeyRequest = Input<'kms:GenerateDataKeyWithoutPlaintext'> & Pick<Input<'kms:GenerateDataKey'>, 'Recipient'>

export function checkDataKeyRequest(input: DataKeyRequest): void {
  if ((input.KeySpec === undefined) === (input.NumberOfBytes === undefined)) {
    throw new ServiceError('ValidationException', 'Please specify either number of bytes or key spec.')
  }
  checkCryptographicRequest(input, [input.EncryptionContext])
}

export function authorizeDataKey(context: CallContext, action: string, input: DataKeyRequest): void {
  authorizeNamedKey(context, action, input.KeyId, keyOf, { encryptionContext: input.EncryptionContext ?? {} })
}

/** A new data key and its ciphertext. The caller fills `dataKey` with zeros after use, or hands it out. */
export function newDataKey(context: CallContext, operation: string, input: DataKeyRequest): { readonly dataKey: Uint8Array; readonly answer: { CiphertextBlob: Uint8Array; KeyId: string; KeyMaterialId: string } } {
  const key = keyOf(context, input.KeyId)
  requireUsable(key, operation)
  if (input.DryRun === true) throw kmsErrors.dryRun()
  const current = key.backingKeys.at(-1)
  invariant(current !== undefined, 'a symmetric key has material')
  const bytes = input.KeySpec === undefined ? input.NumberOfBytes : BYTES_BY_SPEC[input.KeySpec]
  invariant(bytes !== undefined, 'the request was checked')
  const dataKey = randomBytes(bytes)
  const blob = sealBlob(context.region.keyRing, key, input.EncryptionContext ?? {}, dataKey)
  return { dataKey, answer: { CiphertextBlob: blob, KeyId: key.arn, KeyMaterialId: keyMaterialId(current.id) } }
}

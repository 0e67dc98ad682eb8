import type { CallHandler } from '../operation-handler.ts'
import { sealBlob } from './ciphertext-blob.ts'
import { checkCryptographicRequest, requireEncryptionKey, SYMMETRIC_ALGORITHM } from './encryption-request.ts'
import { authorizeNamedKey, keyOf } from './key-scope.ts'
import { kmsErrors } from './kms-errors.ts'

/** Encrypt. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
export const encrypt: CallHandler<'kms:Encrypt'> = {
  kind: 'call',
  check(input) {
    checkCryptographicRequest(input, [input.EncryptionContext])
  },
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:Encrypt', input.KeyId, keyOf, { encryptionContext: input.EncryptionContext ?? {} })
  },
  handle(context, input) {
    const key = keyOf(context, input.KeyId)
    requireEncryptionKey(key, 'Encrypt', input.EncryptionAlgorithm)
    if (input.DryRun === true) throw kmsErrors.dryRun()
    return {
      CiphertextBlob: sealBlob(context.region.keyRing, key, input.EncryptionContext ?? {}, input.Plaintext.reveal()),
      KeyId: key.arn,
      EncryptionAlgorithm: SYMMETRIC_ALGORITHM,
    }
  },
}

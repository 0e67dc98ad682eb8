import type { Input } from '../../../shared/operations/catalog.ts'
import { Sensitive } from '../../../shared/sensitive.ts'
import type { CallHandler } from '../operation-handler.ts'
import { checkCryptographicRequest, SYMMETRIC_ALGORITHM } from './encryption-request.ts'
import { keyMaterialId } from './key-metadata.ts'
import { kmsErrors } from './kms-errors.ts'
import { authorizeCiphertext, checkKeyIsKnown, type GivenCiphertext, openCiphertext } from './named-ciphertext.ts'

/** Decrypt. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html */
export const decrypt: CallHandler<'kms:Decrypt'> = {
  kind: 'call',
  check(input) {
    checkCryptographicRequest(input, [input.EncryptionContext])
    checkKeyIsKnown(ciphertextOf(input))
  },
  authorize(context, input) {
    authorizeCiphertext(context, 'kms:Decrypt', ciphertextOf(input))
  },
  handle(context, input) {
    const { key, backingKeyId, plaintext } = openCiphertext(context, 'Decrypt', ciphertextOf(input))
    if (input.DryRun === true) {
      plaintext.fill(0)
      throw kmsErrors.dryRun()
    }
    return {
      KeyId: key.arn,
      Plaintext: new Sensitive<Uint8Array>(plaintext),
      EncryptionAlgorithm: SYMMETRIC_ALGORITHM,
      KeyMaterialId: keyMaterialId(backingKeyId),
    }
  },
}

function ciphertextOf(input: Input<'kms:Decrypt'>): GivenCiphertext {
  return { blob: input.CiphertextBlob, keyId: input.KeyId, algorithm: input.EncryptionAlgorithm, encryptionContext: input.EncryptionContext }
}

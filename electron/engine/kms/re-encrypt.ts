import type { Input } from '../../../shared/operations/catalog.ts'
import type { CallHandler } from '../operation-handler.ts'
import { invariant } from '../../../shared/assert.ts'
import { sealBlob } from './ciphertext-blob.ts'
import { checkCryptographicRequest, requireEncryptionKey, SYMMETRIC_ALGORITHM } from './encryption-request.ts'
import { keyMaterialId } from './key-metadata.ts'
import { authorizeNamedKey, keyOf } from './key-scope.ts'
import { kmsErrors } from './kms-errors.ts'
import { authorizeCiphertext, checkKeyIsKnown, type GivenCiphertext, isSameKey, openCiphertext } from './named-ciphertext.ts'

/** ReEncrypt: the plaintext never leaves. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html */
export const reEncrypt: CallHandler<'kms:ReEncrypt'> = {
  kind: 'call',
  check(input) {
    checkCryptographicRequest(input, [input.SourceEncryptionContext, input.DestinationEncryptionContext])
    checkKeyIsKnown(sourceOf(input))
  },
  authorize(context, input) {
    const reEncryptOnSameKey = isSameKey(context, input.CiphertextBlob, input.DestinationKeyId)
    authorizeCiphertext(context, 'kms:ReEncryptFrom', sourceOf(input), { reEncryptOnSameKey })
    const facts = { reEncryptOnSameKey, encryptionContext: input.DestinationEncryptionContext ?? {} }
    authorizeNamedKey(context, 'kms:ReEncryptTo', input.DestinationKeyId, keyOf, facts)
  },
  handle(context, input) {
    const destination = keyOf(context, input.DestinationKeyId)
    const { key: source, backingKeyId, plaintext } = openCiphertext(context, 'ReEncrypt', sourceOf(input))
    try {
      requireEncryptionKey(destination, 'ReEncrypt', input.DestinationEncryptionAlgorithm)
      if (input.DryRun === true) throw kmsErrors.dryRun()
      const current = destination.backingKeys.at(-1)
      invariant(current !== undefined, 'a symmetric key has material')
      return {
        CiphertextBlob: sealBlob(context.region.keyRing, destination, input.DestinationEncryptionContext ?? {}, plaintext),
        SourceKeyId: source.arn,
        KeyId: destination.arn,
        SourceEncryptionAlgorithm: SYMMETRIC_ALGORITHM,
        DestinationEncryptionAlgorithm: SYMMETRIC_ALGORITHM,
        SourceKeyMaterialId: keyMaterialId(backingKeyId),
        DestinationKeyMaterialId: keyMaterialId(current.id),
      }
    } finally {
      plaintext.fill(0)
    }
  },
}

function sourceOf(input: Input<'kms:ReEncrypt'>): GivenCiphertext {
  return {
    blob: input.CiphertextBlob,
    keyId: input.SourceKeyId,
    algorithm: input.SourceEncryptionAlgorithm,
    encryptionContext: input.SourceEncryptionContext,
  }
}

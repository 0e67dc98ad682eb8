import { LIMITS } from '../limits.ts'
import { blob, boolean, enumeration, integer, required, sensitiveBlob, string, structure } from '../shape/define.ts'
import { awsOperation } from './define.ts'
import { EncryptionAlgorithm, EncryptionContext, GrantTokens, KeyId } from './kms-shapes.ts'

const CiphertextBlob = blob({ min: 1, max: LIMITS.kmsCiphertextBytes })
const NumberOfBytes = integer({ min: 1, max: 1024 })
/** An attestation document of a Nitro enclave; taken to be refused, since an answer without it would show plaintext. */
const Recipient = structure({ KeyEncryptionAlgorithm: string({ max: 64 }), AttestationDocument: blob({ min: 1, max: 262_144 }) })

const dataKeyRequest = {
  KeyId: required(KeyId),
  EncryptionContext,
  NumberOfBytes,
  KeySpec: enumeration('AES_256', 'AES_128'),
  GrantTokens,
  DryRun: boolean(),
}
const dataKeyAnswer = { CiphertextBlob: required(blob()), KeyId: required(string()), KeyMaterialId: required(string()) }

/** What is done with keys. */
export const kmsCryptographyOperations = {
  'kms:Encrypt': awsOperation(
    'reads',
    structure({
      KeyId: required(KeyId),
      Plaintext: required(sensitiveBlob({ min: 1, max: LIMITS.kmsPlaintextBytes })),
      EncryptionContext,
      GrantTokens,
      EncryptionAlgorithm,
      DryRun: boolean(),
    }),
    structure({ CiphertextBlob: required(blob()), KeyId: required(string()), EncryptionAlgorithm: required(string()) }),
  ),
  'kms:Decrypt': awsOperation(
    'reads',
    structure({
      CiphertextBlob: required(CiphertextBlob),
      EncryptionContext,
      GrantTokens,
      KeyId,
      EncryptionAlgorithm,
      Recipient,
      DryRun: boolean(),
    }),
    structure({
      KeyId: required(string()),
      Plaintext: required(sensitiveBlob()),
      EncryptionAlgorithm: required(string()),
      KeyMaterialId: required(string()),
    }),
  ),
  'kms:ReEncrypt': awsOperation(
    'reads',
    structure({
      CiphertextBlob: required(CiphertextBlob),
      SourceEncryptionContext: EncryptionContext,
      SourceKeyId: KeyId,
      DestinationKeyId: required(KeyId),
      DestinationEncryptionContext: EncryptionContext,
      SourceEncryptionAlgorithm: EncryptionAlgorithm,
      DestinationEncryptionAlgorithm: EncryptionAlgorithm,
      GrantTokens,
      DryRun: boolean(),
    }),
    structure({
      CiphertextBlob: required(blob()),
      SourceKeyId: required(string()),
      KeyId: required(string()),
      SourceEncryptionAlgorithm: required(string()),
      DestinationEncryptionAlgorithm: required(string()),
      SourceKeyMaterialId: required(string()),
      DestinationKeyMaterialId: required(string()),
    }),
  ),
  'kms:GenerateDataKey': awsOperation(
    'reads',
    structure({ ...dataKeyRequest, Recipient }),
    structure({ ...dataKeyAnswer, Plaintext: required(sensitiveBlob()) }),
  ),
  'kms:GenerateDataKeyWithoutPlaintext': awsOperation('reads', structure(dataKeyRequest), structure(dataKeyAnswer)),
  'kms:GenerateRandom': awsOperation(
    'reads',
    structure({ NumberOfBytes, CustomKeyStoreId: string({ min: 1, max: 64 }), Recipient }),
    structure({ Plaintext: required(sensitiveBlob()) }),
  ),
} as const

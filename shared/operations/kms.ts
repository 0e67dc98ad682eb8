import { LIMITS } from '../limits.ts'
import { boolean, enumeration, integer, list, required, string, structure, timestamp } from '../shape/define.ts'
import { awsOperation } from './define.ts'

/**
 * Shapes of AWS KMS 2014-11-01, as its API reference states them.
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html
 */
const KeyId = string({ min: 1, max: 2048 })
const AliasName = string({ min: 1, max: LIMITS.kmsAliasCharacters })
const Marker = string({ min: 1, max: 1024 })
const Limit = integer({ min: 1, max: 1000 })
const GrantTokens = list(string({ min: 1, max: 8192 }), { max: 10 })
const KeySpec = enumeration(
  'RSA_2048', 'ECC_NIST_P384', 'ECC_NIST_P256', 'ECC_NIST_P521', 'HMAC_384', 'RSA_3072', 'ECC_SECG_P256K1', 'RSA_4096',
  'SYMMETRIC_DEFAULT', 'HMAC_256', 'HMAC_224', 'HMAC_512',
)
const KeyUsage = enumeration('ENCRYPT_DECRYPT', 'SIGN_VERIFY', 'GENERATE_VERIFY_MAC', 'KEY_AGREEMENT')

const KeyMetadata = structure({
  AWSAccountId: required(string()),
  KeyId: required(string()),
  Arn: required(string()),
  CreationDate: required(timestamp()),
  Enabled: required(boolean()),
  Description: required(string()),
  KeyUsage: required(string()),
  KeyState: required(string()),
  DeletionDate: timestamp(),
  Origin: required(string()),
  KeyManager: required(string()),
  CustomerMasterKeySpec: required(string()),
  KeySpec: required(string()),
  EncryptionAlgorithms: list(string()),
  MultiRegion: required(boolean()),
  CurrentKeyMaterialId: string(),
})

export const kmsOperations = {
  'kms:CreateKey': awsOperation(
    'writes',
    structure({
      Policy: string({ min: 1, max: 131_072 }),
      Description: string({ max: LIMITS.kmsDescriptionCharacters }),
      KeyUsage,
      CustomerMasterKeySpec: KeySpec,
      KeySpec,
      Origin: enumeration('AWS_KMS', 'EXTERNAL', 'AWS_CLOUDHSM', 'EXTERNAL_KEY_STORE'),
      BypassPolicyLockoutSafetyCheck: boolean(),
      Tags: list(structure({ TagKey: required(string({ min: 1, max: 128 })), TagValue: required(string({ max: 256 })) })),
      MultiRegion: boolean(),
    }),
    structure({ KeyMetadata: required(KeyMetadata) }),
  ),
  'kms:DescribeKey': awsOperation('reads', structure({ KeyId: required(KeyId), GrantTokens }), structure({ KeyMetadata: required(KeyMetadata) })),
  'kms:ListKeys': awsOperation(
    'reads',
    structure({ Limit, Marker }),
    structure({
      Keys: required(list(structure({ KeyId: required(string()), KeyArn: required(string()) }))),
      NextMarker: string(),
      Truncated: required(boolean()),
    }),
  ),
  'kms:CreateAlias': awsOperation('writes', structure({ AliasName: required(AliasName), TargetKeyId: required(KeyId) }), null),
  'kms:UpdateAlias': awsOperation('writes', structure({ AliasName: required(AliasName), TargetKeyId: required(KeyId) }), null),
  'kms:DeleteAlias': awsOperation('writes', structure({ AliasName: required(AliasName) }), null),
  'kms:ListAliases': awsOperation(
    'reads',
    structure({ KeyId, Limit, Marker }),
    structure({
      Aliases: required(
        list(
          structure({
            AliasName: required(string()),
            AliasArn: required(string()),
            TargetKeyId: string(),
            CreationDate: timestamp(),
            LastUpdatedDate: timestamp(),
          }),
        ),
      ),
      NextMarker: string(),
      Truncated: required(boolean()),
    }),
  ),
} as const

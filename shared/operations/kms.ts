import { LIMITS } from '../limits.ts'
import { boolean, enumeration, list, required, string, structure, timestamp } from '../shape/define.ts'
import { awsOperation } from './define.ts'
import { GrantTokens, KeyId, KeyMetadata, KeySpec, KeyUsage, Limit, Marker, Tags } from './kms-shapes.ts'

/**
 * Shapes of AWS KMS 2014-11-01, as its API reference states them.
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_Operations.html
 */
const AliasName = string({ min: 1, max: LIMITS.kmsAliasCharacters })

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
      Tags,
      MultiRegion: boolean(),
      CustomKeyStoreId: string({ min: 1, max: 64 }),
      XksKeyId: string({ min: 1, max: 128, pattern: /^[a-zA-Z0-9\-_.]+$/ }),
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

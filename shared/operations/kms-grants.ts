import { boolean, enumeration, list, required, string, structure, timestamp } from '../shape/define.ts'
import { awsOperation } from './define.ts'
import { EncryptionContext, GrantTokens, KeyId, Limit, Marker } from './kms-shapes.ts'

const GrantId = string({ min: 1, max: 128 })
const GrantToken = string({ min: 1, max: 8192 })
const GrantPrincipal = string({ min: 1, max: 256, pattern: /^[\w+=,.@:/-]+$/ })
const GrantName = string({ min: 1, max: 256, pattern: /^[a-zA-Z0-9:/_-]+$/ })
const GrantOperation = enumeration(
  'Decrypt', 'Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'ReEncryptFrom', 'ReEncryptTo', 'Sign', 'Verify',
  'GetPublicKey', 'CreateGrant', 'RetireGrant', 'DescribeKey', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext',
  'GenerateMac', 'VerifyMac', 'DeriveSharedSecret',
)
const Constraints = structure({ EncryptionContextSubset: EncryptionContext, EncryptionContextEquals: EncryptionContext })

const ListedGrants = structure({
  Grants: required(
    list(
      structure({
        KeyId: required(string()),
        GrantId: required(string()),
        Name: string(),
        CreationDate: required(timestamp()),
        GranteePrincipal: required(string()),
        RetiringPrincipal: string(),
        IssuingAccount: required(string()),
        Operations: required(list(string())),
        Constraints,
      }),
    ),
  ),
  NextMarker: string(),
  Truncated: required(boolean()),
})

/** Grants: permissions on one key that are given and taken back without touching its policy. */
export const kmsGrantOperations = {
  'kms:CreateGrant': awsOperation(
    'writes',
    structure({
      KeyId: required(KeyId),
      GranteePrincipal: required(GrantPrincipal),
      RetiringPrincipal: GrantPrincipal,
      Operations: required(list(GrantOperation)),
      Constraints,
      GrantTokens,
      Name: GrantName,
      DryRun: boolean(),
    }),
    structure({ GrantToken: required(string()), GrantId: required(string()) }),
  ),
  'kms:ListGrants': awsOperation(
    'reads',
    structure({ Limit, Marker, KeyId: required(KeyId), GrantId, GranteePrincipal: GrantPrincipal }),
    ListedGrants,
  ),
  'kms:ListRetirableGrants': awsOperation('reads', structure({ Limit, Marker, RetiringPrincipal: required(GrantPrincipal) }), ListedGrants),
  'kms:RetireGrant': awsOperation('writes', structure({ GrantToken, KeyId, GrantId, DryRun: boolean() }), null),
  'kms:RevokeGrant': awsOperation('writes', structure({ KeyId: required(KeyId), GrantId: required(GrantId), DryRun: boolean() }), null),
} as const

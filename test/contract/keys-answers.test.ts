import { beforeAll, expect, test } from 'vitest'
import { fieldPaths } from './support/field-paths.ts'
import { filled, makeFixtures, type Fixtures } from './support/fixtures.ts'
import { sharedWire } from './support/wire.ts'

/** The members of every answer of KMS: no more, no fewer. The rows run in order, each on what the ones before left. */
type Row = readonly [operation: string, what: string, input: object, members: string]

const wire = sharedWire()
let fixtures: Fixtures
beforeAll(async () => {
  fixtures = await makeFixtures(wire)
})

const METADATA = ['AWSAccountId', 'Arn', 'CreationDate', 'CustomerMasterKeySpec', 'Description', 'Enabled', 'KeyId', 'KeyManager', 'KeySpec', 'KeyState', 'KeyUsage', 'MultiRegion', 'Origin']
const metadata = (...more: readonly string[]) => [...METADATA, ...more].map((member) => `KeyMetadata.${member}`).sort().join(' ')
const SYMMETRIC = metadata('CurrentKeyMaterialId', 'EncryptionAlgorithms[]')
const context = { EncryptionContext: { a: 'b' } }
const ROTATIONS = 'Rotations[].KeyId Rotations[].KeyMaterialId Rotations[].KeyMaterialState'
const GRANTS = 'Grants[].CreationDate Grants[].GrantId Grants[].GranteePrincipal Grants[].IssuingAccount Grants[].KeyId'
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '{account}' }, Action: 'kms:*', Resource: '*' }] })

const ROWS: readonly Row[] = [
  ['CreateKey', 'for encryption', {}, SYMMETRIC],
  ['DescribeKey', 'for encryption, by its alias', { KeyId: 'alias/key' }, SYMMETRIC],
  ['DescribeKey', 'that is disabled', { KeyId: '{disabled}' }, SYMMETRIC],
  ['DescribeKey', 'that is pending deletion', { KeyId: '{pending}' }, metadata('CurrentKeyMaterialId', 'DeletionDate', 'EncryptionAlgorithms[]')],
  ['DescribeKey', 'for imported material', { KeyId: '{imported}' }, metadata('EncryptionAlgorithms[]')],
  ['DescribeKey', 'of RSA', { KeyId: '{rsa}' }, metadata('EncryptionAlgorithms[]')],
  ['DescribeKey', 'for signing', { KeyId: '{signing}' }, metadata('SigningAlgorithms[]')],
  ['DescribeKey', 'for MACs', { KeyId: '{mac}' }, metadata('MacAlgorithms[]')],
  ['DescribeKey', 'for key agreement', { KeyId: '{agreement}' }, metadata('KeyAgreementAlgorithms[]')],
  ['ListKeys', 'of all', {}, 'Keys[].KeyArn Keys[].KeyId Truncated'],
  ['ListKeys', 'of a page', { Limit: 1 }, 'Keys[].KeyArn Keys[].KeyId NextMarker Truncated'],
  ['CreateAlias', 'of a key', { AliasName: 'alias/more', TargetKeyId: '{keyId}' }, ''],
  ['UpdateAlias', 'of a key', { AliasName: 'alias/more', TargetKeyId: '{otherId}' }, ''],
  ['ListAliases', 'of a key', { KeyId: '{otherId}' }, 'Aliases[].AliasArn Aliases[].AliasName Aliases[].CreationDate Aliases[].LastUpdatedDate Aliases[].TargetKeyId Truncated'],
  ['DeleteAlias', 'of a key', { AliasName: 'alias/more' }, ''],
  ['Encrypt', 'by its alias', { KeyId: 'alias/key', Plaintext: 'AAEC' }, 'CiphertextBlob EncryptionAlgorithm KeyId'],
  ['Decrypt', 'of a ciphertext', { CiphertextBlob: '{blob}', ...context }, 'EncryptionAlgorithm KeyId KeyMaterialId Plaintext'],
  ['ReEncrypt', 'of a ciphertext', { CiphertextBlob: '{blob}', SourceEncryptionContext: { a: 'b' }, DestinationKeyId: '{other}' }, 'CiphertextBlob DestinationEncryptionAlgorithm DestinationKeyMaterialId KeyId SourceEncryptionAlgorithm SourceKeyId SourceKeyMaterialId'],
  ['GenerateDataKey', 'by a spec', { KeyId: '{key}', KeySpec: 'AES_128' }, 'CiphertextBlob KeyId KeyMaterialId Plaintext'],
  ['GenerateDataKeyWithoutPlaintext', 'by a length', { KeyId: '{key}', NumberOfBytes: 1024 }, 'CiphertextBlob KeyId KeyMaterialId'],
  ['GenerateRandom', 'of bytes', { NumberOfBytes: 8 }, 'Plaintext'],
  ['GetKeyPolicy', 'of a key', { KeyId: '{key}' }, 'Policy PolicyName'],
  ['PutKeyPolicy', 'of a key', { KeyId: '{key}', Policy: policy }, ''],
  ['ListKeyPolicies', 'of a key', { KeyId: '{key}' }, 'PolicyNames[] Truncated'],
  ['GetKeyRotationStatus', 'that is off', { KeyId: '{key}' }, 'KeyId KeyRotationEnabled'],
  ['EnableKeyRotation', 'of a key', { KeyId: '{key}', RotationPeriodInDays: 90 }, ''],
  ['GetKeyRotationStatus', 'that is on', { KeyId: '{key}' }, 'KeyId KeyRotationEnabled NextRotationDate RotationPeriodInDays'],
  ['DisableKeyRotation', 'of a key', { KeyId: '{key}' }, ''],
  ['RotateKeyOnDemand', 'of a key', { KeyId: '{key}' }, 'KeyId'],
  ['ListKeyRotations', 'of a key', { KeyId: '{key}' }, `${ROTATIONS} Rotations[].RotationDate Rotations[].RotationType Truncated`],
  ['TagResource', 'of a key', { KeyId: '{key}', Tags: [{ TagKey: 'k', TagValue: 'v' }] }, ''],
  ['ListResourceTags', 'of a key', { KeyId: '{key}' }, 'Tags[].TagKey Tags[].TagValue Truncated'],
  ['UntagResource', 'of a key', { KeyId: '{key}', TagKeys: ['k'] }, ''],
  ['ListResourceTags', 'with no tag left', { KeyId: '{key}' }, 'Tags Truncated'],
  ['UpdateKeyDescription', 'of a key', { KeyId: '{key}', Description: 'd' }, ''],
  ['CreateGrant', 'of a key', { KeyId: '{key}', GranteePrincipal: 'arn:aws:iam::{account}:root', Operations: ['Decrypt'] }, 'GrantId GrantToken'],
  ['ListGrants', 'of a key', { KeyId: '{key}' }, `${GRANTS} Grants[].Operations[] Truncated`],
  ['ListRetirableGrants', 'of nobody', { RetiringPrincipal: 'arn:aws:iam::{account}:root' }, 'Grants Truncated'],
  ['DisableKey', 'that is enabled', { KeyId: '{key}' }, ''],
  ['DisableKey', 'that is disabled already', { KeyId: '{key}' }, ''],
  ['EnableKey', 'that is disabled', { KeyId: '{key}' }, ''],
  ['ScheduleKeyDeletion', 'of a key', { KeyId: '{key}' }, 'DeletionDate KeyId KeyState PendingWindowInDays'],
  ['CancelKeyDeletion', 'of a key', { KeyId: '{key}' }, 'KeyId'],
]

test.each(ROWS)('%s %s', async (operation, _what, input, members) => {
  const { status, headers, text, body } = await wire.call(`kms:${operation}`, filled(fixtures, input))
  expect({ status, type: headers['content-type'], members: body === undefined ? '' : fieldPaths(body) }).toEqual({ status: 200, type: 'application/x-amz-json-1.1', members })
  expect(text).not.toContain(':null')
})

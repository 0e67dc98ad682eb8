import { beforeAll, describe, expect, test } from 'vitest'
import { filled, makeFixtures, type Fixtures } from './support/fixtures.ts'
import { refusedWith, sharedWire } from './support/wire.ts'

/** Every refusal of KMS, as it comes over the wire: what was asked, KMS's code, KMS's words (none where KMS says none). */
type Row = readonly [operation: string, what: string, input: object, code: string, message: string]

const wire = sharedWire()
let fixtures: Fixtures
beforeAll(async () => {
  fixtures = await makeFixtures(wire)
})

const ABSENT_ID = '0d990263-018e-4e65-a703-eff731de951e'
const ABSENT = ['NotFoundException', `Key 'arn:aws:kms:eu-central-1:{account}:key/${ABSENT_ID}' does not exist`] as const
const PREFIX = ['ValidationException', 'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html'] as const
const NO_ALIAS = ['NotFoundException', 'Alias arn:aws:kms:eu-central-1:{account}:alias/none is not found.'] as const
const NO_MESSAGE = ['InvalidCiphertextException', ''] as const
const INCORRECT = ['IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.'] as const
const DRY_RUN = ['DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.'] as const
const LENGTH = ['ValidationException', 'Please specify either number of bytes or key spec.'] as const
const NEEDS_USAGE = ['ValidationException', 'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.'] as const
const LOCKOUT = ['MalformedPolicyDocumentException', 'The new key policy will not allow you to update the key policy in the future.'] as const
const PRINCIPALS = ['MalformedPolicyDocumentException', 'Policy contains a statement with one or more invalid principals.'] as const
const MARKER = ['InvalidMarkerException', 'The marker is not valid. Use the NextMarker of the previous answer.'] as const
const invalidId = (given: string) => ['NotFoundException', `Invalid keyId '${given}'`] as const
const disabled = ['DisabledException', '{disabled} is disabled.'] as const
const pending = ['KMSInvalidStateException', '{pending} is pending deletion.'] as const
const importing = ['KMSInvalidStateException', '{imported} is pending import.'] as const
const usage = (kind: string, keyUsage: string, operation: string) => ['InvalidKeyUsageException', `{${kind}} key usage is ${keyUsage} which is not valid for ${operation}.`] as const
const policyOf = (AWS: string) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS }, Action: 'kms:*', Resource: '*' }] })
const tag = (TagKey: string) => ({ TagKey, TagValue: 'v' })

/** Inputs that are right but for the key that they name; `aliases` says whether an alias may name it. */
const ON_A_KEY: readonly (readonly [operation: string, input: object, aliases: boolean])[] = [
  ['CancelKeyDeletion', {}, false],
  ['CreateGrant', { GranteePrincipal: 'arn:aws:iam::{account}:root', Operations: ['Decrypt'] }, false],
  ['DescribeKey', {}, true],
  ['DisableKey', {}, false],
  ['DisableKeyRotation', {}, false],
  ['EnableKey', {}, false],
  ['EnableKeyRotation', {}, false],
  ['Encrypt', { Plaintext: 'AAEC' }, true],
  ['GenerateDataKey', { KeySpec: 'AES_256' }, true],
  ['GenerateDataKeyWithoutPlaintext', { KeySpec: 'AES_256' }, true],
  ['GetKeyPolicy', {}, false],
  ['GetKeyRotationStatus', {}, false],
  ['ListGrants', {}, false],
  ['ListKeyPolicies', {}, false],
  ['ListKeyRotations', {}, false],
  ['ListResourceTags', {}, false],
  ['PutKeyPolicy', { Policy: policyOf('{account}') }, false],
  ['RevokeGrant', { GrantId: '0'.repeat(64) }, false],
  ['RotateKeyOnDemand', {}, false],
  ['ScheduleKeyDeletion', {}, false],
  ['TagResource', { Tags: [tag('k')] }, false],
  ['UntagResource', { TagKeys: ['k'] }, false],
  ['UpdateKeyDescription', { Description: 'd' }, false],
]

/** Which operations a state refuses, and how. Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html */
const USES = ['Encrypt', 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext']
const BY_STATE: readonly (readonly [key: string, refused: readonly string[], code: string, message: string])[] = [
  ['disabled', [...USES, 'EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand'], ...disabled],
  ['pending', [...USES, 'EnableKey', 'DisableKey', 'ScheduleKeyDeletion', 'EnableKeyRotation', 'DisableKeyRotation', 'RotateKeyOnDemand', 'TagResource', 'UntagResource', 'UpdateKeyDescription'], ...pending],
  ['imported', [...USES, 'EnableKey', 'DisableKey', 'RotateKeyOnDemand'], ...importing],
  ['key', ['CancelKeyDeletion'], 'KMSInvalidStateException', '{key} is not pending deletion.'],
  ['disabled', ['CancelKeyDeletion'], 'KMSInvalidStateException', '{disabled} is not pending deletion.'],
]

/** What keys are for: each other use is refused. Source: the same page, and "Special-purpose keys". */
const BY_KIND: readonly (readonly [key: string, keyUsage: string])[] = [
  ['signing', 'SIGN_VERIFY'],
  ['mac', 'GENERATE_VERIFY_MAC'],
  ['agreement', 'KEY_AGREEMENT'],
]

const ROWS: readonly Row[] = [
  ...ON_A_KEY.flatMap(([operation, input, aliases]): Row[] => [
    [operation, 'a key id that is not there', { KeyId: ABSENT_ID, ...input }, ...ABSENT],
    [operation, 'a key id that is none', { KeyId: 'fake-key-id', ...input }, ...invalidId('fake-key-id')],
    [operation, 'a UUID without dashes', { KeyId: ABSENT_ID.replaceAll('-', ''), ...input }, ...invalidId(ABSENT_ID.replaceAll('-', ''))],
    [operation, 'an ARN of another Region', { KeyId: `arn:aws:kms:us-west-1:{account}:key/${ABSENT_ID}`, ...input }, 'NotFoundException', 'Invalid arn us-west-1'],
    aliases ? [operation, 'an alias that is not there', { KeyId: 'alias/none', ...input }, ...NO_ALIAS] : [operation, 'an alias', { KeyId: 'alias/key', ...input }, ...invalidId('alias/key')],
  ]),
  ...BY_STATE.flatMap(([key, refused, code, message]) => refused.map((operation): Row => [operation, `a key in the wrong state (${key})`, { KeyId: `{${key}}`, ...ON_A_KEY.find(([name]) => name === operation)?.[1] }, code, message])),
  ...BY_KIND.flatMap(([key, keyUsage]): Row[] => [
    ...USES.map((operation): Row => [operation, `a key for ${keyUsage}`, { KeyId: `{${key}}`, ...ON_A_KEY.find(([name]) => name === operation)?.[1] }, ...usage(key, keyUsage, operation)]),
    ['ReEncrypt', `to a key for ${keyUsage}`, { CiphertextBlob: '{blob}', SourceEncryptionContext: { a: 'b' }, DestinationKeyId: `{${key}}` }, ...usage(key, keyUsage, 'ReEncrypt')],
    ['Decrypt', `by a key for ${keyUsage}`, { CiphertextBlob: '{blob}', EncryptionContext: { a: 'b' }, KeyId: `{${key}}` }, ...INCORRECT],
    ...['EnableKeyRotation', 'DisableKeyRotation', 'GetKeyRotationStatus', 'RotateKeyOnDemand', 'ListKeyRotations'].map((operation): Row => [operation, `a key for ${keyUsage}`, { KeyId: `{${key}}` }, 'UnsupportedOperationException', '']),
  ]),

  ...['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext'].map((operation): Row => [operation, 'an RSA key', { KeyId: '{rsa}', KeySpec: 'AES_256' }, 'InvalidKeyUsageException', 'Cannot generate a data key with an asymmetric KMS key']),
  ['Encrypt', 'an RSA key, without its algorithm', { KeyId: '{rsa}', Plaintext: 'AAEC' }, 'InvalidKeyUsageException', 'Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.'],
  ['Encrypt', 'a symmetric key, with an algorithm of RSA', { KeyId: '{key}', Plaintext: 'AAEC', EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }, 'InvalidKeyUsageException', 'Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.'],
  // What Coffer leaves out: RSA keys can be made and described, not used.
  ['Encrypt', 'an RSA key', { KeyId: '{rsa}', Plaintext: 'AAEC', EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }, 'UnsupportedOperationException', 'Coffer does not encrypt with RSA_2048 keys.'],
  ['Decrypt', 'an RSA ciphertext without its key', { CiphertextBlob: 'AAEC', EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }, 'ValidationException', 'KeyId is required for ciphertexts encrypted with RSAES_OAEP_SHA_256.'],
  ['Decrypt', 'an RSA ciphertext', { CiphertextBlob: 'AAEC', KeyId: '{rsa}', EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }, 'UnsupportedOperationException', 'Coffer does not encrypt with RSA_2048 keys.'],
  ['CreateKey', 'an asymmetric spec without a usage', { KeySpec: 'RSA_2048' }, ...NEEDS_USAGE],
  ['CreateKey', 'a usage that the spec has not', { KeySpec: 'RSA_2048', KeyUsage: 'KEY_AGREEMENT' }, 'ValidationException', 'KeyUsage KEY_AGREEMENT is not compatible with KeySpec RSA_2048'],
  ['CreateKey', 'a policy that locks out', { Policy: policyOf('111111111111') }, ...LOCKOUT],
  ['CreateKey', 'a policy for nobody that is there', { Policy: policyOf('arn:aws:iam::{account}:user/nobody') }, ...PRINCIPALS],
  ['CreateKey', 'a policy that is none', { Policy: 'my policy' }, 'MalformedPolicyDocumentException', 'This policy has invalid syntax.'],
  ['CreateKey', 'the same tag twice', { Tags: [tag('a'), tag('a')] }, 'TagException', 'Duplicate tag keys'],
  ['CreateKey', 'more than 50 tags', { Tags: Array.from({ length: 51 }, (_, n) => tag(`k${n}`)) }, 'TagException', 'Too many tags'],
  ['CreateKey', 'a reserved tag', { Tags: [tag('AWS:x')] }, 'TagException', 'Tags beginning with aws: are reserved'],
  ['TagResource', 'the same tag twice', { KeyId: '{key}', Tags: [tag('a'), tag('a')] }, 'TagException', 'Duplicate tag keys'],
  ['TagResource', 'more than 50 tags', { KeyId: '{key}', Tags: Array.from({ length: 51 }, (_, n) => tag(`k${n}`)) }, 'TagException', 'Too many tags'],
  ['TagResource', 'a reserved tag', { KeyId: '{key}', Tags: [tag('aws:x')] }, 'TagException', 'Tags beginning with aws: are reserved'],
  ['PutKeyPolicy', 'a policy that locks out', { KeyId: '{key}', Policy: policyOf('111111111111') }, ...LOCKOUT],
  ['PutKeyPolicy', 'a policy for nobody that is there', { KeyId: '{key}', Policy: policyOf('arn:aws:iam::{account}:user/nobody') }, ...PRINCIPALS],
  ['PutKeyPolicy', 'a name but default', { KeyId: '{key}', Policy: policyOf('{account}'), PolicyName: 'other' }, 'UnsupportedOperationException', 'Only default policy is supported'],
  ['GetKeyPolicy', 'a name but default', { KeyId: '{key}', PolicyName: 'other' }, 'NotFoundException', 'No such policy exists'],

  ...['CreateAlias', 'UpdateAlias'].map((operation): Row => [operation, 'a name without the prefix', { AliasName: 'key', TargetKeyId: '{keyId}' }, ...PREFIX]),
  ['DeleteAlias', 'a name without the prefix', { AliasName: 'key' }, ...PREFIX],
  ['CreateAlias', 'a name of AWS’s', { AliasName: 'alias/aws/mine', TargetKeyId: '{keyId}' }, 'NotAuthorizedException', ''],
  ['CreateAlias', 'a name with other characters', { AliasName: 'alias/a!', TargetKeyId: '{keyId}' }, 'ValidationException', "1 validation error detected: Value 'alias/a!' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$"],
  ['CreateAlias', 'a name with a colon', { AliasName: 'alias/a:b', TargetKeyId: '{keyId}' }, 'ValidationException', 'alias/a:b contains invalid characters for an alias'],
  ['CreateAlias', 'a name that is taken', { AliasName: 'alias/key', TargetKeyId: '{keyId}' }, 'AlreadyExistsException', 'An alias with the name arn:aws:kms:eu-central-1:{account}:alias/key already exists'],
  ['CreateAlias', 'for an alias', { AliasName: 'alias/new', TargetKeyId: 'alias/key' }, 'ValidationException', 'Aliases must refer to keys. Not aliases'],
  ['CreateAlias', 'for a key that is not there', { AliasName: 'alias/new', TargetKeyId: ABSENT_ID }, ...ABSENT],
  ['CreateAlias', 'for a key that is pending deletion', { AliasName: 'alias/new', TargetKeyId: '{pending}' }, ...pending],
  ['UpdateAlias', 'a name that is not there', { AliasName: 'alias/none', TargetKeyId: '{keyId}' }, ...NO_ALIAS],
  ['UpdateAlias', 'to a key that is pending deletion', { AliasName: 'alias/key', TargetKeyId: '{pending}' }, ...pending],
  ['DeleteAlias', 'a name that is not there', { AliasName: 'alias/none' }, ...NO_ALIAS],

  ['Decrypt', 'another context', { CiphertextBlob: '{blob}', EncryptionContext: { a: 'c' } }, ...NO_MESSAGE],
  ['Decrypt', 'no context', { CiphertextBlob: '{blob}' }, ...NO_MESSAGE],
  ['Decrypt', 'bytes that are no ciphertext', { CiphertextBlob: 'AAEC' }, ...NO_MESSAGE],
  ['Decrypt', 'another key than the one that encrypted', { CiphertextBlob: '{blob}', EncryptionContext: { a: 'b' }, KeyId: '{other}' }, ...INCORRECT],
  ['ReEncrypt', 'another context', { CiphertextBlob: '{blob}', SourceEncryptionContext: { a: 'c' }, DestinationKeyId: '{other}' }, ...NO_MESSAGE],
  ['ReEncrypt', 'another source key than the one that encrypted', { CiphertextBlob: '{blob}', SourceEncryptionContext: { a: 'b' }, SourceKeyId: '{other}', DestinationKeyId: '{key}' }, ...INCORRECT],
  ['ReEncrypt', 'to a key that is disabled', { CiphertextBlob: '{blob}', SourceEncryptionContext: { a: 'b' }, DestinationKeyId: '{disabled}' }, ...disabled],
  ['GenerateDataKey', 'no length', { KeyId: '{key}' }, ...LENGTH],
  ['GenerateDataKey', 'two lengths', { KeyId: '{key}', KeySpec: 'AES_256', NumberOfBytes: 32 }, ...LENGTH],
  ['GenerateDataKeyWithoutPlaintext', 'no length', { KeyId: '{key}' }, ...LENGTH],
  ['GenerateRandom', 'no length', {}, 'ValidationException', 'NumberOfBytes is required.'],
  ['Encrypt', 'a dry run', { KeyId: '{key}', Plaintext: 'AAEC', DryRun: true }, ...DRY_RUN],
  ['Decrypt', 'a dry run', { CiphertextBlob: '{blob}', EncryptionContext: { a: 'b' }, DryRun: true }, ...DRY_RUN],
  ['ReEncrypt', 'a dry run', { CiphertextBlob: '{blob}', SourceEncryptionContext: { a: 'b' }, DestinationKeyId: '{other}', DryRun: true }, ...DRY_RUN],
  ['GenerateDataKey', 'a dry run', { KeyId: '{key}', KeySpec: 'AES_128', DryRun: true }, ...DRY_RUN],
  ['GenerateDataKeyWithoutPlaintext', 'a dry run', { KeyId: '{key}', NumberOfBytes: 1, DryRun: true }, ...DRY_RUN],

  ['ScheduleKeyDeletion', 'a window of 6 days', { KeyId: '{key}', PendingWindowInDays: 6 }, 'ValidationException', 'PendingWindowInDays should be between 7 and 30, but it is 6'],
  ['ScheduleKeyDeletion', 'a window of 31 days', { KeyId: '{key}', PendingWindowInDays: 31 }, 'ValidationException', 'PendingWindowInDays should be between 7 and 30, but it is 31'],
  ...['EnableKeyRotation', 'DisableKeyRotation', 'GetKeyRotationStatus'].map((operation): Row => [operation, 'a key for imported material', { KeyId: '{imported}' }, 'UnsupportedOperationException', '{imported} origin is EXTERNAL which is not valid for this operation.']),
  ...['ListKeys', 'ListAliases'].map((operation): Row => [operation, 'a marker that nobody gave out', { Marker: 'none' }, ...MARKER]),
  ...['ListGrants', 'ListResourceTags', 'ListKeyRotations'].map((operation): Row => [operation, 'a marker that nobody gave out', { KeyId: '{key}', Marker: 'none' }, ...MARKER]),
]

describe('refusals', () => {
  test.each(ROWS)('%s: %s', async (operation, _what, input, code, message) => {
    const { status, body } = await wire.call(`kms:${operation}`, filled(fixtures, input))
    expect({ status, body }).toEqual(refusedWith(code, filled(fixtures, message), 'message'))
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import { filled, makeFixtures, version, type Fixtures } from './support/fixtures.ts'
import { refusedWith, sharedWire } from './support/wire.ts'

/** Every refusal of Secrets Manager, as it comes over the wire: what was asked, AWS's code, AWS's words. */
type Row = readonly [operation: string, what: string, input: object, code: string, message: string]

const wire = sharedWire()
let fixtures: Fixtures
beforeAll(async () => {
  fixtures = await makeFixtures(wire)
})

const [V1, V2, V3, UNKNOWN] = [version(1), version(2), version(3), version(99)]
const NOT_FOUND = ['ResourceNotFoundException', "Secrets Manager can't find the specified secret."] as const
const MARKED = ['InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion."] as const
const NO_TOKEN = ['InvalidRequestException', 'You must provide a ClientRequestToken value. We recommend a UUID-type value.'] as const
const BAD_NAME = ['ValidationException', 'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!'] as const
const BOTH = ['InvalidParameterException', 'You can’t specify both a binary secret value and a string secret value in the same secret.'] as const
const inUse = (secret: string) => ['ResourceExistsException', `You can't use ClientRequestToken ${V1} because that value is already in use for a version of secret {${secret}}.`] as const
const noStage = (label: string) => ['ResourceNotFoundException', `Secrets Manager can't find the specified secret value for staging label: ${label}`] as const
const SYSTEM_TAG = ['InvalidParameterException', "You can't modify system tags. Tag key: 'aws:x'."] as const
const NEXT_TOKEN = ['InvalidNextTokenException', 'The NextToken value is invalid.'] as const
const SELECTORS = ['InvalidParameterException', "Either 'SecretIdList' or 'Filters' must be provided, but not both."] as const
const MALFORMED = ['MalformedPolicyDocumentException', 'This policy has invalid syntax.'] as const
const DISABLED = "{disabled} is disabled. (Service: AWSKMS; Status Code: 400; Error Code: DisabledException; Request ID: {requestId}; Proxy: null)"
const ABSENT_KEY = '0d990263-018e-4e65-a703-eff731de951e'
const RAW = { ClientRequestToken: version(50) }
const everybody = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' }] })

/** An input that is right but for the secret that it names. */
const ON_A_SECRET: Readonly<Record<string, object>> = {
  CancelRotateSecret: {},
  DeleteResourcePolicy: {},
  DeleteSecret: {},
  DescribeSecret: {},
  GetResourcePolicy: {},
  GetSecretValue: {},
  ListSecretVersionIds: {},
  PutResourcePolicy: { ResourcePolicy: everybody },
  PutSecretValue: { ...RAW, SecretString: 'x' },
  RemoveRegionsFromReplication: { RemoveReplicaRegions: ['eu-west-1'] },
  ReplicateSecretToRegions: { AddReplicaRegions: [{ Region: 'eu-west-1' }] },
  RestoreSecret: {},
  RotateSecret: RAW,
  StopReplicationToReplica: {},
  TagResource: { Tags: [{ Key: 'k', Value: 'v' }] },
  UntagResource: { TagKeys: ['k'] },
  UpdateSecret: { ...RAW, Description: 'd' },
  UpdateSecretVersionStage: { VersionStage: 'X', MoveToVersionId: V1 },
  ValidateResourcePolicy: { ResourcePolicy: everybody },
}
const ON_TRASH = ['CancelRotateSecret', 'DeleteResourcePolicy', 'GetResourcePolicy', 'GetSecretValue', 'PutResourcePolicy', 'PutSecretValue', 'RotateSecret', 'TagResource', 'UntagResource', 'UpdateSecret', 'UpdateSecretVersionStage', 'ValidateResourcePolicy']

const ROWS: readonly Row[] = [
  ...Object.entries(ON_A_SECRET).flatMap(([operation, input]): Row[] => [
    [operation, 'a name that no secret has', { SecretId: 'none', ...input }, ...NOT_FOUND],
    [operation, 'an ARN that no secret has', { SecretId: 'arn:aws:secretsmanager:eu-central-1:{account}:secret:none-AbCdEf', ...input }, ...NOT_FOUND],
    [operation, 'an ARN of another Region', { SecretId: 'arn:aws:secretsmanager:us-west-1:{account}:secret:live-AbCdEf', ...input }, ...NOT_FOUND],
    [operation, 'a name with a blank', { SecretId: ' live', ...input }, ...BAD_NAME],
    [operation, 'a name as services make them, which is not there', { SecretId: 'rds!cluster', ...input }, ...NOT_FOUND],
  ]),
  ...ON_TRASH.map((operation): Row => [operation, 'a secret that is scheduled for deletion', { SecretId: 'trash', ...ON_A_SECRET[operation] }, ...MARKED]),

  ['RotateSecret', 'no token', { SecretId: 'none' }, 'InvalidParameterException', 'You must provide a ClientRequestToken value. We recommend a UUID-type value.'],
  ['RotateSecret', 'no function', { SecretId: 'live', ...RAW }, 'InvalidRequestException', 'No Lambda rotation function ARN is associated with this secret.'],
  ['RotateSecret', 'a function that is not there', { SecretId: 'live', RotationLambdaARN: 'arn:aws:lambda:eu-central-1:{account}:function:none', ...RAW }, 'AccessDeniedException', 'Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.'],
  ['RotateSecret', 'days and an expression', { SecretId: 'live', RotationRules: { AutomaticallyAfterDays: 7, ScheduleExpression: 'rate(7 days)' }, ...RAW }, 'InvalidParameterException', 'You cannot specify both rotation frequency and schedule expression together.'],
  ['CancelRotateSecret', 'a secret whose rotation was never configured', { SecretId: 'live' }, 'InvalidRequestException', "You tried to enable rotation on a secret that doesn't already have a Lambda function ARN configured and you didn't include such an ARN as a parameter in this call."],

  ['CreateSecret', 'no token', { Name: 'new', SecretString: 'x' }, ...NO_TOKEN],
  ['CreateSecret', 'a name with a blank', { Name: 'a b', SecretString: 'x', ...RAW }, ...BAD_NAME],
  ['CreateSecret', 'a name that only services may make', { Name: 'rds!cluster', SecretString: 'x', ...RAW }, ...BAD_NAME],
  ['CreateSecret', 'both values', { Name: 'new', SecretString: 'x', SecretBinary: 'AA==', ...RAW }, ...BOTH],
  ['CreateSecret', 'a name that is taken', { Name: 'live', SecretString: 'x', ...RAW }, 'ResourceExistsException', 'The operation failed because the secret live already exists.'],
  ['CreateSecret', 'a name that is taken, without a value', { Name: 'empty', ClientRequestToken: V1 }, 'ResourceExistsException', 'The operation failed because the secret empty already exists.'],
  ['CreateSecret', 'a token that is taken, with another value', { Name: 'live', SecretString: 'other', ClientRequestToken: V1 }, ...inUse('live')],
  ['CreateSecret', 'a token that is taken, with the same bytes as another kind', { Name: 'live', SecretBinary: Buffer.from('one').toString('base64'), ClientRequestToken: V1 }, ...inUse('live')],
  ['CreateSecret', 'a name that is scheduled for deletion', { Name: 'trash', SecretString: 'x', ...RAW }, 'InvalidRequestException', "You can't create this secret because a secret with this name is already scheduled for deletion."],
  ['CreateSecret', 'a system tag', { Name: 'new', Tags: [{ Key: 'aws:x', Value: 'v' }], ...RAW }, ...SYSTEM_TAG],
  ['CreateSecret', 'a key id that is none', { Name: 'new', KmsKeyId: 'dummy', ...RAW }, 'InvalidParameterException', "The operation failed because of an invalid KMS key: Invalid keyId 'dummy'"],
  ['CreateSecret', 'a key that is not there', { Name: 'new', SecretString: 'x', KmsKeyId: ABSENT_KEY, ...RAW }, 'EncryptionFailure', `Secrets Manager can't encrypt the secret value: Key 'arn:aws:kms:eu-central-1:{account}:key/${ABSENT_KEY}' does not exist (Service: AWSKMS; Status Code: 400; Error Code: NotFoundException; Request ID: {requestId})`],
  ['CreateSecret', 'a key that is disabled', { Name: 'new', SecretString: 'x', KmsKeyId: '{disabled}', ...RAW }, 'EncryptionFailure', `Secrets Manager can't encrypt the secret value: ${DISABLED}`],
  ['CreateSecret', 'a key that is pending deletion', { Name: 'new', KmsKeyId: '{pending}', ...RAW }, 'EncryptionFailure', "Secrets Manager can't encrypt the secret value: {pending} is pending deletion. (Service: AWSKMS; Status Code: 400; Error Code: KMSInvalidStateException; Request ID: {requestId}; Proxy: null)"],
  ...['rsa', 'signing', 'mac', 'agreement'].flatMap((kind): Row[] => [
    ['CreateSecret', `a key for something else (${kind})`, { Name: 'new', SecretString: 'x', KmsKeyId: `{${kind}}`, ...RAW }, 'InvalidParameterException', 'The operation failed because of an invalid KMS key: Cannot generate a data key with an asymmetric KMS key'],
    ['UpdateSecret', `a key for something else (${kind})`, { SecretId: 'live', KmsKeyId: `{${kind}}`, ...RAW }, 'InvalidParameterException', 'The operation failed because of an invalid KMS key: Cannot generate a data key with an asymmetric KMS key'],
  ]),

  ['PutSecretValue', 'no token', { SecretId: 'none', SecretString: 'x' }, ...NO_TOKEN],
  ['PutSecretValue', 'no value', { SecretId: 'none', ...RAW }, 'InvalidRequestException', 'You must provide either SecretString or SecretBinary.'],
  ['PutSecretValue', 'both values', { SecretId: 'none', SecretString: 'x', SecretBinary: 'AA==', ...RAW }, ...BOTH],
  ['PutSecretValue', 'a token that is taken, with another value', { SecretId: 'live', SecretString: 'other', ClientRequestToken: V1 }, ...inUse('live')],
  ['PutSecretValue', 'more than 20 labels', { SecretId: 'live', SecretString: 'x', VersionStages: Array.from({ length: 20 }, (_, n) => `L${n}`), ...RAW }, 'LimitExceededException', 'A secret can have at most 20 staging labels attached to its versions.'],

  ['UpdateSecret', 'no token', { SecretId: 'none', SecretString: 'x' }, ...NO_TOKEN],
  ['UpdateSecret', 'both values', { SecretId: 'none', SecretString: 'x', SecretBinary: 'AA==', ...RAW }, ...BOTH],
  ['UpdateSecret', 'a token that is taken, with another value', { SecretId: 'live', SecretString: 'other', ClientRequestToken: V1 }, ...inUse('live')],
  ['UpdateSecret', 'a key id that is none', { SecretId: 'live', KmsKeyId: 'dummy', ...RAW }, 'InvalidParameterException', "The operation failed because of an invalid KMS key: Invalid keyId 'dummy'"],
  ['UpdateSecret', 'a key that is disabled', { SecretId: 'live', KmsKeyId: '{disabled}', ...RAW }, 'EncryptionFailure', `Secrets Manager can't encrypt the secret value: ${DISABLED}`],

  ['GetSecretValue', 'a secret without a value', { SecretId: 'empty' }, ...noStage('AWSCURRENT')],
  ['GetSecretValue', 'a label that no version has', { SecretId: 'live', VersionStage: 'NONE' }, ...noStage('NONE')],
  ['GetSecretValue', 'a version that is not there', { SecretId: 'live', VersionId: UNKNOWN }, 'ResourceNotFoundException', `Secrets Manager can't find the specified secret value for VersionId: ${UNKNOWN}`],
  ['GetSecretValue', 'a version with the label of another', { SecretId: 'live', VersionId: V1, VersionStage: 'AWSCURRENT' }, 'InvalidRequestException', 'You provided a VersionStage that is not associated to the provided VersionId.'],

  ['BatchGetSecretValue', 'neither ids nor filters', {}, ...SELECTORS],
  ['BatchGetSecretValue', 'ids and filters', { SecretIdList: ['live'], Filters: [{ Key: 'name', Values: ['x'] }] }, ...SELECTORS],
  ['BatchGetSecretValue', 'MaxResults without filters', { SecretIdList: ['live'], MaxResults: 1 }, 'InvalidParameterException', "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided."],
  ['BatchGetSecretValue', 'a token that nobody gave out', { Filters: [{ Key: 'name', Values: ['x'] }], NextToken: 'none' }, ...NEXT_TOKEN],

  ['ListSecrets', 'a filter key that is none', { Filters: [{ Key: 'Name', Values: ['x'] }] }, 'ValidationException', "1 validation error detected: Value 'Name' at 'filters.1.member.key' failed to satisfy constraint: Member must satisfy enum value set: [all, name, tag-key, description, tag-value]"],
  ['ListSecrets', 'a filter without a key', { Filters: [{ Values: ['x'] }] }, 'InvalidParameterException', 'Invalid filter key'],
  ['ListSecrets', 'a filter without values', { Filters: [{ Key: 'name' }] }, 'InvalidParameterException', 'Invalid filter values for key: name'],
  ['ListSecrets', 'a token that nobody gave out', { NextToken: 'none' }, ...NEXT_TOKEN],
  ['ListSecretVersionIds', 'a token that nobody gave out', { SecretId: 'live', NextToken: 'none' }, ...NEXT_TOKEN],

  ['DeleteSecret', 'a window of 6 days', { SecretId: 'none', RecoveryWindowInDays: 6 }, 'InvalidParameterException', 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).'],
  ['DeleteSecret', 'a window of 31 days, by force', { SecretId: 'none', RecoveryWindowInDays: 31, ForceDeleteWithoutRecovery: true }, 'InvalidParameterException', 'The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).'],
  ['DeleteSecret', 'a window and force', { SecretId: 'none', RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true }, 'InvalidParameterException', "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays."],
  ['DeleteSecret', 'a secret that is scheduled already', { SecretId: 'trash' }, 'InvalidRequestException', "You tried to perform the operation on a secret that's currently marked deleted."],

  ['UpdateSecretVersionStage', 'neither version', { SecretId: 'live', VersionStage: 'X' }, 'InvalidParameterException', 'You must specify MoveToVersionId, RemoveFromVersionId, or both.'],
  ['UpdateSecretVersionStage', 'a move that does not say from where', { SecretId: 'live', VersionStage: 'AWSCURRENT', MoveToVersionId: V3 }, 'InvalidParameterException', `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${V2}, so you must explicitly reference that version in RemoveFromVersionId.`],
  ['UpdateSecretVersionStage', 'AWSCURRENT taken away', { SecretId: 'live', VersionStage: 'AWSCURRENT', RemoveFromVersionId: V2 }, 'InvalidParameterException', 'You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.'],
  ['UpdateSecretVersionStage', 'a label that is elsewhere', { SecretId: 'live', VersionStage: 'CUSTOM', RemoveFromVersionId: V1 }, 'InvalidParameterException', `Version stage CUSTOM not found in version ${V1}`],
  ['UpdateSecretVersionStage', 'a version that is not there', { SecretId: 'live', VersionStage: 'X', MoveToVersionId: UNKNOWN }, 'InvalidParameterException', `Not a valid version: ${UNKNOWN}`],

  ['GetRandomPassword', 'too short for each class', { PasswordLength: 3 }, 'InvalidParameterException', 'Password length is too short based on the required types.'],
  ['GetRandomPassword', 'nothing to draw from', { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true }, 'InvalidParameterException', 'No characters are left to draw from. Exclude fewer of them.'],

  ['TagResource', 'a system tag', { SecretId: 'live', Tags: [{ Key: 'aws:x', Value: 'v' }] }, ...SYSTEM_TAG],
  ['UntagResource', 'a system tag', { SecretId: 'live', TagKeys: ['aws:x'] }, ...SYSTEM_TAG],
  ['TagResource', 'the same key twice', { SecretId: 'live', Tags: [{ Key: 'k', Value: 'a' }, { Key: 'k', Value: 'b' }] }, 'InvalidParameterException', "The tag key 'k' is in the request more than once."],
  ['TagResource', 'more than 50 tags', { SecretId: 'live', Tags: Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: 'v' })) }, 'InvalidParameterException', 'A secret can have at most 50 tags.'],

  ['PutResourcePolicy', 'no JSON', { SecretId: 'live', ResourcePolicy: 'some policy' }, ...MALFORMED],
  ['PutResourcePolicy', 'a version of the language that is none', { SecretId: 'live', ResourcePolicy: everybody.replace('2012-10-17', '2019-10-19') }, ...MALFORMED],
  ['PutResourcePolicy', 'a principal that is not there', { SecretId: 'live', ResourcePolicy: everybody.replace('"*"', '{"AWS":"arn:aws:iam::{account}:user/nobody"}') }, 'MalformedPolicyDocumentException', 'This resource policy contains an unsupported principal.'],
  ['PutResourcePolicy', 'broad access that is blocked', { SecretId: 'live', ResourcePolicy: everybody, BlockPublicPolicy: true }, 'PublicPolicyException', "You can't attach a resource-based policy that allows broad access to the secret."],
  ['ValidateResourcePolicy', 'no JSON', { ResourcePolicy: 'some policy' }, ...MALFORMED],
]

/** Errors outside the model of Secrets Manager have their text under `message`. */
const member = (code: string) => (code === 'ValidationException' || code === 'AccessDeniedException' ? 'message' : 'Message')

describe('refusals', () => {
  test.each(ROWS)('%s: %s', async (operation, _what, input, code, message) => {
    const { status, body, headers } = await wire.call(`secretsmanager:${operation}`, filled(fixtures, input))
    const said = filled(fixtures, message).replace('{requestId}', headers['x-amzn-requestid'] ?? '')
    expect({ status, body }).toEqual(refusedWith(code, said, member(code)))
  })

  test('a secret whose key is disabled cannot be read', async () => {
    await wire.answered('secretsmanager:CreateSecret', { Name: 'locked', SecretString: 'x', KmsKeyId: fixtures.names['otherId'], ...RAW })
    await wire.answered('kms:DisableKey', { KeyId: fixtures.names['otherId'] })
    const { status, body, headers } = await wire.call('secretsmanager:GetSecretValue', { SecretId: 'locked' })
    expect({ status, body }).toEqual(
      refusedWith('DecryptionFailure', `Secrets Manager can't decrypt the secret value: ${fixtures.names['other']} is disabled. (Service: AWSKMS; Status Code: 400; Error Code: DisabledException; Request ID: ${headers['x-amzn-requestid']}; Proxy: null)`),
    )
  })

  test('a batch is answered, and tells of each secret that failed', async () => {
    expect(await wire.answered('secretsmanager:BatchGetSecretValue', { SecretIdList: ['none', 'trash', 'empty'] })).toEqual({
      SecretValues: [],
      Errors: [
        { SecretId: 'none', ErrorCode: NOT_FOUND[0], Message: NOT_FOUND[1] },
        { SecretId: 'trash', ErrorCode: MARKED[0], Message: MARKED[1] },
        { SecretId: 'empty', ErrorCode: noStage('AWSCURRENT')[0], Message: noStage('AWSCURRENT')[1] },
      ],
    })
  })
})

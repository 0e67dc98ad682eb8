import { beforeAll, expect, test } from 'vitest'
import { fieldPaths } from './support/field-paths.ts'
import { filled, makeFixtures, version, type Fixtures } from './support/fixtures.ts'
import { sharedWire } from './support/wire.ts'

/** The members of every answer of Secrets Manager: no more, no fewer. The rows run in order, each on what the ones before left. */
type Row = readonly [operation: string, what: string, input: object, members: string]

const wire = sharedWire()
let fixtures: Fixtures
beforeAll(async () => {
  fixtures = await makeFixtures(wire)
})

const ARN_NAME = 'ARN Name'
const VALUE = 'ARN CreatedDate Name SecretString VersionId'
const BARE = 'ARN CreatedDate LastChangedDate Name'
const token = (number: number) => ({ ClientRequestToken: version(number) })
const named = (name: string) => ({ Filters: [{ Key: 'name', Values: [name] }] })
const inList = (members: string) => members.split(' ').map((member) => `SecretList[].${member}`).join(' ')
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '{account}' }, Action: 'secretsmanager:GetSecretValue', Resource: '*' }] })

const ROWS: readonly Row[] = [
  ['CreateSecret', 'with a value', { Name: 'new', SecretString: 'x', ...token(1) }, 'ARN Name VersionId'],
  ['CreateSecret', 'the same again', { Name: 'new', SecretString: 'x', ...token(1) }, 'ARN Name VersionId'],
  ['CreateSecret', 'without a value', { Name: 'bare', ...token(1) }, ARN_NAME],
  ['DescribeSecret', 'of a secret without a value', { SecretId: 'bare' }, BARE],
  ['ListSecrets', 'of a secret without a value', named('bare'), inList(BARE)],
  ['ListSecretVersionIds', 'of a secret without a value', { SecretId: 'bare' }, 'ARN Name Versions'],
  ['UpdateSecret', 'of nothing', { SecretId: 'bare', ...token(2) }, ARN_NAME],
  ['UpdateSecret', 'of the description', { SecretId: 'bare', Description: 'd', ...token(2) }, ARN_NAME],
  ['DescribeSecret', 'with a description', { SecretId: 'bare' }, 'ARN CreatedDate Description LastChangedDate Name'],
  ['UpdateSecret', 'of the description, to nothing', { SecretId: 'bare', Description: '', ...token(2) }, ARN_NAME],
  ['DescribeSecret', 'with a description that was cleared', { SecretId: 'bare' }, BARE],
  ['UpdateSecret', 'of the value', { SecretId: 'bare', SecretString: 'x', ...token(2) }, 'ARN Name VersionId'],
  ['UpdateSecret', 'of the value, the same again', { SecretId: 'bare', SecretString: 'x', ...token(2) }, 'ARN Name VersionId'],
  ['UpdateSecret', 'of the key', { SecretId: 'bare', KmsKeyId: '{key}', ...token(3) }, ARN_NAME],
  ['DescribeSecret', 'with a key of the account', { SecretId: 'bare' }, 'ARN CreatedDate KmsKeyId LastChangedDate Name VersionIdsToStages{}[]'],
  ['UpdateSecret', 'of the key, to the default one', { SecretId: 'bare', KmsKeyId: '', ...token(3) }, ARN_NAME],
  ['DescribeSecret', 'with a value that nobody read', { SecretId: 'bare' }, 'ARN CreatedDate LastChangedDate Name VersionIdsToStages{}[]'],
  ['ListSecretVersionIds', 'of a value that nobody read', { SecretId: 'bare' }, 'ARN Name Versions[].CreatedDate Versions[].KmsKeyIds[] Versions[].VersionId Versions[].VersionStages[]'],
  ['GetSecretValue', 'of a text', { SecretId: 'live' }, `${VALUE} VersionStages[]`],
  ['GetSecretValue', 'of bytes', { SecretId: 'bytes' }, 'ARN CreatedDate Name SecretBinary VersionId VersionStages[]'],
  ['GetSecretValue', 'of a version without labels', { SecretId: 'old', VersionId: version(1) }, VALUE],
  ['DescribeSecret', 'with a value that was read', { SecretId: 'live' }, 'ARN CreatedDate LastAccessedDate LastChangedDate Name VersionIdsToStages{}[]'],
  ['ListSecrets', 'with a value that was read', named('live'), inList('ARN CreatedDate LastAccessedDate LastChangedDate Name SecretVersionsToStages{}[]')],
  ['ListSecretVersionIds', 'of a value that was read', { SecretId: 'bytes' }, 'ARN Name Versions[].CreatedDate Versions[].KmsKeyIds[] Versions[].LastAccessedDate Versions[].VersionId Versions[].VersionStages[]'],
  ['PutSecretValue', 'of a new value', { SecretId: 'live', SecretString: 'four', ...token(4) }, 'ARN Name VersionId VersionStages[]'],
  ['PutSecretValue', 'the same again', { SecretId: 'live', SecretString: 'four', ...token(4) }, 'ARN Name VersionId VersionStages[]'],
  ['PutSecretValue', 'the same again, which lost its labels', { SecretId: 'live', SecretString: 'one', ...token(1) }, 'ARN Name VersionId VersionStages'],
  ['UpdateSecretVersionStage', 'to a version', { SecretId: 'live', VersionStage: 'X', MoveToVersionId: version(1) }, ARN_NAME],
  ['BatchGetSecretValue', 'of one that is there', { SecretIdList: ['live'] }, `Errors ${VALUE.split(' ').map((member) => `SecretValues[].${member}`).join(' ')} SecretValues[].VersionStages[]`],
  ['BatchGetSecretValue', 'of one that is not', { SecretIdList: ['none'] }, 'Errors[].ErrorCode Errors[].Message Errors[].SecretId SecretValues'],
  ['BatchGetSecretValue', 'of a page', { ...named('n'), MaxResults: 1 }, `Errors ${VALUE.split(' ').map((member) => `SecretValues[].${member}`).join(' ')} SecretValues[].VersionStages[]`],
  ['ListSecrets', 'of a page', { MaxResults: 1, ...named('b') }, `NextToken ${inList('ARN CreatedDate LastAccessedDate LastChangedDate Name SecretVersionsToStages{}[]')}`],
  ['ListSecrets', 'of none', named('none'), 'SecretList'],
  ['TagResource', 'of a secret', { SecretId: 'bare', Tags: [{ Key: 'k', Value: 'v' }] }, ''],
  ['DescribeSecret', 'with a tag', { SecretId: 'bare' }, 'ARN CreatedDate LastChangedDate Name Tags[].Key Tags[].Value VersionIdsToStages{}[]'],
  ['UntagResource', 'of a secret', { SecretId: 'bare', TagKeys: ['k'] }, ''],
  ['DescribeSecret', 'with no tag left', { SecretId: 'bare' }, 'ARN CreatedDate LastChangedDate Name Tags VersionIdsToStages{}[]'],
  ['GetResourcePolicy', 'of a secret without one', { SecretId: 'live' }, ARN_NAME],
  ['ValidateResourcePolicy', 'of a good one', { SecretId: 'live', ResourcePolicy: policy }, 'PolicyValidationPassed ValidationErrors'],
  ['ValidateResourcePolicy', 'of a broad one', { SecretId: 'live', ResourcePolicy: policy.replace('{account}', '*') }, 'PolicyValidationPassed ValidationErrors[].CheckName ValidationErrors[].ErrorMessage'],
  ['PutResourcePolicy', 'of a good one', { SecretId: 'live', ResourcePolicy: policy }, ARN_NAME],
  ['GetResourcePolicy', 'of a secret with one', { SecretId: 'live' }, 'ARN Name ResourcePolicy'],
  ['DeleteResourcePolicy', 'of a secret with one', { SecretId: 'live' }, ARN_NAME],
  ['DeleteResourcePolicy', 'of a secret without one', { SecretId: 'live' }, ARN_NAME],
  ['GetRandomPassword', 'of the usual kind', {}, 'RandomPassword'],
  ['RotateSecret', 'that only tests its function', { SecretId: 'old', RotationLambdaARN: 'arn:aws:lambda:eu-central-1:{account}:function:builtin-postgres-single', RotationRules: { AutomaticallyAfterDays: 30 }, RotateImmediately: false, ...token(9) }, 'ARN Name VersionId'],
  ['CancelRotateSecret', 'of a secret without a pending version', { SecretId: 'old' }, ARN_NAME],
  ['DescribeSecret', 'whose rotation was cancelled', { SecretId: 'old' }, 'ARN CreatedDate LastAccessedDate LastChangedDate Name RotationEnabled RotationLambdaARN RotationRules.AutomaticallyAfterDays VersionIdsToStages{}[]'],
  ['DeleteSecret', 'with a window', { SecretId: 'live', RecoveryWindowInDays: 7 }, 'ARN DeletionDate Name'],
  ['DescribeSecret', 'that is scheduled for deletion', { SecretId: 'live' }, 'ARN CreatedDate DeletedDate LastAccessedDate LastChangedDate Name VersionIdsToStages{}[]'],
  ['ListSecrets', 'that is scheduled for deletion', { ...named('live'), IncludePlannedDeletion: true }, inList('ARN CreatedDate DeletedDate LastAccessedDate LastChangedDate Name SecretVersionsToStages{}[]')],
  ['RestoreSecret', 'that is scheduled for deletion', { SecretId: 'live' }, ARN_NAME],
  ['RestoreSecret', 'that is not', { SecretId: 'live' }, ARN_NAME],
  ['DeleteSecret', 'at once', { SecretId: 'live', ForceDeleteWithoutRecovery: true }, 'ARN DeletionDate Name'],
  ['DeleteSecret', 'at once, of a name that is not there', { SecretId: 'live', ForceDeleteWithoutRecovery: true }, 'ARN DeletionDate Name'],
]

const DATES = /"(\w+Date)":([^,}]+)/g

test.each(ROWS)('%s %s', async (operation, _what, input, members) => {
  const { status, headers, text, body } = await wire.call(`secretsmanager:${operation}`, filled(fixtures, input))
  expect({ status, type: headers['content-type'], members: body === undefined ? '' : fieldPaths(body) }).toEqual({ status: 200, type: 'application/x-amz-json-1.1', members })
  // Dates are numbers of seconds with at most three decimals; nothing is null; a batch of members that is absent is left out.
  expect([...text.matchAll(DATES)].filter(([, , shown]) => !/^\d{10}(\.\d{1,3})?$/.test(shown ?? ''))).toEqual([])
  expect(text).not.toContain(':null')
})

import { describe, expect, test } from 'vitest'
import type { RequestContext } from '../../../electron/engine/policy/authorization-request.ts'
import { globalContext } from '../../../electron/engine/policy/global-context.ts'
import { kmsContext } from '../../../electron/engine/policy/kms-context.ts'
import { secretsManagerActions } from '../../../electron/engine/policy/secrets-manager-actions.ts'
import { secretsManagerContext } from '../../../electron/engine/policy/secrets-manager-context.ts'
import type { SecretsManagerMembers } from '../../../electron/engine/policy/secrets-manager-context.ts'

const ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf'
const KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1'
const secret = { arn: ARN, tags: { team: 'payments' } }
const ofSecret: RequestContext = {
  'secretsmanager:SecretId': ARN,
  'aws:ResourceTag/team': 'payments',
  'secretsmanager:ResourceTag/team': 'payments',
}

describe('condition keys of Secrets Manager', () => {
  test.each<[operation: string, members: SecretsManagerMembers, keys: RequestContext]>([
    ['GetSecretValue', {}, ofSecret],
    ['GetSecretValue', { VersionStage: 'AWSCURRENT' }, { ...ofSecret, 'secretsmanager:VersionStage': 'AWSCURRENT' }],
    ['GetSecretValue', { VersionId: 'v1' }, { ...ofSecret, 'secretsmanager:VersionId': 'v1' }],
    ['DescribeSecret', { VersionStage: 'AWSCURRENT', VersionId: 'v1' }, ofSecret],
    ['UpdateSecretVersionStage', { VersionStage: 'A', VersionId: 'v1' }, { ...ofSecret, 'secretsmanager:VersionStage': 'A' }],
    ['PutSecretValue', { Description: 'x' }, ofSecret],
    [
      'UpdateSecret',
      { Description: '', KmsKeyId: 'alias/a', Type: 't', Name: 'n' },
      { ...ofSecret, 'secretsmanager:Description': '', 'secretsmanager:KmsKeyId': 'alias/a', 'secretsmanager:Type': 't' },
    ],
    ['DeleteSecret', {}, ofSecret],
    ['DeleteSecret', { RecoveryWindowInDays: 7 }, { ...ofSecret, 'secretsmanager:RecoveryWindowInDays': 7 }],
    ['DeleteSecret', { ForceDeleteWithoutRecovery: false }, { ...ofSecret, 'secretsmanager:ForceDeleteWithoutRecovery': false }],
    ['PutResourcePolicy', { BlockPublicPolicy: true }, { ...ofSecret, 'secretsmanager:BlockPublicPolicy': true }],
    ['PutResourcePolicy', {}, ofSecret],
    ['RotateSecret', {}, { ...ofSecret, 'secretsmanager:ModifyRotationRules': false }],
    [
      'RotateSecret',
      { RotationLambdaARN: 'arn:l', ExternalSecretRotationRoleArn: 'arn:r', RotationRules: {}, RotateImmediately: false },
      {
        ...ofSecret,
        'secretsmanager:RotationLambdaARN': 'arn:l',
        'secretsmanager:ExternalSecretRotationRoleArn': 'arn:r',
        'secretsmanager:ModifyRotationRules': true,
        'secretsmanager:RotateImmediately': false,
      },
    ],
    [
      'ReplicateSecretToRegions',
      { AddReplicaRegions: [{ Region: 'eu-west-1' }, { Region: 'us-east-1' }], ForceOverwriteReplicaSecret: true },
      { ...ofSecret, 'secretsmanager:AddReplicaRegions': ['eu-west-1', 'us-east-1'], 'secretsmanager:ForceOverwriteReplicaSecret': true },
    ],
    [
      'TagResource',
      {
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
      },
      { ...ofSecret, 'aws:TagKeys': ['a', 'b'], 'aws:RequestTag/a': '1', 'aws:RequestTag/b': '2' },
    ],
    ['UntagResource', { TagKeys: ['team'] }, { ...ofSecret, 'aws:TagKeys': ['team'] }],
  ])('%s %j', (operation, members, keys) => {
    expect(secretsManagerContext({ operation, members, secret })).toEqual(keys)
  })

  test('CreateSecret has what is being set, and no SecretId', () => {
    const members = {
      Name: 'db',
      Description: 'd',
      KmsKeyId: 'alias/a',
      Tags: [{ Key: 'team', Value: 'x' }],
      AddReplicaRegions: [{ Region: 'eu-west-1' }],
    }
    expect(secretsManagerContext({ operation: 'CreateSecret', members, kmsKeyArn: KEY, secret })).toEqual({
      'secretsmanager:Name': 'db',
      'secretsmanager:Description': 'd',
      'secretsmanager:KmsKeyArn': KEY,
      'secretsmanager:KmsKeyId': 'alias/a',
      'secretsmanager:AddReplicaRegions': ['eu-west-1'],
      'aws:TagKeys': ['team'],
      'aws:RequestTag/team': 'x',
      'aws:ResourceTag/team': 'x',
      'secretsmanager:ResourceTag/team': 'x',
    })
  })

  test('facts of the secret that not every secret has', () => {
    const full = { arn: ARN, tags: {}, rotationLambdaArn: 'arn:l', primaryRegion: 'eu-central-1', type: 't' }
    expect(secretsManagerContext({ operation: 'DescribeSecret', members: {}, secret: full })).toEqual({
      'secretsmanager:SecretId': ARN,
      'secretsmanager:resource/AllowRotationLambdaArn': 'arn:l',
      'secretsmanager:SecretPrimaryRegion': 'eu-central-1',
      'secretsmanager:resource/Type': 't',
    })
  })

  test('a secret that was not found has no keys', () => {
    expect(secretsManagerContext({ operation: 'GetSecretValue', members: { VersionStage: 'A' } })).toEqual({
      'secretsmanager:VersionStage': 'A',
    })
  })
})

describe('actions of an operation', () => {
  const each = (action: string, target: string): object => ({ action, target })
  test.each<[operation: string, members: object, actions: readonly object[]]>([
    ['GetSecretValue', {}, [each('secretsmanager:GetSecretValue', 'secret')]],
    ['TagResource', { Tags: [{ Key: 'a', Value: 'b' }] }, [each('secretsmanager:TagResource', 'secret')]],
    ['toString', {}, [each('secretsmanager:toString', 'secret')]],
    ['CreateSecret', {}, [each('secretsmanager:CreateSecret', 'secret')]],
    [
      'CreateSecret',
      { Tags: [{ Key: 'a', Value: 'b' }], AddReplicaRegions: [{ Region: 'eu-west-1' }] },
      [
        each('secretsmanager:CreateSecret', 'secret'),
        each('secretsmanager:TagResource', 'secret'),
        each('secretsmanager:ReplicateSecretToRegions', 'secret'),
      ],
    ],
    ['CreateSecret', { Tags: [], AddReplicaRegions: [] }, [each('secretsmanager:CreateSecret', 'secret')]],
    [
      'BatchGetSecretValue',
      {},
      [each('secretsmanager:BatchGetSecretValue', 'everything'), each('secretsmanager:GetSecretValue', 'each-secret')],
    ],
    [
      'BatchGetSecretValue',
      { Filters: [{ Key: 'name', Values: ['a'] }] },
      [
        each('secretsmanager:BatchGetSecretValue', 'everything'),
        each('secretsmanager:ListSecrets', 'everything'),
        each('secretsmanager:GetSecretValue', 'each-secret'),
      ],
    ],
    ['ListSecrets', {}, [each('secretsmanager:ListSecrets', 'everything')]],
    ['GetRandomPassword', {}, [each('secretsmanager:GetRandomPassword', 'everything')]],
    [
      'ValidateResourcePolicy',
      {},
      [each('secretsmanager:ValidateResourcePolicy', 'secret'), each('secretsmanager:PutResourcePolicy', 'secret')],
    ],
    ['RotateSecret', {}, [each('secretsmanager:RotateSecret', 'secret')]],
    [
      'RotateSecret',
      { RotationLambdaARN: 'arn:l', ExternalSecretRotationRoleArn: 'arn:r' },
      [
        each('secretsmanager:RotateSecret', 'secret'),
        each('lambda:InvokeFunction', 'rotation-function'),
        each('iam:PassRole', 'external-rotation-role'),
      ],
    ],
  ])('%s %j', (operation, members, actions) => {
    expect(secretsManagerActions(operation, members)).toEqual(actions)
  })
})

describe('global condition keys', () => {
  const nowMs = Date.UTC(2026, 0, 2, 3, 4, 5, 678)

  test('of a plain call', () => {
    expect(globalContext({ nowMs, region: 'eu-central-1', sourceIp: '127.0.0.1', secureTransport: false, userAgent: 'aws-cli' })).toEqual({
      'aws:CurrentTime': '2026-01-02T03:04:05Z',
      'aws:EpochTime': 1767323045,
      'aws:RequestedRegion': 'eu-central-1',
      'aws:ViaAWSService': false,
      'aws:SourceIp': '127.0.0.1',
      'aws:SecureTransport': false,
      'aws:UserAgent': 'aws-cli',
    })
  })

  test('of a session, through a service, in an organisation', () => {
    const session = { issuedAtMs: nowMs - 60_000, multiFactorAuth: true, multiFactorAgeSeconds: 60 }
    expect(
      globalContext({ nowMs, region: 'r', session, calledVia: ['a.amazonaws.com', 'b.amazonaws.com'], principalOrganizationId: 'o-1' }),
    ).toEqual({
      'aws:CurrentTime': '2026-01-02T03:04:05Z',
      'aws:EpochTime': 1767323045,
      'aws:RequestedRegion': 'r',
      'aws:ViaAWSService': true,
      'aws:PrincipalOrgID': 'o-1',
      'aws:TokenIssueTime': '2026-01-02T03:03:05Z',
      'aws:MultiFactorAuthPresent': true,
      'aws:MultiFactorAuthAge': 60,
      'aws:CalledVia': ['a.amazonaws.com', 'b.amazonaws.com'],
      'aws:CalledViaFirst': 'a.amazonaws.com',
      'aws:CalledViaLast': 'b.amazonaws.com',
    })
  })
})

test('condition keys of KMS', () => {
  const key = {
    keySpec: 'SYMMETRIC_DEFAULT',
    keyUsage: 'ENCRYPT_DECRYPT',
    origin: 'AWS_KMS',
    multiRegion: false,
    aliases: ['alias/a'],
    tags: { t: '1' },
  }
  expect(
    kmsContext({
      callerAccountId: '111122223333',
      viaService: 'secretsmanager.eu-central-1.amazonaws.com',
      encryptionContext: { SecretARN: ARN, SecretVersionId: 'v' },
      key,
      requestAlias: 'alias/a',
      pendingWindowInDays: 7,
      requestTags: [{ TagKey: 'k', TagValue: 'v' }],
    }),
  ).toEqual({
    'kms:CallerAccount': '111122223333',
    'kms:ViaService': 'secretsmanager.eu-central-1.amazonaws.com',
    'kms:KeySpec': 'SYMMETRIC_DEFAULT',
    'kms:KeyUsage': 'ENCRYPT_DECRYPT',
    'kms:KeyOrigin': 'AWS_KMS',
    'kms:MultiRegion': false,
    'kms:ResourceAliases': ['alias/a'],
    'kms:RequestAlias': 'alias/a',
    'kms:ScheduleKeyDeletionPendingWindowInDays': 7,
    'kms:EncryptionContextKeys': ['SecretARN', 'SecretVersionId'],
    'kms:EncryptionContext:SecretARN': ARN,
    'kms:EncryptionContext:SecretVersionId': 'v',
    'aws:TagKeys': ['k'],
    'aws:ResourceTag/t': '1',
    'aws:RequestTag/k': 'v',
  })
})

import { beforeAll, describe, expect, test, vi } from 'vitest'
import { fieldPaths } from './support/field-paths.ts'
import { version } from './support/fixtures.ts'
import { refusedWith, sharedWire } from './support/wire.ts'

/** Replicas over the wire: who may do what with them where, and the members of the answers. Source: API_ReplicateSecretToRegions and its neighbours. */
const wire = sharedWire()
const AWAY = 'eu-west-1'
const NAME = 'replicated'
const RAW = { ClientRequestToken: version(9) }
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '123456789012' }, Action: 'secretsmanager:GetSecretValue', Resource: '*' }] })
let primary = ''
let replica = ''

const statusOf = async (): Promise<readonly string[]> =>
  ((await wire.answered('secretsmanager:DescribeSecret', { SecretId: NAME }))['ReplicationStatus'] as readonly { Status: string }[]).map(({ Status }) => Status)

beforeAll(async () => {
  const made = await wire.answered('secretsmanager:CreateSecret', { Name: NAME, SecretString: 'v', AddReplicaRegions: [{ Region: AWAY }], ClientRequestToken: version(1) })
  expect(fieldPaths(made)).toBe('ARN Name ReplicationStatus[].KmsKeyId ReplicationStatus[].Region ReplicationStatus[].Status VersionId')
  primary = String(made['ARN'])
  replica = primary.replace(':eu-central-1:', `:${AWAY}:`)
  await vi.waitFor(async () => expect(await statusOf()).toEqual(['InSync']), { timeout: 20_000, interval: 20 })
})

const ON_REPLICA = refusedWith('InvalidParameterException', "Operation not permitted on a replica secret. Call must be made in primary secret's region.")
/** What only the primary takes. */
const WRITES: readonly (readonly [operation: string, input: object])[] = [
  ['PutSecretValue', { SecretString: 'w', ...RAW }],
  ['UpdateSecret', { Description: 'd', ...RAW }],
  ['UpdateSecretVersionStage', { VersionStage: 'X', MoveToVersionId: version(1) }],
  ['DeleteSecret', {}],
  ['RestoreSecret', {}],
  ['TagResource', { Tags: [{ Key: 'k', Value: 'v' }] }],
  ['UntagResource', { TagKeys: ['k'] }],
  ['PutResourcePolicy', { ResourcePolicy: policy }],
  ['DeleteResourcePolicy', {}],
  ['ReplicateSecretToRegions', { AddReplicaRegions: [{ Region: 'ap-south-1' }] }],
  ['RemoveRegionsFromReplication', { RemoveReplicaRegions: [AWAY] }],
  ['RotateSecret', RAW],
  ['CancelRotateSecret', {}],
]
/** What a replica answers as a primary does, with the members of its answer. */
const READS: readonly (readonly [operation: string, input: object, members: string])[] = [
  ['GetSecretValue', {}, 'ARN CreatedDate Name SecretString VersionId VersionStages[]'],
  ['ListSecretVersionIds', {}, 'ARN Name Versions[].CreatedDate Versions[].KmsKeyIds[] Versions[].LastAccessedDate Versions[].VersionId Versions[].VersionStages[]'],
  ['GetResourcePolicy', {}, 'ARN Name'],
  ['ValidateResourcePolicy', { ResourcePolicy: policy }, 'PolicyValidationPassed ValidationErrors'],
]

describe('a replica', () => {
  test.each(WRITES)('refuses %s', async (operation, input) => {
    const { status, body } = await wire.call(`secretsmanager:${operation}`, { SecretId: NAME, ...input }, AWAY)
    expect({ status, body }).toEqual(ON_REPLICA)
  })

  test.each(READS)('answers %s', async (operation, input, members) => {
    expect(fieldPaths(await wire.answered(`secretsmanager:${operation}`, { SecretId: replica, ...input }, AWAY))).toBe(members)
  })

  test('has the name and the suffix of its primary, and says where that is', async () => {
    expect(await wire.answered('secretsmanager:DescribeSecret', { SecretId: NAME }, AWAY)).toMatchObject({ ARN: replica, Name: NAME, PrimaryRegion: 'eu-central-1', VersionIdsToStages: { [version(1)]: ['AWSCURRENT'] } })
  })
})

describe('a primary', () => {
  test('shows its replicas in DescribeSecret, and not in ListSecrets', async () => {
    const status = 'ReplicationStatus[].KmsKeyId ReplicationStatus[].Region ReplicationStatus[].Status ReplicationStatus[].StatusMessage'
    const described = fieldPaths(await wire.answered('secretsmanager:DescribeSecret', { SecretId: NAME }))
    expect(described.replace(' ReplicationStatus[].LastAccessedDate', '')).toBe(`ARN CreatedDate LastChangedDate Name PrimaryRegion ${status} VersionIdsToStages{}[]`)
    const { SecretList } = await wire.answered('secretsmanager:ListSecrets', { Filters: [{ Key: 'primary-region', Values: ['eu-'] }] })
    expect(fieldPaths(SecretList)).toBe('[].ARN [].CreatedDate [].LastChangedDate [].Name [].PrimaryRegion [].SecretVersionsToStages{}[]')
  })

  test.each([
    ['its own Region', { AddReplicaRegions: [{ Region: 'eu-central-1' }] }],
    ['a Region that is none', { AddReplicaRegions: [{ Region: 'mars-north-1' }] }],
  ])('refuses a replica in %s', async (_what, input) => {
    const { status, body } = await wire.call('secretsmanager:ReplicateSecretToRegions', { SecretId: NAME, ...input })
    expect({ status, body }).toEqual(refusedWith('InvalidParameterException', 'Invalid replica region.'))
  })

  test.each([[{}], [{ RecoveryWindowInDays: 7 }], [{ ForceDeleteWithoutRecovery: true }]])('is not deleted while it has replicas, with %j', async (input) => {
    const { status, body } = await wire.call('secretsmanager:DeleteSecret', { SecretId: NAME, ...input })
    expect({ status, body }).toEqual(refusedWith('InvalidParameterException', `You can't delete secret ${primary} that still has replica regions [${AWAY}].`))
  })

  test('is no replica: it cannot be promoted', async () => {
    const { status, body } = await wire.call('secretsmanager:StopReplicationToReplica', { SecretId: NAME })
    expect({ status, type: body?.['__type'] }).toEqual({ status: 400, type: 'InvalidRequestException' })
  })

  test('answers ReplicateSecretToRegions and RemoveRegionsFromReplication with what is left, and ignores a Region without a replica', async () => {
    const added = await wire.answered('secretsmanager:ReplicateSecretToRegions', { SecretId: NAME, AddReplicaRegions: [{ Region: 'ap-south-1' }] })
    expect((added['ReplicationStatus'] as readonly { Region: string }[]).map(({ Region }) => Region)).toEqual([AWAY, 'ap-south-1'])
    const left = await wire.answered('secretsmanager:RemoveRegionsFromReplication', { SecretId: NAME, RemoveReplicaRegions: ['ap-south-1', 'us-west-2'] })
    expect([Object.keys(left).sort(), (left['ReplicationStatus'] as readonly { Region: string }[]).map(({ Region }) => Region)]).toEqual([['ARN', 'ReplicationStatus'], [AWAY]])
  })
})

test('a name that is taken over there fails the replica and not the call', async () => {
  await wire.answered('secretsmanager:CreateSecret', { Name: 'taken', SecretString: 'theirs', ...RAW }, AWAY)
  const made = await wire.answered('secretsmanager:CreateSecret', { Name: 'taken', SecretString: 'ours', ...RAW, AddReplicaRegions: [{ Region: AWAY }] })
  expect(made['Name']).toBe('taken')
  const replication = async () => ((await wire.answered('secretsmanager:DescribeSecret', { SecretId: 'taken' }))['ReplicationStatus'] as readonly { Status: string; StatusMessage?: string }[])[0]
  await expect.poll(replication, { timeout: 20_000 }).toMatchObject({ Status: 'Failed', StatusMessage: `Replication failed: Secret name taken already exists in region ${AWAY}.` })
})

test('a promoted replica is a secret of its own, and its primary forgets it', async () => {
  const answer = await wire.answered('secretsmanager:StopReplicationToReplica', { SecretId: NAME }, AWAY)
  expect(answer).toEqual({ ARN: replica })
  await expect.poll(async () => 'ReplicationStatus' in (await wire.answered('secretsmanager:DescribeSecret', { SecretId: NAME })), { timeout: 20_000 }).toBe(false)
  await wire.answered('secretsmanager:PutSecretValue', { SecretId: NAME, SecretString: 'its own', ...RAW }, AWAY)
  const [here, there] = await Promise.all([wire.answered('secretsmanager:GetSecretValue', { SecretId: NAME }), wire.answered('secretsmanager:GetSecretValue', { SecretId: NAME }, AWAY)])
  expect([here['SecretString'], there['SecretString']]).toEqual(['v', 'its own'])
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OperationName, WireInput } from '../../../shared/operations/catalog.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { allow, deny, makeUser } from '../../support/users.ts'
import { ACCOUNT, openTestVault, REGION, type TestVault } from '../../support/test-vault.ts'

const EU = 'eu-west-1'
const ASIA = 'ap-south-1'
const REPLICA = refusal('InvalidParameterException', "Operation not permitted on a replica secret. Call must be made in primary secret's region.")
const INVALID_REGION = refusal('InvalidParameterException', 'Invalid replica region.')
const DEFAULT_KEY = 'alias/aws/secretsmanager'

let vault: TestVault
beforeAll(async () => {
  vault = await openTestVault()
})
afterAll(() => vault.close())

let names = 0
const newName = (): string => `replicated/${(names += 1)}`
const deliver = (): void => vault.clock.advance(1)
const inSync = (Region: string, KmsKeyId = DEFAULT_KEY) => ({ Region, KmsKeyId, Status: 'InSync', StatusMessage: 'Replication succeeded' })
const failed = (Region: string, StatusMessage: string, KmsKeyId = DEFAULT_KEY) => ({ Region, KmsKeyId, Status: 'Failed', StatusMessage })
const statusOf = async (SecretId: string) => (await vault.call('secretsmanager:DescribeSecret', { SecretId })).ReplicationStatus
const value = async (region: string, SecretId: string, VersionStage?: string) =>
  (await vault.callIn(region, 'secretsmanager:GetSecretValue', { SecretId, ...(VersionStage === undefined ? {} : { VersionStage }) })).SecretString

/** A secret with replicas in the regions, all in sync. */
async function replicated(...regions: string[]): Promise<string> {
  const Name = newName()
  await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'one', AddReplicaRegions: regions.map((Region) => ({ Region })) })
  deliver()
  return Name
}

describe('ReplicateSecretToRegions', () => {
  test('answers InProgress, and makes a replica with the name, suffix, versions, labels, description, tags and policy of its primary', async () => {
    const Name = newName()
    const { ARN, VersionId = '' } = await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'one', Description: 'd', Tags: [{ Key: 'k', Value: 'v' }] })
    const { VersionId: second } = await vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'two' })
    const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'secretsmanager:GetSecretValue', Resource: '*' }] })
    await vault.call('secretsmanager:PutResourcePolicy', { SecretId: Name, ResourcePolicy })
    expect(await vault.call('secretsmanager:ReplicateSecretToRegions', { SecretId: Name, AddReplicaRegions: [{ Region: EU }] })).toEqual({
      ARN, ReplicationStatus: [{ Region: EU, KmsKeyId: DEFAULT_KEY, Status: 'InProgress' }],
    })
    deliver()
    const primary = await vault.call('secretsmanager:DescribeSecret', { SecretId: Name })
    expect(primary).toMatchObject({ PrimaryRegion: REGION, ReplicationStatus: [inSync(EU)] })
    const { ReplicationStatus: _status, ARN: _arn, ...shared } = primary
    const replica = await vault.callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: Name })
    expect(replica).toEqual({ ...shared, ARN: ARN.replace(`:${REGION}:`, `:${EU}:`) })
    expect(replica.VersionIdsToStages).toEqual({ [VersionId]: ['AWSPREVIOUS'], [second]: ['AWSCURRENT'] })
    expect([await value(EU, Name), await value(EU, replica.ARN, 'AWSPREVIOUS')]).toEqual(['two', 'one'])
    expect((await vault.callIn(EU, 'secretsmanager:GetResourcePolicy', { SecretId: Name })).ResourcePolicy).toBe(ResourcePolicy)
  })

  test('shows no PrimaryRegion and no ReplicationStatus on a secret without replicas, and none in the list of one with', async () => {
    const Name = newName()
    await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v' })
    const described = await vault.call('secretsmanager:DescribeSecret', { SecretId: Name })
    expect([described.PrimaryRegion, described.ReplicationStatus]).toEqual([undefined, undefined])
    const other = await replicated(EU)
    const { SecretList } = await vault.call('secretsmanager:ListSecrets', { Filters: [{ Key: 'name', Values: [other] }] })
    expect(SecretList[0]).toMatchObject({ Name: other, PrimaryRegion: REGION })
    expect(SecretList[0]).not.toHaveProperty('ReplicationStatus')
  })

  test.each<[string, string, (name: string) => Promise<unknown>]>([
    ['its own region', 'ReplicateSecretToRegions', (SecretId) => vault.call('secretsmanager:ReplicateSecretToRegions', { SecretId, AddReplicaRegions: [{ Region: REGION }] })],
    ['a region that is none', 'ReplicateSecretToRegions', (SecretId) => vault.call('secretsmanager:ReplicateSecretToRegions', { SecretId, AddReplicaRegions: [{ Region: 'mars-north-1' }] })],
    ['a region of another partition', 'ReplicateSecretToRegions', (SecretId) => vault.call('secretsmanager:ReplicateSecretToRegions', { SecretId, AddReplicaRegions: [{ Region: 'cn-north-1' }] })],
    ['a region twice', 'ReplicateSecretToRegions', (SecretId) => vault.call('secretsmanager:ReplicateSecretToRegions', { SecretId, AddReplicaRegions: [{ Region: EU }, { Region: EU }] })],
    ['its own region', 'CreateSecret', (name) => vault.call('secretsmanager:CreateSecret', { Name: `${name}/new`, SecretString: 'v', AddReplicaRegions: [{ Region: REGION }] })],
  ])('refuses %s in %s', async (_region, _operation, call) => {
    const Name = newName()
    await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v' })
    expect(await refusalOf(call(Name))).toEqual(INVALID_REGION)
    expect((await refusalOf(vault.call('secretsmanager:DescribeSecret', { SecretId: `${Name}/new` }))).code).toBe('ResourceNotFoundException')
  })

  test('a name that is taken over there fails the replica and not the call; with force the other secret is replaced', async () => {
    const Name = newName()
    await vault.callIn(EU, 'secretsmanager:CreateSecret', { Name, SecretString: 'theirs' })
    await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'ours', AddReplicaRegions: [{ Region: EU }] })
    deliver()
    expect(await statusOf(Name)).toEqual([failed(EU, `Replication failed: Secret name ${Name} already exists in region ${EU}.`)])
    expect(await value(EU, Name)).toBe('theirs')
    await vault.call('secretsmanager:ReplicateSecretToRegions', { SecretId: Name, AddReplicaRegions: [{ Region: EU }], ForceOverwriteReplicaSecret: true })
    deliver()
    expect(await statusOf(Name)).toEqual([inSync(EU)])
    expect(await value(EU, Name)).toBe('ours')
  })

  test('force spares a secret that has replicas of its own, and frees a name that waits for its deletion', async () => {
    const [kept, waiting] = [newName(), newName()]
    await vault.callIn(EU, 'secretsmanager:CreateSecret', { Name: kept, SecretString: 'theirs', AddReplicaRegions: [{ Region: ASIA }] })
    await vault.callIn(EU, 'secretsmanager:CreateSecret', { Name: waiting, SecretString: 'theirs' })
    await vault.callIn(EU, 'secretsmanager:DeleteSecret', { SecretId: waiting })
    for (const Name of [kept, waiting]) await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'ours', AddReplicaRegions: [{ Region: EU }], ForceOverwriteReplicaSecret: true })
    deliver()
    expect(await statusOf(kept)).toEqual([failed(EU, `Replication failed: Secret name ${kept} in region ${EU} has replicas of its own.`)])
    expect([await value(EU, kept), await value(EU, waiting)]).toEqual(['theirs', 'ours'])
  })

  test('a secret that waits for its deletion is refused', async () => {
    const Name = newName()
    await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v' })
    await vault.call('secretsmanager:DeleteSecret', { SecretId: Name })
    expect((await refusalOf(vault.call('secretsmanager:ReplicateSecretToRegions', { SecretId: Name, AddReplicaRegions: [{ Region: EU }] }))).code).toBe('InvalidRequestException')
  })

  test('a secret without a value is replicated, and its first value follows', async () => {
    const Name = newName()
    expect(await vault.call('secretsmanager:CreateSecret', { Name, AddReplicaRegions: [{ Region: EU }] })).toMatchObject({ ReplicationStatus: [{ Region: EU, Status: 'InProgress' }] })
    deliver()
    expect((await refusalOf(value(EU, Name))).code).toBe('ResourceNotFoundException')
    await vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretBinary: Buffer.from([0, 255, 1]).toString('base64') })
    deliver()
    expect((await vault.callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: Name })).SecretBinary).toBe(Buffer.from([0, 255, 1]).toString('base64'))
  })
})

describe('what flows to replicas', () => {
  test.each<[string, (SecretId: string) => Promise<unknown>, Record<string, unknown>]>([
    ['a description', (SecretId) => vault.call('secretsmanager:UpdateSecret', { SecretId, Description: 'new' }), { Description: 'new' }],
    ['tags', (SecretId) => vault.call('secretsmanager:TagResource', { SecretId, Tags: [{ Key: 'a', Value: 'b' }] }), { Tags: [{ Key: 'a', Value: 'b' }] }],
    ['a type', (SecretId) => vault.call('secretsmanager:UpdateSecret', { SecretId, Type: 'x' }), { Type: 'x' }],
  ])('%s', async (_what, change, expected) => {
    const Name = await replicated(EU, ASIA)
    await change(Name)
    expect(await statusOf(Name)).toMatchObject([{ Region: EU, Status: 'InProgress' }, { Region: ASIA, Status: 'InProgress' }])
    deliver()
    for (const region of [EU, ASIA]) expect(await vault.callIn(region, 'secretsmanager:DescribeSecret', { SecretId: Name })).toMatchObject(expected)
    expect(await statusOf(Name)).toEqual([inSync(EU), inSync(ASIA)])
  })

  test('labels with the values that they name, the policy and its removal', async () => {
    const Name = await replicated(EU)
    const { VersionId } = await vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'two', VersionStages: ['MINE'] })
    deliver()
    expect(await value(EU, Name, 'MINE')).toBe('two')
    await vault.call('secretsmanager:UpdateSecretVersionStage', { SecretId: Name, VersionStage: 'AWSCURRENT', MoveToVersionId: VersionId, RemoveFromVersionId: Object.keys((await vault.call('secretsmanager:DescribeSecret', { SecretId: Name })).VersionIdsToStages ?? {})[0] })
    const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:DeleteSecret', Resource: '*' }] })
    await vault.call('secretsmanager:PutResourcePolicy', { SecretId: Name, ResourcePolicy })
    deliver()
    expect([await value(EU, Name), (await vault.callIn(EU, 'secretsmanager:GetResourcePolicy', { SecretId: Name })).ResourcePolicy]).toEqual(['two', ResourcePolicy])
    await vault.call('secretsmanager:DeleteResourcePolicy', { SecretId: Name })
    deliver()
    expect(await vault.callIn(EU, 'secretsmanager:GetResourcePolicy', { SecretId: Name })).not.toHaveProperty('ResourcePolicy')
  })

  test('not the date of a read: it is of each region, and the primary’s status shows it', async () => {
    const Name = await replicated(EU)
    await value(EU, Name)
    expect((await vault.callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: Name })).LastAccessedDate).toBeTypeOf('number')
    expect(await vault.call('secretsmanager:DescribeSecret', { SecretId: Name })).not.toHaveProperty('LastAccessedDate')
    expect(await statusOf(Name)).toEqual([{ ...inSync(EU), LastAccessedDate: expect.any(Number) }])
    await vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'two' })
    deliver()
    expect((await vault.callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: Name })).LastAccessedDate).toBeTypeOf('number')
  })
})

describe('a replica is read-only', () => {
  const ON_REPLICA: readonly [OperationName, Record<string, unknown>][] = [
    ['secretsmanager:PutSecretValue', { SecretString: 'x' }],
    ['secretsmanager:UpdateSecret', { SecretString: 'x' }],
    ['secretsmanager:UpdateSecret', { Description: 'x' }],
    ['secretsmanager:UpdateSecret', { Type: 'x', KmsKeyId: '' }],
    ['secretsmanager:UpdateSecretVersionStage', { VersionStage: 'AWSCURRENT', MoveToVersionId: 'v'.repeat(36) }],
    ['secretsmanager:TagResource', { Tags: [{ Key: 'k', Value: 'v' }] }],
    ['secretsmanager:UntagResource', { TagKeys: ['k'] }],
    ['secretsmanager:PutResourcePolicy', { ResourcePolicy: '{}' }],
    ['secretsmanager:DeleteResourcePolicy', {}],
    ['secretsmanager:DeleteSecret', {}],
    ['secretsmanager:DeleteSecret', { ForceDeleteWithoutRecovery: true }],
    ['secretsmanager:RestoreSecret', {}],
    ['secretsmanager:ReplicateSecretToRegions', { AddReplicaRegions: [{ Region: ASIA }] }],
    ['secretsmanager:RemoveRegionsFromReplication', { RemoveReplicaRegions: [ASIA] }],
  ]
  test.each(ON_REPLICA)('%s %o is refused in AWS’s words, and changes nothing', async (operation, input) => {
    const Name = await replicated(EU)
    const before = await vault.callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: Name })
    expect(await refusalOf(vault.callIn(EU, operation, { SecretId: Name, ...input } as unknown as WireInput<typeof operation>))).toEqual(REPLICA)
    expect(await vault.callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: Name })).toEqual(before)
  })

  test('an import into it is refused too', async () => {
    const Name = await replicated(EU)
    const Text = JSON.stringify([{ Name, SecretString: 'imported' }])
    expect(await refusalOf(vault.callIn(EU, 'workbench:ApplyImport', { Format: 'json', Layout: 'one-secret-per-entry', Text, Names: [Name] }))).toEqual(REPLICA)
  })

  test('but all reads are answered, and its own key may be changed', async () => {
    const Name = await replicated(EU)
    const { KeyMetadata } = await vault.callIn(EU, 'kms:CreateKey', {})
    await vault.callIn(EU, 'secretsmanager:UpdateSecret', { SecretId: Name, KmsKeyId: KeyMetadata.KeyId })
    expect((await vault.callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: Name })).KmsKeyId).toBe(KeyMetadata.KeyId)
    await vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'two' })
    deliver()
    expect((await vault.callIn(EU, 'secretsmanager:ListSecretVersionIds', { SecretId: Name })).Versions.map(({ KmsKeyIds }) => KmsKeyIds)).toEqual([[KeyMetadata.KeyId], [KeyMetadata.KeyId]])
    expect(await statusOf(Name)).toEqual([inSync(EU, KeyMetadata.KeyId)])
    expect((await vault.callIn(EU, 'secretsmanager:BatchGetSecretValue', { SecretIdList: [Name] })).SecretValues[0]?.SecretString).toBe('two')
    expect((await vault.callIn(EU, 'secretsmanager:ListSecrets', { Filters: [{ Key: 'primary-region', Values: ['us-'] }] })).SecretList.map((secret) => secret.Name)).toContain(Name)
  })
})

describe('the key of a replica', () => {
  test('is the region’s own: each value is under a data key of its own there, and an alias is kept as its ARN', async () => {
    const Name = newName()
    const { KeyMetadata } = await vault.callIn(EU, 'kms:CreateKey', {})
    await vault.callIn(EU, 'kms:CreateAlias', { AliasName: 'alias/eu', TargetKeyId: KeyMetadata.KeyId })
    await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'one', AddReplicaRegions: [{ Region: EU, KmsKeyId: 'alias/eu' }] })
    deliver()
    expect(await statusOf(Name)).toEqual([inSync(EU, `arn:aws:kms:${EU}:${ACCOUNT}:alias/eu`)])
    await vault.callIn(EU, 'kms:DisableKey', { KeyId: KeyMetadata.KeyId })
    expect((await refusalOf(value(EU, Name))).code).toBe('DecryptionFailure')
    expect(await value(REGION, Name)).toBe('one')
    await vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'two' })
    deliver()
    expect((await statusOf(Name))?.[0]).toMatchObject({ Status: 'Failed', StatusMessage: expect.stringContaining('is disabled') })
    await vault.callIn(EU, 'kms:EnableKey', { KeyId: KeyMetadata.KeyId })
    expect(await value(EU, Name)).toBe('one')
    vault.clock.advance(2_000)
    expect([await value(EU, Name), (await statusOf(Name))?.[0]?.Status]).toEqual(['two', 'InSync'])
  })

  test('that is not there fails the replica, not the call, and is tried again', async () => {
    const Name = newName()
    const KmsKeyId = 'alias/late'
    await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'one', AddReplicaRegions: [{ Region: EU, KmsKeyId }] })
    deliver()
    const arn = `arn:aws:kms:${EU}:${ACCOUNT}:alias/late`
    expect(await statusOf(Name)).toEqual([failed(EU, `Replication failed: Alias ${arn} is not found.`, arn)])
    const { KeyMetadata } = await vault.callIn(EU, 'kms:CreateKey', {})
    await vault.callIn(EU, 'kms:CreateAlias', { AliasName: KmsKeyId, TargetKeyId: KeyMetadata.KeyId })
    vault.clock.advance(2_000)
    expect(await statusOf(Name)).toEqual([inSync(EU, arn)])
  })
})

describe('the end of a replica', () => {
  test('a primary with replicas is not deleted, with or without a recovery window', async () => {
    const Name = await replicated(EU, ASIA)
    const { ARN } = await vault.call('secretsmanager:DescribeSecret', { SecretId: Name })
    const refused = refusal('InvalidParameterException', `You can't delete secret ${ARN} that still has replica regions [${EU}, ${ASIA}].`)
    expect(await refusalOf(vault.call('secretsmanager:DeleteSecret', { SecretId: Name }))).toEqual(refused)
    expect(await refusalOf(vault.call('secretsmanager:DeleteSecret', { SecretId: Name, ForceDeleteWithoutRecovery: true }))).toEqual(refused)
  })

  test('RemoveRegionsFromReplication deletes it at once, leaves the others, and ignores a region without one', async () => {
    const Name = await replicated(EU, ASIA)
    const answer = await vault.call('secretsmanager:RemoveRegionsFromReplication', { SecretId: Name, RemoveReplicaRegions: [EU, 'sa-east-1'] })
    expect(answer.ReplicationStatus).toEqual([inSync(ASIA)])
    deliver()
    expect((await refusalOf(vault.callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: Name }))).code).toBe('ResourceNotFoundException')
    expect((await vault.call('secretsmanager:RemoveRegionsFromReplication', { SecretId: Name, RemoveReplicaRegions: [ASIA] })).ReplicationStatus).toEqual([])
    deliver()
    await vault.call('secretsmanager:DeleteSecret', { SecretId: Name, ForceDeleteWithoutRecovery: true })
    expect((await refusalOf(value(REGION, Name))).code).toBe('ResourceNotFoundException')
  })

  test('StopReplicationToReplica makes it a secret of its own with the same name and suffix, and the primary forgets it', async () => {
    const Name = await replicated(EU, ASIA)
    const { ARN } = await vault.callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: Name })
    expect(await vault.callIn(EU, 'secretsmanager:StopReplicationToReplica', { SecretId: ARN })).toEqual({ ARN })
    await vault.callIn(EU, 'secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'its own' })
    deliver()
    expect(await statusOf(Name)).toEqual([inSync(ASIA)])
    await vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'two' })
    deliver()
    expect([await value(EU, Name), await value(ASIA, Name)]).toEqual(['its own', 'two'])
    expect(await vault.callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: Name })).not.toHaveProperty('PrimaryRegion')
    expect((await refusalOf(vault.callIn(EU, 'secretsmanager:StopReplicationToReplica', { SecretId: Name }))).code).toBe('InvalidRequestException')
    expect((await refusalOf(vault.call('secretsmanager:StopReplicationToReplica', { SecretId: Name }))).code).toBe('InvalidRequestException')
  })

  test('a promoted secret may be replicated back to where it came from; its old primary is told all the same', async () => {
    const Name = await replicated(EU)
    await vault.callIn(EU, 'secretsmanager:StopReplicationToReplica', { SecretId: Name })
    await vault.callIn(EU, 'secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'its own' })
    const back = { SecretId: Name, AddReplicaRegions: [{ Region: REGION }], ForceOverwriteReplicaSecret: true }
    await vault.callIn(EU, 'secretsmanager:ReplicateSecretToRegions', back)
    deliver()
    expect((await vault.callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: Name })).ReplicationStatus).toEqual([inSync(REGION)])
    expect(await value(REGION, Name)).toBe('its own')
    expect(await vault.call('secretsmanager:DescribeSecret', { SecretId: Name })).toMatchObject({ PrimaryRegion: EU })
  })

  test('word of a promotion that comes once more does not end the replica that was asked for since', async () => {
    const Name = await replicated(EU)
    const { ARN } = await vault.callIn(EU, 'secretsmanager:StopReplicationToReplica', { SecretId: Name })
    const { store, outbox } = vault.vault.regionKeeper.region(EU)
    const words = outbox.to(REGION)
    deliver()
    expect(await statusOf(Name)).toBeUndefined()
    await vault.callIn(EU, 'secretsmanager:DeleteSecret', { SecretId: ARN, ForceDeleteWithoutRecovery: true })
    await vault.call('secretsmanager:ReplicateSecretToRegions', { SecretId: Name, AddReplicaRegions: [{ Region: EU }] })
    store.transaction(() => words.forEach((row) => outbox.rows.put(row)))
    deliver()
    expect(await statusOf(Name)).toEqual([inSync(EU)])
    expect(await value(EU, Name)).toBe('one')
  })

  test('a replica that failed and is asked for again after its promotion is told as what is in its way', async () => {
    const Name = await replicated(EU)
    const { ARN } = await vault.callIn(EU, 'secretsmanager:StopReplicationToReplica', { SecretId: Name })
    // Its word has not come yet, and another of that name is there when the primary's next change does.
    const { store, outbox } = vault.vault.regionKeeper.region(EU)
    const words = outbox.to(REGION)
    store.transaction(() => words.forEach(({ id }) => outbox.rows.delete(id)))
    await vault.callIn(EU, 'secretsmanager:DeleteSecret', { SecretId: ARN, ForceDeleteWithoutRecovery: true })
    await vault.callIn(EU, 'secretsmanager:CreateSecret', { Name, SecretString: 'another' })
    await vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'two' })
    deliver()
    const refused = failed(EU, `Replication failed: Secret name ${Name} already exists in region ${EU}.`)
    expect(await statusOf(Name)).toEqual([refused])
    await vault.call('secretsmanager:ReplicateSecretToRegions', { SecretId: Name, AddReplicaRegions: [{ Region: EU }] })
    store.transaction(() => words.forEach((row) => outbox.rows.put(row)))
    deliver()
    expect([await statusOf(Name), await value(EU, Name)]).toEqual([[refused], 'another'])
  })

  test('a promotion that comes between two orders for the replica ends it, though it was not made anew yet', async () => {
    const Name = await replicated(EU)
    await vault.call('secretsmanager:RemoveRegionsFromReplication', { SecretId: Name, RemoveReplicaRegions: [EU] })
    await vault.call('secretsmanager:ReplicateSecretToRegions', { SecretId: Name, AddReplicaRegions: [{ Region: EU }] })
    // Later, and before anything was delivered.
    const { clock } = vault
    const nowMs = clock.nowMs()
    clock.nowMs = () => nowMs + 1
    await vault.callIn(EU, 'secretsmanager:StopReplicationToReplica', { SecretId: Name })
    Reflect.deleteProperty(clock, 'nowMs')
    vault.clock.advance(5)
    expect(await statusOf(Name)).toBeUndefined()
  })

  test('a primary whose replica another was told to write over does not go on believing in it', async () => {
    const Name = await replicated(EU, ASIA)
    await vault.callIn(EU, 'secretsmanager:StopReplicationToReplica', { SecretId: Name })
    deliver()
    await vault.callIn(EU, 'secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'its own' })
    await vault.callIn(EU, 'secretsmanager:ReplicateSecretToRegions', { SecretId: Name, AddReplicaRegions: [{ Region: ASIA }], ForceOverwriteReplicaSecret: true })
    deliver()
    expect([await value(ASIA, Name), await statusOf(Name)]).toEqual(['its own', undefined])
    expect((await vault.callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: Name })).ReplicationStatus).toMatchObject([inSync(ASIA)])
  })

  test('a change that was on its way to a replica that was just promoted does not reach it', async () => {
    const Name = await replicated(EU)
    await vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'late' })
    await vault.callIn(EU, 'secretsmanager:StopReplicationToReplica', { SecretId: Name })
    deliver()
    expect([await value(EU, Name), await statusOf(Name)]).toEqual(['one', undefined])
  })
})

describe('permissions', () => {
  test('CreateSecret with replicas needs ReplicateSecretToRegions too, and policies see the regions', async () => {
    const otherRegion = { 'ForAnyValue:StringNotEquals': { 'secretsmanager:AddReplicaRegions': [EU] } }
    const user = await makeUser(vault, 'replicator', allow('secretsmanager:*'), deny('secretsmanager:ReplicateSecretToRegions', '*', { Condition: otherRegion }))
    const create = (Region: string) => vault.call('secretsmanager:CreateSecret', { Name: newName(), SecretString: 'v', AddReplicaRegions: [{ Region }] }, user)
    expect((await refusalOf(create(ASIA))).code).toBe('AccessDeniedException')
    expect(await create(EU)).toMatchObject({ ReplicationStatus: [{ Region: EU }] })
  })

  test('policies see the primary region of a replica', async () => {
    const Name = await replicated(EU)
    const user = await makeUser(vault, 'primary-region', allow('secretsmanager:GetSecretValue', '*', { Condition: { StringEquals: { 'secretsmanager:SecretPrimaryRegion': EU } } }))
    expect((await refusalOf(vault.callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: Name }, user))).code).toBe('AccessDeniedException')
  })

  test('the caller needs the key over there; without it the replica fails and says so', async () => {
    const user = await makeUser(vault, 'keyless', allow('secretsmanager:*'))
    const { KeyMetadata } = await vault.callIn(EU, 'kms:CreateKey', {})
    const Name = newName()
    await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v', AddReplicaRegions: [{ Region: EU, KmsKeyId: KeyMetadata.KeyId }] }, user)
    deliver()
    expect(await statusOf(Name)).toEqual([failed(EU, 'Replication failed: Access to KMS is not allowed', KeyMetadata.KeyId)])
    expect((await refusalOf(value(EU, Name))).code).toBe('ResourceNotFoundException')
  })
})

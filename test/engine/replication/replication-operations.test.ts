import { describe, expect, test } from 'vitest'
import type { SecretRecord } from '../../../electron/engine/secretsmanager/secret-record.ts'
import { ACCOUNT, REGION } from '../../support/test-vault.ts'
import { versionId } from '../secretsmanager/secrets.ts'
import { EU, replicatingVault } from './replicating-vault.ts'

const vault = replicatingVault()
const { deliver, region, create } = vault

const put = (name: string, SecretId: string, SecretString: string, ClientRequestToken?: string) =>
  vault.callIn(name, 'secretsmanager:PutSecretValue', { SecretId, SecretString, ...(ClientRequestToken === undefined ? {} : { ClientRequestToken }) })
const relations = async () => (await vault.call('workbench:CompareRegions', { Region: REGION, OtherRegion: EU })).Secrets.map(({ Name, Relation, Differs }) => [Name, Relation, Differs])
const values = async (name: string, SecretId: string) => {
  const { Versions } = await vault.callIn(name, 'secretsmanager:ListSecretVersionIds', { SecretId, IncludeDeprecated: true })
  return (await Promise.all(Versions.map(async ({ VersionId }) => (await vault.callIn(name, 'secretsmanager:GetSecretValue', { SecretId, VersionId })).SecretString))).sort()
}

describe('replication as the window shows it', () => {
  test('the lag of a new replica begins when it is asked for, not when the secret was last changed', async () => {
    await create('old')
    vault.clock.advance(30 * 24 * 60 * 60 * 1_000)
    await vault.call('secretsmanager:ReplicateSecretToRegions', { SecretId: 'old', AddReplicaRegions: [{ Region: EU }] })
    deliver(5)
    expect((await vault.call('workbench:ListReplication', {})).Targets).toMatchObject([{ PendingCount: 0, LastLagMs: expect.toSatisfy((ms: number) => ms <= 5) }])
  })

  test('says how far behind each replica is and when it is tried again, and tries at once when told to', async () => {
    await create('a', EU)
    await create('b', EU)
    deliver()
    vault.vault.regionKeeper.detach(EU)
    await put(REGION, 'a', 'two')
    deliver(90_000)
    const { Replicas, Targets } = await vault.call('workbench:ListReplication', {})
    expect(Replicas).toMatchObject([
      { Name: 'a', PrimaryRegion: REGION, Region: EU, Status: 'InProgress', StatusMessage: expect.stringContaining('detached'), LagMs: 90_000 },
      { Name: 'b', Region: EU, Status: 'InSync', LagMs: 0, Attempts: 0 },
    ])
    expect(Targets).toMatchObject([{ Region: EU, PendingCount: 1, LastLagMs: expect.any(Number), Problem: expect.stringContaining('detached') }])
    expect((await vault.call('workbench:ListReplication', { SecretId: 'b' })).Replicas).toHaveLength(1)
    const first = await vault.call('workbench:ListReplication', { MaxResults: 1 })
    expect((await vault.call('workbench:ListReplication', { MaxResults: 1, NextToken: first.NextToken })).Replicas.map(({ Name }) => Name)).toEqual(['b'])
    vault.vault.regionKeeper.attach(EU, vault.vault.regionKeeper.fileOf(EU))
    deliver()
    expect((await vault.call('workbench:ListReplication', {})).Targets).toMatchObject([{ PendingCount: 0, LastLagMs: 90_000 }])
  })

  test('retries what failed for good once its reason is gone', async () => {
    await vault.callIn(EU, 'secretsmanager:CreateSecret', { Name: 'a', SecretString: 'theirs' })
    await create('a', EU)
    deliver(1_000_000)
    expect((await vault.call('workbench:ListReplication', {})).Replicas).toMatchObject([{ Status: 'Failed', LagMs: 0 }])
    await vault.callIn(EU, 'secretsmanager:DeleteSecret', { SecretId: 'a', ForceDeleteWithoutRecovery: true })
    expect(await vault.call('workbench:RetryReplication', { SecretId: 'a' })).toEqual({ RetriedCount: 1 })
    deliver()
    expect((await vault.call('workbench:ListReplication', {})).Replicas).toMatchObject([{ Status: 'InSync' }])
    expect(await vault.call('workbench:RetryReplication', {})).toEqual({ RetriedCount: 0 })
  })
})

describe('two regions compared', () => {
  test('names each relation, and what differs', async () => {
    for (const name of ['same', 'late', 'left', 'twin', 'older']) await create(name, EU)
    await create('alone')
    await create('name/only')
    await vault.callIn(EU, 'secretsmanager:CreateSecret', { Name: 'name/only', SecretString: 'theirs' })
    await vault.callIn(EU, 'secretsmanager:CreateSecret', { Name: 'over/there', SecretString: 'theirs' })
    deliver()
    for (const SecretId of ['left', 'twin']) await vault.callIn(EU, 'secretsmanager:StopReplicationToReplica', { SecretId })
    const old = region(REGION).secrets.findByName(ACCOUNT, 'older') as SecretRecord
    await put(REGION, 'older', 'two')
    deliver()
    region(REGION).store.transaction(() => region(REGION).store.table<SecretRecord>('secret').put(old))
    await put(EU, 'left', 'their own')
    await vault.callIn(EU, 'secretsmanager:TagResource', { SecretId: 'left', Tags: [{ Key: 'k', Value: 'v' }] })
    await vault.call('secretsmanager:UpdateSecret', { SecretId: 'late', Description: 'new' })
    expect(await relations()).toEqual([
      ['alone', 'only-here', []],
      ['late', 'behind', ['description']],
      ['left', 'diverged', ['value', 'labels', 'tags']],
      ['name/only', 'unrelated', []],
      ['older', 'replica-newer', ['value', 'labels']],
      ['over/there', 'only-there', []],
      ['same', 'in-sync', []],
      ['twin', 'twins', []],
    ])
    expect((await vault.call('workbench:CompareRegions', { Region: REGION, OtherRegion: EU, OnlyDifferent: true })).SameCount).toBe(2)
  })
})

describe('two histories of one secret', () => {
  async function diverged(): Promise<void> {
    await create('a', EU)
    deliver()
    await vault.callIn(EU, 'secretsmanager:StopReplicationToReplica', { SecretId: 'a' })
    deliver()
    await put(REGION, 'a', 'ours', versionId(7))
    await put(EU, 'a', 'theirs', versionId(7))
    await put(EU, 'a', 'theirs later')
  }

  test.each([
    [REGION, EU, 'ours'],
    [EU, REGION, 'theirs later'],
  ])('are one again with %s kept: no version of %s is lost, also one of the same id with another value', async (KeepRegion, OtherRegion, current) => {
    await diverged()
    const { Secrets } = await vault.call('workbench:CompareRegions', { Region: KeepRegion, OtherRegion })
    expect(Secrets[0]).toMatchObject({ Relation: 'diverged', VersionsInConflict: [versionId(7)] })
    expect((await vault.call('workbench:ReuniteSecrets', { KeepRegion, OtherRegion, SecretIds: ['a'] })).Secrets).toMatchObject([{ Result: 'reunited' }])
    deliver()
    for (const name of [KeepRegion, OtherRegion]) {
      expect([name, await values(name, 'a')]).toEqual([name, ['one', 'ours', 'theirs', 'theirs later']])
      expect((await vault.callIn(name, 'secretsmanager:GetSecretValue', { SecretId: 'a' })).SecretString).toBe(current)
    }
    expect(await vault.callIn(OtherRegion, 'secretsmanager:DescribeSecret', { SecretId: 'a' })).toMatchObject({ PrimaryRegion: KeepRegion })
    expect((await vault.call('workbench:CompareRegions', { Region: REGION, OtherRegion: EU })).Secrets[0]).toMatchObject({ Relation: 'in-sync' })
    await vault.reopen()
    deliver()
    expect(await values(OtherRegion, 'a')).toEqual(['one', 'ours', 'theirs', 'theirs later'])
  })

  test('of a primary that was put back from a back-up: the newer replica’s versions are kept', async () => {
    await create('a', EU)
    deliver()
    const old = region(REGION).secrets.findByName(ACCOUNT, 'a') as SecretRecord
    await put(REGION, 'a', 'lost by the back-up')
    deliver()
    region(REGION).store.transaction(() => region(REGION).store.table<SecretRecord>('secret').put(old))
    await put(REGION, 'a', 'after the back-up')
    deliver()
    await vault.call('workbench:ReuniteSecrets', { KeepRegion: REGION, OtherRegion: EU, SecretIds: ['a'] })
    deliver()
    for (const name of [REGION, EU]) expect(await values(name, 'a')).toEqual(['after the back-up', 'lost by the back-up', 'one'])
  })

  test('are not made one when they share nothing but the name', async () => {
    await create('a')
    await vault.callIn(EU, 'secretsmanager:CreateSecret', { Name: 'a', SecretString: 'theirs' })
    expect((await vault.call('workbench:ReuniteSecrets', { KeepRegion: REGION, OtherRegion: EU, SecretIds: ['a', 'none'] })).Secrets).toMatchObject([
      { Result: 'refused', Message: expect.stringContaining('share nothing but the name') },
      { Result: 'refused', Message: expect.stringContaining('There is no secret none') },
    ])
  })
})

test('what would be left of a region that is lost now: whole, how old, or nothing', async () => {
  await create('whole', EU)
  await create('stale', EU)
  await create('lost')
  await vault.call('kms:CreateKey', {})
  deliver()
  vault.vault.regionKeeper.detach(EU)
  await put(REGION, 'stale', 'two')
  vault.vault.regionKeeper.attach(EU, vault.vault.regionKeeper.fileOf(EU))
  expect(await vault.call('workbench:ReportRegionLoss', { Region: REGION })).toEqual({
    Region: REGION, Home: true, SurvivingCount: 1, StaleCount: 1, LostCount: 1, CustomerKeyCount: 1,
    Secrets: [
      { ARN: expect.any(String), Name: 'whole', Fate: 'whole', SurvivesIn: EU, AgeMs: 0, VersionsLost: 0 },
      { ARN: expect.any(String), Name: 'stale', Fate: 'stale', SurvivesIn: EU, AgeMs: 0, VersionsLost: 1 },
      { ARN: expect.any(String), Name: 'lost', Fate: 'lost', VersionsLost: 1 },
    ],
  })
  expect(await vault.call('workbench:ReportRegionLoss', { Region: EU })).toMatchObject({ SurvivingCount: 0, LostCount: 0, Secrets: [] })
})

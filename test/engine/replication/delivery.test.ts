import { renameSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { OutboxRecord } from '../../../electron/engine/replication/outbox.ts'
import type { SecretRecord } from '../../../electron/engine/secretsmanager/secret-record.ts'
import { storageError } from '../../../electron/engine/storage/storage-error.ts'
import { refusalOf } from '../../support/refusal.ts'
import { REGION } from '../../support/test-vault.ts'
import { EU, replicatingVault } from './replicating-vault.ts'

const ASIA = 'ap-south-1'
const vault = replicatingVault()
const { deliver, region, create } = vault

const value = async (name: string, SecretId: string) => (await vault.callIn(name, 'secretsmanager:GetSecretValue', { SecretId })).SecretString
const put = (SecretId: string, SecretString: string) => vault.call('secretsmanager:PutSecretValue', { SecretId, SecretString })
const status = async (SecretId: string) => (await vault.call('secretsmanager:DescribeSecret', { SecretId })).ReplicationStatus?.[0]

test('what waits is on disk with the change itself, and is delivered after a restart, every version in order', async () => {
  await create('app', EU)
  for (const text of ['two', 'three', 'four']) await put('app', text)
  expect(region(REGION).outbox.to(EU)).toHaveLength(1)
  await vault.reopen()
  expect(region(REGION).outbox.to(EU)).toHaveLength(1)
  deliver()
  expect(region(REGION).outbox.rows.size).toBe(0)
  const ids = async (name: string) => (await vault.callIn(name, 'secretsmanager:ListSecretVersionIds', { SecretId: 'app', IncludeDeprecated: true })).Versions.map(({ VersionId, VersionStages }) => [VersionId, VersionStages])
  expect(await ids(EU)).toEqual(await ids(REGION))
  expect(await ids(EU)).toHaveLength(4)
  expect(await value(EU, 'app')).toBe('four')
})

test('a change that is undone leaves nothing in the outbox', async () => {
  await create('app', EU)
  deliver()
  const { rows } = region(REGION).secrets
  const real = rows.put.bind(rows)
  rows.put = (row) => {
    real(row)
    throw new Error('after the row was written')
  }
  expect((await refusalOf(put('app', 'two'))).code).toBe('InternalServiceError')
  rows.put = real
  expect(region(REGION).outbox.rows.size).toBe(0)
  deliver()
  expect(await value(EU, 'app')).toBe('one')
})

test('a delivery that is repeated, as after a crash between the two stores, changes nothing', async () => {
  await create('app', EU)
  await put('app', 'two')
  const waiting = [...region(REGION).outbox.rows.all()]
  deliver()
  const { epoch } = region(EU).store
  const before = region(EU).secrets.findByName('123456789012', 'app')
  region(REGION).store.transaction(() => waiting.forEach((row) => region(REGION).outbox.rows.put(row)))
  deliver()
  expect(region(EU).secrets.findByName('123456789012', 'app')).toBe(before)
  expect(region(EU).store.epoch).toBe(epoch)
  expect(region(REGION).outbox.rows.size).toBe(0)
})

test('a store that fails keeps no other waiting, is tried again later and later, and converges when it is back', async () => {
  await create('app', EU, ASIA)
  deliver()
  // The new regions are noted in the others once this turn has ended.
  await Promise.resolve()
  const real = region(EU).store.transaction.bind(region(EU).store)
  let tries = 0
  region(EU).store.transaction = () => {
    tries += 1
    throw storageError('DiskFull')
  }
  await put('app', 'two')
  deliver()
  expect([await value(ASIA, 'app'), await value(EU, 'app'), tries]).toEqual(['two', 'one', 1])
  expect(await status('app')).toMatchObject({ Region: EU, Status: 'InProgress', StatusMessage: expect.stringContaining('The disk is full') })
  deliver(60_000)
  const within = tries
  expect(within).toBeGreaterThan(3)
  expect(within).toBeLessThan(10)
  await put('app', 'three')
  region(EU).store.transaction = real
  deliver(60_000)
  expect([await value(EU, 'app'), (await status('app'))?.Status]).toEqual(['three', 'InSync'])
})

test('a store whose file is gone is noticed and not written to; it is delivered to when the file is back', async () => {
  await create('app', EU)
  deliver()
  const { file } = region(EU).store
  const away = `${file}.away`
  // An unlinked file can still be written to by whoever has it open: closed first, as an unplugged disk is.
  vault.vault.regionKeeper.suspend(EU, storageError('StorageUnavailable'))
  renameSync(file, away)
  await put('app', 'two')
  deliver(10_000)
  expect((await refusalOf(value(EU, 'app'))).code).toBe('VaultFileMissing')
  expect((await status('app'))?.Status).toBe('InProgress')
  renameSync(away, file)
  deliver(120_000)
  expect(await value(EU, 'app')).toBe('two')
})

test('a file that was taken away while it was open is not written to', async () => {
  await create('app', EU)
  deliver()
  const { file } = region(EU).store
  renameSync(file, `${file}.moved`)
  await put('app', 'two')
  deliver()
  expect((await refusalOf(value(EU, 'app'))).code).toBe('VaultFileMissing')
  expect(region(REGION).outbox.to(EU)).toHaveLength(1)
  renameSync(`${file}.moved`, file)
  deliver(60_000)
  expect(await value(EU, 'app')).toBe('two')
})

test('a store that fails as a source keeps no other store’s changes from their targets, and its own follow when it is back', async () => {
  await create('app', ASIA)
  await vault.callIn(EU, 'secretsmanager:CreateSecret', { Name: 'theirs', SecretString: 'one', AddReplicaRegions: [{ Region: ASIA }] })
  deliver()
  await Promise.resolve()
  await vault.callIn(EU, 'secretsmanager:PutSecretValue', { SecretId: 'theirs', SecretString: 'two' })
  // Its change reaches Asia, and cannot be noted as delivered.
  region(EU).store.transaction = () => {
    throw storageError('StorageUnavailable')
  }
  deliver()
  expect(vault.vault.regionKeeper.problems.get(EU)?.code).toBe('StorageUnavailable')
  await put('app', 'two')
  deliver(100)
  expect([await value(ASIA, 'app'), await value(ASIA, 'theirs')]).toEqual(['two', 'two'])
  expect(vault.vault.deliveries.stateOf(ASIA)).toMatchObject({ problem: null, attempts: 0 })
  // It is opened again by itself, and says the same once more.
  deliver(60_000)
  expect(region(EU).outbox.rows.size).toBe(0)
  expect((await vault.callIn(EU, 'secretsmanager:ListSecretVersionIds', { SecretId: 'theirs' })).Versions).toHaveLength(2)
})

test('a store that comes back is opened without being asked for, and what lies in it for others is delivered', async () => {
  await vault.callIn(EU, 'secretsmanager:CreateSecret', { Name: 'theirs', SecretString: 'one', AddReplicaRegions: [{ Region: ASIA }] })
  deliver()
  const { file } = region(EU).store
  await vault.callIn(EU, 'secretsmanager:PutSecretValue', { SecretId: 'theirs', SecretString: 'two' })
  vault.vault.regionKeeper.suspend(EU, storageError('StorageUnavailable'))
  renameSync(file, `${file}.away`)
  await vault.reopen()
  deliver(30_000)
  expect([vault.vault.regions.has(EU), await value(ASIA, 'theirs')]).toEqual([false, 'one'])
  renameSync(`${file}.away`, file)
  deliver(120_000)
  expect([vault.vault.regions.has(EU), await value(ASIA, 'theirs')]).toEqual([true, 'two'])
})

test('a region that was detached stays away until it is attached', async () => {
  await create('app', EU)
  deliver()
  vault.vault.regionKeeper.detach(EU)
  deliver(600_000)
  expect(vault.vault.regions.has(EU)).toBe(false)
})

test('a removed replica is removed when its store is back, and not if it was wanted again meanwhile', async () => {
  for (const name of ['gone', 'wanted']) await create(name, EU)
  deliver()
  vault.vault.regionKeeper.detach(EU)
  for (const SecretId of ['gone', 'wanted']) await vault.call('secretsmanager:RemoveRegionsFromReplication', { SecretId, RemoveReplicaRegions: [EU] })
  await vault.call('secretsmanager:ReplicateSecretToRegions', { SecretId: 'wanted', AddReplicaRegions: [{ Region: EU }] })
  await put('wanted', 'two')
  deliver(5_000)
  vault.vault.regionKeeper.attach(EU, vault.vault.regionKeeper.fileOf(EU))
  deliver()
  expect(await value(EU, 'wanted')).toBe('two')
  expect((await refusalOf(value(EU, 'gone'))).code).toBe('ResourceNotFoundException')
})

test('a replica that was put back from a back-up is brought up to date when its store opens', async () => {
  await create('app', EU)
  deliver()
  const old = region(EU).secrets.findByName('123456789012', 'app') as SecretRecord
  await put('app', 'two')
  deliver()
  const { store } = region(EU)
  store.transaction(() => store.table<SecretRecord>('secret').put(old))
  expect(await value(EU, 'app')).toBe('one')
  await vault.reopen()
  deliver()
  expect(await value(EU, 'app')).toBe('two')
})

test('a primary that was put back from a back-up does not write over its newer replica, and says so', async () => {
  await create('app', EU)
  deliver()
  const { store } = region(REGION)
  const old = region(REGION).secrets.findByName('123456789012', 'app') as SecretRecord
  await put('app', 'two')
  deliver()
  store.transaction(() => store.table<SecretRecord>('secret').put(old))
  await put('app', 'other')
  deliver()
  expect(await status('app')).toMatchObject({ Status: 'Failed', StatusMessage: expect.stringContaining('is newer than this secret') })
  expect(await value(EU, 'app')).toBe('two')
})

test('a hundred secrets are delivered in few transactions', async () => {
  for (let number = 0; number < 100; number++) await create(`many/${number}`, EU)
  const epochs = region(REGION).store.epoch
  deliver()
  expect((await vault.callIn(EU, 'secretsmanager:ListSecrets', { MaxResults: 100 })).SecretList).toHaveLength(100)
  expect(Number(region(REGION).store.epoch - epochs)).toBeLessThan(10)
  expect([...region(REGION).outbox.rows.all()].map((row: OutboxRecord) => row.id)).toEqual([])
})

test('a slow store gets less at once, and leaves as long for other calls as it took', async () => {
  for (let number = 0; number < 60; number++) await create(`slow/${number}`, EU)
  deliver()
  await Promise.resolve()
  const { store, secrets } = region(EU)
  const real = store.transaction.bind(store)
  const sizes: number[] = []
  let slowMs = 0
  vault.clock.monotonicMs = () => vault.clock.nowMs() + slowMs
  store.transaction = (run) => {
    slowMs += 400
    const before = [...secrets.rows.all()].filter(({ description }) => description === 'new').length
    const answer = real(run)
    sizes.push([...secrets.rows.all()].filter(({ description }) => description === 'new').length - before)
    return answer
  }
  for (let number = 0; number < 60; number++) await vault.call('secretsmanager:UpdateSecret', { SecretId: `slow/${number}`, Description: 'new' })
  deliver()
  expect(sizes).toEqual([32])
  deliver(390)
  expect(sizes).toEqual([32])
  deliver(20)
  expect(sizes).toEqual([32, 16])
  deliver(10_000)
  expect(sizes).toEqual([32, 16, 8, 4])
})

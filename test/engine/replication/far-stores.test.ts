import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { refusalOf } from '../../support/refusal.ts'
import { openTestVault, REGION, type TestVault } from '../../support/test-vault.ts'
import { EU } from './replicating-vault.ts'

const ASIA = 'ap-south-1'
/** After this an answer of a disk does not count any more, and a store that failed is tried again. */
const LATER_MS = 600_000

let vault: TestVault
let disk: string
let looks: string[]
let isSilent: boolean
beforeEach(async () => {
  disk = mkdtempSync(join(tmpdir(), 'coffer-far-'))
  looks = []
  isSilent = false
  const disks = {
    look: async (file: string) => {
      looks.push(file)
      return !isSilent
    },
  }
  vault = await openTestVault({ host: { disks } })
  vault.vault.regionKeeper.withStore(EU, join(disk, `${EU}.db`))
  await vault.call('secretsmanager:CreateSecret', { Name: 'app', SecretString: 'one', AddReplicaRegions: [{ Region: EU }, { Region: ASIA }] })
  await pass(1)
})
afterEach(async () => {
  await vault.close()
  rmSync(disk, { recursive: true, force: true })
})

/** Lets time pass, and what waits for the answer of a disk go on. */
async function pass(ms: number): Promise<void> {
  vault.clock.advance(ms)
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    vault.clock.advance(1)
  }
}

const put = (SecretString: string) => vault.call('secretsmanager:PutSecretValue', { SecretId: 'app', SecretString })
const value = async (region: string) => (await vault.callIn(region, 'secretsmanager:GetSecretValue', { SecretId: 'app' })).SecretString

test('stores in the vault’s folder are not asked about, far ones are, once for a burst of calls', async () => {
  await pass(LATER_MS)
  looks = []
  await Promise.all([value(REGION), value(ASIA)])
  expect(looks).toEqual([])
  for (let number = 0; number < 3; number++) await value(EU)
  expect(looks).toEqual([join(disk, `${EU}.db`)])
})

test('a store whose disk is silent is not closed or touched, its calls are refused, and the rest is delivered; it goes on where it was', async () => {
  const { store } = vault.vault.regionKeeper.region(EU)
  await pass(LATER_MS)
  isSilent = true
  await put('two')
  await pass(1)
  expect(await value(ASIA)).toBe('two')
  expect(await refusalOf(value(EU))).toMatchObject({ code: 'DiskNotAnswering' })
  expect([vault.vault.regions.has(EU), store.epoch > 0n, vault.vault.regionKeeper.far.isSilent(EU)]).toEqual([false, true, true])
  // Still open: it takes a write, which a store that was closed does not.
  expect(() => store.transaction(() => undefined)).not.toThrow()
  isSilent = false
  await pass(LATER_MS)
  expect(await value(EU)).toBe('two')
  expect(() => store.transaction(() => undefined)).toThrow('the store is open')
})

test('a disk that was silent for an hour is delivered to seconds after it answers', async () => {
  await pass(LATER_MS)
  isSilent = true
  await put('two')
  for (let minutes = 0; minutes < 60; minutes++) await pass(60_000)
  isSilent = false
  for (let seconds = 0; seconds < 6; seconds++) await pass(1_000)
  expect(vault.vault.regionKeeper.region(REGION).outbox.to(EU)).toEqual([])
  expect(await value(EU)).toBe('two')
})

test('accounts and identities reach the other far stores when their disks answer', async () => {
  await pass(LATER_MS)
  isSilent = true
  await vault.call('workbench:CreateUser', { UserName: 'developer' })
  await pass(1)
  isSilent = false
  await pass(LATER_MS)
  expect([...vault.vault.regionKeeper.region(EU).store.table<{ readonly id: string; readonly userName: string }>('iam_user').all()].map(({ userName }) => userName)).toEqual(['developer'])
})

test('a region that was detached while its disk was silent can be attached again', async () => {
  const { regionKeeper } = vault.vault
  await pass(LATER_MS)
  isSilent = true
  await regionKeeper.far.look()
  const file = regionKeeper.detach(EU)
  isSilent = false
  await pass(LATER_MS)
  await regionKeeper.far.look([EU])
  regionKeeper.attach(EU, file)
  expect(await value(EU)).toBe('one')
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateSecretCommand, GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { callCore } from '../../electron/cli/socket-client.ts'
import { socketAddress } from '../../electron/cli/socket-address.ts'
import { ANSWER_COUNTS_MS } from '../../electron/engine/regions/far-stores.ts'
import { createDiskWatch } from '../../electron/host/disk-watch.ts'
import { startServing, type Serving } from '../cli/support/coffer-process.ts'
import { canHangDisks, freezeDisk, hangDisk, stallDisk } from '../support/hung-disk.ts'
import { openTestCore, startTestCore, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../support/test-core.ts'
import { makeVaultTemplate, type VaultTemplate } from '../support/vault-template.ts'
import { canMountImages, makeDisk, unmountImage } from './cut-off-disk.ts'

const EU = 'eu-west-1'
const ASIA = 'ap-south-1'
const PATIENCE_MS = 40_000
/** A thread that waits for a disk stands still for as long as the disk hangs; one that does not may be kept by others for a while. */
const LONGEST_STANDSTILL_MS = 3_000
/** How long the slow disk takes no write, each time. */
const STALL_MS = 300
const canHang = await canHangDisks()
const canFreeze = canMountImages()

let template: VaultTemplate
let core: TestCore
let disk: string
beforeAll(async () => {
  template = await makeVaultTemplate()
}, 120_000)
afterAll(() => template.remove())
beforeEach(async () => {
  disk = mkdtempSync(join(tmpdir(), 'coffer-hung-'))
  core = await openTestCore(template.copy())
})
afterEach(async () => {
  await core.close()
  rmSync(disk, { recursive: true, force: true })
})

const put = (SecretString: string) => core.call('secretsmanager:PutSecretValue', { SecretId: 'app', SecretString })
const value = async (region: string) => (await core.callIn(region, 'secretsmanager:GetSecretValue', { SecretId: 'app' }).catch(() => null))?.SecretString
const regionLine = async (name: string) => (await core.call('workbench:ListRegions', {})).Regions.find(({ Region }) => Region === name)

async function until(holds: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`It did not come to pass: ${JSON.stringify(await core.call('workbench:ListReplication', {}))}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Until no answer of before counts any more: a disk that begins to hang while one does is touched by the next call. */
const answersRunOut = () => new Promise((resolve) => setTimeout(resolve, ANSWER_COUNTS_MS + 50))

async function replicateTo(folder: string): Promise<void> {
  await core.call('workbench:AddRegion', { Region: EU, Path: folder })
  await core.call('secretsmanager:CreateSecret', { Name: 'app', SecretString: 'one', AddReplicaRegions: [{ Region: EU }, { Region: ASIA }] })
  await until(async () => (await value(EU)) === 'one' && (await value(ASIA)) === 'one')
  await answersRunOut()
}

/** Runs something while the longest standstill of this thread, in milliseconds, is measured. */
async function standstillOf(run: () => Promise<void>): Promise<number> {
  let longest = 0
  let lastMs = performance.now()
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - lastMs)
    lastMs = performance.now()
  }, 5)
  try {
    await run()
  } finally {
    clearInterval(timer)
  }
  return Math.max(longest, performance.now() - lastMs)
}

/** The rest of the vault goes on as if nothing were wrong, and says what is. */
async function expectTheRestToGoOn(text: string): Promise<void> {
  await put(text)
  await core.call('workbench:CreateUser', { UserName: `during-${text}` })
  await until(async () => (await value(ASIA)) === text)
  await until(async () => (await regionLine(EU))?.State === 'unreachable')
  expect(await regionLine(EU)).toMatchObject({ Problem: expect.stringContaining('does not answer'), PendingCount: 1 })
  await expect(core.callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: 'app' })).rejects.toMatchObject({ code: 'DiskNotAnswering' })
  await expect(core.call('workbench:CheckRegionFolder', { Region: 'sa-east-1', Path: disk })).rejects.toMatchObject({ code: 'DiskNotAnswering' })
}

test('a disk whose every touch hangs holds up nothing: not puts, not other replicas, not unlocking; it is delivered to when it is back', { timeout: 120_000 }, async ({ skip }) => {
  skip(!canHang, 'needs FUSE as root')
  await replicateTo(disk)
  const hung = await hangDisk(disk)
  let isHung = true
  try {
    expect(await standstillOf(() => expectTheRestToGoOn('two'))).toBeLessThan(LONGEST_STANDSTILL_MS)
    // Sealing does not wait for it, and unlocking neither.
    const { folder } = core
    expect(
      await standstillOf(async () => {
        await core.close()
        core = await startTestCore({ folder })
        const { Warnings } = await core.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })
        expect(Warnings).toMatchObject([{ Code: 'DiskNotAnswering' }])
      }),
    ).toBeLessThan(LONGEST_STANDSTILL_MS)
    await put('three')
    await until(async () => (await value(ASIA)) === 'three')
    expect((await core.call('secretsmanager:DescribeSecret', { SecretId: 'app' })).ReplicationStatus).toMatchObject([
      { Region: EU, Status: 'InProgress', StatusMessage: expect.stringContaining('does not answer') },
      { Region: ASIA, Status: 'InSync' },
    ])
    await hung.end()
    isHung = false
    await until(async () => (await value(EU)) === 'three')
    expect((await core.callIn(EU, 'secretsmanager:ListSecretVersionIds', { SecretId: 'app', IncludeDeprecated: true })).Versions).toHaveLength(3)
    expect(await regionLine(EU)).toMatchObject({ State: 'attached', PendingCount: 0 })
  } finally {
    if (isHung) await hung.end()
  }
})

test('a disk that takes no write any more holds up nothing, and loses nothing', { timeout: 120_000 }, async ({ skip }) => {
  skip(!canFreeze, 'needs a disk in a file')
  const image = makeDisk(disk, 'frozen')
  try {
    await replicateTo(image.folder)
    const frozen = freezeDisk(image.folder)
    try {
      expect(
        await standstillOf(async () => {
          await put('two')
          await until(async () => (await value(ASIA)) === 'two')
          await until(async () => (await regionLine(EU))?.State === 'unreachable')
        }),
      ).toBeLessThan(LONGEST_STANDSTILL_MS)
    } finally {
      frozen.thaw()
    }
    await until(async () => (await value(EU)) === 'two')
    expect(await regionLine(EU)).toMatchObject({ State: 'attached', PendingCount: 0 })
    await core.close()
  } finally {
    unmountImage(image)
  }
})

test('coffer serve ends when it is told to, though a thread of it waits for a disk; nothing is lost', { timeout: 240_000 }, async ({ skip }) => {
  skip(!canHang, 'needs FUSE as root')
  const vault = template.copy()
  const serve = (): Promise<Serving> => startServing(['--vault', vault, '--port', '0'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })
  const address = socketAddress(vault, process.platform, process.env)
  const lines = async () => ((await callCore(address, 'workbench:ListReplication', {})) as { readonly Targets: readonly { readonly PendingCount: number; readonly Problem?: string }[] }).Targets
  const clientOf = ({ ready }: Serving): SecretsManagerClient => new SecretsManagerClient({ endpoint: ready.endpoint, region: TEST_REGION, credentials: template.credentials, maxAttempts: 1 })
  const first = await serve()
  await callCore(address, 'workbench:AddRegion', { Region: EU, Path: disk })
  let client = clientOf(first)
  await client.send(new CreateSecretCommand({ Name: 'served', SecretString: 'one', AddReplicaRegions: [{ Region: EU }] }))
  await until(async () => (await lines())[0]?.PendingCount === 0)
  await answersRunOut()
  const hung = await hangDisk(disk)
  try {
    await client.send(new PutSecretValueCommand({ SecretId: 'served', SecretString: 'two' }))
    await until(async () => (await lines())[0]?.Problem?.includes('does not answer') === true)
    client.destroy()
    const startedMs = performance.now()
    expect(await first.end()).toEqual({ exitCode: null, signal: 'SIGKILL' })
    expect(performance.now() - startedMs).toBeLessThan(PATIENCE_MS)
    expect(first.stderr()).toContain('coffer: a disk does not answer. The vault is closed')
  } finally {
    await hung.end()
  }
  const second = await serve()
  client = clientOf(second)
  await until(async () => (await lines())[0]?.PendingCount === 0)
  client.destroy()
  const there = new SecretsManagerClient({ endpoint: second.ready.endpoint, region: EU, credentials: template.credentials })
  expect((await there.send(new GetSecretValueCommand({ SecretId: 'served' }))).SecretString).toBe('two')
  there.destroy()
  expect(await second.end()).toEqual({ exitCode: 0, signal: null })
})

test('a slow disk, which stalls again and again, delays its own replica alone', { timeout: 120_000 }, async ({ skip }) => {
  skip(!canFreeze, 'needs a disk in a file')
  const image = makeDisk(disk, 'slow')
  try {
    await replicateTo(image.folder)
    const stalling = stallDisk(image.folder, STALL_MS)
    try {
      const standstill = await standstillOf(async () => {
        for (let number = 0; number < 12; number++) {
          await put(`slow ${String(number)}`)
          await until(async () => (await value(ASIA)) === `slow ${String(number)}`)
        }
        await until(async () => (await core.call('workbench:ListReplication', {})).Targets.find(({ Region }) => Region === EU)?.PendingCount === 0)
      })
      expect(standstill).toBeLessThan(LONGEST_STANDSTILL_MS)
    } finally {
      await stalling.end()
    }
    expect(await value(EU)).toBe('slow 11')
    const ids = async (region: string) => (await core.callIn(region, 'secretsmanager:ListSecretVersionIds', { SecretId: 'app', IncludeDeprecated: true })).Versions.map(({ VersionId }) => VersionId)
    expect(await ids(EU)).toEqual(await ids(ASIA))
    await core.close()
  } finally {
    unmountImage(image)
  }
})

test('the looks at one disk do not wait for those at another, and a missing file is an answer', async ({ skip }) => {
  skip(!canHang, 'needs FUSE as root')
  const other = mkdtempSync(join(tmpdir(), 'coffer-answers-'))
  const watch = createDiskWatch(300)
  const hung = await hangDisk(disk)
  try {
    const [first, second] = await Promise.all([watch.look(join(disk, 'a.db')), watch.look(join(other, 'none.db'))])
    expect([first, second, watch.isStuck]).toEqual([false, true, true])
    const startedMs = performance.now()
    expect(await watch.look(join(disk, 'a.db'))).toBe(false)
    expect(performance.now() - startedMs).toBeLessThan(200)
  } finally {
    await hung.end()
  }
  await until(async () => watch.look(join(disk, 'a.db')))
  expect(watch.isStuck).toBe(false)
  watch.close()
  rmSync(other, { recursive: true, force: true })
})

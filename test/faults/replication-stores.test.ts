import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getuid } from 'node:process'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { canMountDisks, fillDisk, mountDisk, remountReadOnly, unmountDisk } from '../support/small-disk.ts'
import { openTestCore, TEST_REGION, type TestCore } from '../support/test-core.ts'
import { makeVaultTemplate, type VaultTemplate } from '../support/vault-template.ts'

const EU = 'eu-west-1'
const PATIENCE_MS = 20_000
const canMount = canMountDisks()
let template: VaultTemplate
let core: TestCore
let disk: string
beforeAll(async () => {
  template = await makeVaultTemplate()
}, 120_000)
afterAll(() => template.remove())
beforeEach(async () => {
  disk = mkdtempSync(join(tmpdir(), 'coffer-target-'))
  core = await openTestCore(template.copy())
})
afterEach(async () => {
  await core.close()
  rmSync(disk, { recursive: true, force: true })
})

const put = (SecretString: string) => core.call('secretsmanager:PutSecretValue', { SecretId: 'app', SecretString })
const there = async () => (await core.callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: 'app' }).catch(() => null))?.SecretString
const replica = async () => (await core.call('workbench:ListReplication', { SecretId: 'app' })).Replicas[0]

async function until(holds: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error(`It did not come to pass: ${JSON.stringify(await replica())}`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function replicateTo(folder: string): Promise<void> {
  await core.call('workbench:AddRegion', { Region: EU, Path: folder })
  await core.call('secretsmanager:CreateSecret', { Name: 'app', SecretString: 'one', AddReplicaRegions: [{ Region: EU }] })
  await until(async () => (await there()) === 'one')
}

/** The primary is written as if nothing were wrong, and says why its replica is behind. */
async function expectLocalWrites(value: string, reason: RegExp): Promise<void> {
  await put(value)
  expect((await core.call('secretsmanager:GetSecretValue', { SecretId: 'app' })).SecretString).toBe(value)
  await until(async () => reason.test((await replica())?.StatusMessage ?? ''))
  expect((await replica())?.Status).toBe('InProgress')
}

test('a target that is not mounted: writes go on, nothing is made in its place, and it converges when it is back', async ({ skip }) => {
  skip(!canMount, 'needs mounting a disk')
  mountDisk(disk, '24m')
  try {
    await replicateTo(disk)
    await core.call('workbench:DetachRegion', { Region: EU })
    const bytes = readFileSync(join(disk, `${EU}.db`))
    unmountDisk(disk)
    await core.call('workbench:AttachRegion', { Region: EU }).catch((thrown: unknown) => expect(thrown).toMatchObject({ code: 'VaultFileMissing' }))
    await put('two')
    expect(existsSync(join(disk, `${EU}.db`))).toBe(false)
    writeFileSync(join(disk, `${EU}.db`), bytes, { mode: 0o600 })
    await core.call('workbench:AttachRegion', { Region: EU })
    await until(async () => (await there()) === 'two')
  } finally {
    if (existsSync(join(disk, `${EU}.db`)) === false) unmountDisk(disk)
  }
})

test('a full target: writes go on, the reason is shown, and it converges when there is room', async ({ skip }) => {
  skip(!canMount, 'needs mounting a disk')
  mountDisk(disk, '6m')
  try {
    await replicateTo(disk)
    fillDisk(join(disk, 'ballast'))
    await expectLocalWrites('x'.repeat(60_000), /full/)
    for (let number = 0; number < 4; number++) await put(`${number}`.repeat(60_000))
    rmSync(join(disk, 'ballast'))
    await core.call('workbench:RetryReplication', {})
    await until(async () => (await there()) === '3'.repeat(60_000))
    expect((await core.callIn(EU, 'secretsmanager:ListSecretVersionIds', { SecretId: 'app', IncludeDeprecated: true })).Versions).toHaveLength(6)
  } finally {
    await core.close()
    unmountDisk(disk)
  }
})

test('a target whose disk became read-only is told as unreachable, and writes here go on', async ({ skip }) => {
  skip(!canMount, 'needs mounting a disk')
  mountDisk(disk, '24m')
  try {
    await replicateTo(disk)
    await core.close()
    remountReadOnly(disk)
    core = await openTestCore(core.folder)
    expect((await core.call('workbench:ListRegions', {})).Regions.find(({ Region }) => Region === EU)).toMatchObject({ State: 'unreachable', Problem: expect.stringContaining('read-only') })
    await expectLocalWrites('two', /read-only/)
  } finally {
    await core.close()
    unmountDisk(disk)
  }
})

test('a target whose file may not be written by this user keeps the home region open', async ({ skip }) => {
  skip(getuid?.() === 0, 'needs an ordinary user')
  await replicateTo(disk)
  await core.close()
  chmodSync(join(disk, `${EU}.db`), 0o400)
  core = await openTestCore(core.folder)
  await expectLocalWrites('two', /read-only/)
  expect((await core.call('secretsmanager:GetSecretValue', { SecretId: 'app' })).SecretString).toBe('two')
})

test('a damaged target is told as tampered, is not opened, and keeps nothing else shut', async () => {
  await replicateTo(disk)
  await core.close()
  const file = join(disk, `${EU}.db`)
  const bytes = readFileSync(file)
  const at = bytes.length - 2_000
  bytes.fill(0xff, at, at + 1_500)
  writeFileSync(file, bytes)
  core = await openTestCore(core.folder)
  const { Regions } = await core.call('workbench:ListRegions', {})
  expect(Regions.map(({ Region, State }) => [Region, State])).toEqual([[TEST_REGION, 'attached'], [EU, 'tampered']])
  await expectLocalWrites('two', /damaged/)
})

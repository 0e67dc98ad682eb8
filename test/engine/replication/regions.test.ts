import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { refusalOf } from '../../support/refusal.ts'
import { openTestCore, startTestCore, TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../../support/test-core.ts'
import { makeVaultTemplate, type VaultTemplate } from '../../support/vault-template.ts'

const OTHER = 'eu-west-1'
let template: VaultTemplate
let core: TestCore
let disk: string
beforeAll(async () => {
  template = await makeVaultTemplate()
}, 120_000)
afterAll(() => template.remove())
beforeEach(async () => {
  disk = mkdtempSync(join(tmpdir(), 'coffer-disk-'))
  core = await openTestCore(template.copy())
})
afterEach(async () => {
  await core.close()
  rmSync(disk, { recursive: true, force: true })
})

async function reopen(): Promise<void> {
  const { folder } = core
  await core.close()
  core = await openTestCore(folder)
}

const files = (): string[] => readdirSync(join(core.folder, 'regions')).filter((name) => name.endsWith('.db')).sort()
const put = (region: string, Name: string) => core.callIn(region, 'secretsmanager:CreateSecret', { Name, SecretString: `value of ${Name}` })
const value = async (region: string, SecretId: string) => (await core.callIn(region, 'secretsmanager:GetSecretValue', { SecretId })).SecretString
const regions = async () => (await core.call('workbench:ListRegions', {})).Regions
const stateOf = async (name: string) => (await regions()).find(({ Region }) => Region === name)?.State

describe('a region that nobody wrote to', () => {
  test('answers as an empty region of AWS, and leaves no file behind, whatever is asked of it or fails in it', async () => {
    expect(await core.callIn(OTHER, 'secretsmanager:ListSecrets', {})).toEqual({ SecretList: [] })
    expect(await core.callIn(OTHER, 'kms:ListKeys', {})).toMatchObject({ Keys: [], Truncated: false })
    expect((await refusalOf(core.callIn(OTHER, 'secretsmanager:GetSecretValue', { SecretId: 'none' }))).code).toBe('ResourceNotFoundException')
    expect((await refusalOf(core.callIn(OTHER, 'secretsmanager:PutSecretValue', { SecretId: 'none', SecretString: 'v' }))).code).toBe('ResourceNotFoundException')
    expect((await refusalOf(core.callIn(OTHER, 'secretsmanager:CreateSecret', { Name: 'a', SecretString: 'v', KmsKeyId: 'alias/none' }))).code).toBe('EncryptionFailure')
    expect(files()).toEqual([`${TEST_REGION}.db`])
    expect(await regions()).toHaveLength(1)
  })

  test('gets its store with the first secret or key, in the vault’s folder, readable by its owner alone', async () => {
    const { ARN } = await put(OTHER, 'app/db')
    expect(ARN).toMatch(new RegExp(`^arn:aws:secretsmanager:${OTHER}:${TEST_ACCOUNT}:secret:app/db-[A-Za-z0-9]{6}$`))
    await core.callIn('sa-east-1', 'kms:CreateKey', {})
    expect(files()).toEqual([`${TEST_REGION}.db`, `${OTHER}.db`, 'sa-east-1.db'])
    await reopen()
    expect(await value(OTHER, 'app/db')).toBe('value of app/db')
    expect((await core.callIn('sa-east-1', 'kms:ListKeys', {})).Keys).toHaveLength(1)
    expect((await refusalOf(core.call('secretsmanager:GetSecretValue', { SecretId: 'app/db' }))).code).toBe('ResourceNotFoundException')
  })

  test('of two first writes at once loses neither', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, number) => put(OTHER, `race/${number}`)))
    expect((await core.callIn(OTHER, 'secretsmanager:ListSecrets', {})).SecretList.map(({ Name }) => Name).sort()).toEqual(Array.from({ length: 12 }, (_, number) => `race/${number}`).sort())
  })

  test.each(['mars-north-1', 'us-east-1x', '../../etc', 'cn-north-1', 'us-gov-west-1'])('%s is no region of this vault', async (name) => {
    expect((await refusalOf(core.callIn(name, 'secretsmanager:ListSecrets', {}))).code).toBe('InvalidRequestException')
    expect((await refusalOf(core.callIn(name, 'secretsmanager:CreateSecret', { Name: 'a', SecretString: 'v' }))).code).toBe('InvalidRequestException')
    expect(files()).toEqual([`${TEST_REGION}.db`])
  })

  test('knows the users and accounts of the vault, and those that come later, so that it can go on alone', async () => {
    await put(OTHER, 'app/db')
    await core.call('workbench:CreateUser', { UserName: 'later' })
    await core.close()
    for (const name of readdirSync(join(core.folder, 'regions'))) if (!name.startsWith(OTHER)) rmSync(join(core.folder, 'regions', name))
    core = await startTestCore({ folder: core.folder })
    const refused = await refusalOf(core.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE }))
    expect(refused).toMatchObject({ code: 'VaultFileMissing', message: expect.stringContaining(`go on with ${OTHER} as the new home region`) })
    await core.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE, NewHomeRegion: OTHER })
    const { Users } = await core.call('workbench:ListUsers', {})
    expect(Users.map(({ UserName }) => UserName).sort()).toEqual(['developer', 'later'])
    expect(await value(OTHER, 'app/db')).toBe('value of app/db')
  })
})

describe('a store on another disk', () => {
  test('is made where the user says, remembered, and listed with its place and sizes', async () => {
    expect(await core.call('workbench:AddRegion', { Region: OTHER, Path: disk })).toEqual({ Region: OTHER, Place: join(disk, `${OTHER}.db`) })
    await put(OTHER, 'app/db')
    expect(files()).toEqual([`${TEST_REGION}.db`])
    await reopen()
    expect(await value(OTHER, 'app/db')).toBe('value of app/db')
    expect((await regions()).find(({ Region }) => Region === OTHER)).toEqual({
      Region: OTHER, Home: false, State: 'attached', Place: join(disk, `${OTHER}.db`), InVaultFolder: false, PendingCount: 0, SecretCount: 1,
      SizeBytes: expect.any(Number), FreeBytes: expect.any(Number), KmsKeyId: expect.stringMatching(/^arn:aws:kms:eu-west-1:/),
    })
    expect(readFileSync(join(disk, `${OTHER}.db`)).includes('value of app/db')).toBe(false)
    expect((await refusalOf(core.call('workbench:AddRegion', { Region: OTHER }))).code).toBe('ResourceExistsException')
  })

  test('is looked at before anything is put there, and nothing is made by looking', async () => {
    const look = (Path: string) => core.call('workbench:CheckRegionFolder', { Region: OTHER, Path })
    expect(await look(disk)).toEqual({ Path: disk, Exists: true, Writable: true, FreeBytes: expect.any(Number), OnVaultDisk: expect.any(Boolean), HasFile: false, Regions: [] })
    expect(readdirSync(disk)).toEqual([])
    for (const path of [join(disk, 'none'), 'relative']) expect(await look(path)).toMatchObject({ Exists: false, Writable: false })
    await core.call('workbench:AddRegion', { Region: OTHER, Path: disk })
    expect(await look(disk)).toMatchObject({ HasFile: true, Regions: [] })
    expect(await core.call('workbench:CheckRegionFolder', { Region: 'eu-north-1', Path: disk })).toMatchObject({ HasFile: false, Regions: [OTHER] })
    const synced = join(disk, 'Dropbox', 'vault')
    mkdirSync(synced, { recursive: true })
    expect(await look(synced)).toMatchObject({ Risk: { Code: 'FolderSynced', Name: 'Dropbox' } })
  })

  test('that is not there keeps neither the vault nor the other regions shut, and comes back by itself', async () => {
    await core.call('workbench:AddRegion', { Region: OTHER, Path: disk })
    await put(OTHER, 'app/db')
    await core.close()
    renameSync(join(disk, `${OTHER}.db`), join(disk, 'away.db'))
    core = await startTestCore({ folder: core.folder })
    const { Warnings } = await core.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })
    expect(Warnings).toEqual([{ Code: 'VaultFileMissing', Message: expect.stringContaining('Connect the disk') }])
    await put(TEST_REGION, 'local')
    expect((await refusalOf(put(OTHER, 'second'))).code).toBe('VaultFileMissing')
    expect(existsSync(join(disk, `${OTHER}.db`))).toBe(false)
    expect(await stateOf(OTHER)).toBe('unreachable')
    renameSync(join(disk, 'away.db'), join(disk, `${OTHER}.db`))
    await core.call('workbench:AttachRegion', { Region: OTHER })
    expect(await value(OTHER, 'app/db')).toBe('value of app/db')
  })

  test('moves with everything in it, there and back', async () => {
    await put(OTHER, 'app/db')
    expect(await core.call('workbench:MoveRegion', { Region: OTHER, Path: disk })).toEqual({ Region: OTHER, Place: join(disk, `${OTHER}.db`), Sealed: false })
    expect(files()).toEqual([`${TEST_REGION}.db`])
    await put(OTHER, 'after')
    await reopen()
    expect(await value(OTHER, 'app/db')).toBe('value of app/db')
    await core.call('workbench:MoveRegion', { Region: OTHER })
    expect(readdirSync(disk)).toEqual([])
    await reopen()
    expect(await value(OTHER, 'after')).toBe('value of after')
    expect(files()).toEqual([`${TEST_REGION}.db`, `${OTHER}.db`])
  })

  test('may be the home region’s: the vault is sealed, moved, and unlocks from there', async () => {
    await put(TEST_REGION, 'app/db')
    expect(await core.call('workbench:MoveRegion', { Region: TEST_REGION, Path: disk })).toMatchObject({ Sealed: true })
    expect(files()).toEqual([])
    await core.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })
    expect(await value(TEST_REGION, 'app/db')).toBe('value of app/db')
  })

  test('is not written over: a folder that has such a file already is refused', async () => {
    await put(OTHER, 'app/db')
    mkdirSync(join(disk, 'taken'))
    await core.call('workbench:MoveRegion', { Region: OTHER, Path: join(disk, 'taken') })
    expect((await refusalOf(core.call('workbench:MoveRegion', { Region: OTHER, Path: join(disk, 'none') }))).code).toBe('RegionFolderMissing')
    await put('sa-east-1', 'x')
    renameSync(join(core.folder, 'regions', 'sa-east-1.db'), join(disk, 'sa-east-1.db'))
    expect((await refusalOf(core.call('workbench:MoveRegion', { Region: 'sa-east-1', Path: disk }))).code).toBe('RegionFileExists')
  })
})

describe('a detached region', () => {
  test('is closed and refuses calls, also after a restart, until it is attached again', async () => {
    await put(OTHER, 'app/db')
    const { Place } = await core.call('workbench:DetachRegion', { Region: OTHER })
    expect(existsSync(`${Place}.owner`)).toBe(false)
    expect(await stateOf(OTHER)).toBe('detached')
    expect(await core.call('workbench:BackUpVault', { Path: join(disk, 'whole.backup'), Passphrase: TEST_PASSPHRASE })).toMatchObject({ MissingRegions: [OTHER] })
    await reopen()
    expect(await refusalOf(value(OTHER, 'app/db'))).toMatchObject({ code: 'RegionDetached', message: expect.stringContaining('Attach it again') })
    expect(await stateOf(OTHER)).toBe('detached')
    renameSync(Place, join(disk, `${OTHER}.db`))
    expect((await refusalOf(core.call('workbench:AttachRegion', { Region: OTHER }))).code).toBe('VaultFileMissing')
    await core.call('workbench:AttachRegion', { Region: OTHER, Path: disk })
    expect(await value(OTHER, 'app/db')).toBe('value of app/db')
    expect((await refusalOf(core.call('workbench:DetachRegion', { Region: TEST_REGION }))).code).toBe('InvalidRequestException')
  })

  test('that comes back older than it was last seen is told, and opens only by consent', async () => {
    await put(OTHER, 'app/db')
    await reopen()
    await core.call('workbench:MoveRegion', { Region: OTHER, Path: disk })
    const place = join(disk, `${OTHER}.db`)
    await core.call('workbench:DetachRegion', { Region: OTHER })
    const old = readFileSync(place)
    await core.call('workbench:AttachRegion', { Region: OTHER })
    await put(OTHER, 'newer')
    await core.call('workbench:DetachRegion', { Region: OTHER })
    rmSync(place)
    writeFileSync(place, old, { mode: 0o600 })
    expect((await refusalOf(core.call('workbench:AttachRegion', { Region: OTHER }))).code).toBe('VaultOlderThanLastSeen')
    await core.call('workbench:AttachRegion', { Region: OTHER, AcceptOlder: true })
    expect(await value(OTHER, 'app/db')).toBe('value of app/db')
  })

  test('that is lost for good is replaced by an empty one, and replicas are delivered to it anew', async () => {
    await core.call('workbench:AddRegion', { Region: OTHER, Path: disk })
    await core.call('secretsmanager:CreateSecret', { Name: 'app/db', SecretString: 'v', AddReplicaRegions: [{ Region: OTHER }] })
    const isThere = async (): Promise<boolean> => (await value(OTHER, 'app/db').catch(() => null)) === 'v'
    while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 5))
    expect((await refusalOf(core.call('workbench:AddRegion', { Region: OTHER, Replace: true }))).code).toBe('ResourceExistsException')
    await core.call('workbench:DetachRegion', { Region: OTHER })
    expect((await refusalOf(core.call('workbench:AddRegion', { Region: OTHER, Replace: true }))).code).toBe('RegionFileExists')
    rmSync(join(disk, `${OTHER}.db`))
    expect((await refusalOf(core.call('workbench:AddRegion', { Region: OTHER }))).code).toBe('ResourceExistsException')
    await core.call('workbench:AddRegion', { Region: OTHER, Replace: true })
    while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 5))
    await reopen()
    expect(await isThere()).toBe(true)
    expect(await stateOf(OTHER)).toBe('attached')
  })

  test('of another vault is refused', async () => {
    await put(OTHER, 'app/db')
    const other = await startTestCore()
    await other.call('workbench:CreateVault', { Protection: 'keychain', Region: 'sa-east-1' })
    await other.call('workbench:Seal', {})
    expect((await refusalOf(core.call('workbench:AttachRegion', { Path: join(other.folder, 'regions', 'sa-east-1.db') }))).code).toBe('OtherVault')
    await other.close()
  })
})

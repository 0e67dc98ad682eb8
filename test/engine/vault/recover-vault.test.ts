import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { refusalOf } from '../../support/refusal.ts'
import { startTestCore, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../../support/test-core.ts'
import { MemoryKeychain } from '../../support/test-host.ts'
import { makeVaultTemplate, type VaultTemplate } from '../../support/vault-template.ts'

const EU = 'eu-west-1'
const SECRETS = 4

let template: VaultTemplate
let found: string
beforeAll(async () => {
  template = await makeVaultTemplate()
  found = mkdtempSync(join(tmpdir(), 'coffer-found-'))
  const first = await startTestCore({ folder: template.copy() })
  await first.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })
  for (let number = 0; number < SECRETS; number++) {
    await first.call('secretsmanager:CreateSecret', { Name: `prod/${number}`, SecretString: `value ${number}`, AddReplicaRegions: [{ Region: EU }] })
  }
  await first.callIn(EU, 'secretsmanager:CreateSecret', { Name: 'only/there', SecretString: 'theirs' })
  while ((await first.call('workbench:ListReplication', {})).Replicas.some(({ Status }) => Status !== 'InSync')) await new Promise((resolve) => setTimeout(resolve, 5))
  await first.close()
  copyFileSync(join(first.folder, 'regions', `${EU}.db`), join(found, `${EU}.db`))
  rmSync(first.folder, { recursive: true })
}, 120_000)
afterAll(() => {
  template.remove()
  rmSync(found, { recursive: true, force: true })
})

let scratch: string
let stick: string
let file: string
let machine: TestCore
beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'coffer-recover-'))
  stick = join(scratch, 'stick')
  mkdirSync(stick)
  file = join(stick, `${EU}.db`)
  copyFileSync(join(found, `${EU}.db`), file)
  machine = await startTestCore({ folder: join(scratch, 'machine') })
})
afterEach(async () => {
  await machine.close()
  rmSync(scratch, { recursive: true, force: true })
})

const byCode = () => ({ Method: 'recovery', RecoveryCode: template.recoveryCode }) as const
/** Every file below a folder with its size, time and bytes. */
function traceOf(folder: string): unknown {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [path, statSync(path).mtimeMs, statSync(path).mode, readFileSync(path).toString('base64')])
}
const state = async () => (await machine.call('workbench:GetStatus', {})).State
const read = async (name: string) => (await machine.callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: name })).SecretString
/** Where the file first has bytes that only a sealed row can be: changing one of them breaks that row alone. */
function changeOneRow(path: string): void {
  const bytes = readFileSync(path)
  // The name of the table stands before each sealed row.
  const at = bytes.lastIndexOf(Buffer.from('iam_user')) + 80
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

test('looking into a file tells what it holds and leaves no trace, on the stick or here', async () => {
  const before = [traceOf(stick), traceOf(machine.folder)]
  expect(await machine.call('workbench:CheckRegionFile', { Path: file })).toMatchObject({ Path: file, Region: EU, HomeRegion: TEST_REGION, Methods: ['passphrase', 'recovery'] })
  const { Contents } = await machine.call('workbench:CheckRegionFile', { Path: file, ...byCode() })
  expect(Contents).toMatchObject({ SecretCount: SECRETS + 1, ReplicaCounts: [{ Region: TEST_REGION, Count: SECRETS }], UserCount: 1, RoleCount: 0, Regions: [TEST_REGION, EU], Older: false, Damaged: false, UnreadableCount: 0 })
  expect(await machine.call('workbench:CheckRegionFile', { Path: file, Method: 'passphrase', Passphrase: TEST_PASSPHRASE })).toMatchObject({ Contents: { SecretCount: SECRETS + 1 } })
  expect([traceOf(stick), traceOf(machine.folder)]).toEqual(before)
  expect(await state()).toBe('absent')
})

test('a copy of the file becomes the vault with that region as its home, and the file that was found stays as it is', async () => {
  const before = traceOf(stick)
  const place = join(machine.folder, 'regions', `${EU}.db`)
  expect(await machine.call('workbench:RecoverVault', { Path: file, Region: EU, ...byCode(), Place: 'vault-folder' })).toMatchObject({ Region: EU, Place: place })
  expect(await machine.call('workbench:GetStatus', {})).toMatchObject({ State: 'unsealed', Region: EU })
  expect(await read('prod/1')).toBe('value 1')
  expect((await machine.callIn(EU, 'workbench:PromoteRegion', { Region: EU })).PromotedCount).toBe(SECRETS)
  await machine.callIn(EU, 'secretsmanager:PutSecretValue', { SecretId: 'prod/1', SecretString: 'after the loss' })
  expect(traceOf(stick)).toEqual(before)
  await machine.call('workbench:Seal', {})
  await machine.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })
  expect(await read('prod/1')).toBe('after the loss')
  expect((await machine.callIn(EU, 'workbench:ListActivity', { Text: 'RecoverVault' })).Events).toMatchObject([{ Operation: 'workbench:RecoverVault', Outcome: 'allowed' }])
})

test('in place, the file is used where it lies and nothing is copied', async () => {
  await machine.call('workbench:RecoverVault', { Path: file, Region: EU, ...byCode(), Place: 'in-place' })
  expect(await read('only/there')).toBe('theirs')
  expect((await machine.callIn(EU, 'workbench:ListRegions', {})).Regions.find(({ Home }) => Home)).toMatchObject({ Region: EU, Place: file, InVaultFolder: false })
  expect(existsSync(join(machine.folder, 'regions', `${EU}.db`))).toBe(false)
})

test('a file with another name is recognised by its rows, also when it is said to be of another region', async () => {
  const renamed = join(stick, 'saved.db')
  copyFileSync(file, renamed)
  expect((await machine.call('workbench:CheckRegionFile', { Path: renamed })).Region).toBeUndefined()
  for (const Region of [undefined, 'ap-south-1']) {
    expect(await machine.call('workbench:CheckRegionFile', { Path: renamed, Region, ...byCode() })).toMatchObject({ Region: EU, Contents: { SecretCount: SECRETS + 1, Damaged: false } })
  }
})

test('a damaged file is told as one, opens only when that is agreed to, and otherwise leaves nothing behind', async () => {
  changeOneRow(file)
  expect((await machine.call('workbench:CheckRegionFile', { Path: file, ...byCode() })).Contents).toMatchObject({ Damaged: true, Older: false, UserCount: 0, UnreadableCount: 1 })
  const wanted = { Path: file, Region: EU, ...byCode(), Place: 'vault-folder' } as const
  expect((await refusalOf(machine.call('workbench:RecoverVault', wanted))).code).toBe('VaultDamaged')
  expect([await state(), readdirSync(join(machine.folder, 'regions'))]).toEqual(['absent', []])
  await machine.call('workbench:RecoverVault', { ...wanted, AcceptDamage: true })
  expect(await read('prod/3')).toBe('value 3')
})

test('a wrong code, a file of something else and a vault that is there are refused, and nothing is left', async () => {
  const other = join(stick, 'notes.db')
  writeFileSync(other, 'these are no rows')
  const wrong = { Method: 'recovery', RecoveryCode: `${template.recoveryCode.slice(0, -1)}${template.recoveryCode.endsWith('0') ? '1' : '0'}` } as const
  const codes = []
  for (const call of [
    () => machine.call('workbench:CheckRegionFile', { Path: file, ...wrong }),
    () => machine.call('workbench:RecoverVault', { Path: file, Region: EU, Method: 'passphrase', Passphrase: 'some other words', Place: 'vault-folder' }),
    () => machine.call('workbench:RecoverVault', { Path: file, Region: EU, Method: 'keychain', Place: 'vault-folder' }),
    () => machine.call('workbench:CheckRegionFile', { Path: other }),
    () => machine.call('workbench:CheckRegionFile', { Path: join(stick, 'gone.db') }),
    () => machine.call('workbench:CheckRegionFile', { Path: stick }),
    () => machine.call('workbench:CheckRegionFile', { Path: `${EU}.db` }),
  ]) codes.push((await refusalOf(call())).code)
  expect(codes).toEqual(['WrongRecoveryCode', 'WrongPassphrase', 'SlotMissing', 'NotAVaultFile', 'VaultFileMissing', 'NotAVaultFile', 'InvalidParameterException'])
  expect([await state(), existsSync(join(machine.folder, 'regions'))]).toEqual(['absent', false])
  await machine.call('workbench:RecoverVault', { Path: file, Region: EU, ...byCode(), Place: 'vault-folder' })
  for (const call of [() => machine.call('workbench:CheckRegionFile', { Path: file }), () => machine.call('workbench:RecoverVault', { Path: file, Region: EU, ...byCode(), Place: 'in-place' })]) {
    expect((await refusalOf(call())).code).toBe('VaultExists')
  }
})

test('on a computer that has seen the vault go on, an older copy of the region is told and opens only when that is agreed to', async () => {
  const keychain = new MemoryKeychain()
  const home = join(scratch, 'home')
  const first = await startTestCore({ folder: home, keychain })
  const { RecoveryCode } = await first.call('workbench:CreateVault', { Protection: 'keychain' })
  await first.call('secretsmanager:CreateSecret', { Name: 'app', SecretString: 'old', AddReplicaRegions: [{ Region: EU }] })
  const inStep = async () => {
    while ((await first.call('secretsmanager:DescribeSecret', { SecretId: 'app' })).ReplicationStatus?.[0]?.Status !== 'InSync') await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await inStep()
  await first.call('workbench:Seal', {})
  const older = join(scratch, 'older.db')
  copyFileSync(join(home, 'regions', `${EU}.db`), older)
  await first.call('workbench:Unlock', { Method: 'keychain' })
  await first.call('secretsmanager:PutSecretValue', { SecretId: 'app', SecretString: 'new' })
  await inStep()
  await first.close()
  const newer = join(scratch, 'newer.db')
  copyFileSync(join(home, 'regions', `${EU}.db`), newer)
  rmSync(home, { recursive: true })

  const again = await startTestCore({ folder: join(scratch, 'again'), keychain })
  const way = { Method: 'recovery', RecoveryCode } as const
  expect((await again.call('workbench:CheckRegionFile', { Path: newer, Region: EU, ...way })).Contents).toMatchObject({ Older: false })
  expect((await again.call('workbench:CheckRegionFile', { Path: older, Region: EU, Method: 'keychain' })).Contents).toMatchObject({ Older: true, Damaged: false })
  const wanted = { Path: older, Region: EU, ...way, Place: 'vault-folder' } as const
  expect((await refusalOf(again.call('workbench:RecoverVault', wanted))).code).toBe('VaultOlderThanLastSeen')
  await again.call('workbench:RecoverVault', { ...wanted, AcceptOlder: true })
  expect((await again.callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: 'app' })).SecretString).toBe('old')
  await again.close()
})

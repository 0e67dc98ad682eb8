import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { startTestCore, TEST_PASSPHRASE } from '../support/test-core.ts'
import { endpointAccess, openDoor } from '../support/doors.ts'
import { MemoryKeychain } from '../support/test-host.ts'

const folders: string[] = []
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'coffer-story-'))
  folders.push(folder)
  return folder
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

it('opens again by passphrase, keychain and recovery code, and says no to wrong ones', async () => {
  const folder = newFolder()
  const keychain = new MemoryKeychain()
  const first = await startTestCore({ folder, keychain })
  const { RecoveryCode } = await first.call('workbench:CreateVault', { Protection: 'keychain-and-passphrase', Passphrase: TEST_PASSPHRASE })
  await first.call('secretsmanager:CreateSecret', { Name: 'kept', SecretString: 'still here' })
  await first.close()

  const ways = [
    { Method: 'keychain' as const },
    { Method: 'passphrase' as const, Passphrase: TEST_PASSPHRASE },
    { Method: 'recovery' as const, RecoveryCode: RecoveryCode.toLowerCase().replaceAll('-', ' ') },
  ]
  for (const way of ways) {
    const again = await startTestCore({ folder, keychain })
    expect((await again.call('workbench:GetStatus', {})).State).toBe('sealed')
    await expect(again.call('secretsmanager:GetSecretValue', { SecretId: 'kept' })).rejects.toMatchObject({ code: 'VaultLocked', statusCode: 503 })
    await again.call('workbench:Unlock', way)
    expect((await again.call('secretsmanager:GetSecretValue', { SecretId: 'kept' })).SecretString).toBe('still here')
    await again.close()
  }

  const wrong = await startTestCore({ folder, keychain })
  await expect(wrong.call('workbench:Unlock', { Method: 'passphrase', Passphrase: 'quiet harbour lantern eight' })).rejects.toMatchObject({ code: 'WrongPassphrase' })
  expect((await wrong.call('workbench:GetStatus', {})).State).toBe('sealed')
  await wrong.close()
})

it('asks an open vault for the same proof as a sealed one, since the screen lock of the window is lifted by it', async () => {
  const core = await startTestCore({ keychain: new MemoryKeychain() })
  const { RecoveryCode } = await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  await expect(core.call('workbench:Unlock', { Method: 'passphrase', Passphrase: 'quiet harbour lantern eight' })).rejects.toMatchObject({ code: 'WrongPassphrase' })
  await expect(core.call('workbench:Unlock', { Method: 'keychain' })).rejects.toMatchObject({ code: 'SlotMissing' })
  expect(await core.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })).toEqual({ Warnings: [] })
  expect(await core.call('workbench:Unlock', { Method: 'recovery', RecoveryCode })).toEqual({ Warnings: [] })
  expect((await core.call('workbench:GetStatus', {})).State).toBe('unsealed')
  await core.close()
})

it('keeps the keychain untouched when it cannot be read, and says so', async () => {
  const folder = newFolder()
  const keychain = new MemoryKeychain()
  const first = await startTestCore({ folder, keychain })
  await first.call('workbench:CreateVault', { Protection: 'keychain-and-passphrase', Passphrase: TEST_PASSPHRASE })
  await first.close()
  const before = [...keychain.items]

  const second = await startTestCore({ folder, keychain })
  keychain.unavailableReason = 'no D-Bus'
  await expect(second.call('workbench:Unlock', { Method: 'keychain' })).rejects.toMatchObject({ code: 'KeychainUnavailable' })
  keychain.unavailableReason = null
  expect([...keychain.items]).toEqual(before)
  await second.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })
  await second.close()
})

it('answers SDKs clearly while it is sealed', async () => {
  const test = await startTestCore()
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  const door = await openDoor('endpoint', test)
  await test.call('workbench:Seal', {})
  await expect(door.call('secretsmanager:GetSecretValue', { SecretId: 'any' })).rejects.toMatchObject({ code: 'VaultLocked', statusCode: 503 })
  await test.close()
})

it('refuses an access key from the moment it is revoked, in the words for a wrong signature', async () => {
  const test = await startTestCore()
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  const door = await openDoor('endpoint', test)
  await door.call('secretsmanager:ListSecrets', {})
  const { Users } = await test.call('workbench:ListUsers', {})
  const accessKeyId = Users[0]?.AccessKeys[0]?.AccessKeyId ?? ''
  await test.call('workbench:UpdateAccessKey', { AccessKeyId: accessKeyId, Status: 'Inactive' })
  await expect(door.call('secretsmanager:ListSecrets', {})).rejects.toMatchObject({ code: 'InvalidSignatureException' })
  await test.close()
})

it('leaves nothing readable in its folder', async () => {
  const folder = newFolder()
  const test = await startTestCore({ folder })
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  const canaries = ['canary-value-7f31', 'canary-name-90aa', 'canary-description-11', 'canary-tag-key', 'canary-tag-value', 'canary-json-key', 'canary-user', 'canary-filter']
  await test.call('secretsmanager:CreateSecret', {
    Name: 'canary-name-90aa',
    Description: 'canary-description-11',
    SecretString: '{"canary-json-key":"canary-value-7f31"}',
    Tags: [{ Key: 'canary-tag-key', Value: 'canary-tag-value' }],
  })
  await test.call('workbench:CreateUser', { UserName: 'canary-user' })
  const { SecretAccessKey } = await test.call('workbench:CreateAccessKey', { UserName: 'canary-user' })
  await test.call('workbench:PutSavedFilter', { Label: 'canary-filter', Query: 'x' })
  await test.call('secretsmanager:GetSecretValue', { SecretId: 'canary-name-90aa' })
  await test.call('secretsmanager:DeleteSecret', { SecretId: 'canary-name-90aa', ForceDeleteWithoutRecovery: true })
  await endpointAccess(test)
  const searched = [...canaries, SecretAccessKey, TEST_PASSPHRASE].flatMap(encodings)
  const whileOpen = findAny(folder, searched)
  await test.close()
  expect({ whileOpen, afterwards: findAny(folder, searched), logged: searched.filter((canary) => test.logged.join('\n').includes(canary.toString('latin1'))) }).toEqual({
    whileOpen: [],
    afterwards: [],
    logged: [],
  })
})

function encodings(text: string): Buffer[] {
  const bytes = Buffer.from(text, 'utf8')
  return [bytes, Buffer.from(text, 'utf16le'), Buffer.from(bytes.toString('hex')), Buffer.from(bytes.toString('base64').replace(/=+$/, ''))]
}

function findAny(folder: string, searched: readonly Buffer[]): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .flatMap((path) => {
      const content = readFileSync(path)
      return searched.filter((canary) => content.includes(canary)).map(() => path)
    })
}

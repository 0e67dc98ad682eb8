import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { WireOutput } from '../../shared/operations/catalog.ts'
import { startTestCore, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'
import { MemoryKeychain } from '../support/test-host.ts'
import { refusalOf } from '../support/refusal.ts'
import { makeVaultTemplate, type VaultTemplate } from '../support/vault-template.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const BACKUP_PASSPHRASE = 'copper violin marsh nine'
const SECRETS = { 'app/db': 'the password', 'app/api': 'the key', 'app/two': 'second value' }
const scratch = mkdtempSync(join(tmpdir(), 'coffer-backup-'))
const backup = join(scratch, 'vault.backup')
let template: VaultTemplate
let done: WireOutput<'workbench:BackUpVault'>
beforeAll(async () => {
  template = await makeVaultTemplate(async (call) => {
    const { KeyMetadata } = await call('kms:CreateKey', {})
    for (const [Name, SecretString] of Object.entries(SECRETS)) await call('secretsmanager:CreateSecret', { Name, SecretString, KmsKeyId: KeyMetadata.KeyId })
    await call('secretsmanager:PutSecretValue', { SecretId: 'app/db', SecretString: 'changed' })
  })
  await withCore(template.copy(), async (test) => {
    await unlock(test)
    done = await test.call('workbench:BackUpVault', { Path: backup, Passphrase: BACKUP_PASSPHRASE })
    // The vault is in use meanwhile and afterwards.
    await test.call('secretsmanager:CreateSecret', { Name: 'after/the-backup', SecretString: 'x' })
  })
})
afterAll(() => {
  template.remove()
  rmSync(scratch, { recursive: true, force: true })
})

const unlock = (test: TestCore): Promise<unknown> => test.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })
const newFolder = (): string => mkdtempSync(join(scratch, 'machine-'))

async function withCore<T>(folder: string, run: (test: TestCore) => Promise<T>, keychain = new MemoryKeychain()): Promise<T> {
  const test = await startTestCore({ folder, keychain })
  try {
    return await run(test)
  } finally {
    await test.close()
  }
}

async function valuesOf(test: TestCore): Promise<Readonly<Record<string, string | undefined>>> {
  const { SecretList } = await test.call('secretsmanager:ListSecrets', { SortBy: 'name', SortOrder: 'asc' })
  const values: [string, string | undefined][] = []
  for (const { Name } of SecretList) values.push([Name, (await test.call('secretsmanager:GetSecretValue', { SecretId: Name })).SecretString])
  return Object.fromEntries(values)
}

const RESTORED = { ...SECRETS, 'app/db': 'changed' }

describe('a back-up', () => {
  it('brings a vault back on another machine, with values, versions, users and record', async () => {
    const folder = newFolder()
    await withCore(folder, async (test) => {
      const restored = await test.call('workbench:RestoreVault', { Path: backup, Passphrase: BACKUP_PASSPHRASE })
      expect(restored).toEqual({ VaultId: expect.stringMatching(/^[0-9a-f-]{36}$/), CreatedDate: expect.any(Number), SecretCount: 3 })
      expect((await test.call('workbench:GetStatus', {})).State).toBe('sealed')
      await unlock(test)
      expect(await valuesOf(test)).toEqual(RESTORED)
      expect((await test.call('secretsmanager:GetSecretValue', { SecretId: 'app/db', VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('the password')
      const { Users } = await test.call('workbench:ListUsers', {})
      expect(Users.map(({ AccessKeys }) => AccessKeys.map(({ AccessKeyId }) => AccessKeyId))).toEqual([[template.credentials.accessKeyId]])
      expect(await test.call('workbench:VerifyActivity', {})).toMatchObject({ Intact: true })
    })
  })

  it('says where it is and how large, and shows nothing of what it holds', () => {
    expect(done).toEqual({ Path: backup, SizeBytes: statSync(backup).size, CreatedDate: expect.any(Number) })
    const bytes = readFileSync(backup).toString('latin1')
    for (const text of [...Object.keys(SECRETS), ...Object.values(SECRETS), 'changed', template.credentials.secretAccessKey, BACKUP_PASSPHRASE, 'SQLite format']) expect(bytes).not.toContain(text)
    if (process.platform !== 'win32') expect(statSync(backup).mode & 0o777).toBe(0o600)
  })

  it('is refused where a vault is, open or sealed, and that vault stays', async () => {
    const folder = template.copy()
    await withCore(folder, async (test) => {
      const restore = { Path: backup, Passphrase: BACKUP_PASSPHRASE }
      expect(await refusalOf(test.call('workbench:RestoreVault', restore))).toEqual({ code: 'VaultExists', message: 'There is already a vault in this folder. It was not changed; restore into an empty folder.', statusCode: 400 })
      await unlock(test)
      expect(await refusalOf(test.call('workbench:RestoreVault', restore))).toEqual({ code: 'VaultExists', message: 'A vault is open. Seal it, and restore into an empty folder.', statusCode: 400 })
      expect(await valuesOf(test)).toEqual(RESTORED)
    })
  })

  it('is refused with a wrong passphrase, and a weak one makes none', async () => {
    const folder = newFolder()
    await withCore(folder, async (test) => {
      expect(await refusalOf(test.call('workbench:RestoreVault', { Path: backup, Passphrase: TEST_PASSPHRASE }))).toEqual({ code: 'WrongPassphrase', message: 'This passphrase does not open the back-up. Nothing was changed.', statusCode: 400 })
      expect(await refusalOf(test.call('workbench:RestoreVault', { Path: join(scratch, 'none'), Passphrase: BACKUP_PASSPHRASE }))).toEqual({ code: 'BackupMissing', message: 'There is no such back-up file. Nothing was changed.', statusCode: 400 })
      expect((await test.call('workbench:GetStatus', {})).State).toBe('absent')
    })
    await withCore(template.copy(), async (test) => {
      await unlock(test)
      expect(await refusalOf(test.call('workbench:BackUpVault', { Path: join(scratch, 'weak'), Passphrase: 'short' }))).toMatchObject({ code: 'WeakPassphrase' })
      expect(await refusalOf(test.call('workbench:BackUpVault', { Path: join(scratch, 'none', 'b'), Passphrase: BACKUP_PASSPHRASE }))).toEqual({ code: 'BackupFolderMissing', message: 'The folder for the back-up does not exist. Nothing was written.', statusCode: 400 })
      expect(readdirSync(scratch).filter((name) => name.startsWith('weak'))).toEqual([])
    })
  })

  const flipped = (bytes: Buffer, at: number): Buffer => {
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
    return bytes
  }
  const damagedBy = (reason: string): string => `This back-up is damaged: ${reason}. Nothing was restored and nothing was changed; try another copy of it.`
  it.each<readonly [where: string, damage: (bytes: Buffer) => Buffer | string, code: string, message: string]>([
    ['in its first byte', (bytes) => flipped(bytes, 0), 'BackupDamaged', damagedBy('its first bytes are changed or missing')],
    ['in its middle', (bytes) => flipped(bytes, Math.floor(bytes.length / 2)), 'BackupDamaged', damagedBy('a part does not open')],
    ['in its last byte', (bytes) => flipped(bytes, bytes.length - 1), 'BackupDamaged', damagedBy('a part does not open')],
    ['by a cut', (bytes) => bytes.subarray(0, bytes.length - 100), 'BackupDamaged', damagedBy('it ends too early')],
    ['by a byte more', (bytes) => Buffer.concat([bytes, Buffer.of(0)]), 'BackupDamaged', damagedBy('something was added at its end')],
    ['and is none at all', () => 'hello', 'NotABackup', 'This file is not a back-up of Coffer. Nothing was changed.'],
  ])('that is damaged %s is refused, and leaves an empty folder empty', async (_where, damage, code, message) => {
    const damaged = join(scratch, 'damaged.backup')
    writeFileSync(damaged, damage(readFileSync(backup)))
    await withCore(newFolder(), async (test) => {
      expect(await refusalOf(test.call('workbench:RestoreVault', { Path: damaged, Passphrase: BACKUP_PASSPHRASE }))).toEqual({ code, message, statusCode: 400 })
      expect((await test.call('workbench:GetStatus', {})).State).toBe('absent')
      // The folder still takes a vault.
      await test.call('workbench:RestoreVault', { Path: backup, Passphrase: BACKUP_PASSPHRASE })
      await unlock(test)
      expect(await valuesOf(test)).toEqual(RESTORED)
    })
  })
})

describe('a new machine with the folder alone', () => {
  it('opens by the recovery code, and gets a keychain of its own', async () => {
    // As a vault that only a keychain opened, which stayed on the old machine.
    const oldKeychain = new MemoryKeychain()
    const old = newFolder()
    const recoveryCode = await withCore(
      old,
      async (test) => {
        const { RecoveryCode } = await test.call('workbench:CreateVault', { Protection: 'keychain' })
        await test.call('secretsmanager:CreateSecret', { Name: 'kept', SecretString: 'still here' })
        return RecoveryCode
      },
      oldKeychain,
    )
    const moved = join(scratch, 'moved')
    copyFolder(old, moved)
    const before = [...oldKeychain.items]
    const newKeychain = new MemoryKeychain()
    await withCore(
      moved,
      async (test) => {
        expect(await refusalOf(test.call('workbench:Unlock', { Method: 'keychain' }))).toMatchObject({ code: 'KeychainKeyMissing' })
        expect([...newKeychain.items]).toEqual([])
        expect(await refusalOf(test.call('workbench:Unlock', { Method: 'recovery', RecoveryCode: template.recoveryCode }))).toEqual({
          code: 'WrongRecoveryCode',
          message: 'This recovery code does not open the vault: it may be of another vault, or an older kit. Nothing was changed.',
          statusCode: 400,
        })
        await test.call('workbench:Unlock', { Method: 'recovery', RecoveryCode: recoveryCode })
        expect((await test.call('secretsmanager:GetSecretValue', { SecretId: 'kept' })).SecretString).toBe('still here')
        await test.call('workbench:AddKeychainSlot', {})
      },
      newKeychain,
    )
    await withCore(
      moved,
      async (test) => {
        await test.call('workbench:Unlock', { Method: 'keychain' })
        expect((await test.call('secretsmanager:GetSecretValue', { SecretId: 'kept' })).SecretString).toBe('still here')
      },
      newKeychain,
    )
    // The old machine goes on as before.
    await withCore(old, (test) => test.call('workbench:Unlock', { Method: 'keychain' }), oldKeychain)
    const keys = (items: Iterable<[string, string]>) => [...items].filter(([account]) => !account.endsWith('/epoch'))
    expect(keys(oldKeychain.items)).toEqual(keys(before))
  })
})

/** As a file manager copies: contents and no modes. */
function copyFolder(from: string, to: string): void {
  mkdirSync(to)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) copyFolder(join(from, entry.name), join(to, entry.name))
    else writeFileSync(join(to, entry.name), readFileSync(join(from, entry.name)))
  }
}

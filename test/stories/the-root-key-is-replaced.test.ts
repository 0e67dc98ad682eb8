import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openRegionStore } from '../../electron/engine/storage/open-region-store.ts'
import { unlockWithPassphrase } from '../../electron/engine/vault/unlock-vault.ts'
import { Sensitive } from '../../shared/sensitive.ts'
import { FakeHost } from '../engine/vault/vault-host.ts'
import { quickArgon2id } from '../support/quick-argon2.ts'
import { refusalOf } from '../support/refusal.ts'
import { startTestCore, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../support/test-core.ts'
import { MemoryKeychain } from '../support/test-host.ts'

vi.setConfig({ testTimeout: 60_000 })

const EU = 'eu-west-1'
const NEXT = 'seven amber kettles under fog'

let scratch: string
let core: TestCore
let recoveryCode: string
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'coffer-root-key-'))
})
afterEach(async () => {
  await core.close()
  rmSync(scratch, { recursive: true, force: true })
})

const start = (folder: string, keychain = new MemoryKeychain()) => startTestCore({ folder, keychain, overrides: { argon2id: quickArgon2id } })

/** A core with a new vault that a passphrase opens. */
async function newVault(): Promise<void> {
  core = await start(join(scratch, 'vault'))
  recoveryCode = (await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })).RecoveryCode
}

const value = async (SecretId: string, VersionStage = 'AWSCURRENT') => (await core.call('secretsmanager:GetSecretValue', { SecretId, VersionStage })).SecretString
const slotIds = async () => (await core.call('workbench:GetStatus', {})).Slots.map(({ SlotId }) => SlotId)
const opens = async (folder: string, input: Parameters<typeof core.call<'workbench:Unlock'>>[1]): Promise<string> => {
  const other = await start(folder)
  try {
    return await other.call('workbench:Unlock', input).then(() => 'opened', (thrown: { readonly code: string }) => thrown.code)
  } finally {
    await other.close()
  }
}

async function fill(): Promise<{ readonly keyId: string; readonly ciphertext: string }> {
  const { KeyMetadata } = await core.call('kms:CreateKey', {})
  const keyId = KeyMetadata?.KeyId ?? ''
  await core.call('secretsmanager:CreateSecret', { Name: 'prod/db', SecretString: 'first' })
  await core.call('secretsmanager:PutSecretValue', { SecretId: 'prod/db', SecretString: 'second' })
  await core.call('secretsmanager:CreateSecret', { Name: 'prod/api', SecretString: 'with its own key', KmsKeyId: keyId })
  await core.call('secretsmanager:CreateSecret', { Name: 'prod/empty' })
  const { CiphertextBlob } = await core.call('kms:Encrypt', { KeyId: keyId, Plaintext: Buffer.from('a text').toString('base64') })
  return { keyId, ciphertext: CiphertextBlob ?? '' }
}

describe('a vault whose root key is replaced', () => {
  test('keeps every value, version, key and record; only the new passphrase and the new kit open it', async () => {
    await newVault()
    const { keyId, ciphertext } = await fill()
    const before = await slotIds()
    const leaked = join(scratch, 'leaked')
    cpSync(core.folder, leaked, { recursive: true })

    const { RecoveryCode, WaitingRegions } = await core.call('workbench:ReplaceRootKey', { CurrentPassphrase: TEST_PASSPHRASE, NewPassphrase: NEXT })
    expect([RecoveryCode === recoveryCode, WaitingRegions]).toEqual([false, []])
    expect((await slotIds()).filter((id) => before.includes(id))).toEqual([])

    // It goes on as if nothing had been: no unlock is needed.
    expect([await value('prod/db'), await value('prod/db', 'AWSPREVIOUS'), await value('prod/api')]).toEqual(['second', 'first', 'with its own key'])
    expect((await refusalOf(value('prod/empty'))).code).toBe('ResourceNotFoundException')
    expect(Buffer.from((await core.call('kms:Decrypt', { CiphertextBlob: ciphertext })).Plaintext ?? '', 'base64').toString()).toBe('a text')
    // The material of the key is another one from now on.
    expect((await core.call('kms:ListKeyRotations', { KeyId: keyId })).Rotations).toHaveLength(1)
    await core.call('secretsmanager:PutSecretValue', { SecretId: 'prod/api', SecretString: 'after' })
    await core.call('workbench:ConfirmRecoveryKit', { Groups: [1, 2].map((Position) => ({ Position, Text: RecoveryCode.split('-')[Position - 1] ?? '' })) })

    // The record goes on over the change, and all of it can be read.
    expect(await core.call('workbench:VerifyActivity', {})).toMatchObject({ Intact: true })
    const { Events } = await core.call('workbench:ListActivity', { MaxResults: 100 })
    expect(Events.map(({ Operation }) => Operation)).toEqual(expect.arrayContaining(['secretsmanager:CreateSecret', 'workbench:ReplaceRootKey', 'kms:Encrypt']))

    await core.call('workbench:Seal', {})
    expect(await opens(core.folder, { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })).toBe('WrongPassphrase')
    expect(await opens(core.folder, { Method: 'recovery', RecoveryCode: recoveryCode })).toBe('WrongRecoveryCode')
    expect(await opens(core.folder, { Method: 'recovery', RecoveryCode })).toBe('opened')
    await core.call('workbench:Unlock', { Method: 'passphrase', Passphrase: NEXT })
    expect([await value('prod/api'), await value('prod/api', 'AWSPREVIOUS')]).toEqual(['after', 'with its own key'])
    expect(await core.call('workbench:VerifyActivity', {})).toMatchObject({ Intact: true })
    await core.call('workbench:Seal', {})

    // Whoever has the former root key reads nothing of the file of now.
    const host = new FakeHost(leaked)
    const rootKey = await unlockWithPassphrase(host.sealed(), new Sensitive(TEST_PASSPHRASE), host.throttle(), { ...host, argon2id: quickArgon2id })
    const file = join(core.folder, 'regions', `${TEST_REGION}.db`)
    const { vaultId } = host.sealed().header
    await expect(async () => openRegionStore({ file, region: TEST_REGION, vaultId, rootKey, host: new FakeHost(core.folder) }).close()).rejects.toMatchObject({ code: 'VaultDamaged' })
    const store = openRegionStore({ file, region: TEST_REGION, vaultId, rootKey, host: new FakeHost(core.folder), acceptDamage: true })
    expect(store.rowCounts()).toEqual({})
    store.close()
  })

  test('can be replaced again and again, and a back-up of any time holds its records', async () => {
    await newVault()
    await fill()
    for (const _ of [1, 2, 3]) await core.call('workbench:ReplaceRootKey', { CurrentPassphrase: TEST_PASSPHRASE })
    expect(await value('prod/db')).toBe('second')
    expect(await core.call('workbench:VerifyActivity', {})).toMatchObject({ Intact: true })
    const Path = join(scratch, 'back-up')
    await core.call('workbench:BackUpVault', { Path, Passphrase: NEXT })
    const restored = await start(join(scratch, 'restored'))
    await restored.call('workbench:RestoreVault', { Path, Passphrase: NEXT })
    expect((await restored.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })).Warnings).toEqual([])
    expect(await restored.call('workbench:VerifyActivity', {})).toMatchObject({ Intact: true })
    expect((await restored.call('secretsmanager:GetSecretValue', { SecretId: 'prod/db' })).SecretString).toBe('second')
    await restored.close()
  })

  test('asks for the proof first, and a refusal changes nothing', async () => {
    await newVault()
    await fill()
    const before = await slotIds()
    for (const [input, code] of [
      [{}, 'WrongPassphrase'],
      [{ CurrentPassphrase: 'not this one at all' }, 'WrongPassphrase'],
      [{ CurrentPassphrase: TEST_PASSPHRASE, NewPassphrase: 'password' }, 'WeakPassphrase'],
      [{ RecoveryCode: recoveryCode }, 'PassphraseNeeded'],
    ] as const) {
      expect((await refusalOf(core.call('workbench:ReplaceRootKey', input))).code).toBe(code)
    }
    expect([await slotIds(), await value('prod/db')]).toEqual([before, 'second'])
    // By the code, for somebody who lost the passphrase.
    await core.call('workbench:ReplaceRootKey', { RecoveryCode: recoveryCode, NewPassphrase: NEXT })
    expect(await value('prod/db')).toBe('second')
  })

  test('calls that come meanwhile are refused as of a sealed vault or answered, and none is lost', async () => {
    await newVault()
    await fill()
    const replacing = core.call('workbench:ReplaceRootKey', { CurrentPassphrase: TEST_PASSPHRASE })
    let isDone = false
    void replacing.finally(() => (isDone = true))
    const acknowledged: string[] = []
    for (let number = 0; !isDone; number++) {
      const text = `during ${number}`
      await core.call('secretsmanager:PutSecretValue', { SecretId: 'prod/db', SecretString: text }).then(
        () => acknowledged.push(text),
        (thrown: { readonly code: string }) => expect(['VaultLocked', 'AuditUnavailable']).toContain(thrown.code),
      )
      expect((await core.call('workbench:GetStatus', {})).State).toBe('unsealed')
      await new Promise((resolve) => setImmediate(resolve))
    }
    await replacing
    expect(acknowledged.length).toBeGreaterThan(0)
    expect(await value('prod/db')).toBe(acknowledged.at(-1))
  })
})

test('a keychain’s key is a new one, and the one before is gone from it', async () => {
  const keychain = new MemoryKeychain()
  core = await start(join(scratch, 'vault'), keychain)
  await core.call('workbench:CreateVault', { Protection: 'keychain' })
  await fill()
  const before = [...keychain.items.keys()].filter((name) => !name.endsWith('epoch'))
  await core.call('workbench:ReplaceRootKey', {})
  const after = [...keychain.items.keys()].filter((name) => !name.endsWith('epoch'))
  expect([before.length, after.length, after.includes(before[0] ?? '')]).toEqual([1, 1, false])
  await core.call('workbench:Seal', {})
  await core.call('workbench:Unlock', { Method: 'keychain' })
  expect(await value('prod/db')).toBe('second')
})

test('regions follow; one that was away lies under the former key until it comes back, and then that is forgotten', async () => {
  await newVault()
  const stick = join(scratch, 'stick')
  mkdirSync(stick)
  await core.call('workbench:AddRegion', { Region: EU, Path: stick })
  await core.call('secretsmanager:CreateSecret', { Name: 'prod/db', SecretString: 'first', AddReplicaRegions: [{ Region: EU }, { Region: 'eu-north-1' }] })
  const inSync = () => vi.waitFor(async () => expect((await core.call('workbench:ListReplication', {})).Replicas.map(({ Status }) => Status)).toEqual(['InSync', 'InSync']), { timeout: 10_000 })
  await inSync()
  await core.call('workbench:DetachRegion', { Region: EU })

  const { WaitingRegions } = await core.call('workbench:ReplaceRootKey', { CurrentPassphrase: TEST_PASSPHRASE, NewPassphrase: NEXT })
  expect(WaitingRegions).toEqual([EU])
  expect((await core.callIn('eu-north-1', 'secretsmanager:GetSecretValue', { SecretId: 'prod/db' })).SecretString).toBe('first')

  // Alone, the file that was away opens with what opened the vault then.
  const alone = join(scratch, 'alone')
  mkdirSync(join(alone, 'regions'), { recursive: true })
  cpSync(join(stick, `${EU}.db`), join(alone, 'regions', `${EU}.db`))
  expect(await opens(alone, { Method: 'passphrase', Passphrase: TEST_PASSPHRASE, NewHomeRegion: EU })).toBe('opened')

  await core.call('secretsmanager:PutSecretValue', { SecretId: 'prod/db', SecretString: 'second' })
  await core.call('workbench:ReplaceRootKey', { CurrentPassphrase: NEXT })
  const underFormer = readFileSync(join(stick, `${EU}.db`))
  await core.call('workbench:AttachRegion', { Path: join(stick, `${EU}.db`) })
  expect(readFileSync(join(stick, `${EU}.db`)).equals(underFormer)).toBe(false)
  await inSync()
  expect((await core.callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: 'prod/db' })).SecretString).toBe('second')
  await core.call('workbench:Seal', {})
  expect((await core.call('workbench:Unlock', { Method: 'passphrase', Passphrase: NEXT })).Warnings).toEqual([])
  expect((await core.callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: 'prod/db' })).SecretString).toBe('second')
  expect((await core.call('workbench:ReplaceRootKey', { CurrentPassphrase: NEXT })).WaitingRegions).toEqual([])

  // The copy of the file under the key of long ago is not of this vault any more, and stays as it is.
  await core.call('workbench:DetachRegion', { Region: EU })
  const old = join(scratch, 'old')
  mkdirSync(old)
  cpSync(join(alone, 'regions', `${EU}.db`), join(old, `${EU}.db`))
  const refused = await refusalOf(core.call('workbench:AttachRegion', { Path: join(old, `${EU}.db`) }))
  expect([refused.code, existsSync(join(old, `${EU}.db`))]).toEqual(['OtherRootKey', true])
})

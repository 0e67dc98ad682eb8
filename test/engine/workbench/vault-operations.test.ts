import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '../../../electron/engine/caller.ts'
import { createEngine } from '../../../electron/engine/create-engine.ts'
import type { Engine } from '../../../electron/engine/engine.ts'
import type { OperationName, WireInput, WireOutput } from '../../../shared/operations/catalog.ts'
import { recoveryGroups } from '../../../shared/recovery-code.ts'
import { quickArgon2id } from '../../support/quick-argon2.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { createTestHost, FakeClock, MemoryKeychain } from '../../support/test-host.ts'

const ACCOUNT = '123456789012'
const REGION = 'eu-central-1'
const PASSPHRASE = 'correct horse battery staple'
const DAY_MS = 86_400_000
let folder: string
let clock: FakeClock
let keychain: MemoryKeychain
let engine: Engine

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'coffer-engine-'))
  clock = new FakeClock()
  keychain = new MemoryKeychain()
  start()
})
afterEach(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The engine as a process starts it: sealed, or without a vault. */
function start(): void {
  engine = createEngine(createTestHost(folder, { clock, keychain, argon2id: quickArgon2id }), { accountId: ACCOUNT, region: REGION })
}

const CALLER: Caller = { door: 'window', principal: { type: 'root', accountId: ACCOUNT }, region: REGION, requestId: 'request' }
const call = <N extends OperationName>(operation: N, input: WireInput<N>): Promise<WireOutput<N>> => engine.execute(CALLER, operation, input) as Promise<WireOutput<N>>
const state = async () => (await call('workbench:GetStatus', {})).State
const create = (Protection: 'keychain' | 'passphrase' | 'keychain-and-passphrase' = 'keychain-and-passphrase') =>
  call('workbench:CreateVault', { Protection, ...(Protection === 'keychain' ? {} : { Passphrase: PASSPHRASE }) })
const slotTypes = async () => (await call('workbench:GetStatus', {})).Slots.map((slot) => slot.Type).toSorted()

describe('from absent to sealed and back', () => {
  test('the status before there is a vault', async () => {
    expect(await call('workbench:GetStatus', {})).toEqual({
      State: 'absent',
      Version: '0.0.0-test',
      DataFolder: folder,
      Regions: [],
      AccountId: ACCOUNT,
      Slots: [],
      Keychain: { State: 'available', Backend: 'Memory keychain' },
      Endpoint: { State: 'off', Port: 0 },
      Warnings: [],
    })
  })

  test('a new vault is open, keeps secrets over sealing, and opens by each of its ways', async () => {
    const { VaultId, RecoveryCode, CreatedDate } = await create()
    expect([await state(), await slotTypes(), CreatedDate]).toEqual(['unsealed', ['keychain', 'passphrase', 'recovery'], clock.nowMs() / 1000])
    await call('secretsmanager:CreateSecret', { Name: 'kept', SecretString: 'v' })
    const ways: WireInput<'workbench:Unlock'>[] = [{ Method: 'keychain' }, { Method: 'passphrase', Passphrase: PASSPHRASE }, { Method: 'recovery', RecoveryCode }]
    for (const way of ways) {
      await call('workbench:Seal', {})
      expect(await state()).toBe('sealed')
      expect(await refusalOf(call('secretsmanager:GetSecretValue', { SecretId: 'kept' }))).toEqual(refusal('VaultLocked', 'The vault is sealed. Unlock it in Coffer and try again.', 503))
      expect(await call('workbench:Unlock', way)).toEqual({ Warnings: [] })
      expect((await call('secretsmanager:GetSecretValue', { SecretId: 'kept' })).SecretString).toBe('v')
    }
    expect(await call('workbench:GetStatus', {})).toMatchObject({ State: 'unsealed', VaultId, Region: REGION, Regions: [REGION], AccountId: ACCOUNT })
  })

  test('region and account are the ones asked for', async () => {
    await call('workbench:CreateVault', { Protection: 'keychain', Region: 'us-west-2', AccountId: '000000000042' })
    expect(await call('workbench:GetStatus', {})).toMatchObject({ Region: 'us-west-2', AccountId: '000000000042' })
    await call('workbench:Seal', {})
    await engine.close()
    start()
    await call('workbench:Unlock', { Method: 'keychain' })
    expect(engine.status()).toEqual({ state: 'unsealed', regions: ['us-west-2'], homeRegion: 'us-west-2', defaultAccountId: '000000000042' })
  })

  test('sealing twice and unlocking twice are no errors', async () => {
    await create('keychain')
    expect(await call('workbench:Unlock', { Method: 'keychain' })).toEqual({ Warnings: [] })
    await call('workbench:Seal', {})
    expect(await call('workbench:Seal', {})).toBeUndefined()
  })

  test('refusals: a second vault, a wrong passphrase, a way without what it needs, a weak passphrase', async () => {
    expect((await refusalOf(call('workbench:Unlock', { Method: 'keychain' }))).code).toBe('VaultAbsent')
    expect((await refusalOf(call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: 'short' }))).code).toBe('WeakPassphrase')
    expect(await state()).toBe('absent')
    await create()
    expect((await refusalOf(create())).code).toBe('VaultExists')
    await call('workbench:Seal', {})
    expect((await refusalOf(call('workbench:Unlock', { Method: 'passphrase', Passphrase: 'wrong horse battery staple' }))).code).toBe('WrongPassphrase')
    expect(await refusalOf(call('workbench:Unlock', { Method: 'passphrase' }))).toEqual(refusal('InvalidParameterException', 'Unlocking by passphrase needs the passphrase.'))
    expect(await refusalOf(call('workbench:Unlock', { Method: 'recovery' }))).toEqual(refusal('InvalidParameterException', 'Unlocking by recovery code needs the code.'))
    expect(await state()).toBe('sealed')
  })
})

describe('ways to open it', () => {
  test('a changed passphrase opens it, the old one does not', async () => {
    await create('passphrase')
    const NewPassphrase = 'another long set of words'
    expect((await refusalOf(call('workbench:ChangePassphrase', { CurrentPassphrase: 'not the passphrase at all', NewPassphrase }))).code).toBe('WrongPassphrase')
    await call('workbench:ChangePassphrase', { CurrentPassphrase: PASSPHRASE, NewPassphrase })
    await call('workbench:Seal', {})
    expect((await refusalOf(call('workbench:Unlock', { Method: 'passphrase', Passphrase: PASSPHRASE }))).code).toBe('WrongPassphrase')
    clock.advance(DAY_MS)
    await call('workbench:Unlock', { Method: 'passphrase', Passphrase: NewPassphrase })
    expect(await state()).toBe('unsealed')
  })

  test('the recovery kit is confirmed by two of its groups, and renewed', async () => {
    const { RecoveryCode } = await create('keychain')
    const groups = recoveryGroups(RecoveryCode)
    const confirmed = async () => (await call('workbench:GetStatus', {})).Slots.find((slot) => slot.Type === 'recovery')?.Confirmed
    const typed = (...positions: number[]) => ({ Groups: positions.map((Position) => ({ Position, Text: groups[Position - 1] ?? '' })) })
    expect(await confirmed()).toBe(false)
    expect((await refusalOf(call('workbench:ConfirmRecoveryKit', { Groups: [{ Position: 1, Text: groups[0] ?? '' }, { Position: 2, Text: 'WRONG' }] }))).code).toBe('WrongRecoveryGroup')
    expect((await refusalOf(call('workbench:ConfirmRecoveryKit', typed(1, 1)))).code).toBe('WrongRecoveryGroup')
    expect(await confirmed()).toBe(false)
    await call('workbench:ConfirmRecoveryKit', typed(2, 5))
    expect(await confirmed()).toBe(true)
    const renewed = await call('workbench:RenewRecoveryKit', {})
    expect([renewed.RecoveryCode === RecoveryCode, await confirmed()]).toEqual([false, false])
    await call('workbench:Seal', {})
    expect((await refusalOf(call('workbench:Unlock', { Method: 'recovery', RecoveryCode }))).code).toBe('WrongRecoveryCode')
    clock.advance(DAY_MS)
    await call('workbench:Unlock', { Method: 'recovery', RecoveryCode: renewed.RecoveryCode })
    expect(await state()).toBe('unsealed')
  })

  test('a keychain slot is added and removed; the last slot stays', async () => {
    await create('passphrase')
    const { SlotId } = await call('workbench:AddKeychainSlot', {})
    expect([await slotTypes(), keychain.items.size]).toEqual([['keychain', 'passphrase', 'recovery'], 1])
    await call('workbench:RemoveSlot', { SlotId })
    expect([await slotTypes(), keychain.items.size]).toEqual([['passphrase', 'recovery'], 0])
    expect((await refusalOf(call('workbench:RemoveSlot', { SlotId }))).code).toBe('SlotMissing')
    const { Slots } = await call('workbench:GetStatus', {})
    await call('workbench:RemoveSlot', { SlotId: Slots.find((slot) => slot.Type === 'passphrase')?.SlotId ?? '' })
    const last = (await call('workbench:GetStatus', {})).Slots[0]?.SlotId ?? ''
    expect((await refusalOf(call('workbench:RemoveSlot', { SlotId: last }))).code).toBe('LastSlot')
  })

  test('a passphrase is judged before it is taken', async () => {
    expect(await call('workbench:CheckPassphrase', { Passphrase: 'short' })).toMatchObject({ Acceptable: false, Warning: 'Use at least 12 characters.' })
    expect(await call('workbench:CheckPassphrase', { Passphrase: PASSPHRASE })).toMatchObject({ Acceptable: true, Score: 4 })
  })

  test('unlocking and sealing are on record, without the passphrase', async () => {
    await create()
    await call('workbench:Seal', {})
    await call('workbench:Unlock', { Method: 'passphrase', Passphrase: PASSPHRASE })
    const { Events } = await call('workbench:ListActivity', {})
    expect(Events.map((event) => event.Operation)).toEqual(expect.arrayContaining(['workbench:CreateVault', 'workbench:Unlock']))
    expect(JSON.stringify(Events)).not.toContain(PASSPHRASE)
    expect(await call('workbench:VerifyActivity', {})).toMatchObject({ Intact: true })
  })
})

describe('timers of an open vault', () => {
  test('the engine purges at the end of a window by itself, and at unlocking what ended meanwhile', async () => {
    await create('keychain')
    for (const SecretId of ['first', 'second']) {
      await call('secretsmanager:CreateSecret', { Name: SecretId, SecretString: 'v' })
      await call('secretsmanager:DeleteSecret', { SecretId, RecoveryWindowInDays: SecretId === 'first' ? 7 : 30 })
    }
    const names = async () => (await call('secretsmanager:ListSecrets', { IncludePlannedDeletion: true })).SecretList.map((secret) => secret.Name)
    clock.advance(7 * DAY_MS)
    expect(await names()).toEqual(['second'])
    await call('workbench:Seal', {})
    clock.advance(60 * DAY_MS)
    await call('workbench:Unlock', { Method: 'keychain' })
    clock.advance(0)
    expect(await names()).toEqual([])
  })

  test('the dates of reads are there after sealing, without a wait', async () => {
    await create('keychain')
    await call('secretsmanager:CreateSecret', { Name: 'read', SecretString: 'v' })
    await call('secretsmanager:GetSecretValue', { SecretId: 'read' })
    await call('workbench:Seal', {})
    await call('workbench:Unlock', { Method: 'keychain' })
    expect((await call('secretsmanager:DescribeSecret', { SecretId: 'read' })).LastAccessedDate).toBe(Date.UTC(2026, 0, 15) / 1000)
  })
})

describe('what a door asks the engine for', () => {
  test('an access key is found while it is active, its user is there and the vault is open; its use is noted', async () => {
    await create('keychain')
    const { User } = await call('workbench:CreateUser', { UserName: 'app' })
    const { AccessKey, SecretAccessKey } = await call('workbench:CreateAccessKey', { UserName: 'app' })
    const { AccessKeyId } = AccessKey
    const principal = { type: 'user', accountId: ACCOUNT, userName: 'app', userId: User.UserId, arn: User.Arn }
    expect(engine.findAccessKey(AccessKeyId)).toEqual({ secretAccessKey: SecretAccessKey, principal })
    expect(engine.findAccessKey('AKIAUNKNOWNUNKNOWN00')).toBeNull()
    // To look a key up is no use of it: the signature may be wrong.
    expect((await call('workbench:ListUsers', {})).Users[0]?.AccessKeys[0]?.LastUsedDate).toBeUndefined()
    await engine.execute({ ...CALLER, door: 'endpoint', accessKeyId: AccessKeyId }, 'secretsmanager:ListSecrets', {})
    await call('workbench:UpdateAccessKey', { AccessKeyId, Status: 'Inactive' })
    expect(engine.findAccessKey(AccessKeyId)).toBeNull()
    await call('workbench:UpdateAccessKey', { AccessKeyId, Status: 'Active' })
    await call('workbench:Seal', {})
    expect(engine.findAccessKey(AccessKeyId)).toBeNull()
    await call('workbench:Unlock', { Method: 'keychain' })
    const used = (await call('workbench:ListUsers', {})).Users[0]?.AccessKeys[0]?.LastUsedDate
    expect([used, engine.findAccessKey(AccessKeyId)?.secretAccessKey]).toEqual([clock.nowMs() / 1000, SecretAccessKey])
    await call('workbench:DeleteUser', { UserName: 'app' })
    expect(engine.findAccessKey(AccessKeyId)).toBeNull()
  })

  test('a refusal of the door itself is put on record', async () => {
    await create('keychain')
    engine.recordRefusal({ operation: 'secretsmanager:GetSecretValue', errorCode: 'InvalidSignatureException', requestId: 'r-1', region: REGION, accessKeyId: 'AKIAOTHER', sourceIp: '127.0.0.1' })
    // The next record waits for the one before it.
    await call('secretsmanager:ListSecrets', {})
    const { Events } = await call('workbench:ListActivity', { Outcome: 'refused' })
    expect(Events).toMatchObject([{ Operation: 'secretsmanager:GetSecretValue', ErrorCode: 'InvalidSignatureException', RequestId: 'r-1', AccessKeyId: 'AKIAOTHER', SourceIp: '127.0.0.1', Door: 'endpoint' }])
  })

  test('nothing but ServiceError is thrown', async () => {
    for (const [operation, input] of [['nothing', null], ['secretsmanager:GetSecretValue', undefined], ['workbench:Unlock', 5], ['workbench:CreateVault', {}]] as const) {
      expect((await refusalOf(engine.execute(CALLER, operation, input))).code).toMatch(/Exception$|^Vault/)
    }
  })
})

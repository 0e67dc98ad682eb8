import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Caller } from '../../../electron/engine/caller.ts'
import { createEngine } from '../../../electron/engine/create-engine.ts'
import type { Engine } from '../../../electron/engine/engine.ts'
import type { KeychainRead } from '../../../electron/engine/host.ts'
import type { OperationName, WireInput, WireOutput } from '../../../shared/operations/catalog.ts'
import { quickArgon2id } from '../../support/quick-argon2.ts'
import { refusalOf } from '../../support/refusal.ts'
import { createTestHost, FakeClock, MemoryKeychain } from '../../support/test-host.ts'

const ACCOUNT = '123456789012'
const REGION = 'eu-central-1'
const PASSPHRASE = 'correct horse battery staple'
const CALLER: Caller = { door: 'window', principal: { type: 'root', accountId: ACCOUNT }, region: REGION, requestId: 'request' }

/** A keychain of which the mark's item alone never answers. */
class SilentMarkKeychain extends MemoryKeychain {
  isSilent = false
  asked: () => void = () => undefined

  override async get(account: string): Promise<KeychainRead> {
    if (!this.isSilent || !account.endsWith('/epoch')) return super.get(account)
    this.asked()
    return new Promise(() => undefined)
  }
}

let parent: string
let folder: string
let clock: FakeClock
let keychain: SilentMarkKeychain
let engine: Engine
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'coffer-put-back-'))
  folder = join(parent, 'vault')
  clock = new FakeClock()
  keychain = new SilentMarkKeychain()
  start()
})
afterEach(async () => {
  await engine.close()
  rmSync(parent, { recursive: true, force: true })
})

function start(): void {
  engine = createEngine(createTestHost(folder, { clock, keychain, argon2id: quickArgon2id }), { accountId: ACCOUNT, region: REGION })
}

const call = <N extends OperationName>(operation: N, input: WireInput<N>): Promise<WireOutput<N>> => engine.execute(CALLER, operation, input) as Promise<WireOutput<N>>
const create = (Protection: WireInput<'workbench:CreateVault'>['Protection']) => call('workbench:CreateVault', { Protection, ...(Protection === 'keychain' ? {} : { Passphrase: PASSPHRASE }) })
const codeOfUnlock = async (way: WireInput<'workbench:Unlock'>) => (await refusalOf(call('workbench:Unlock', way))).code
const markItem = () => [...keychain.items].find(([account]) => account.endsWith('/epoch'))

/** A copy of the whole folder, its side file too; then the vault goes on; then the copy is put back. */
async function putBackOlderFolder(goOn: () => Promise<unknown>, way: WireInput<'workbench:Unlock'>): Promise<void> {
  await call('workbench:Seal', {})
  cpSync(folder, join(parent, 'copy'), { recursive: true })
  await call('workbench:Unlock', way)
  await goOn()
  await engine.close()
  rmSync(folder, { recursive: true })
  cpSync(join(parent, 'copy'), folder, { recursive: true })
  start()
}
const goOn = () => call('secretsmanager:CreateSecret', { Name: 'newer', SecretString: 'v' })

const WAYS: readonly (readonly [WireInput<'workbench:CreateVault'>['Protection'], WireInput<'workbench:Unlock'>])[] = [
  ['keychain', { Method: 'keychain' }],
  ['keychain-and-passphrase', { Method: 'passphrase', Passphrase: PASSPHRASE }],
  ['keychain-plus-passphrase', { Method: 'passphrase', Passphrase: PASSPHRASE }],
]
describe('an older copy of the whole folder', () => {
  test.each(WAYS)('is noticed with protection by %s, opens by consent, and is asked about once', async (protection, way) => {
    await create(protection)
    await putBackOlderFolder(goOn, way)
    expect(await codeOfUnlock(way)).toBe('VaultOlderThanLastSeen')
    expect(await codeOfUnlock(way)).toBe('VaultOlderThanLastSeen')
    await call('workbench:Unlock', { ...way, AcceptOlderVault: true })
    expect((await call('secretsmanager:ListSecrets', {})).SecretList).toEqual([])
    // Also when Coffer is ended hard before it seals: a fresh engine finds the mark as the consent left it.
    await engine.close()
    start()
    await call('workbench:Unlock', way)
  })

  test('is noticed after ten minutes too, when the newer vault was never sealed', async () => {
    await create('keychain')
    await call('workbench:Seal', {})
    cpSync(folder, join(parent, 'copy'), { recursive: true })
    const atSealing = markItem()?.[1]
    await call('workbench:Unlock', { Method: 'keychain' })
    await goOn()
    expect(markItem()?.[1]).toBe(atSealing)
    clock.advance(600_000)
    await expect.poll(() => markItem()?.[1]).not.toBe(atSealing)
  })

  test('passes where no keychain slot is: there is no mark then', async () => {
    await create('passphrase')
    await putBackOlderFolder(goOn, { Method: 'passphrase', Passphrase: PASSPHRASE })
    await call('workbench:Unlock', { Method: 'passphrase', Passphrase: PASSPHRASE })
    expect([...keychain.items]).toEqual([])
  })
})

describe('the mark', () => {
  test('goes with the last keychain slot, and follows a restore that a person asked for', async () => {
    await create('keychain-and-passphrase')
    await call('workbench:BackUpVault', { Path: join(parent, 'backup'), Passphrase: PASSPHRASE })
    await goOn()
    await engine.close()
    rmSync(folder, { recursive: true })
    start()
    await call('workbench:RestoreVault', { Path: join(parent, 'backup'), Passphrase: PASSPHRASE })
    await call('workbench:Unlock', { Method: 'keychain' })
    await call('workbench:ChangeProtection', { Protection: 'passphrase', CurrentPassphrase: PASSPHRASE })
    expect([...keychain.items]).toEqual([])
  })

  test('names regions and numbers, is not believed without its MAC, and never keeps a vault shut', async () => {
    await create('keychain')
    await goOn()
    await call('workbench:Seal', {})
    const [account, value] = markItem() ?? ['', '']
    const [format, body = ''] = value.split('.')
    const [[region, epoch]] = JSON.parse(Buffer.from(body, 'base64').toString()) as [[string, string]]
    expect([format, region, Number(epoch) > 0]).toEqual(['coffer-epoch-1', REGION, true])
    const forged = Buffer.from(JSON.stringify([[REGION, '999999']])).toString('base64')
    for (const other of [value.replace(body, forged), 'rubbish', '', `${value}.`, 'coffer-epoch-1..']) {
      keychain.items.set(account, other)
      await call('workbench:Unlock', { Method: 'keychain' })
      await call('workbench:Seal', {})
    }
    const epochNow = Number((JSON.parse(Buffer.from(markItem()?.[1].split('.')[1] ?? '', 'base64').toString()) as [[string, string]])[0][1])
    expect(epochNow).toBeGreaterThan(Number(epoch))
  })

  test('that does not answer holds unlocking up for two seconds at most', async () => {
    await create('keychain')
    await call('workbench:Seal', {})
    keychain.isSilent = true
    const asked = new Promise<void>((resolve) => (keychain.asked = resolve))
    const unlocking = call('workbench:Unlock', { Method: 'keychain' })
    await asked
    clock.advance(2000)
    expect(await unlocking).toEqual({ Warnings: [] })
  })

  test('is left alone where the keychain fails, and sealing goes on', async () => {
    await create('keychain')
    await call('workbench:Seal', {})
    const before = markItem()
    await call('workbench:Unlock', { Method: 'keychain' })
    await goOn()
    keychain.unavailableReason = 'no D-Bus'
    await call('workbench:Seal', {})
    expect([engine.status().state, markItem()]).toEqual(['sealed', before])
  })
})

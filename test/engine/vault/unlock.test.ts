import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { RootKey } from '../../../electron/engine/seal/root-key.ts'
import { openRegionStore } from '../../../electron/engine/storage/open-region-store.ts'
import { addKeychainSlot, changePassphrase, confirmRecoveryKit, headerOf, removeSlot, renewRecoveryKit, type HeaderOwner } from '../../../electron/engine/vault/change-slots.ts'
import { createVault, type CreatedVault, type Protection } from '../../../electron/engine/vault/create-vault.ts'
import { readVault } from '../../../electron/engine/vault/read-vault.ts'
import { regionFile } from '../../../electron/engine/vault/region-files.ts'
import { unlockWithKeychain, unlockWithPassphrase, unlockWithRecoveryCode } from '../../../electron/engine/vault/unlock-vault.ts'
import { decodeHeader } from '../../../electron/engine/vault/vault-header.ts'
import { Sensitive } from '../../../shared/sensitive.ts'
import { codeOf, FakeHost, HOME, PASSPHRASE } from './vault-host.ts'

let host: FakeHost
beforeEach(() => {
  host = new FakeHost()
})
afterEach(() => host.remove())

function create(protection: Protection = 'keychain-and-passphrase'): Promise<CreatedVault> {
  return createVault({ homeRegion: HOME, protection, passphrase: protection === 'keychain' ? undefined : PASSPHRASE, fill: (store) => store.table('pet').put({ id: 'a' }) }, host)
}

function owner(rootKey: RootKey): HeaderOwner {
  return { rootKey, homeRegion: HOME, stores: host.openStores(rootKey).stores }
}

const byPassphrase = (text: string | Sensitive<string> = PASSPHRASE) => unlockWithPassphrase(host.sealed(), typeof text === 'string' ? new Sensitive(text) : text, host.throttle(), host)
const byCode = (code: string | Sensitive<string>) => unlockWithRecoveryCode(host.sealed(), typeof code === 'string' ? new Sensitive(code) : code, host.throttle())

test('a new vault opens by keychain, passphrase and recovery code, to the same key and rows', async () => {
  const { header, recoveryCode } = await create()
  expect(header.slots.map((slot) => slot.type)).toEqual(['recovery', 'passphrase', 'keychain'])
  const keys = [await unlockWithKeychain(host.sealed(), host), await byPassphrase(), byCode(recoveryCode)] as const
  expect(keys[0].equals(keys[1]) && keys[1].equals(keys[2])).toBe(true)
  expect(host.openStores(keys[0]).stores.get(HOME)?.table('pet').get('a')).toEqual({ id: 'a' })
})

test('a vault without keychain leaves nothing in it, and one without passphrase has no passphrase slot', async () => {
  await create('passphrase')
  expect(host.keychain.changes).toEqual([])
  expect(await codeOf(() => unlockWithKeychain(host.sealed(), host))).toBe('SlotMissing')
  const other = new FakeHost()
  await createVault({ homeRegion: HOME, protection: 'keychain' }, other)
  expect(await codeOf(() => unlockWithPassphrase(other.sealed(), PASSPHRASE, other.throttle(), other))).toBe('SlotMissing')
  other.remove()
})

test('an absent or locked keychain at set-up makes no vault and leaves nothing behind', async () => {
  for (const state of ['locked', 'absent'] as const) {
    host.keychain.state = state
    expect(await codeOf(() => create('keychain'))).toBe('KeychainUnavailable')
    expect(readVault(host)).toBe(null)
  }
  host.keychain.state = 'works'
  host.keychain.set = () => Promise.resolve()
  expect(await codeOf(() => create('keychain'))).toBe('KeychainUnavailable')
  expect(readVault(host)).toBe(null)
})

test('when the vault cannot be written, the keychain item that was made for it goes again', async () => {
  const failing = createVault({ homeRegion: HOME, protection: 'keychain', fill: () => { throw new Error('no') } }, host)
  await expect(failing).rejects.toThrow('no')
  expect(host.keychain.items.size).toBe(0)
  expect(readdirSync(join(host.dataDir, 'regions'))).toEqual([])
})

test('creating over a vault is refused and changes nothing', async () => {
  await create()
  const before = readFileSync(regionFile(host.dataDir, HOME))
  expect(await codeOf(() => create())).toBe('VaultExists')
  expect(readFileSync(regionFile(host.dataDir, HOME)).equals(before)).toBe(true)
  expect(host.keychain.items.size).toBe(1)
})

test('an interrupted creation is no vault, and the next one succeeds', async () => {
  const partial = `${regionFile(host.dataDir, HOME)}.partial`
  openRegionStore({ file: partial, region: HOME, vaultId: 'x', rootKey: (await import('../../../electron/engine/seal/root-key.ts')).RootKey.generate(), host, create: true }).close()
  expect(readVault(host)).toBe(null)
  await create()
  expect(existsSync(partial)).toBe(false)
  expect(readVault(host)).not.toBe(null)
})

const UNREADABLE: readonly (readonly [name: string, prepare: () => void, code: string])[] = [
  ['absent', () => (host.keychain.state = 'absent'), 'KeychainUnavailable'],
  ['locked', () => (host.keychain.state = 'locked'), 'KeychainKeyMissing'],
  ['emptied', () => host.keychain.items.clear(), 'KeychainKeyMissing'],
  ['holding another key', () => host.keychain.items.forEach((_, account) => host.keychain.items.set(account, Buffer.alloc(32, 9).toString('base64'))), 'WrongKey'],
  ['holding rubbish', () => host.keychain.items.forEach((_, account) => host.keychain.items.set(account, 'rubbish')), 'WrongKey'],
]
for (const [name, prepare, code] of UNREADABLE) {
  test(`a keychain that is ${name} says so, is not touched, and passphrase and kit still open the vault`, async () => {
    const { recoveryCode } = await create()
    prepare()
    const items = [...host.keychain.items]
    host.keychain.changes.length = 0
    expect(await codeOf(() => unlockWithKeychain(host.sealed(), host))).toBe(code)
    expect([host.keychain.changes, [...host.keychain.items]]).toEqual([[], items])
    expect((await byPassphrase()).equals(byCode(recoveryCode))).toBe(true)
  })
}

test('after the keychain lost its key, a new slot goes under a new name and the old item stays', async () => {
  await create()
  const [oldAccount] = [...host.keychain.items.keys()] as [string]
  host.keychain.items.set(oldAccount, Buffer.alloc(32, 1).toString('base64'))
  const open = owner(await byPassphrase())
  await addKeychainSlot(open, host)
  host.closeStores()
  expect(host.keychain.items.size).toBe(2)
  expect(host.keychain.items.get(oldAccount)).toBe(Buffer.alloc(32, 1).toString('base64'))
  expect((await unlockWithKeychain(host.sealed(), host)).equals(open.rootKey)).toBe(true)
})

test('a changed passphrase opens, the old one does not, costs never fall, and the current one is asked for', async () => {
  host.argonTakesMs = 100
  await create('passphrase')
  const before = host.sealed().header.slots.find((slot) => slot.type === 'passphrase')?.kdf
  expect(before?.memoryKiB).toBeGreaterThanOrEqual(64 * 1024)
  host.argonTakesMs = 5000
  const open = owner(await byPassphrase())
  const next = new Sensitive('quiet orange lighthouse keeper')
  expect(await codeOf(() => changePassphrase(open, { next }, host))).toBe('WrongPassphrase')
  expect(await codeOf(() => changePassphrase(open, { current: new Sensitive('not the passphrase'), next }, host))).toBe('WrongPassphrase')
  expect(await codeOf(() => changePassphrase(open, { current: PASSPHRASE, next: new Sensitive('too short') }, host))).toBe('WeakPassphrase')
  expect(await codeOf(() => changePassphrase(open, { current: PASSPHRASE, next: new Sensitive('password password') }, host))).toBe('WeakPassphrase')
  await changePassphrase(open, { current: PASSPHRASE, next }, host)
  host.closeStores()
  expect(host.sealed().header.slots.find((slot) => slot.type === 'passphrase')?.kdf).toEqual(before)
  expect((await byPassphrase(next)).equals(open.rootKey)).toBe(true)
  expect(await codeOf(() => byPassphrase(PASSPHRASE))).toBe('WrongPassphrase')
})

test('calibration goes toward a second: more memory first, never under the floor', async () => {
  const costsAt = async (argonTakesMs: number) => {
    const one = new FakeHost()
    one.argonTakesMs = argonTakesMs
    await createVault({ homeRegion: HOME, protection: 'passphrase', passphrase: PASSPHRASE }, one)
    one.remove()
    return one.costs.at(-1)
  }
  expect(await costsAt(3000)).toEqual({ memoryKiB: 65_536, passes: 3, parallelism: 4 })
  expect(await costsAt(240)).toEqual({ memoryKiB: 262_144, passes: 3, parallelism: 4 })
  expect(await costsAt(150)).toEqual({ memoryKiB: 262_144, passes: 5, parallelism: 4 })
})

test('the passphrase is compared in its NFKC form', async () => {
  await createVault({ homeRegion: HOME, protection: 'passphrase', passphrase: new Sensitive('ﬁne weather in Ångström') }, host)
  expect(await codeOf(() => byPassphrase('fine weather in A\u030angstro\u0308m'))).toBe('nothing was thrown')
})

test('recovery codes read forgivingly, name a typing mistake without counting it, and renewal ends the old one', async () => {
  const { recoveryCode } = await create()
  const code = recoveryCode.reveal()
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{4}$/)
  const opened = byCode(code)
  for (const typed of [code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', '  ')}\n`, code.replaceAll('0', 'o').replaceAll('1', 'l')]) expect(byCode(typed).equals(opened)).toBe(true)
  const swapped = (code.startsWith('7') ? '8' : '7') + code.slice(1)
  for (let n = 0; n < 10; n++) for (const typed of [swapped, code.slice(0, -1), `${code}X`, code.replace(/.$/, 'U')]) expect(await codeOf(() => byCode(typed))).toBe('WrongRecoveryCode')
  expect(host.throttle().waitSeconds()).toBe(0)

  const open = owner(opened)
  const renewed = renewRecoveryKit(open, host)
  host.closeStores()
  expect(await codeOf(() => byCode(code))).toBe('WrongRecoveryCode')
  expect(byCode(renewed.recoveryCode).equals(opened)).toBe(true)
})

test('a kit is confirmed by two of its groups, also after a restart, and by nothing else', async () => {
  const { recoveryCode } = await create()
  const groups = recoveryCode.reveal().split('-')
  const open = owner(await byPassphrase())
  const group = (position: number, text = groups[position - 1] as string) => ({ position, text: new Sensitive(text) })
  expect(await codeOf(() => confirmRecoveryKit(open, [group(1)], host))).toBe('WrongRecoveryGroup')
  expect(await codeOf(() => confirmRecoveryKit(open, [group(1), group(1)], host))).toBe('WrongRecoveryGroup')
  expect(await codeOf(() => confirmRecoveryKit(open, [group(1), group(2, groups[2])], host))).toBe('WrongRecoveryGroup')
  expect(await codeOf(() => confirmRecoveryKit(open, [group(1), { position: 40, text: new Sensitive('') }], host))).toBe('WrongRecoveryGroup')
  expect(headerOf(open).slots[0]?.isConfirmed).toBe(false)
  confirmRecoveryKit(open, [group(9), group(4, (groups[3] as string).toLowerCase())], host)
  host.closeStores()
  expect(host.sealed().header.slots[0]?.isConfirmed).toBe(true)
  expect(byCode(recoveryCode).equals(open.rootKey)).toBe(true)
})

test('slots are removed, never the last; the keychain item goes only when the keychain gives it out', async () => {
  await create()
  const open = owner(await byPassphrase())
  const slotIds = headerOf(open).slots.map((slot) => slot.slotId) as [string, string, string]
  expect(await codeOf(() => removeSlot(open, 'no-such', host))).toBe('SlotMissing')
  host.keychain.state = 'locked'
  await removeSlot(open, slotIds[2], host)
  expect(host.keychain.items.size).toBe(1)
  await removeSlot(open, slotIds[1], host)
  expect(await codeOf(() => removeSlot(open, slotIds[0], host))).toBe('LastSlot')
  host.keychain.state = 'works'
  await addKeychainSlot(open, host)
  await removeSlot(open, headerOf(open).slots[1]?.slotId as string, host)
  expect(host.keychain.items.size).toBe(1)
})

test('any changed byte of the header is refused before a key of it is trusted', async () => {
  const { recoveryCode } = await create('passphrase')
  const sealed = host.sealed()
  const throttle = host.throttle()
  for (let at = 0; at < sealed.headerBytes.length; at += 3) {
    const headerBytes = Uint8Array.from(sealed.headerBytes)
    headerBytes[at] = (headerBytes[at] as number) ^ 0x01
    const outcome = await codeOf(() => {
      const changed = { ...sealed, headerBytes, header: decodeHeader(headerBytes) }
      return unlockWithRecoveryCode(changed, recoveryCode, throttle)
    })
    throttle.succeed()
    expect(['VaultDamaged', 'VaultFormatNewer', 'WrongRecoveryCode', 'SlotMissing']).toContain(outcome)
  }
})

test('costs that Coffer never writes are refused before they are run, and are no miss', async () => {
  await create('passphrase')
  const sealed = host.sealed()
  for (const kdf of [{ memoryKiB: 8, passes: 3, parallelism: 4 }, { memoryKiB: 64 * 1024 * 1024, passes: 3, parallelism: 4 }, { memoryKiB: 65_536, passes: 2, parallelism: 4 }, { memoryKiB: 65_536, passes: 3, parallelism: 99 }]) {
    host.costs.length = 0
    const header = { ...sealed.header, slots: sealed.header.slots.map((slot) => (slot.type === 'passphrase' ? { ...slot, kdf } : slot)) }
    expect(await codeOf(() => unlockWithPassphrase({ ...sealed, header }, PASSPHRASE, host.throttle(), host))).toBe('VaultDamaged')
    expect(host.costs).toEqual([])
  }
  expect(host.throttle().waitSeconds()).toBe(0)
})

test('guessing is slowed down: 1, 2, 4… 60 seconds after three misses, kept over restart and clock changes', async () => {
  await create('passphrase')
  const waits: number[] = []
  for (let miss = 0; miss < 12; miss++) {
    expect(await codeOf(() => byPassphrase('a wrong passphrase'))).toBe('WrongPassphrase')
    waits.push(host.throttle().waitSeconds())
    host.nowMs += 61_000
    host.monotonicMs += 61_000
  }
  expect(waits).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60])

  expect(await codeOf(() => byPassphrase('a wrong passphrase'))).toBe('WrongPassphrase')
  host.monotonicMs = 0
  host.nowMs += 10_000
  expect(host.throttle().waitSeconds()).toBe(50)
  expect(await codeOf(() => byPassphrase())).toBe('UnlockThrottled')
  host.nowMs -= 100_000
  expect(host.throttle().waitSeconds()).toBe(60)
  const throttle = host.throttle()
  host.nowMs += 10 ** 9
  expect(throttle.waitSeconds()).toBe(60)
  host.monotonicMs += 60_000
  expect(throttle.waitSeconds()).toBe(0)
  await unlockWithPassphrase(host.sealed(), PASSPHRASE, throttle, host)
  expect(host.throttle().waitSeconds()).toBe(0)
})

test('an attempt counts before it is tried, so that killing Coffer takes none back', async () => {
  await create('passphrase')
  for (let n = 0; n < 4; n++) {
    const never = { keychain: host.keychain, argon2id: () => new Promise<Uint8Array>(() => undefined) }
    void unlockWithPassphrase(host.sealed(), PASSPHRASE, host.throttle(), never)
    host.nowMs += 61_000
  }
  host.nowMs -= 61_000
  expect(host.throttle().waitSeconds()).toBe(2)
})

test('a second region catches up with the header, and one that is missing or foreign blocks nothing', async () => {
  await create('passphrase')
  const rootKey = await byPassphrase()
  const open = owner(rootKey)
  const second = openRegionStore({ file: regionFile(host.dataDir, 'us-east-1'), region: 'us-east-1', vaultId: headerOf(open).vaultId, rootKey, host, create: true })
  second.transaction(() => second.writeHeader(open.stores.get(HOME)?.header as Uint8Array))
  second.close()
  renewRecoveryKit(open, host)
  host.closeStores()
  expect(host.sealed().regionFiles.map(({ region }) => region)).toEqual([HOME, 'us-east-1'])
  const both = host.openStores(rootKey)
  expect(both.stores.get('us-east-1')?.header).toEqual(both.stores.get(HOME)?.header)
  host.closeStores()

  writeFileSync(regionFile(host.dataDir, 'us-east-1'), 'rubbish'.repeat(2000))
  const one = host.openStores(rootKey)
  expect([[...one.stores.keys()], one.problems.map(({ region, error }) => [region, error.code])]).toEqual([[HOME], [['us-east-1', 'VaultDamaged']]])
})

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RootKey } from '../../../electron/engine/seal/root-key.ts'
import { changeProtection, type NewProtection } from '../../../electron/engine/vault/change-protection.ts'
import { addKeychainSlot, changePassphrase, headerOf, removeSlot, type HeaderOwner } from '../../../electron/engine/vault/change-slots.ts'
import { createVault, type CreatedVault, type Protection } from '../../../electron/engine/vault/create-vault.ts'
import { openSlot } from '../../../electron/engine/vault/key-slot.ts'
import { passphraseSecret } from '../../../electron/engine/vault/passphrase.ts'
import { unlockWithKeychain, unlockWithPassphrase, unlockWithRecoveryCode } from '../../../electron/engine/vault/unlock-vault.ts'
import { decodeHeader, encodeHeader, verifyHeader, type KdfCosts, type KeySlot } from '../../../electron/engine/vault/vault-header.ts'
import { Sensitive } from '../../../shared/sensitive.ts'
import { codeOf, FakeHost, HOME, PASSPHRASE } from './vault-host.ts'

const NEXT = new Sensitive('quiet orange lighthouse keeper')
const WRONG = new Sensitive('some other words entirely')
let host: FakeHost
beforeEach(() => {
  host = new FakeHost()
})
afterEach(() => host.remove())

function create(protection: Protection = 'keychain-plus-passphrase'): Promise<CreatedVault> {
  return createVault({ homeRegion: HOME, protection, passphrase: protection === 'keychain' ? undefined : PASSPHRASE }, host)
}

function owner(rootKey: RootKey): HeaderOwner {
  return { rootKey, homeRegion: HOME, stores: host.openStores(rootKey).stores }
}

const byPassphrase = (passphrase = PASSPHRASE) => unlockWithPassphrase(host.sealed(), passphrase, host.throttle(), host)
const byKeychain = () => unlockWithKeychain(host.sealed(), host)
const byCode = (code: Sensitive<string>) => unlockWithRecoveryCode(host.sealed(), code, host.throttle())
const types = () => host.sealed().header.slots.map((slot) => slot.type).toSorted()
const together = () => host.sealed().header.slots.find((slot) => slot.type === 'keychain-plus-passphrase') as KeySlot
const onlyItem = () => [...host.keychain.items.values()][0] as string

describe('a vault that needs keychain and passphrase together', () => {
  test('opens by both, and by the recovery kit alone; there is no other slot', async () => {
    const { recoveryCode } = await create()
    expect([types(), host.keychain.items.size]).toEqual([['keychain-plus-passphrase', 'recovery'], 1])
    expect((await byPassphrase()).equals(byCode(recoveryCode))).toBe(true)
    expect(await codeOf(() => byPassphrase(WRONG))).toBe('WrongPassphrase')
    await expect(byKeychain()).rejects.toMatchObject({ code: 'SlotMissing', message: 'This vault opens with the keychain and the passphrase together: give the passphrase too.' })
  })

  test('neither half opens the slot, nor both in another order', async () => {
    await create()
    const slot = together()
    const ofKeychain = Buffer.from(onlyItem(), 'base64')
    const ofPassphrase = Buffer.from(await passphraseSecret(PASSPHRASE, slot.salt, slot.kdf as KdfCosts, host))
    const opens = (...parts: Buffer[]) => openSlot(host.sealed().header, slot, Buffer.concat(parts)) !== null
    const nothing = Buffer.alloc(32)
    expect(opens(ofPassphrase, ofKeychain)).toBe(true)
    for (const parts of [[ofPassphrase], [ofKeychain], [ofKeychain, ofPassphrase], [ofPassphrase, nothing], [nothing, ofKeychain], [ofPassphrase, ofPassphrase], [ofKeychain, ofKeychain]]) expect(opens(...parts)).toBe(false)
  })

  test('a part of the slot that is changed opens nothing', async () => {
    await create()
    const sealed = host.sealed()
    const changed = (change: Partial<KeySlot>) => ({ ...sealed, header: { ...sealed.header, slots: sealed.header.slots.map((slot) => (slot.kdf === null ? slot : { ...slot, ...change })) } })
    const code = (change: Partial<KeySlot>) => codeOf(() => unlockWithPassphrase(changed(change), PASSPHRASE, host.throttle(), host))
    expect(await code({})).toBe('nothing was thrown')
    const costs = together().kdf as KdfCosts
    expect(await code({ kdf: { ...costs, passes: costs.passes + 1 } })).toBe('WrongPassphrase')
    expect(await code({ type: 'passphrase' })).toBe('WrongPassphrase')
    expect(await code({ salt: new Uint8Array(32) })).toBe('WrongKey')
    expect(await code({ groupChecks: [] })).toBe('WrongKey')
    expect(await code({ kdf: null })).toBe('VaultDamaged')
  })

  const UNREADABLE: readonly (readonly [name: string, prepare: () => void, code: string])[] = [
    ['absent', () => (host.keychain.state = 'absent'), 'KeychainUnavailable'],
    ['locked, or its prompt refused', () => (host.keychain.state = 'locked'), 'KeychainKeyMissing'],
    ['emptied', () => host.keychain.items.clear(), 'KeychainKeyMissing'],
    ['of another vault', () => host.keychain.items.forEach((_, account) => host.keychain.items.set(account, Buffer.alloc(32, 1).toString('base64'))), 'WrongKey'],
    ['no key of Coffer', () => host.keychain.items.forEach((_, account) => host.keychain.items.set(account, 'rubbish')), 'WrongKey'],
  ]
  test.each(UNREADABLE)('a keychain that is %s is not touched, costs no attempt, and leaves the recovery code', async (_, prepare, code) => {
    const { recoveryCode } = await create()
    prepare()
    const items = [...host.keychain.items]
    host.keychain.changes.length = 0
    for (let attempt = 0; attempt < 5; attempt += 1) await expect(byPassphrase()).rejects.toMatchObject({ code, message: expect.stringMatching(/[Uu]se the recovery code, which opens the vault alone/) })
    expect([host.keychain.changes, [...host.keychain.items], host.throttle().waitSeconds()]).toEqual([[], items, 0])
    expect(await codeOf(() => byCode(recoveryCode))).toBe('nothing was thrown')
  })

  test('a keychain that refuses at the making leaves nothing', async () => {
    host.keychain.state = 'locked'
    expect(await codeOf(() => create())).toBe('KeychainUnavailable')
    expect(await codeOf(() => createVault({ homeRegion: HOME, protection: 'keychain-plus-passphrase' }, host))).toBe('PassphraseNeeded')
    expect([host.keychain.items.size, await codeOf(() => host.sealed())]).toEqual([0, 'Error: there is no vault'])
  })

  test('a vault that does not come to be leaves no item', async () => {
    const failing = createVault({ homeRegion: HOME, protection: 'keychain-plus-passphrase', passphrase: PASSPHRASE, fill: () => { throw new Error('no') } }, host)
    expect(await codeOf(() => failing)).not.toBe('nothing was thrown')
    expect(host.keychain.items.size).toBe(0)
  })

  test('no slot that one secret opens can be added, and the kit stays', async () => {
    await create()
    const open = owner(await byPassphrase())
    expect(await codeOf(() => addKeychainSlot(open, host))).toBe('ProtectionConflict')
    const kit = headerOf(open).slots.find((slot) => slot.type === 'recovery')?.slotId ?? ''
    expect(await codeOf(() => removeSlot(open, kit, host))).toBe('LastSlot')
    expect([types, host.keychain.items.size].map((part) => (typeof part === 'function' ? headerOf(open).slots.length : part))).toEqual([2, 1])
    await removeSlot(open, headerOf(open).slots.find((slot) => slot.type !== 'recovery')?.slotId ?? '', host)
    expect(host.keychain.items.size).toBe(0)
  })

  test('a changed passphrase goes with a new secret of the keychain; the old ones open nothing', async () => {
    await create()
    const open = owner(await byPassphrase())
    const before = onlyItem()
    expect(await codeOf(() => changePassphrase(open, { current: WRONG, next: NEXT }, host))).toBe('WrongPassphrase')
    expect(await codeOf(() => changePassphrase(open, { next: NEXT }, host))).toBe('WrongPassphrase')
    await changePassphrase(open, { current: PASSPHRASE, next: NEXT }, host)
    host.closeStores()
    expect([types(), host.keychain.items.size, onlyItem() === before]).toEqual([['keychain-plus-passphrase', 'recovery'], 1, false])
    expect(await codeOf(() => byPassphrase(PASSPHRASE))).toBe('WrongPassphrase')
    expect((await byPassphrase(NEXT)).equals(open.rootKey)).toBe(true)
  })

  test('after the keychain is lost the recovery code opens the vault, stands for the proof, and enrols the new keychain', async () => {
    const { recoveryCode } = await create()
    host.keychain.items.clear()
    const open = owner(byCode(recoveryCode))
    const wanted: NewProtection = { protection: 'keychain-plus-passphrase', next: NEXT }
    const change = (proof: Partial<NewProtection>) => changeProtection(open, { ...wanted, ...proof }, host.throttle(), host)
    expect(await codeOf(() => change({ current: PASSPHRASE }))).toBe('KeychainKeyMissing')
    expect(await codeOf(() => change({}))).toBe('WrongPassphrase')
    await change({ recoveryCode })
    host.closeStores()
    expect([types(), host.keychain.items.size]).toEqual([['keychain-plus-passphrase', 'recovery'], 1])
    expect((await byPassphrase(NEXT)).equals(open.rootKey)).toBe(true)
  })
})

describe('changing the protection', () => {
  const PROTECTIONS: readonly Protection[] = ['keychain', 'passphrase', 'keychain-and-passphrase', 'keychain-plus-passphrase']
  const SLOTS: Readonly<Record<Protection, readonly string[]>> = {
    keychain: ['keychain', 'recovery'],
    passphrase: ['passphrase', 'recovery'],
    'keychain-and-passphrase': ['keychain', 'passphrase', 'recovery'],
    'keychain-plus-passphrase': ['keychain-plus-passphrase', 'recovery'],
  }
  const items = (protection: Protection) => (protection === 'passphrase' ? 0 : 1)

  for (const from of PROTECTIONS) {
    test.each(PROTECTIONS)(`from ${from} to %s: the ways are exactly those of the new one`, async (to) => {
      const { recoveryCode } = await create(from)
      const open = owner(byCode(recoveryCode))
      const proof = from === 'keychain' ? { next: PASSPHRASE } : { current: PASSPHRASE }
      await changeProtection(open, { protection: to, ...proof }, host.throttle(), host)
      host.closeStores()
      expect([types(), host.keychain.items.size]).toEqual([SLOTS[to], items(to)])
      expect(await codeOf(byKeychain)).toBe(SLOTS[to].includes('keychain') ? 'nothing was thrown' : 'SlotMissing')
      expect(await codeOf(() => byPassphrase())).toBe(to === 'keychain' ? 'SlotMissing' : 'nothing was thrown')
      expect(byCode(recoveryCode).equals(open.rootKey)).toBe(true)
    })
  }

  test('without the proof, a passphrase, or a keychain nothing changes', async () => {
    await create('passphrase')
    const open = owner(await byPassphrase())
    const before = open.stores.get(HOME)?.header
    const change = (wanted: NewProtection) => codeOf(() => changeProtection(open, wanted, host.throttle(), host))
    expect(await change({ protection: 'keychain-plus-passphrase' })).toBe('WrongPassphrase')
    expect(await change({ protection: 'keychain-plus-passphrase', current: WRONG })).toBe('WrongPassphrase')
    expect(await change({ protection: 'keychain-plus-passphrase', recoveryCode: new Sensitive('AAAA-AAAA') })).toBe('WrongRecoveryCode')
    expect(await change({ protection: 'passphrase', current: PASSPHRASE, next: new Sensitive('too short') })).toBe('WeakPassphrase')
    host.keychain.state = 'locked'
    for (const protection of ['keychain', 'keychain-and-passphrase', 'keychain-plus-passphrase'] as const) expect(await change({ protection, current: PASSPHRASE })).toBe('KeychainUnavailable')
    expect([open.stores.get(HOME)?.header, host.keychain.items.size]).toEqual([before, 0])
  })
})

describe('the header', () => {
  test('is of format 1 while an older version can open it, and of format 2 from the first other slot on', async () => {
    const format = () => Buffer.from(host.sealed().headerBytes).readUInt32BE(2 + 'COFFER-VAULT'.length)
    await create('keychain-and-passphrase')
    expect(format()).toBe(1)
    const open = owner(await byPassphrase())
    await changeProtection(open, { protection: 'keychain-plus-passphrase', current: PASSPHRASE }, host.throttle(), host)
    host.closeStores()
    expect(format()).toBe(2)
  })

  test('keeps a slot of a later version, and what is known still opens it', async () => {
    const { recoveryCode } = await create('passphrase')
    const rootKey = byCode(recoveryCode)
    const { header } = host.sealed()
    const later = { ...(header.slots[0] as KeySlot), slotId: 'later', type: 'security-key' as KeySlot['type'] }
    const bytes = encodeHeader({ ...header, slots: [...header.slots, later] }, rootKey)
    verifyHeader(bytes, rootKey)
    expect(decodeHeader(bytes).slots.map(({ type }) => type)).toEqual(['recovery', 'passphrase', 'security-key'])
    const sealed = { ...host.sealed(), header: decodeHeader(bytes), headerBytes: bytes }
    expect((await unlockWithPassphrase(sealed, PASSPHRASE, host.throttle(), host)).equals(rootKey)).toBe(true)
    for (const type of ['', 'Bad', 'a b', 'x'.repeat(80)]) expect(await codeOf(() => decodeHeader(encodeHeader({ ...header, slots: [{ ...later, type: type as KeySlot['type'] }] }, rootKey)))).toBe('VaultDamaged')
  })
})

import { timingSafeEqual } from 'node:crypto'
import { ServiceError } from '../../../shared/errors.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import type { Host } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import type { RegionStore } from '../storage/region-store.ts'
import { keepsKeychainMark, markAccount } from './keychain-mark.ts'
import { holdsKeychainItem, keychainAccount, removeKeychainItem } from './keychain-secret.ts'
import { newKeychainSlot, newPassphraseSlot, newRecoverySlot, newTogetherSlot } from './new-slot.ts'
import { requireStrongPassphrase } from './passphrase.ts'
import { groupCheck } from './recovery-code.ts'
import { isPassphraseOf } from './unlock-vault.ts'
import { decodeHeader, encodeHeader, verifyHeader, type KeySlot, type VaultHeader } from './vault-header.ts'

/** An unlocked vault as far as its header goes. The home region's store holds the copy that counts. */
export interface HeaderOwner {
  readonly rootKey: RootKey
  readonly homeRegion: string
  readonly stores: ReadonlyMap<string, RegionStore>
}

/** The header of an unlocked vault, verified. */
export function headerOf(owner: HeaderOwner): VaultHeader {
  const bytes = owner.stores.get(owner.homeRegion)?.header
  if (bytes === null || bytes === undefined) throw new ServiceError('VaultDamaged', 'The home region has no header.')
  verifyHeader(bytes, owner.rootKey)
  return decodeHeader(bytes)
}

/**
 * Replaces the passphrase, or adds one to a vault that has none. The new slot is proven to open before the old one goes.
 * Where the vault needs keychain and passphrase together it goes on to: under a new secret in this computer's keychain,
 * while other computers' slots, which the old passphrase would open, go.
 * @throws {ServiceError} WeakPassphrase, WrongPassphrase (the current one is missing or wrong), DiskFull…; and where both
 * are needed what the keychain says
 */
export async function changePassphrase(
  owner: HeaderOwner,
  { current, next }: { readonly current?: Sensitive<string> | undefined; readonly next: Sensitive<string> },
  host: Pick<Host, 'argon2id' | 'random' | 'clock' | 'passphraseStrength' | 'log' | 'keychain'>,
): Promise<VaultHeader> {
  const header = headerOf(owner)
  const before = header.slots.filter(wantsPassphrase)
  if (before.length > 0 && !(current && (await isPassphraseOf({ header }, current, host)))) {
    throw new ServiceError('WrongPassphrase', 'The current passphrase is not right. Nothing was changed.')
  }
  await requireStrongPassphrase(next, host)
  if (needsBoth(header)) return replaceTogetherSlots(owner, next, host)
  const slot = await newPassphraseSlot(header, next, owner.rootKey, host, before[0]?.kdf ?? null)
  return replaceSlots(owner, (slots) => [...slots.filter((other) => other.type !== 'passphrase'), slot], host)
}

/** Whether the vault opens only with keychain and passphrase together, besides its recovery kit. */
export function needsBoth(header: VaultHeader): boolean {
  return header.slots.some((slot) => slot.type === 'keychain-plus-passphrase')
}

export function wantsPassphrase(slot: KeySlot): boolean {
  return slot.type === 'passphrase' || slot.type === 'keychain-plus-passphrase'
}

async function replaceTogetherSlots(owner: HeaderOwner, passphrase: Sensitive<string>, host: Pick<Host, 'argon2id' | 'random' | 'clock' | 'log' | 'keychain'>): Promise<VaultHeader> {
  const header = headerOf(owner)
  const slot = await newTogetherSlot(header, passphrase, owner.rootKey, host, header.slots.find(wantsPassphrase)?.kdf ?? null)
  return exchangeSlots(owner, [...header.slots.filter((other) => other.type !== 'keychain-plus-passphrase'), slot], host)
}

/**
 * Writes a set of slots in place of the ones before. Then the keychain items of those that went are removed; if the write
 * fails, those of the new ones are.
 */
export async function exchangeSlots(owner: HeaderOwner, slots: readonly KeySlot[], host: Pick<Host, 'keychain' | 'log'>): Promise<VaultHeader> {
  const before = headerOf(owner)
  const itemsOnlyIn = (these: readonly KeySlot[], those: readonly KeySlot[]) =>
    these.filter((slot) => holdsKeychainItem(slot) && !those.some(({ slotId }) => slotId === slot.slotId)).map(({ slotId }) => keychainAccount(before.vaultId, slotId))
  let header: VaultHeader
  try {
    header = replaceSlots(owner, () => slots, host)
  } catch (thrown) {
    for (const account of itemsOnlyIn(slots, before.slots)) await host.keychain.delete(account).catch(() => undefined)
    throw thrown
  }
  for (const account of itemsOnlyIn(before.slots, slots)) await removeKeychainItem(account, host)
  if (keepsKeychainMark(before) && !keepsKeychainMark(header)) await removeKeychainItem(markAccount(header.vaultId), host)
  return header
}

/**
 * Lets this computer's keychain open the vault, under a new name; older keychain slots stay, they may be of other computers.
 * @throws {ServiceError} ProtectionConflict (the vault needs both together), KeychainUnavailable, DiskFull…; then no item
 * is left behind
 */
export async function addKeychainSlot(owner: HeaderOwner, host: Pick<Host, 'keychain' | 'random' | 'clock' | 'log'>): Promise<VaultHeader> {
  const header = headerOf(owner)
  if (needsBoth(header)) {
    throw new ServiceError('ProtectionConflict', 'This vault opens with the keychain and the passphrase together, and the keychain alone would be enough afterwards. Change the protection instead, in Settings, Vault. Nothing was changed.')
  }
  const slot = await newKeychainSlot(header, owner.rootKey, host)
  return exchangeSlots(owner, [...header.slots, slot], host)
}

/** Makes a new recovery code; the ones before open nothing any more. The code is shown once. */
export function renewRecoveryKit(owner: HeaderOwner, host: Pick<Host, 'random' | 'clock' | 'log'>): { readonly header: VaultHeader; readonly recoveryCode: Sensitive<string> } {
  const { slot, code } = newRecoverySlot(headerOf(owner), owner.rootKey, host)
  const header = replaceSlots(owner, (slots) => [...slots.filter((other) => other.type !== 'recovery'), slot], host)
  return { header, recoveryCode: code }
}

/**
 * Notes that the kit was written down: at least two different groups of it, typed back. Positions count from 1.
 * @throws {ServiceError} SlotMissing, WrongRecoveryGroup
 */
export function confirmRecoveryKit(owner: HeaderOwner, groups: readonly { readonly position: number; readonly text: Sensitive<string> }[], host: Pick<Host, 'log'>): VaultHeader {
  const slot = headerOf(owner).slots.find((one) => one.type === 'recovery')
  if (slot === undefined) throw new ServiceError('SlotMissing', 'This vault has no recovery kit.')
  if (new Set(groups.map(({ position }) => position)).size < 2) throw new ServiceError('WrongRecoveryGroup', 'Two different groups of the code are needed.')
  for (const { position, text } of groups) {
    const expected = slot.groupChecks[position - 1]
    if (expected === undefined || !timingSafeEqual(groupCheck(slot.slotId, position, text.reveal(), owner.rootKey), expected)) {
      throw new ServiceError('WrongRecoveryGroup', `Group ${String(position)} is not what the recovery kit says. Compare it with the kit and type it again.`, { details: { position: String(position) } })
    }
  }
  return replaceSlots(owner, (slots) => slots.map((one) => (one.slotId === slot.slotId ? { ...one, isConfirmed: true } : one)), host)
}

/**
 * Takes one way to open the vault away, never the last one. The keychain item of a keychain slot goes
 * after the slot, and only when the keychain gives it out. The kit of a vault that needs both stays: without it the vault
 * would be lost with this computer's keychain.
 * @throws {ServiceError} SlotMissing, LastSlot
 */
export async function removeSlot(owner: HeaderOwner, slotId: string, host: Pick<Host, 'keychain' | 'log'>): Promise<VaultHeader> {
  const before = headerOf(owner)
  const slot = before.slots.find((one) => one.slotId === slotId)
  if (slot === undefined) throw new ServiceError('SlotMissing', 'This vault has no such key slot. Nothing was changed.')
  if (before.slots.length === 1) throw new ServiceError('LastSlot', 'This is the only way to open the vault, so it stays. Add another one first.')
  const left = before.slots.filter((one) => one.slotId !== slotId)
  if (slot.type === 'recovery' && needsBoth(before) && !left.some(({ type }) => type === 'recovery')) {
    throw new ServiceError('LastSlot', 'Only the recovery kit opens this vault when the keychain of this computer is lost, so it stays. Renew it instead.')
  }
  return exchangeSlots(owner, left, host)
}

/** Writes the changed header to the home region first: from then on it counts; other regions catch up, now or at unlock. */
function replaceSlots(owner: HeaderOwner, change: (slots: readonly KeySlot[]) => readonly KeySlot[], host: Pick<Host, 'log'>): VaultHeader {
  const before = headerOf(owner)
  const header: VaultHeader = { ...before, revision: before.revision + 1, slots: change(before.slots) }
  const bytes = encodeHeader(header, owner.rootKey)
  const home = owner.stores.get(owner.homeRegion) as RegionStore
  home.transaction(() => home.writeHeader(bytes), { mayUseReserve: true })
  for (const store of owner.stores.values()) {
    if (store === home) continue
    try {
      store.transaction(() => store.writeHeader(bytes), { mayUseReserve: true })
    } catch (thrown) {
      host.log.warn('The header copy of a region could not be written; it will be at the next unlock', { region: store.region, code: ServiceError.from(thrown).code })
    }
  }
  return header
}

import { timingSafeEqual } from 'node:crypto'
import { ServiceError } from '../../../shared/errors.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import type { Host } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import type { RegionStore } from '../storage/region-store.ts'
import { keychainAccount } from './keychain-secret.ts'
import { newKeychainSlot, newPassphraseSlot, newRecoverySlot } from './new-slot.ts'
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
 * @throws {ServiceError} WeakPassphrase, WrongPassphrase (the current one is missing or wrong), DiskFull…
 */
export async function changePassphrase(
  owner: HeaderOwner,
  { current, next }: { readonly current?: Sensitive<string> | undefined; readonly next: Sensitive<string> },
  host: Pick<Host, 'argon2id' | 'random' | 'clock' | 'passphraseStrength' | 'log'>,
): Promise<VaultHeader> {
  const header = headerOf(owner)
  const before = header.slots.filter((slot) => slot.type === 'passphrase')
  if (before.length > 0 && !(current && (await isPassphraseOf({ header }, current, host)))) {
    throw new ServiceError('WrongPassphrase', 'The current passphrase is not right. Nothing was changed.')
  }
  await requireStrongPassphrase(next, host)
  const slot = await newPassphraseSlot(header, next, owner.rootKey, host, before[0]?.kdf ?? null)
  return replaceSlots(owner, (slots) => [...slots.filter((other) => other.type !== 'passphrase'), slot], host)
}

/**
 * Lets this computer's keychain open the vault, under a new name; older keychain slots stay, they may be of other computers.
 * @throws {ServiceError} KeychainUnavailable, DiskFull…; then no item is left behind
 */
export async function addKeychainSlot(owner: HeaderOwner, host: Pick<Host, 'keychain' | 'random' | 'clock' | 'log'>): Promise<VaultHeader> {
  const header = headerOf(owner)
  const slot = await newKeychainSlot(header, owner.rootKey, host)
  try {
    return replaceSlots(owner, (slots) => [...slots, slot], host)
  } catch (thrown) {
    await host.keychain.delete(keychainAccount(header.vaultId, slot.slotId)).catch(() => undefined)
    throw thrown
  }
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
 * after the slot, and only when the keychain gives it out.
 * @throws {ServiceError} SlotMissing, LastSlot
 */
export async function removeSlot(owner: HeaderOwner, slotId: string, host: Pick<Host, 'keychain' | 'log'>): Promise<VaultHeader> {
  const before = headerOf(owner)
  const slot = before.slots.find((one) => one.slotId === slotId)
  if (slot === undefined) throw new ServiceError('SlotMissing', 'This vault has no such key slot. Nothing was changed.')
  if (before.slots.length === 1) throw new ServiceError('LastSlot', 'This is the only way to open the vault, so it stays. Add another one first.')
  const header = replaceSlots(owner, (slots) => slots.filter((one) => one.slotId !== slotId), host)
  if (slot.type === 'keychain') await removeKeychainItem(keychainAccount(before.vaultId, slotId), host)
  return header
}

async function removeKeychainItem(account: string, host: Pick<Host, 'keychain' | 'log'>): Promise<void> {
  const answer = await host.keychain.get(account)
  if (answer.status !== 'found') return
  await host.keychain.delete(account).catch(() => host.log.warn('A keychain item that opens nothing any more could not be removed', {}))
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

import type { Sensitive } from '../../../shared/sensitive.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import { RootKey } from '../seal/root-key.ts'
import { requireProof, sealedOf } from '../vault/change-protection.ts'
import { headerOf, needsBoth, wantsPassphrase, type HeaderOwner } from '../vault/change-slots.ts'
import { holdsKeychainItem, keychainAccount, removeKeychainItem } from '../vault/keychain-secret.ts'
import { newKeychainSlot, newPassphraseSlot, newRecoverySlot, newTogetherSlot } from '../vault/new-slot.ts'
import { requireStrongPassphrase } from '../vault/passphrase.ts'
import type { UnlockThrottle } from '../vault/unlock-throttle.ts'
import { encodeHeader, type KeySlot, type VaultHeader } from '../vault/vault-header.ts'

type NewKeyHost = Pick<Host, 'argon2id' | 'keychain' | 'random' | 'clock' | 'passphraseStrength' | 'log'>

/** Who asks for a new root key, and what opens the vault afterwards. */
export interface WantedRootKey {
  readonly current?: Sensitive<string> | undefined
  /** In place of the passphrase of before; that one stays where none is given. */
  readonly next?: Sensitive<string> | undefined
  /** Stands for the current passphrase where that is lost. */
  readonly recoveryCode?: Sensitive<string> | undefined
}

/** A root key that nothing lies under yet, and what will open it. */
export interface NewRootKey {
  readonly rootKey: RootKey
  readonly before: VaultHeader
  readonly header: VaultHeader
  readonly headerBytes: Uint8Array
  readonly recoveryCode: Sensitive<string>
}

/**
 * Makes a root key with slots of the same kinds as the vault has now: the passphrase, this computer's keychain under a new
 * name, and a new recovery kit. Keychain slots of other computers are left out: they would give out the former key.
 * @throws {ServiceError} WrongPassphrase, WrongRecoveryCode, UnlockThrottled (the proof), PassphraseNeeded, WeakPassphrase,
 * KeychainUnavailable; then nothing is left
 */
export async function makeRootKey(owner: HeaderOwner, wanted: WantedRootKey, throttle: UnlockThrottle, host: NewKeyHost): Promise<NewRootKey> {
  const before = headerOf(owner)
  await requireProof(sealedOf(owner, before), wanted, throttle, host)
  if (wanted.next !== undefined) await requireStrongPassphrase(wanted.next, host)
  const passphrase = wanted.next ?? wanted.current
  const rootKey = RootKey.generate()
  const ids = { vaultId: before.vaultId, rootKeyId: host.random.uuid() }
  const costs = before.slots.find(wantsPassphrase)?.kdf ?? null
  const slots: KeySlot[] = []
  try {
    const recovery = newRecoverySlot(ids, rootKey, host)
    slots.push(recovery.slot)
    if (needsBoth(before)) slots.push(await newTogetherSlot(ids, required(passphrase), rootKey, host, costs))
    if (before.slots.some(({ type }) => type === 'passphrase')) slots.push(await newPassphraseSlot(ids, required(passphrase), rootKey, host, costs))
    if (before.slots.some(({ type }) => type === 'keychain')) slots.push(await newKeychainSlot(ids, rootKey, host))
    const header: VaultHeader = { ...before, rootKeyId: ids.rootKeyId, revision: before.revision + 1, slots }
    return { rootKey, before, header, headerBytes: encodeHeader(header, rootKey), recoveryCode: recovery.code }
  } catch (thrown) {
    rootKey.erase()
    await removeItems(before.vaultId, slots, host)
    throw thrown
  }
}

/** Takes back what was made for a root key that came to nothing. */
export async function discardRootKey({ rootKey, header }: NewRootKey, host: NewKeyHost): Promise<void> {
  rootKey.erase()
  await removeItems(header.vaultId, header.slots, host)
}

/** Removes from this computer's keychain what opened the vault before. */
export function removeFormerItems({ before }: NewRootKey, host: NewKeyHost): Promise<void> {
  return removeItems(before.vaultId, before.slots, host)
}

async function removeItems(vaultId: string, slots: readonly KeySlot[], host: NewKeyHost): Promise<void> {
  for (const slot of slots.filter(holdsKeychainItem)) await removeKeychainItem(keychainAccount(vaultId, slot.slotId), host)
}

function required(passphrase: Sensitive<string> | undefined): Sensitive<string> {
  if (passphrase === undefined) throw new ServiceError('PassphraseNeeded', 'The new root key needs a passphrase. Nothing was changed.')
  return passphrase
}

import { ServiceError } from '../../../shared/errors.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import type { Host } from '../host.ts'
import { exchangeSlots, headerOf, wantsPassphrase, type HeaderOwner } from './change-slots.ts'
import type { Protection } from './create-vault.ts'
import { newKeychainSlot, newPassphraseSlot, newTogetherSlot } from './new-slot.ts'
import { requireStrongPassphrase } from './passphrase.ts'
import type { SealedVault } from './read-vault.ts'
import type { UnlockThrottle } from './unlock-throttle.ts'
import { isPassphraseOf, unlockWithKeychain, unlockWithRecoveryCode } from './unlock-vault.ts'
import type { KeySlot, VaultHeader } from './vault-header.ts'

export interface NewProtection {
  readonly protection: Protection
  /** The passphrase the vault has; it stays where no next one is given. */
  readonly current?: Sensitive<string> | undefined
  readonly next?: Sensitive<string> | undefined
  /** Stands for the current passphrase where that, or the keychain it goes with, is lost. */
  readonly recoveryCode?: Sensitive<string> | undefined
}

type ProtectionHost = Pick<Host, 'argon2id' | 'keychain' | 'random' | 'clock' | 'passphraseStrength' | 'log'>

/**
 * Changes what opens the vault besides the recovery kit, in one write: new slots are proven to open first, and the keychain
 * items of those that went are removed last. Asking for the protection that the vault has enrols this computer's keychain
 * anew, as after a restore elsewhere.
 * @throws {ServiceError} WrongPassphrase, WrongRecoveryCode, UnlockThrottled (the proof), PassphraseNeeded, WeakPassphrase,
 * KeychainUnavailable, LastSlot (there is no recovery kit, which a vault that needs both must have), DiskFull…
 */
export async function changeProtection(owner: HeaderOwner, wanted: NewProtection, throttle: UnlockThrottle, host: ProtectionHost): Promise<VaultHeader> {
  const header = headerOf(owner)
  const opened = sealedOf(owner, header)
  await requireProof(opened, wanted, throttle, host)
  const passphrase = wanted.next ?? wanted.current
  if (wanted.next !== undefined) await requireStrongPassphrase(wanted.next, host)
  const kits = header.slots.filter((slot) => slot.type === 'recovery')
  if (wanted.protection === 'keychain-plus-passphrase' && kits.length === 0) {
    throw new ServiceError('LastSlot', 'A vault that needs keychain and passphrase together is lost with the keychain unless there is a recovery kit. Make one first. Nothing was changed.')
  }
  const costs = header.slots.find(wantsPassphrase)?.kdf ?? null
  const made: KeySlot[] = []
  if (wanted.protection === 'keychain-plus-passphrase') made.push(await newTogetherSlot(header, required(passphrase), owner.rootKey, host, costs))
  if (wanted.protection === 'passphrase' || wanted.protection === 'keychain-and-passphrase') {
    const kept = header.slots.filter((slot) => slot.type === 'passphrase')
    if (wanted.next === undefined && kept.length > 0) made.push(...kept)
    else made.push(await newPassphraseSlot(header, required(passphrase), owner.rootKey, host, costs))
  }
  if (wanted.protection === 'keychain' || wanted.protection === 'keychain-and-passphrase') {
    const kept = header.slots.filter((slot) => slot.type === 'keychain')
    made.push(...kept)
    if (!(await opensByKeychain(opened, host))) made.push(await newKeychainSlot(header, owner.rootKey, host))
  }
  return exchangeSlots(owner, [...kits, ...made], host)
}

/**
 * Who changes what opens the vault shows that they can open it, where it asks for more than the session.
 * @throws {ServiceError} WrongPassphrase, WrongRecoveryCode, UnlockThrottled
 */
export async function requireProof(opened: SealedVault, { current, recoveryCode }: Pick<NewProtection, 'current' | 'recoveryCode'>, throttle: UnlockThrottle, host: ProtectionHost): Promise<void> {
  if (recoveryCode !== undefined) {
    unlockWithRecoveryCode(opened, recoveryCode, throttle).erase()
    return
  }
  if (!opened.header.slots.some(wantsPassphrase)) return
  if (current === undefined || !(await isPassphraseOf(opened, current, host))) {
    throw new ServiceError('WrongPassphrase', 'The current passphrase is not right. Nothing was changed. Where it is lost, the recovery code stands for it.')
  }
}

/** Whether this computer's keychain opens the vault by itself now. */
async function opensByKeychain(opened: SealedVault, host: Pick<Host, 'keychain'>): Promise<boolean> {
  try {
    const rootKey = await unlockWithKeychain(opened, host)
    rootKey.erase()
    return true
  } catch (thrown) {
    if (thrown instanceof ServiceError) return false
    throw thrown
  }
}

function required(passphrase: Sensitive<string> | undefined): Sensitive<string> {
  if (passphrase === undefined) throw new ServiceError('PassphraseNeeded', 'Protection by a passphrase needs one. Nothing was changed.')
  return passphrase
}

/** An open vault's header as it would be read before unlocking. */
export function sealedOf(owner: HeaderOwner, header: VaultHeader): SealedVault {
  return { header, headerBytes: owner.stores.get(owner.homeRegion)?.header ?? new Uint8Array(), regionFiles: [], problems: [] }
}

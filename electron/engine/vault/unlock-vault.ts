import { ServiceError } from '../../../shared/errors.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import type { Host } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import { openSlot } from './key-slot.ts'
import { keychainAccount, readKeychainSecret, wrongKeychainKey } from './keychain-secret.ts'
import { passphraseSecret } from './passphrase.ts'
import { parseRecoveryCode } from './recovery-code.ts'
import type { SealedVault } from './read-vault.ts'
import type { UnlockThrottle } from './unlock-throttle.ts'
import { verifyHeader, type KeySlot, type SlotType } from './vault-header.ts'

/**
 * The root key by the operating system's keychain. Tries every keychain slot, since one may be of another computer.
 * @throws {ServiceError} SlotMissing, KeychainUnavailable, KeychainKeyMissing, WrongKey, VaultDamaged (header changed)
 */
export async function unlockWithKeychain(sealed: SealedVault, host: Pick<Host, 'keychain'>): Promise<RootKey> {
  const slots = slotsOf(sealed, 'keychain')
  let failure: unknown
  for (const slot of slots.toReversed()) {
    let secret: Uint8Array | undefined
    try {
      secret = await readKeychainSecret(keychainAccount(sealed.header.vaultId, slot.slotId), host)
      const rootKey = openSlot(sealed.header, slot, secret)
      if (rootKey === null) throw wrongKeychainKey(host)
      return proven(sealed, rootKey)
    } catch (thrown) {
      if (thrown instanceof ServiceError && thrown.code === 'VaultDamaged') throw thrown
      failure = moreTelling(failure, thrown)
    } finally {
      secret?.fill(0)
    }
  }
  throw failure
}

/**
 * The root key by a passphrase.
 * @throws {ServiceError} SlotMissing, UnlockThrottled, WrongPassphrase, VaultDamaged (header or costs changed)
 */
export async function unlockWithPassphrase(sealed: SealedVault, passphrase: Sensitive<string>, throttle: UnlockThrottle, host: Pick<Host, 'argon2id'>): Promise<RootKey> {
  const slots = slotsOf(sealed, 'passphrase')
  throttle.begin()
  for (const slot of slots) {
    const secret = await passphraseSecretOf(slot, passphrase, throttle, host)
    const rootKey = openSlot(sealed.header, slot, secret)
    secret.fill(0)
    if (rootKey === null) continue
    throttle.succeed()
    return proven(sealed, rootKey)
  }
  throw new ServiceError('WrongPassphrase', 'This passphrase does not open the vault. Nothing was changed.', { details: { waitSeconds: String(throttle.waitSeconds()) } })
}

/**
 * The root key by a recovery code.
 * @throws {ServiceError} SlotMissing, UnlockThrottled, WrongRecoveryCode, VaultDamaged (header changed)
 */
export function unlockWithRecoveryCode(sealed: SealedVault, code: Sensitive<string>, throttle: UnlockThrottle): RootKey {
  const slots = slotsOf(sealed, 'recovery')
  const secret = parseRecoveryCode(code)
  throttle.begin()
  try {
    for (const slot of slots) {
      const rootKey = openSlot(sealed.header, slot, secret)
      if (rootKey === null) continue
      throttle.succeed()
      return proven(sealed, rootKey)
    }
  } finally {
    secret.fill(0)
  }
  throw new ServiceError('WrongRecoveryCode', 'This recovery code does not open the vault: it may be of another vault, or an older kit. Nothing was changed.')
}

/** Whether the passphrase opens one of the slots; for asking again before something weighty. */
export async function isPassphraseOf(sealed: Pick<SealedVault, 'header'>, passphrase: Sensitive<string>, host: Pick<Host, 'argon2id'>): Promise<boolean> {
  for (const slot of sealed.header.slots) {
    if (slot.type !== 'passphrase' || slot.kdf === null) continue
    const secret = await passphraseSecret(passphrase, slot.salt, slot.kdf, host)
    const opened = openSlot(sealed.header, slot, secret)
    secret.fill(0)
    opened?.erase()
    if (opened !== null) return true
  }
  return false
}

async function passphraseSecretOf(slot: KeySlot, passphrase: Sensitive<string>, throttle: UnlockThrottle, host: Pick<Host, 'argon2id'>): Promise<Uint8Array> {
  try {
    if (slot.kdf === null) throw new ServiceError('VaultDamaged', 'A passphrase slot of this vault has no costs: its header was changed. Restore a back-up.')
    return await passphraseSecret(passphrase, slot.salt, slot.kdf, host)
  } catch (thrown) {
    throttle.forgive()
    throw thrown
  }
}

function proven(sealed: SealedVault, rootKey: RootKey): RootKey {
  try {
    verifyHeader(sealed.headerBytes, rootKey)
    return rootKey
  } catch (thrown) {
    rootKey.erase()
    throw thrown
  }
}

function slotsOf(sealed: SealedVault, type: SlotType): readonly KeySlot[] {
  const slots = sealed.header.slots.filter((slot) => slot.type === type)
  if (slots.length === 0) throw new ServiceError('SlotMissing', `This vault cannot be opened by ${type === 'recovery' ? 'a recovery code' : `the ${type}`}: it was made without.`)
  return slots
}

/** Of several keychain slots' failures, a key that is wrong or a keychain that is shut says more than one that is missing. */
function moreTelling(before: unknown, now: unknown): unknown {
  return before instanceof ServiceError && before.code !== 'KeychainKeyMissing' ? before : now
}

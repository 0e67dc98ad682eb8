import { ServiceError } from '../../../shared/errors.ts'
import type { Sensitive } from '../../../shared/sensitive.ts'
import type { Host } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import { openSlot } from './key-slot.ts'
import { keychainAccount, ONLY_RECOVERY, readKeychainSecret, wrongKeychainKey } from './keychain-secret.ts'
import { passphraseSecret } from './passphrase.ts'
import { parseRecoveryCode } from './recovery-code.ts'
import type { SealedVault } from './read-vault.ts'
import { isKeychainSecretOf, togetherSecret } from './together-secret.ts'
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
 * The root key by a passphrase, and by the keychain's secret too where the vault needs both. The keychain is asked before
 * the attempt counts: what it lacks says nothing about the passphrase.
 * @throws {ServiceError} SlotMissing, UnlockThrottled, WrongPassphrase, VaultDamaged (header or costs changed);
 * KeychainUnavailable, KeychainKeyMissing, WrongKey where the vault needs both
 */
export async function unlockWithPassphrase(sealed: SealedVault, passphrase: Sensitive<string>, throttle: UnlockThrottle, host: Pick<Host, 'argon2id' | 'keychain'>): Promise<RootKey> {
  const isTogether = sealed.header.slots.some((slot) => slot.type === 'keychain-plus-passphrase')
  const found = isTogether ? await readTogetherHalf(sealed, host) : null
  try {
    const slots = found === null ? slotsOf(sealed, 'passphrase') : [found.slot]
    throttle.begin()
    for (const slot of slots) {
      const rootKey = await openByPassphrase(sealed, { slot, passphrase, ofKeychain: found?.ofKeychain ?? null }, throttle, host)
      if (rootKey === null) continue
      throttle.succeed()
      return proven(sealed, rootKey)
    }
  } finally {
    found?.ofKeychain.fill(0)
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

/**
 * Whether the passphrase opens one of the slots; for asking again before something weighty. Where the vault needs keychain
 * and passphrase together, the keychain is read too.
 * @throws {ServiceError} KeychainUnavailable, KeychainKeyMissing, WrongKey where the vault needs both
 */
export async function isPassphraseOf(sealed: Pick<SealedVault, 'header'>, passphrase: Sensitive<string>, host: Pick<Host, 'argon2id' | 'keychain'>): Promise<boolean> {
  for (const slot of sealed.header.slots) {
    if (slot.type !== 'passphrase') continue
    const opened = await openByPassphrase(sealed, { slot, passphrase, ofKeychain: null }, null, host)
    opened?.erase()
    if (opened !== null) return true
  }
  if (!sealed.header.slots.some((slot) => slot.type === 'keychain-plus-passphrase')) return false
  const { slot, ofKeychain } = await readTogetherHalf(sealed, host)
  try {
    const opened = await openByPassphrase(sealed, { slot, passphrase, ofKeychain }, null, host)
    opened?.erase()
    return opened !== null
  } finally {
    ofKeychain.fill(0)
  }
}

/** The slot of keychain plus passphrase whose keychain half this computer has, with that half. */
async function readTogetherHalf({ header }: Pick<SealedVault, 'header'>, host: Pick<Host, 'keychain'>): Promise<{ readonly slot: KeySlot; readonly ofKeychain: Uint8Array }> {
  let failure: unknown
  for (const slot of header.slots.filter(({ type }) => type === 'keychain-plus-passphrase').toReversed()) {
    try {
      const ofKeychain = await readKeychainSecret(keychainAccount(header.vaultId, slot.slotId), host, ONLY_RECOVERY)
      if (isKeychainSecretOf(slot, ofKeychain)) return { slot, ofKeychain }
      ofKeychain.fill(0)
      throw wrongKeychainKey(host, ONLY_RECOVERY)
    } catch (thrown) {
      failure = moreTelling(failure, thrown)
    }
  }
  throw failure
}

interface PassphraseAttempt {
  readonly slot: KeySlot
  readonly passphrase: Sensitive<string>
  /** The keychain's half, for a slot that needs both. */
  readonly ofKeychain: Uint8Array | null
}

async function openByPassphrase({ header }: Pick<SealedVault, 'header'>, { slot, passphrase, ofKeychain }: PassphraseAttempt, throttle: UnlockThrottle | null, host: Pick<Host, 'argon2id'>): Promise<RootKey | null> {
  const ofPassphrase = await passphraseSecretOf(slot, passphrase, throttle, host)
  const secret = ofKeychain === null ? ofPassphrase : togetherSecret(ofPassphrase, ofKeychain)
  try {
    return openSlot(header, slot, secret)
  } finally {
    ofPassphrase.fill(0)
    secret.fill(0)
  }
}

async function passphraseSecretOf(slot: KeySlot, passphrase: Sensitive<string>, throttle: UnlockThrottle | null, host: Pick<Host, 'argon2id'>): Promise<Uint8Array> {
  try {
    if (slot.kdf === null) throw new ServiceError('VaultDamaged', 'A passphrase slot of this vault has no costs: its header was changed. Restore a back-up.')
    return await passphraseSecret(passphrase, slot.salt, slot.kdf, host)
  } catch (thrown) {
    throttle?.forgive()
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
  if (slots.length > 0) return slots
  if (type === 'keychain' && sealed.header.slots.some((slot) => slot.type === 'keychain-plus-passphrase')) {
    throw new ServiceError('SlotMissing', 'This vault opens with the keychain and the passphrase together: give the passphrase too.')
  }
  throw new ServiceError('SlotMissing', `This vault cannot be opened by ${type === 'recovery' ? 'a recovery code' : `the ${type}`}: it was made without.`)
}

/** Of several keychain slots' failures, a key that is wrong or a keychain that is shut says more than one that is missing. */
function moreTelling(before: unknown, now: unknown): unknown {
  return before instanceof ServiceError && before.code !== 'KeychainKeyMissing' ? before : now
}

import { timingSafeEqual } from 'node:crypto'
import { deriveKey } from '../crypto/hkdf.ts'
import type { KeySlot } from './vault-header.ts'

const HALF_BYTES = 32
const CHECK_BYTES = 16

/** The secret of a `keychain-plus-passphrase` slot: Argon2id's 32 bytes and the keychain's 32, in this order. */
export function togetherSecret(ofPassphrase: Uint8Array, ofKeychain: Uint8Array): Uint8Array {
  if (ofPassphrase.length !== HALF_BYTES || ofKeychain.length !== HALF_BYTES) throw new RangeError('Each half has 32 bytes')
  return Uint8Array.from([...ofPassphrase, ...ofKeychain])
}

/**
 * A public check of the keychain's secret. It tells nothing: the secret is random and as long as the key, and the
 * passphrase is no part of it, so that it helps no one to guess that.
 */
export function keychainCheck(ofKeychain: Uint8Array, salt: Uint8Array): Uint8Array {
  return Uint8Array.from(deriveKey(ofKeychain, salt, 'sv1/slot/keychain-check').subarray(0, CHECK_BYTES))
}

/** Whether the keychain's secret is the one that the slot was made with. */
export function isKeychainSecretOf(slot: KeySlot, ofKeychain: Uint8Array): boolean {
  const [check] = slot.groupChecks
  return check?.length === CHECK_BYTES && timingSafeEqual(check, keychainCheck(ofKeychain, slot.salt))
}

import type { Sensitive } from '../../../shared/sensitive.ts'
import type { Host } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import { newSlotSalt, sealSlot } from './key-slot.ts'
import { keychainCheck, togetherSecret } from './together-secret.ts'
import { keychainAccount, storeKeychainSecret } from './keychain-secret.ts'
import { calibrateCosts, passphraseSecret } from './passphrase.ts'
import { formatRecoveryCode, groupChecksOf, newRecoverySecret } from './recovery-code.ts'
import type { KdfCosts, KeySlot, VaultHeader } from './vault-header.ts'

type Ids = Pick<VaultHeader, 'vaultId' | 'rootKeyId'>
type SlotHost = Pick<Host, 'random' | 'clock'>

/** A slot whose secret lies in the keychain, under a name that no other slot ever had. */
export async function newKeychainSlot(ids: Ids, rootKey: RootKey, host: SlotHost & Pick<Host, 'keychain'>): Promise<KeySlot> {
  const slotId = host.random.uuid()
  const secret = await storeKeychainSecret(keychainAccount(ids.vaultId, slotId), host)
  try {
    return sealSlot(ids, { slotId, type: 'keychain', createdAtMs: host.clock.nowMs(), kdf: null, backend: host.keychain.describe() }, secret, rootKey)
  } finally {
    secret.fill(0)
  }
}

/** A slot that a passphrase opens, at costs that are measured now and never lower than before. */
export async function newPassphraseSlot(ids: Ids, passphrase: Sensitive<string>, rootKey: RootKey, host: SlotHost & Pick<Host, 'argon2id'>, costsBefore: KdfCosts | null = null): Promise<KeySlot> {
  const kdf = await calibrateCosts(host, costsBefore)
  const salt = newSlotSalt()
  const secret = await passphraseSecret(passphrase, salt, kdf, host)
  try {
    return sealSlot(ids, { slotId: host.random.uuid(), type: 'passphrase', createdAtMs: host.clock.nowMs(), kdf, salt, backend: '' }, secret, rootKey)
  } finally {
    secret.fill(0)
  }
}

/**
 * A slot that opens only with a passphrase and a secret in the keychain together. Each goes in as 32 bytes, so neither can
 * stand for the other; the keychain's secret has a check, to tell a wrong passphrase from a keychain of another vault.
 */
export async function newTogetherSlot(ids: Ids, passphrase: Sensitive<string>, rootKey: RootKey, host: SlotHost & Pick<Host, 'argon2id' | 'keychain'>, costsBefore: KdfCosts | null = null): Promise<KeySlot> {
  const kdf = await calibrateCosts(host, costsBefore)
  const salt = newSlotSalt()
  const slotId = host.random.uuid()
  const ofPassphrase = await passphraseSecret(passphrase, salt, kdf, host)
  let ofKeychain: Uint8Array | undefined
  let secret: Uint8Array | undefined
  try {
    ofKeychain = await storeKeychainSecret(keychainAccount(ids.vaultId, slotId), host)
    secret = togetherSecret(ofPassphrase, ofKeychain)
    const groupChecks = [keychainCheck(ofKeychain, salt)]
    return sealSlot(ids, { slotId, type: 'keychain-plus-passphrase', createdAtMs: host.clock.nowMs(), kdf, salt, backend: host.keychain.describe(), groupChecks }, secret, rootKey)
  } finally {
    ofPassphrase.fill(0)
    ofKeychain?.fill(0)
    secret?.fill(0)
  }
}

/** A slot that a printed code opens; the code is in this one answer and nowhere else. */
export function newRecoverySlot(ids: Ids, rootKey: RootKey, host: SlotHost): { readonly slot: KeySlot; readonly code: Sensitive<string> } {
  const slotId = host.random.uuid()
  const secret = newRecoverySecret()
  try {
    const slot = sealSlot(ids, { slotId, type: 'recovery', createdAtMs: host.clock.nowMs(), kdf: null, backend: '' }, secret, rootKey)
    const code = formatRecoveryCode(secret)
    return { slot: { ...slot, groupChecks: groupChecksOf(code, slotId, rootKey) }, code }
  } finally {
    secret.fill(0)
  }
}

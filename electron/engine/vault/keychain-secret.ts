import { ServiceError } from '../../../shared/errors.ts'
import { freshRandomBytes } from '../crypto/random-bytes.ts'
import type { Host } from '../host.ts'
import type { KeySlot } from './vault-header.ts'

const SECRET_BYTES = 32
/** What else opens the vault, in an error's words. */
const OR_PASSPHRASE = 'the passphrase or the recovery code'
export const ONLY_RECOVERY = 'the recovery code, which opens the vault alone'
const OR_A_PASSPHRASE = 'a passphrase or the recovery code'
type OtherWays = typeof OR_PASSPHRASE | typeof ONLY_RECOVERY | typeof OR_A_PASSPHRASE
type KeychainHost = Pick<Host, 'keychain'>

/** The name under which a slot's secret lies in the keychain. A new slot has a new name, so nothing is ever overwritten. */
export function keychainAccount(vaultId: string, slotId: string): string {
  return `${vaultId}/${slotId}`
}

/** Whether a secret of the slot lies in a keychain. */
export function holdsKeychainItem(slot: KeySlot): boolean {
  return slot.type === 'keychain' || slot.type === 'keychain-plus-passphrase'
}

/**
 * Removes the item of a slot that opens nothing any more, and only when the keychain gives it out: another computer's item
 * is not here, and a locked keychain is left alone.
 */
export async function removeKeychainItem(account: string, host: KeychainHost & Pick<Host, 'log'>): Promise<void> {
  const answer = await host.keychain.get(account)
  if (answer.status !== 'found') return
  await host.keychain.delete(account).catch(() => host.log.warn('A keychain item that opens nothing any more could not be removed', {}))
}

/**
 * Makes a secret, stores it and reads it back. Only when both are equal may a vault come to depend on it.
 * @throws {ServiceError} KeychainUnavailable: nothing is left in the keychain
 */
export async function storeKeychainSecret(account: string, host: KeychainHost): Promise<Uint8Array> {
  const secret = Uint8Array.from(freshRandomBytes(SECRET_BYTES))
  const text = Buffer.from(secret).toString('base64')
  try {
    await host.keychain.set(account, text)
  } catch (thrown) {
    throw unavailable(host, thrown instanceof Error ? thrown.message : 'it did not answer')
  }
  const back = await host.keychain.get(account)
  if (back.status !== 'found' || back.value !== text) throw unavailable(host, back.status === 'unavailable' ? back.reason : 'it did not give back what was stored')
  return secret
}

/**
 * The secret of a slot. Whatever the keychain answers, nothing is made, overwritten or deleted in it.
 * @throws {ServiceError} KeychainUnavailable: it cannot be read; KeychainKeyMissing: it has no such item, or is locked
 * and says so in this way; WrongKey: the item is not a key of Coffer
 */
export async function readKeychainSecret(account: string, host: KeychainHost, others?: OtherWays): Promise<Uint8Array> {
  const answer = await host.keychain.get(account)
  if (answer.status === 'unavailable') throw unavailable(host, answer.reason, others)
  if (answer.status === 'missing') {
    throw new ServiceError('KeychainKeyMissing', `${host.keychain.describe()} gave no key for this vault: it is locked, or this is another computer or user. Nothing was changed. Unlock it and try again, or use ${others ?? OR_PASSPHRASE}.`)
  }
  const secret = Uint8Array.from(Buffer.from(answer.value, 'base64'))
  if (secret.length !== SECRET_BYTES) throw wrongKeychainKey(host, others)
  return secret
}

export function wrongKeychainKey(host: KeychainHost, others: OtherWays = OR_PASSPHRASE): ServiceError {
  return new ServiceError('WrongKey', `The key in ${host.keychain.describe()} does not open this vault. It was left as it is. Use ${others}; the keychain can be added again afterwards.`)
}

function unavailable(host: KeychainHost, reason: string, others: OtherWays = OR_A_PASSPHRASE): ServiceError {
  return new ServiceError('KeychainUnavailable', `${host.keychain.describe()} cannot be used: ${reason}. Nothing was changed in it. Unlock it and try again, or use ${others}.`, { details: { reason } })
}

import { invariant } from '../../../shared/assert.ts'
import { openBytes, SealBrokenError, sealBytes } from '../crypto/aead.ts'
import { encodeEncryptionContext } from '../crypto/encryption-context.ts'
import { deriveKey } from '../crypto/hkdf.ts'
import { freshRandomBytes } from '../crypto/random-bytes.ts'
import { RootKey } from '../seal/root-key.ts'
import type { KeySlot, VaultHeader } from './vault-header.ts'

const SALT_BYTES = 32

/** What a slot is made from, next to its secret. */
export type SlotPlan = Pick<KeySlot, 'slotId' | 'type' | 'createdAtMs' | 'kdf' | 'backend'> & { readonly salt?: Uint8Array; readonly groupChecks?: readonly Uint8Array[] }
type VaultIds = Pick<VaultHeader, 'vaultId' | 'rootKeyId'>

export function newSlotSalt(): Uint8Array {
  return Uint8Array.from(freshRandomBytes(SALT_BYTES))
}

/**
 * A slot that holds the root key under a secret of 32 bytes (20 of a recovery code, 64 of keychain plus passphrase),
 * proven to open before it is returned. Everything that says how to open it is additional data, so that no cost can be lowered.
 */
export function sealSlot(ids: VaultIds, plan: SlotPlan, secret: Uint8Array, rootKey: RootKey): KeySlot {
  const slot = { ...plan, salt: plan.salt ?? newSlotSalt(), isConfirmed: false, groupChecks: plan.groupChecks ?? [] }
  const key = slotKey(slot, secret)
  try {
    const sealedRootKey = rootKey.withBytes((bytes) => Uint8Array.from(sealBytes(key, slotContext(ids, slot), bytes)))
    const sealed = { ...slot, sealedRootKey }
    const opened = openSlot(ids, sealed, secret)
    invariant(opened !== null && opened.equals(rootKey), 'a new slot opens')
    opened.erase()
    return sealed
  } finally {
    key.fill(0)
  }
}

/** The root key of a slot, or null when the secret is not the slot's. */
export function openSlot(ids: VaultIds, slot: KeySlot, secret: Uint8Array): RootKey | null {
  const key = slotKey(slot, secret)
  let bytes: Buffer | undefined
  try {
    bytes = openBytes(key, slotContext(ids, slot), slot.sealedRootKey)
    return RootKey.fromBytes(bytes)
  } catch (thrown) {
    if (thrown instanceof SealBrokenError || thrown instanceof RangeError) return null
    throw thrown
  } finally {
    key.fill(0)
    bytes?.fill(0)
  }
}

function slotKey(slot: Pick<KeySlot, 'salt' | 'type'>, secret: Uint8Array): Buffer {
  return deriveKey(secret, slot.salt, `sv1/slot/${slot.type}`)
}

function slotContext(ids: VaultIds, slot: Omit<KeySlot, 'sealedRootKey'>): Buffer {
  return encodeEncryptionContext('slot', {
    vaultId: ids.vaultId,
    rootKeyId: ids.rootKeyId,
    slotId: slot.slotId,
    type: slot.type,
    createdAtMs: String(slot.createdAtMs),
    salt: Buffer.from(slot.salt).toString('hex'),
    kdf: slot.kdf === null ? '' : `argon2id m=${String(slot.kdf.memoryKiB)} t=${String(slot.kdf.passes)} p=${String(slot.kdf.parallelism)}`,
    fmt: '1',
  })
}

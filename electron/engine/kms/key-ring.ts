import { encodeEncryptionContext } from '../crypto/encryption-context.ts'
import { openDerived, sealDerived } from '../crypto/derived-seal.ts'
import { invariant } from '../../../shared/assert.ts'
import type { RandomSource } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import type { BackingKey, KeyRecord } from './key-record.ts'
import { OpenedValues } from './opened-values.ts'

const MATERIAL_BYTES = 32
const WRAP_LABEL = 'sv1/backing-key'

/**
 * Holds the unwrapped material of KMS keys while the vault is unsealed.
 * Material is lent to a function and never returned, so that it ends with the process or with `erase`.
 */
export class KeyRing {
  readonly #rootKey: RootKey
  readonly #vaultId: string
  readonly #material = new Map<string, Uint8Array>()
  readonly openedValues = new OpenedValues()

  constructor(rootKey: RootKey, vaultId: string) {
    this.#rootKey = rootKey
    this.#vaultId = vaultId
  }

  /** Makes new material for a key, wrapped under the root key's `wrap` subkey and bound to the key's ARN. */
  createBackingKey(keyArn: string, random: RandomSource, nowMs: number): BackingKey {
    const id = random.uuid()
    const material = random.bytes(MATERIAL_BYTES)
    const wrapped = sealDerived(this.#rootKey.subkey('wrap'), WRAP_LABEL, this.#additionalData(keyArn, id), material)
    this.#material.set(id, material)
    return { id, createdAtMs: nowMs, wrapped: Buffer.from(wrapped).toString('base64') }
  }

  /** Runs `use` with the material of one generation of a key. */
  withMaterial<T>(key: KeyRecord, backingKeyId: string, use: (material: Uint8Array) => T): T {
    let material = this.#material.get(backingKeyId)
    if (material === undefined) {
      const backingKey = key.backingKeys.find((candidate) => candidate.id === backingKeyId)
      invariant(backingKey !== undefined, 'the caller looked the generation up in this key')
      material = openDerived(
        this.#rootKey.subkey('wrap'),
        WRAP_LABEL,
        this.#additionalData(key.arn, backingKeyId),
        Buffer.from(backingKey.wrapped, 'base64'),
      )
      invariant(material.length === MATERIAL_BYTES, 'key material has 32 bytes')
      this.#material.set(backingKeyId, material)
    }
    return use(material)
  }

  forget(key: KeyRecord): void {
    this.openedValues.forgetKey(key.id)
    for (const { id } of key.backingKeys) {
      this.#material.get(id)?.fill(0)
      this.#material.delete(id)
    }
  }

  erase(): void {
    this.openedValues.clear()
    for (const material of this.#material.values()) material.fill(0)
    this.#material.clear()
  }

  #additionalData(keyArn: string, backingKeyId: string): Uint8Array {
    return encodeEncryptionContext('backing-key', { vaultId: this.#vaultId, keyArn, backingKeyId })
  }
}

import { invariant } from '../../../shared/assert.ts'
import type { RandomSource } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import type { BackingKey, KeyRecord } from './key-record.ts'
import { OpenedValues } from './opened-values.ts'
import { MATERIAL_BYTES, unwrapMaterial, wrapMaterial } from './wrapped-material.ts'

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
    const wrapped = wrapMaterial(this.#rootKey, { vaultId: this.#vaultId, keyArn, backingKeyId: id }, material)
    this.#material.set(id, material)
    return { id, createdAtMs: nowMs, wrapped }
  }

  /** Runs `use` with the material of one generation of a key. */
  withMaterial<T>(key: KeyRecord, backingKeyId: string, use: (material: Uint8Array) => T): T {
    let material = this.#material.get(backingKeyId)
    if (material === undefined) {
      const backingKey = key.backingKeys.find((candidate) => candidate.id === backingKeyId)
      invariant(backingKey !== undefined, 'the caller looked the generation up in this key')
      material = unwrapMaterial(this.#rootKey, { vaultId: this.#vaultId, keyArn: key.arn, backingKeyId }, backingKey)
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
}

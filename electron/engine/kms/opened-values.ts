import type { KeyObject } from 'node:crypto'

/** Enough for what the programs of one machine read again and again. */
const MAX_ENTRIES = 4_096

interface Entry {
  readonly keyId: string
  readonly wrapped: Buffer
  readonly opener: KeyObject
}

/**
 * Remembers the keys of values that were opened lately, so that reading one again takes one decryption and not a whole
 * unwrapping. Whoever reads is still asked for, and the KMS key must still be usable, every time. It holds nothing that the
 * material beside it in the key ring could not open, and ends with it.
 */
export class OpenedValues {
  readonly #entries = new Map<string, Entry>()

  /** The key of a value, if it was opened before with this very wrapped data key. */
  find(valueId: string, wrapped: Uint8Array): KeyObject | null {
    const entry = this.#entries.get(valueId)
    return entry !== undefined && entry.wrapped.equals(wrapped) ? entry.opener : null
  }

  keep(valueId: string, keyId: string, wrapped: Uint8Array, opener: KeyObject): void {
    if (this.#entries.size >= MAX_ENTRIES) {
      const oldest = this.#entries.keys().next().value
      if (oldest !== undefined) this.#entries.delete(oldest)
    }
    this.#entries.set(valueId, { keyId, wrapped: Buffer.from(wrapped), opener })
  }

  forget(valueId: string): void {
    this.#entries.delete(valueId)
  }

  /** Everything that one KMS key wrapped. */
  forgetKey(keyId: string): void {
    for (const [valueId, entry] of this.#entries) if (entry.keyId === keyId) this.#entries.delete(valueId)
  }

  clear(): void {
    this.#entries.clear()
  }
}

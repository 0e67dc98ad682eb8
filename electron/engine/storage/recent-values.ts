import type { StoredValue } from './value-table.ts'

/** As many as the key ring keeps openers for: what the programs of one machine read again and again. */
const MAX_VALUES = 4_096
/** Longer ones are read from disk each time, so that at most some 16 MiB are held. */
const MAX_CIPHERTEXT_BYTES = 4_096

/**
 * Values that were read from disk lately, sealed as they lie there, so that reading one again takes no query.
 *
 * Invariant: what it holds is what is committed. So nothing is kept while a transaction runs, and what a transaction writes or
 * deletes is forgotten at once, whether or not it commits.
 */
export class RecentValues {
  readonly #values = new Map<string, StoredValue>()

  get(id: string): StoredValue | null {
    return this.#values.get(id) ?? null
  }

  keep(id: string, value: StoredValue): void {
    if (value.ciphertext.length > MAX_CIPHERTEXT_BYTES) return
    if (this.#values.size >= MAX_VALUES) {
      const oldest = this.#values.keys().next()
      if (oldest.done !== true) this.#values.delete(oldest.value)
    }
    this.#values.set(id, value)
  }

  forget(id: string): void {
    this.#values.delete(id)
  }

  clear(): void {
    this.#values.clear()
  }
}

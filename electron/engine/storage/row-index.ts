/** Ids by key, kept in memory. Most keys have one id, so that a set is made only for the second. */
export class RowIndex<T extends { readonly id: string }> {
  readonly #keysOf: (row: T) => readonly string[]
  readonly #ids = new Map<string, string | Set<string>>()

  constructor(keysOf: (row: T) => readonly string[]) {
    this.#keysOf = keysOf
  }

  add(row: T): void {
    for (const key of this.#keysOf(row)) {
      const held = this.#ids.get(key)
      if (held === undefined || held === row.id) this.#ids.set(key, row.id)
      else if (typeof held === 'string') this.#ids.set(key, new Set([held, row.id]))
      else held.add(row.id)
    }
  }

  remove(row: T): void {
    for (const key of this.#keysOf(row)) {
      const held = this.#ids.get(key)
      if (held === row.id) this.#ids.delete(key)
      else if (held instanceof Set && held.delete(row.id) && held.size === 0) this.#ids.delete(key)
    }
  }

  idsOf(key: string): readonly string[] {
    const held = this.#ids.get(key)
    if (held === undefined) return []
    return typeof held === 'string' ? [held] : [...held]
  }
}

const MAX_CACHED_LISTS = 64
const MAX_CACHED_CHARACTERS = 512

/**
 * Splits `SignedHeaders` lists. Clients send the same list with every request, so the few in use are remembered.
 * A list is well-formed when its names are lower-case and strictly ascending, as every signer makes them.
 */
export class SignedHeaderLists {
  readonly #known = new Map<string, readonly string[]>()

  /** The names in a list, or null when it is malformed. */
  parse(list: string): readonly string[] | null {
    const known = this.#known.get(list)
    if (known !== undefined) return known
    const names = list.split(';')
    for (let index = 0; index < names.length; index++) {
      const name = names[index] as string
      const before = names[index - 1]
      if (name === '' || name !== name.toLowerCase() || (before !== undefined && before >= name)) return null
    }
    if (list.length <= MAX_CACHED_CHARACTERS) {
      if (this.#known.size >= MAX_CACHED_LISTS) this.#known.clear()
      this.#known.set(list, names)
    }
    return names
  }
}

const WORDS = 8
const ELEMENT_BYTES = 32

/**
 * An incremental hash of a set of rows: the sum of the elements modulo 2^256 (MSet-Add-Hash, Clarke, Devadas, van Dijk,
 * Gassend and Suh, ASIACRYPT 2003). One row changed costs one addition and one subtraction, however many rows there are.
 * Elements must be outputs of a keyed function, and the sum must never be stored or sent in the clear, only under a MAC.
 */
export class MultisetHash {
  readonly #words = new Uint32Array(WORDS)
  #count = 0

  get count(): number {
    return this.#count
  }

  add(element: Uint8Array): void {
    const view = elementView(element)
    let carry = 0
    for (let word = 0; word < WORDS; word++) {
      const sum = (this.#words[word] as number) + view.getUint32(word * 4, true) + carry
      this.#words[word] = sum
      carry = sum > 0xffffffff ? 1 : 0
    }
    this.#count += 1
  }

  remove(element: Uint8Array): void {
    const view = elementView(element)
    let borrow = 0
    for (let word = 0; word < WORDS; word++) {
      const difference = (this.#words[word] as number) - view.getUint32(word * 4, true) - borrow
      this.#words[word] = difference
      borrow = difference < 0 ? 1 : 0
    }
    this.#count -= 1
  }

  /** The sum, 32 bytes: input for a MAC only. */
  sum(): Uint8Array {
    const bytes = new Uint8Array(ELEMENT_BYTES)
    const view = new DataView(bytes.buffer)
    this.#words.forEach((word, index) => view.setUint32(index * 4, word, true))
    return bytes
  }

  copy(): MultisetHash {
    const copy = new MultisetHash()
    copy.restore(this)
    return copy
  }

  restore(other: MultisetHash): void {
    this.#words.set(other.#words)
    this.#count = other.#count
  }
}

function elementView(element: Uint8Array): DataView {
  if (element.length !== ELEMENT_BYTES) throw new RangeError('An element of a multiset hash has 32 bytes')
  return new DataView(element.buffer, element.byteOffset, ELEMENT_BYTES)
}

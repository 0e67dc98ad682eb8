import { randomBytes, timingSafeEqual } from 'node:crypto'
import { deriveKey } from '../crypto/hkdf.ts'

export const ROOT_KEY_BYTES = 32
const SUBKEY_NAMES = ['hdr', 'state', 'meta', 'wrap', 'audit', 'endpoint'] as const

/**
 * hdr: MAC of the header. state: MAC of a store's state and of the outside mark. meta: sealed rows. wrap: KMS backing
 * keys. audit: audit batches. endpoint: secrets of the local endpoint.
 */
export type SubkeyName = (typeof SUBKEY_NAMES)[number]

/**
 * The vault's root key and the keys derived from it. It prints as `[redacted]`, has nothing to serialise, and after
 * `erase` every use throws. JavaScript cannot promise that no copy is left: sealing also ends the process.
 */
export class RootKey {
  readonly #bytes: Uint8Array
  readonly #subkeys = new Map<SubkeyName, Uint8Array>()
  #erased = false

  private constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    for (const name of SUBKEY_NAMES) this.#subkeys.set(name, deriveKey(bytes, new Uint8Array(0), `sv1/${name}`))
  }

  static generate(): RootKey {
    return new RootKey(Uint8Array.from(randomBytes(ROOT_KEY_BYTES)))
  }

  /** Takes a copy; the caller fills its own bytes with zeros. */
  static fromBytes(bytes: Uint8Array): RootKey {
    if (bytes.length !== ROOT_KEY_BYTES) throw new RangeError('A root key has 32 bytes')
    return new RootKey(Uint8Array.from(bytes))
  }

  /** The derived key itself, not a copy: never keep it beyond the call, never change it. */
  subkey(name: SubkeyName): Uint8Array {
    const subkey = this.#subkeys.get(name)
    if (this.#erased || subkey === undefined) throw new Error('The root key was erased')
    return subkey
  }

  /** Lends the root key's bytes for the time of one call. Only the key slots need them. */
  withBytes<T>(borrow: (bytes: Uint8Array) => T): T {
    if (this.#erased) throw new Error('The root key was erased')
    return borrow(this.#bytes)
  }

  equals(other: RootKey): boolean {
    return this.withBytes((mine) => other.withBytes((theirs) => timingSafeEqual(mine, theirs)))
  }

  erase(): void {
    this.#erased = true
    this.#bytes.fill(0)
    for (const subkey of this.#subkeys.values()) subkey.fill(0)
  }

  toString(): string {
    return '[redacted]'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '[redacted]'
  }
}

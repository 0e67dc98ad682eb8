import { deriveKey, hmacSha256 } from '../crypto/hkdf.ts'
import { MultisetHash } from '../crypto/multiset-hash.ts'

const NO_SALT = new Uint8Array(0)

/**
 * The seal over a whole store: HMAC(state, vault ‖ region ‖ epoch ‖ count ‖ sum of all rows' keyed hashes). It shows a row
 * that was deleted, put back or moved by someone without the key, at the cost of O(1) for each write. The sum itself
 * stays in memory.
 */
export class StateMac {
  readonly rows = new MultisetHash()
  readonly #elementKey: Buffer
  readonly #macKey: Buffer
  readonly #place: string

  constructor(stateKey: Uint8Array, vaultId: string, region: string) {
    this.#elementKey = deriveKey(stateKey, NO_SALT, 'sv1/state/element')
    this.#macKey = deriveKey(stateKey, NO_SALT, 'sv1/state/mac')
    this.#place = `sv1\0state\0${vaultId}\0${region}\0`
  }

  rowElement(table: string, rowKey: Uint8Array, sealed: Uint8Array): Buffer {
    return hmacSha256(this.#elementKey, `row\0${table}\0`, rowKey, sealed)
  }

  valueElement(valueKey: Uint8Array, ownerKey: Uint8Array, digest: Uint8Array): Buffer {
    return hmacSha256(this.#elementKey, 'value\0', valueKey, ownerKey, digest)
  }

  headerElement(header: Uint8Array): Buffer {
    return hmacSha256(this.#elementKey, 'header\0', header)
  }

  mac(epoch: bigint): Buffer {
    const numbers = Buffer.alloc(16)
    numbers.writeBigUInt64BE(epoch, 0)
    numbers.writeBigUInt64BE(BigInt(this.rows.count), 8)
    return hmacSha256(this.#macKey, this.#place, numbers, this.rows.sum())
  }

  erase(): void {
    this.#elementKey.fill(0)
    this.#macKey.fill(0)
  }
}

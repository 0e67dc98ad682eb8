import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 4096
const pool = Buffer.alloc(POOL_BYTES)
let usedBytes = POOL_BYTES

/**
 * Cryptographically random bytes in memory of their own. Drawn from the system's generator a page at a time, since a
 * call costs 7 µs whatever its size; what was handed out is wiped from the page.
 */
export function freshRandomBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length)
  if (length > POOL_BYTES) return randomFillSync(bytes)
  if (usedBytes + length > POOL_BYTES) {
    randomFillSync(pool)
    usedBytes = 0
  }
  pool.copy(bytes, 0, usedBytes, usedBytes + length)
  pool.fill(0, usedBytes, usedBytes + length)
  usedBytes += length
  return bytes
}

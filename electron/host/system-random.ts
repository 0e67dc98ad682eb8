import { randomBytes, randomUUID } from 'node:crypto'
import type { RandomSource } from '../engine/host.ts'

/** The system's cryptographic random source. */
export const systemRandom: RandomSource = {
  bytes: (length) => Uint8Array.from(randomBytes(length)),
  uuid: () => randomUUID(),
}

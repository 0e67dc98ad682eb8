import type { Argon2idInput } from '../engine/host.ts'

const KEY_BYTES = 32
/** The addon's constant for Argon2id, version 0x13; its enums are types only. */
const ARGON2ID = 2

/** Argon2id (RFC 9106) in a thread of the pool, so that nothing waits for it but its caller. */
export async function systemArgon2id(input: Argon2idInput): Promise<Uint8Array> {
  const { hashRaw } = await import('@node-rs/argon2')
  return hashRaw(input.passphrase, {
    algorithm: ARGON2ID,
    memoryCost: input.memoryKiB,
    timeCost: input.passes,
    parallelism: input.parallelism,
    outputLen: KEY_BYTES,
    salt: input.salt,
  })
}

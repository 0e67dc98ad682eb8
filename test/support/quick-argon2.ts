import { createHash } from 'node:crypto'
import type { Argon2idInput } from '../../electron/engine/host.ts'

/** A hash in place of Argon2id, for tests that are not about it: a passphrase costs a microsecond instead of a second. */
export async function quickArgon2id({ passphrase, salt, ...costs }: Argon2idInput): Promise<Uint8Array> {
  return Uint8Array.from(createHash('sha256').update(JSON.stringify(costs)).update(salt).update(passphrase).digest())
}

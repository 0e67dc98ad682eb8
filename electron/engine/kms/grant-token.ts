import type { RandomSource } from '../host.ts'

const FORMAT = 0x01
const NONCE_BYTES = 16
const GRANT_ID_BYTES = 32
const TOKEN_BYTES = 1 + NONCE_BYTES + GRANT_ID_BYTES

/** A new grant id: 64 hex digits, as KMS's are. */
export function newGrantId(random: RandomSource): string {
  return Buffer.from(random.bytes(GRANT_ID_BYTES)).toString('hex')
}

/** A token for a grant. It names the grant and allows nothing by itself; every one is different, as KMS's are. */
export function newGrantToken(random: RandomSource, grantId: string): string {
  return Buffer.concat([Buffer.of(FORMAT), random.bytes(NONCE_BYTES), Buffer.from(grantId, 'hex')]).toString('base64')
}

/** The grant that a token names, or null for a text that is no token. */
export function grantIdOfToken(token: string): string | null {
  const bytes = Buffer.from(token, 'base64')
  return bytes.length === TOKEN_BYTES && bytes[0] === FORMAT ? bytes.subarray(1 + NONCE_BYTES).toString('hex') : null
}

import { createHash, createHmac, createSecretKey, pbkdf2Sync, randomBytes } from 'node:crypto'
import type { Sensitive } from '../../../shared/sensitive.ts'

const SALT_BYTES = 16

/**
 * What PostgreSQL keeps of a password with `password_encryption = scram-sha-256`: sent in the password's place, it keeps the
 * password out of the server's log. Null for a password beyond printable ASCII, which the server would normalise first.
 * Source: RFC 5802 section 3, RFC 7677; PostgreSQL, pg_authid.
 */
export function scramVerifier(password: Sensitive<string>, iterations: number, salt: Buffer = randomBytes(SALT_BYTES)): string | null {
  const text = password.reveal()
  if (!/^[ -~]+$/.test(text)) return null
  const salted = pbkdf2Sync(text, salt, iterations, 32, 'sha256')
  const hmac = (word: string): Buffer => createHmac('sha256', createSecretKey(salted)).update(word).digest()
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest()
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey.toString('base64')}:${hmac('Server Key').toString('base64')}`
}

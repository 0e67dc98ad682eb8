import type { Client } from 'pg'
import type { Sensitive } from '../../../shared/sensitive.ts'
import { readDriverError } from './driver-error.ts'
import { pgLiteral } from './postgres-quote.ts'
import { scramVerifier } from './scram-verifier.ts'

const DEFAULT_ITERATIONS = 4_096
/** The server will not take the plain password either: rights, a read-only server, no such role. */
const FINAL = /^(42501|25006|42704)$/

/**
 * Sets a password by a statement that ends in `PASSWORD`, inside a transaction. The server gets what it would store, so that
 * `log_statement` shows no password; one that wants to see the password itself (a module that judges it, md5) gets that.
 */
export async function setPostgresPassword(client: Client, statement: string, password: Sensitive<string>): Promise<void> {
  const verifier = await verifierFor(client, password)
  if (verifier !== null) {
    await client.query('SAVEPOINT before_password')
    try {
      await client.query(`${statement} ${pgLiteral(verifier)}`)
      await client.query('RELEASE SAVEPOINT before_password')
      return
    } catch (thrown) {
      if (FINAL.test(readDriverError(thrown).code)) throw thrown
      await client.query('ROLLBACK TO SAVEPOINT before_password')
    }
  }
  await client.query(`${statement} ${pgLiteral(password.reveal())}`)
}

async function verifierFor(client: Client, password: Sensitive<string>): Promise<string | null> {
  const { rows } = await client.query<{ encryption: string | null; iterations: string | null }>(
    "SELECT current_setting('password_encryption', true) AS encryption, current_setting('scram_iterations', true) AS iterations",
  )
  if (rows[0]?.encryption !== 'scram-sha-256') return null
  return scramVerifier(password, Number(rows[0].iterations ?? DEFAULT_ITERATIONS))
}

import type { Client } from 'pg'
import type { EngineAdapter } from './adapter.ts'
import { pgIdentifier, pgLiteral } from './postgres-quote.ts'
import { connectPostgres, end, inTransaction, postgresAdapter } from './postgres.ts'
import { redshiftTwinLacks, setRedshiftTwin } from './redshift-twin.ts'

/** Amazon Redshift speaks PostgreSQL's protocol, and its own SQL of users. */
export const redshiftAdapter: EngineAdapter = {
  ...postgresAdapter,
  async open(secret, tls, options) {
    const client = await connectPostgres({ ...secret, database: secret.database ?? 'dev' }, tls, options)
    return {
      // Redshift shows no view of its connections to ordinary users: the driver refuses to go on without TLS once it asked for it.
      isEncrypted: tls !== null,
      server: `Redshift at ${secret.host}:${secret.port}`,
      account: null,
      async read() {
        await client.query('SELECT CURRENT_TIMESTAMP')
      },
      async changeOwnPassword(next) {
        await client.query(`ALTER USER ${pgIdentifier(secret.username)} WITH PASSWORD ${pgLiteral(next.reveal())}`)
      },
      identity: async () => null,
      twinLacks: (plan) => redshiftTwinLacks(rowsOf(client), plan),
      setTwin: (plan) => inTransaction(client, () => setRedshiftTwin(rowsOf(client), plan)),
      close: () => end(client),
    }
  },
  hintOf: ({ code }) => (code === '42501' ? 'The admin user must be a superuser, or have the rights that the user has WITH GRANT OPTION.' : null),
}

function rowsOf(client: Client) {
  return async (sql: string, values: readonly unknown[] = []): Promise<readonly Readonly<Record<string, unknown>>[]> => (await client.query(sql, [...values])).rows as Record<string, unknown>[]
}

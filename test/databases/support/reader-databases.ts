import { type MariaDbServer, startMariaDb } from './mariadb-server.ts'
import { embeddedPostgres, type PostgresServer, startPostgres } from './postgres-server.ts'
import type { Fields } from './rotation-desk.ts'

/** A connection of an application. */
export interface OpenConnection {
  ask(): Promise<unknown>
  end(): Promise<void>
}

/** A real server with users of its own, and how an application logs in to it. */
export interface ReaderDatabase {
  readonly engine: string
  readonly master: Fields
  fields(username: string): Fields
  makeUser(username: string): Promise<void>
  open(fields: Fields): Promise<OpenConnection>
  stop(): Promise<void>
}

/** PostgreSQL with passwords checked by SCRAM. */
export async function readerPostgres(): Promise<ReaderDatabase> {
  const server: PostgresServer = await startPostgres(embeddedPostgres())
  const common = { engine: 'postgres', host: '127.0.0.1', port: server.port, ssl: false }
  return {
    engine: 'postgres',
    master: { ...common, ...server.superuser },
    fields: (username) => ({ ...common, username, password: 'first-Pass-1' }),
    makeUser: async (username) => void (await server.sql(`CREATE ROLE ${username} LOGIN PASSWORD 'first-Pass-1'`)),
    async open(fields) {
      const client = await server.login(String(fields['username']), String(fields['password']))
      return { ask: async (): Promise<unknown> => (await client.query('SELECT 1 AS n')).rows, end: () => client.end() }
    },
    stop: () => server.stop(),
  }
}

/** MariaDB, whose users log in from 127.0.0.x. */
export async function readerMariaDb(): Promise<ReaderDatabase> {
  const server: MariaDbServer = await startMariaDb()
  const common = { engine: 'mariadb', host: '127.0.0.1', port: server.port, ssl: false }
  return {
    engine: 'mariadb',
    master: { ...common, ...server.root, host: 'localhost' },
    fields: (username) => ({ ...common, username, password: 'first-Pass-1' }),
    makeUser: async (username) => void (await server.sql(`CREATE USER ${username}@'127.0.0.%' IDENTIFIED BY 'first-Pass-1'`)),
    async open(fields) {
      const connection = await server.login(String(fields['username']), String(fields['password']))
      return { ask: async (): Promise<unknown> => (await connection.query('SELECT 1 AS n'))[0], end: () => connection.end() }
    },
    stop: () => server.stop(),
  }
}

import fc from 'fast-check'
import type pg from 'pg'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mysqlLiteral } from '../../electron/functions/databases/mysql-text.ts'
import { pgIdentifier, pgLiteral } from '../../electron/functions/databases/postgres-quote.ts'
import { sqlserverIdentifier, sqlserverLiteral } from '../../electron/functions/databases/sqlserver-quote.ts'
import { hasMariaDb, startMariaDb, type MariaDbServer } from './support/mariadb-server.ts'
import { hasMysql, startMysql, type MysqlServer } from './support/mysql-server.ts'
import { embeddedPostgres, startPostgres, type PostgresServer } from './support/postgres-server.ts'
import { sqlTokens } from './support/tsql-tokens.ts'

/** Texts full of what ends a literal, escapes, or stands for something. */
const text = fc.string({ unit: fc.oneof(fc.constantFrom("'", '"', '\\', '[', ']', '%', '_', '`', '$', '--', '/*', ';', '\n', '\r', '\t', '\u001a', '$1', '?', 'E', 'N'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), maxLength: 24 }).map((value) => value.replaceAll('\0', '').toWellFormed())
const RUNS = { numRuns: 150 }

describe('PostgreSQL reads back what was quoted', () => {
  let server: PostgresServer
  let client: pg.Client
  beforeAll(async () => {
    server = await startPostgres(embeddedPostgres())
    client = await server.login(server.superuser.username, server.superuser.password)
  })
  afterAll(async () => {
    await client?.end()
    await server?.stop()
  })

  test.each(['on', 'off'])('literals, with standard_conforming_strings %s', async (setting) => {
    await client.query(`SET standard_conforming_strings = ${setting}; SET escape_string_warning = off`)
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        expect((await client.query(`SELECT ${pgLiteral(value)} AS value`)).rows).toEqual([{ value }])
      }),
      RUNS,
    )
    await client.query('SET standard_conforming_strings = on')
  })

  test('identifiers', async () => {
    await fc.assert(
      fc.asyncProperty(text.filter((value) => value !== '' && Buffer.byteLength(value) < 64), async (value) => {
        const { fields } = await client.query(`SELECT 1 AS ${pgIdentifier(value)}`)
        expect(fields[0]?.name).toBe(value)
      }),
      RUNS,
    )
  })
})

describe.each([
  ['MariaDB', hasMariaDb, () => startMariaDb()],
  ['MySQL', hasMysql, () => startMysql()],
] as const)('%s reads back what was quoted', (title, isHere, start) => {
  let server: MariaDbServer | MysqlServer | null = null
  let connection: Connection | null = null
  beforeAll(async () => {
    if (!isHere()) return
    server = await start()
    connection = await server.login('root', server.root.password)
    await connection.query("SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION'")
  })
  afterAll(async () => {
    await connection?.end()
    await server?.stop()
  })

  test('literals', async ({ skip }) => {
    skip(connection === null, `needs a ${title} server`)
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const [rows] = await (connection as Connection).query<RowDataPacket[]>(`SELECT ${mysqlLiteral(value)} AS value`)
        expect(rows).toEqual([{ value }])
      }),
      RUNS,
    )
  })
})

describe('SQL Server’s grammar reads back what was quoted', () => {
  const READS = { numRuns: 1_000 }
  test.each([
    ['names', sqlserverIdentifier, 'name'],
    ['texts', sqlserverLiteral, 'text'],
  ] as const)('%s', (_what, quote, kind) => {
    fc.assert(
      fc.property(text, text, (before, value) => {
        expect(sqlTokens(`${quote(before)} + ${quote(value)}`).map((token) => [token.kind, token.value])).toEqual([[kind, before], ['sign', '+'], [kind, value], ['end', '']])
      }),
      READS,
    )
  })
})

import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { embeddedPostgres, startPostgres, systemPostgres, type PostgresPrograms, type PostgresServer } from './support/postgres-server.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'

const SINGLE = 'builtin-postgres-single'
const ALTERNATING = 'builtin-postgres-alternating'
const system = systemPostgres()

/** Passwords and names that break quoting done by hand. */
const HARD_NAMES = ['plain', 'We"ird User', "o'brien", 'back\\slash', '%s %d', 'ünï—😀', 'a.b-c d', 'select']

describe.each([
  ['PostgreSQL 18 from npm', embeddedPostgres],
  ['PostgreSQL of the system', system === null ? null : (): PostgresPrograms => system],
] as const)('%s', (_title, programs) => {
  let server: PostgresServer
  let desk: RotationDesk

  beforeAll(async () => {
    if (programs === null) return
    ;[server, desk] = await Promise.all([startPostgres(programs(), { settings: { log_statement: 'ddl', log_min_error_statement: 'panic' } }), openDesk()])
    await server.sql('CREATE ROLE master LOGIN CREATEROLE CREATEDB PASSWORD \'master-pass-1\'')
    await server.sql('CREATE DATABASE shop')
  })
  beforeEach(({ skip }) => {
    if (programs === null) skip('needs a PostgreSQL server')
  })
  afterAll(async () => {
    await desk?.close()
    await server?.stop()
  })

  const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
  const makeUser = async (name: string, password: string, more = ''): Promise<void> => {
    await server.sql(`CREATE ROLE ${quoted(name)} LOGIN PASSWORD ${`E'${password.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`} ${more}; GRANT ${quoted(name)} TO master WITH ADMIN OPTION`)
  }
  const fields = (username: string, password: string, more: Fields = {}): Fields => ({ engine: 'postgres', host: '127.0.0.1', port: server.port, username, password, ssl: false, ...more })
  const master = (): Promise<string> => desk.make(fields('master', 'master-pass-1'))
  const login = (of: Fields, database?: string): Promise<pg.Client> => server.login(String(of['username']), String(of['password']), database)
  const worksAs = async (of: Fields): Promise<string> => {
    const client = await login(of)
    const { rows } = await client.query<{ who: string }>('SELECT session_user AS who')
    await client.end()
    return rows[0]?.who ?? ''
  }
  const refusal = (of: Fields): Promise<unknown> => login(of).then((client) => client.end(), (error: { code: string }) => error.code)

  test('single user: two rounds; the new password works, the old is refused, open sessions go on', async () => {
    await makeUser('app', 'first-Pass-1')
    const arn = await desk.make({ ...fields('app', 'first-Pass-1'), port: String(server.port), dbname: null, note: 'kept' })
    const open = await login(await desk.read(arn))
    for (const round of [1, 2]) {
      const before = await desk.read(arn)
      expect(await desk.rotate(arn, SINGLE)).toMatchObject({ state: 'succeeded' })
      const after = await desk.read(arn)
      expect(after, `round ${round}`).toEqual({ ...before, password: expect.any(String) })
      expect(after['password']).not.toBe(before['password'])
      expect(String(after['password'])).toMatch(/^[^:/@"'\\]{32}$/)
      expect(await worksAs(after)).toBe('app')
      expect(await refusal(before)).toBe('28P01')
      expect((await open.query<{ n: number }>('SELECT 1 AS n')).rows).toEqual([{ n: 1 }])
    }
    await open.end()
    expect(server.output(), 'what the server logs of the statements').toContain('SCRAM-SHA-256$4096:')
    for (const stage of ['AWSCURRENT', 'AWSPREVIOUS']) expect(server.output()).not.toContain((await desk.read(arn, stage))['password'])
  })

  test('single user: every hard name and first password', async () => {
    for (const [index, name] of HARD_NAMES.entries()) {
      const password = `p${index}'"\\%$ ü😀;--`
      await makeUser(name, password)
      const arn = await desk.make(fields(name, password))
      expect(await desk.rotate(arn, SINGLE), name).toMatchObject({ state: 'succeeded' })
      expect(await worksAs(await desk.read(arn))).toBe(name)
    }
  })

  test('alternating users: three rounds; both names work until their next turn, and the twin has the rights', async () => {
    await makeUser('alt', 'first-Pass-1', "CONNECTION LIMIT 7 VALID UNTIL '2037-01-01'")
    await server.sql('CREATE TABLE orders (id int); INSERT INTO orders VALUES (7); GRANT SELECT ON orders TO alt; ALTER ROLE alt IN DATABASE shop SET search_path TO "$user", "My Schema", public; ALTER ROLE alt SET statement_timeout TO \'61s\'', 'shop')
    const arn = await desk.make(fields('alt', 'first-Pass-1', { dbname: 'shop', masterarn: await master() }))
    const seen: Fields[] = [await desk.read(arn)]
    const open = await login(seen[0] ?? {}, 'shop')
    for (const name of ['alt_clone', 'alt', 'alt_clone']) {
      expect(await desk.rotate(arn, ALTERNATING), name).toMatchObject({ state: 'succeeded' })
      const now = await desk.read(arn)
      expect(now['username']).toBe(name)
      const client = await login(now, 'shop')
      expect((await client.query('SELECT id FROM orders')).rows).toEqual([{ id: 7 }])
      expect((await client.query("SELECT current_setting('search_path') AS path, current_setting('statement_timeout') AS timeout")).rows).toEqual([{ path: '"$user", "My Schema", public', timeout: '61s' }])
      await client.end()
      // Whoever still has the version before goes on.
      expect(await worksAs(seen.at(-1) ?? {})).toBe(seen.at(-1)?.['username'])
      // The version before that is dead, since its user has another password now.
      if (seen.length > 1) expect(await refusal(seen.at(-2) ?? {})).toBe('28P01')
      seen.push(now)
    }
    expect((await open.query('SELECT id FROM orders')).rows).toEqual([{ id: 7 }])
    await open.end()
    expect((await server.sql("SELECT rolconnlimit AS limit, rolvaliduntil = '2037-01-01' AS until FROM pg_roles WHERE rolname = 'alt_clone'")).rows).toEqual([{ limit: 7, until: true }])
  })
})

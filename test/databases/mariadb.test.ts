import type { Connection, RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mysqlLiteral } from '../../electron/functions/databases/mysql-text.ts'
import { hasMariaDb, startMariaDb, type MariaDbServer } from './support/mariadb-server.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'

const HARD_NAMES = ['plain', 'We"ird User', "o'brien", 'back\\slash', '%s %d', 'ünï—x', 'a.b-c d', 'mail@host']

describe.each([
  ['as it comes', []],
  ['under NO_BACKSLASH_ESCAPES and ANSI_QUOTES', ['--sql-mode=NO_BACKSLASH_ESCAPES,ANSI_QUOTES']],
] as const)('MariaDB %s', (_title, settings) => {
  let server: MariaDbServer
  let desk: RotationDesk

  beforeAll(async () => {
    if (!hasMariaDb()) return
    ;[server, desk] = await Promise.all([startMariaDb({ settings }), openDesk()])
    await server.sql('CREATE DATABASE shop', 'CREATE TABLE shop.orders (id int)', 'INSERT INTO shop.orders VALUES (7)')
  })
  beforeEach(({ skip }) => {
    if (!hasMariaDb()) skip('needs a MariaDB server')
  })
  afterAll(async () => {
    await desk?.close()
    await server?.stop()
  })

  // The server's default sql_mode holds for the test's own connections too.
  const text = (value: string): string => (settings.length > 0 ? `'${value.replaceAll("'", "''")}'` : mysqlLiteral(value))
  const fields = (username: string, password: string, more: Fields = {}): Fields => ({ engine: 'mariadb', host: '127.0.0.1', port: server.port, username, password, ssl: false, ...more })
  const master = (): Promise<string> => desk.make(fields('root', server.root.password, { host: 'localhost' }))
  const login = (of: Fields, database?: string): Promise<Connection> => server.login(String(of['username']), String(of['password']), database)
  const who = async (of: Fields): Promise<string> => {
    const connection = await login(of)
    const [rows] = await connection.query<RowDataPacket[]>('SELECT CURRENT_USER() AS who')
    await connection.end()
    return String(rows[0]?.['who'])
  }
  const refusal = (of: Fields): Promise<unknown> => login(of).then((connection) => connection.end(), (error: { errno: number }) => error.errno)

  test('single user: two rounds; the new password works, the old is refused, open sessions go on', async () => {
    await server.sql("CREATE USER app@'127.0.0.%' IDENTIFIED BY 'first-Pass-1'")
    const arn = await desk.make(fields('app', 'first-Pass-1', { note: 'kept' }))
    const open = await login(await desk.read(arn))
    for (const round of [1, 2]) {
      const before = await desk.read(arn)
      expect(await desk.rotate(arn, 'builtin-mariadb-single'), `round ${round}`).toMatchObject({ state: 'succeeded' })
      const after = await desk.read(arn)
      expect(after).toEqual({ ...before, password: expect.any(String) })
      expect(after['password']).not.toBe(before['password'])
      expect(await who(after)).toBe('app@127.0.0.%')
      expect(await refusal(before)).toBe(1045)
      expect((await open.query('SELECT 1 AS n'))[0]).toEqual([{ n: 1 }])
    }
    await open.end()
  })

  test('single user: every hard name and first password', async () => {
    for (const [index, name] of HARD_NAMES.entries()) {
      const password = `p${index}'"\\%$ ü;--`
      await server.sql(`CREATE USER ${text(name)}@'%' IDENTIFIED BY ${text(password)}`)
      const arn = await desk.make(fields(name, password))
      expect(await desk.rotate(arn, 'builtin-mariadb-single'), name).toMatchObject({ state: 'succeeded' })
      expect(await who(await desk.read(arn))).toBe(`${name}@%`)
    }
  })

  test('alternating users: three rounds, with a host, a role, limits and the right to pass on', async () => {
    await server.sql(
      "CREATE USER alt@'127.0.0.%' IDENTIFIED BY 'first-Pass-1' WITH MAX_USER_CONNECTIONS 7",
      'CREATE ROLE readers',
      'GRANT SELECT ON shop.* TO readers',
      "GRANT readers TO alt@'127.0.0.%'",
      "SET DEFAULT ROLE readers FOR alt@'127.0.0.%'",
      "GRANT INSERT, UPDATE ON shop.* TO alt@'127.0.0.%' WITH GRANT OPTION",
    )
    const arn = await desk.make(fields('alt', 'first-Pass-1', { dbname: 'shop', masterarn: await master() }))
    const seen: Fields[] = [await desk.read(arn)]
    for (const name of ['alt_clone', 'alt', 'alt_clone']) {
      expect(await desk.rotate(arn, 'builtin-mariadb-alternating'), name).toMatchObject({ state: 'succeeded' })
      const now = await desk.read(arn)
      expect(now['username']).toBe(name)
      expect(await who(now)).toBe(`${name}@127.0.0.%`)
      const connection = await login(now, 'shop')
      expect((await connection.query('SELECT id FROM orders'))[0]).toEqual([{ id: 7 }])
      await connection.end()
      expect(await who(seen.at(-1) ?? {})).toBe(`${seen.at(-1)?.['username']}@127.0.0.%`)
      if (seen.length > 1) expect(await refusal(seen.at(-2) ?? {})).toBe(1045)
      seen.push(now)
    }
    const rows = await server.sql("SHOW GRANTS FOR alt_clone@'127.0.0.%'")
    const grants = rows.map((row) => String(Object.values(row)[0])).join('\n')
    expect(grants).toMatch(/GRANT INSERT, UPDATE ON .shop.\.\* TO .* WITH GRANT OPTION/)
    expect(grants).toMatch(/SET DEFAULT ROLE .readers. FOR/)
    const [created] = await server.sql("SHOW CREATE USER alt_clone@'127.0.0.%'")
    expect(String(Object.values(created ?? {})[0])).toMatch(/WITH MAX_USER_CONNECTIONS 7$/)
  })

  test('a clone that got half of its rights is made whole by the next try, and reported done only then', async () => {
    await server.sql("CREATE DATABASE zoo", "CREATE TABLE zoo.animals (id int)", "CREATE USER half@'%' IDENTIFIED BY 'first-Pass-1'", "GRANT SELECT ON shop.* TO half@'%'", "GRANT INSERT ON zoo.* TO half@'%'", "CREATE USER weak@'%' IDENTIFIED BY 'weak-Pass-1'")
    // May make users, and may pass on what it has: all that half has but zoo.
    await server.sql("GRANT CREATE USER, RELOAD ON *.* TO weak@'%' WITH GRANT OPTION", "GRANT SELECT ON mysql.* TO weak@'%'", "GRANT SELECT ON shop.* TO weak@'%' WITH GRANT OPTION")
    const weak = await desk.make(fields('weak', 'weak-Pass-1'))
    const arn = await desk.make(fields('half', 'first-Pass-1', { dbname: 'shop', masterarn: weak }))
    const first = await desk.rotate(arn, 'builtin-mariadb-alternating')
    expect(first).toMatchObject({ state: 'failed', errorType: 'DatabaseError', errorMessage: expect.stringMatching(/GRANT OPTION for everything that the user may do/) })
    expect(await refusal(await desk.read(arn, 'AWSPENDING')), 'what is half done does not log in').toBe(4151)
    // Worse: somebody unlocks it by hand, so that its password works.
    await server.sql("ALTER USER half_clone@'%' ACCOUNT UNLOCK")
    expect(await who(await desk.read(arn, 'AWSPENDING'))).toBe('half_clone@%')
    expect(await desk.retry(arn)).toMatchObject({ state: 'failed' })
    expect((await desk.read(arn))['username']).toBe('half')
    await server.sql("GRANT INSERT ON zoo.* TO weak@'%' WITH GRANT OPTION")
    const done = await desk.retry(arn)
    expect(done).toMatchObject({ state: 'succeeded' })
    expect(done.log.join('\n')).toMatch(/half_clone logs in already, but lacks: GRANT INSERT ON .zoo.\.\*/)
    const connection = await login(await desk.read(arn), 'zoo')
    await connection.query('INSERT INTO animals VALUES (8)')
    await connection.end()
  })
})

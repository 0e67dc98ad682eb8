import type { Connection, RowDataPacket } from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { mysqlLiteral } from '../../electron/functions/databases/mysql-text.ts'
import { createAuthority } from './support/certificates.ts'
import { hasMysql, startMysql, type MysqlServer } from './support/mysql-server.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'

const PASSWORD = 'first-Pass-1'
const HARD_NAMES = ['plain', 'We"ird User', "o'brien", 'back\\slash', '%s %d', 'ünï—x', 'a.b-c d', 'mail@host', '`tick`']
/** Every printable character of ASCII. */
const ALL_SIGNS = Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index)).join('')
const authority = createAuthority()

describe.each([
  ['without TLS, as it comes', { settings: [] }],
  ['with TLS, under NO_BACKSLASH_ESCAPES and ANSI_QUOTES', { settings: ['--sql-mode=NO_BACKSLASH_ESCAPES,ANSI_QUOTES'], tls: { ...authority.issue('localhost', '127.0.0.1'), authority: authority.certificate } }],
] as const)('MySQL %s', (_title, options) => {
  const isTls = 'tls' in options
  let server: MysqlServer
  let desk: RotationDesk

  beforeAll(async () => {
    if (!hasMysql()) return
    ;[server, desk] = await Promise.all([startMysql(options), openDesk()])
    await server.sql('CREATE DATABASE shop', 'CREATE TABLE shop.orders (id int, note text)', "INSERT INTO shop.orders VALUES (7, 'a')", 'CREATE DATABASE zoo', 'CREATE TABLE zoo.animals (id int)')
  })
  beforeEach(({ skip }) => {
    if (!hasMysql()) skip('needs a MySQL server')
  })
  afterAll(async () => {
    await desk?.close()
    await server?.stop()
  })

  // The server's default sql_mode holds for the test's own connections too.
  const text = (value: string): string => (isTls ? `'${value.replaceAll("'", "''")}'` : mysqlLiteral(value))
  const fields = (username: string, password: string, more: Fields = {}): Fields => ({ engine: 'mysql', host: '127.0.0.1', port: server.port, username, password, ...(isTls ? { ssl: true, sslrootcert: authority.certificate } : { ssl: false }), ...more })
  const master = (): Promise<string> => desk.make(fields('root', server.root.password, { host: 'localhost' }))
  const login = (of: Fields, database?: string): Promise<Connection> => server.login(String(of['username']), String(of['password']), database)
  const who = async (of: Fields): Promise<string> => {
    const connection = await login(of)
    const [rows] = await connection.query<RowDataPacket[]>('SELECT CURRENT_USER() AS who')
    await connection.end()
    return String(rows[0]?.['who'])
  }
  const refusal = (of: Fields): Promise<unknown> => login(of).then((connection) => connection.end(), (error: { errno: number }) => error.errno)
  const plugin = async (user: string): Promise<unknown> => (await server.sql(`SELECT plugin FROM mysql.user WHERE User = ${text(user)}`))[0]?.['plugin']

  test('single user: two rounds; the new password works, the old is refused, open sessions go on', async () => {
    await server.sql(`CREATE USER app@'127.0.0.%' IDENTIFIED BY '${PASSWORD}'`)
    const arn = await desk.make(fields('app', PASSWORD, { note: 'kept' }))
    const open = await login(await desk.read(arn))
    for (const round of [1, 2]) {
      const before = await desk.read(arn)
      const ended = await desk.rotate(arn, 'builtin-mysql-single')
      expect(ended, `round ${round}`).toMatchObject({ state: 'succeeded' })
      expect(ended.log.join('\n')).toContain(isTls ? 'over an encrypted connection' : 'over an UNENCRYPTED connection')
      const after = await desk.read(arn)
      expect(after).toEqual({ ...before, password: expect.any(String) })
      expect(after['password']).not.toBe(before['password'])
      expect(await who(after)).toBe('app@127.0.0.%')
      expect(await refusal(before)).toBe(1045)
      expect((await open.query('SELECT 1 AS n'))[0]).toEqual([{ n: 1 }])
    }
    await open.end()
    expect(await plugin('app')).toBe('caching_sha2_password')
  })

  test('a server is verified, or has none to offer: plain text only where the secret leaves it open', async () => {
    await server.sql(`CREATE USER open@'%' IDENTIFIED BY '${PASSWORD}'`)
    const undecided = await desk.rotate(await desk.make(fields('open', PASSWORD, { ssl: undefined })), 'builtin-mysql-single')
    expect(undecided).toMatchObject({ state: 'succeeded' })
    expect(undecided.log.join('\n')).toContain(isTls ? 'over an encrypted connection' : 'offers no TLS; connecting in plain text')
    const strict = await desk.rotate(await desk.make(fields('open', PASSWORD, { ssl: true, sslrootcert: undefined })), 'builtin-mysql-single')
    expect(strict).toMatchObject({ state: 'failed', errorType: 'ValueError', errorMessage: expect.stringContaining('no TLS connection') })
  })

  test('single user: every hard name, and every sign in a password', async () => {
    for (const [index, name] of HARD_NAMES.entries()) {
      const password = `p${index}${ALL_SIGNS}ü`
      await server.sql(`CREATE USER ${text(name)}@'%' IDENTIFIED BY ${text(password)}`)
      const arn = await desk.make(fields(name, password))
      expect(await desk.rotate(arn, 'builtin-mysql-single'), name).toMatchObject({ state: 'succeeded' })
      expect(await who(await desk.read(arn))).toBe(`${name}@%`)
    }
  })

  test('single user: an account that has to name its password to change it', async () => {
    await server.sql(`CREATE USER careful@'%' IDENTIFIED BY ${text(ALL_SIGNS)} PASSWORD REQUIRE CURRENT`)
    const arn = await desk.make(fields('careful', ALL_SIGNS))
    expect(await desk.rotate(arn, 'builtin-mysql-single')).toMatchObject({ state: 'succeeded' })
    expect(await who(await desk.read(arn))).toBe('careful@%')
  })

  test('single user: an account with a second password, logged in by that one', async () => {
    await server.sql(`CREATE USER doubly@'%' IDENTIFIED BY '${PASSWORD}'`, "ALTER USER doubly@'%' IDENTIFIED BY 'second-Pass-2' RETAIN CURRENT PASSWORD")
    const arn = await desk.make(fields('doubly', PASSWORD))
    expect(await desk.rotate(arn, 'builtin-mysql-single')).toMatchObject({ state: 'succeeded' })
    expect(await who(await desk.read(arn))).toBe('doubly@%')
    // The second one stays until somebody discards it, as MySQL has it.
    expect(await refusal(fields('doubly', 'second-Pass-2'))).toBe(1045)
  })

  test('alternating users: three rounds, with a host, roles, limits, columns, dynamic rights and the right to pass on', async () => {
    await server.sql(
      `CREATE USER alt@'127.0.0.%' IDENTIFIED BY '${PASSWORD}' ${isTls ? 'REQUIRE SSL ' : ''}WITH MAX_USER_CONNECTIONS 7 PASSWORD EXPIRE INTERVAL 90 DAY PASSWORD HISTORY 3 FAILED_LOGIN_ATTEMPTS 4 PASSWORD_LOCK_TIME UNBOUNDED ATTRIBUTE ${text('{"team": "the \\"shop\\" TO `x`"}')}`,
      'CREATE ROLE readers, `odd ``role`',
      'GRANT SELECT ON shop.* TO readers',
      "GRANT readers, `odd ``role` TO alt@'127.0.0.%' WITH ADMIN OPTION",
      "SET DEFAULT ROLE readers TO alt@'127.0.0.%'",
      "GRANT INSERT, UPDATE ON shop.* TO alt@'127.0.0.%' WITH GRANT OPTION",
      "GRANT SELECT (id), UPDATE (id) ON zoo.animals TO alt@'127.0.0.%'",
      "GRANT BACKUP_ADMIN, SHOW_ROUTINE ON *.* TO alt@'127.0.0.%'",
    )
    const arn = await desk.make(fields('alt', PASSWORD, { dbname: 'shop', masterarn: await master() }))
    const seen: Fields[] = [await desk.read(arn)]
    for (const name of ['alt_clone', 'alt', 'alt_clone']) {
      expect(await desk.rotate(arn, 'builtin-mysql-alternating'), name).toMatchObject({ state: 'succeeded' })
      const now = await desk.read(arn)
      expect(now['username']).toBe(name)
      expect(await who(now)).toBe(`${name}@127.0.0.%`)
      const connection = await login(now, 'shop')
      expect((await connection.query('SELECT id FROM orders'))[0]).toEqual([{ id: 7 }])
      expect((await connection.query('SELECT id FROM zoo.animals'))[0]).toEqual([])
      await connection.end()
      expect(await who(seen.at(-1) ?? {})).toBe(`${seen.at(-1)?.['username']}@127.0.0.%`)
      if (seen.length > 1) expect(await refusal(seen.at(-2) ?? {})).toBe(1045)
      seen.push(now)
    }
    const shown = async (sql: string): Promise<string> => (await server.sql(sql)).map((row) => String(Object.values(row)[0])).sort().join('\n')
    expect((await shown("SHOW GRANTS FOR alt_clone@'127.0.0.%'")).replaceAll('alt_clone', 'alt')).toBe(await shown("SHOW GRANTS FOR alt@'127.0.0.%'"))
    const grants = await shown("SHOW GRANTS FOR alt_clone@'127.0.0.%'")
    expect(grants).toMatch(/GRANT INSERT, UPDATE ON .shop.\.\* TO .* WITH GRANT OPTION/)
    expect(grants).toContain('BACKUP_ADMIN')
    const options = (statement: string): string => statement.slice(statement.indexOf(' DEFAULT ROLE'))
    const created = options(await shown("SHOW CREATE USER alt_clone@'127.0.0.%'"))
    expect(created).toBe(options(await shown("SHOW CREATE USER alt@'127.0.0.%'")))
    expect(created).toContain('MAX_USER_CONNECTIONS 7')
    expect(created).toContain('PASSWORD_LOCK_TIME UNBOUNDED')
    expect(created).toContain('"team"')
    expect(await plugin('alt_clone')).toBe('caching_sha2_password')
  })

  test('a clone that got half of its rights is made whole by the next try, and reported done only then', async () => {
    await server.sql(`CREATE USER half@'%' IDENTIFIED BY '${PASSWORD}'`, "GRANT SELECT ON shop.* TO half@'%'", "GRANT INSERT ON zoo.* TO half@'%'", "CREATE USER weak@'%' IDENTIFIED BY 'weak-Pass-1'")
    // May make users, and may pass on what it has: all that half has but zoo.
    await server.sql("GRANT CREATE USER, RELOAD ON *.* TO weak@'%' WITH GRANT OPTION", "GRANT SELECT ON mysql.* TO weak@'%'", "GRANT SELECT ON shop.* TO weak@'%' WITH GRANT OPTION")
    const weak = await desk.make(fields('weak', 'weak-Pass-1'))
    const arn = await desk.make(fields('half', PASSWORD, { dbname: 'shop', masterarn: weak }))
    expect(await desk.rotate(arn, 'builtin-mysql-alternating')).toMatchObject({ state: 'failed', errorType: 'DatabaseError', errorMessage: expect.stringMatching(/GRANT OPTION for everything that the user may do/) })
    expect(await refusal(await desk.read(arn, 'AWSPENDING')), 'what is half done does not log in').toBe(3118)
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

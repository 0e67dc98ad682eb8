import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAuthority } from './support/certificates.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'
import { sqlServerLogin, type SqlServerLogin } from './support/sqlserver-logins.ts'
import { startSqlServerPeer, type SqlServerPeer } from './support/sqlserver-peer.ts'
import { addDatabase, SA_PASSWORD } from './support/sqlserver-state.ts'

const PASSWORD = 'first-Pass-1'
const HARD_NAMES = ['plain', 'We"ird User', "o'brien", 'br]ack[et', ']]', '%s %d', 'ünï—x', 'a.b-c;d', "x]; ALTER LOGIN [sa] DISABLE; --", '--comment', '/*']
/** Every printable character of ASCII. */
const ALL_SIGNS = Array.from({ length: 95 }, (_, index) => String.fromCodePoint(32 + index)).join('')
/** A login whose name ends a name and a text that is not quoted well. */
const SWITCHER = "swit]ch'er"
const authority = createAuthority()
// Not the product's: a fault of its quoting must not be in the test too.
const id = (name: string): string => `[${name.split(']').join(']]')}]`
const text = (value: string): string => `N'${value.split("'").join("''")}'`

describe.each([
  ['in plain text', false],
  ['with TLS', true],
] as const)('SQL Server’s wire, %s', (_title, isTls) => {
  let peer: SqlServerPeer
  let desk: RotationDesk
  beforeAll(async () => {
    ;[peer, desk] = await Promise.all([startSqlServerPeer(isTls ? { tls: authority.issue('127.0.0.1') } : {}), openDesk()])
    const shop = addDatabase(peer.state, {
      name: 'shop', collation: 'Latin1_General_CS_AS', schemas: ['sales', 'au]dit'], roles: ['clerks', 'od]d'],
      tables: [{ schema: 'dbo', name: 'orders', columns: ['id', 'note'], rows: [{ id: 7, note: 'a' }] }, { schema: 'sales', name: "o]r'd", columns: ['id', 'se]cret'], rows: [{ id: 8, 'se]cret': 'b' }] }],
    })
    shop.others['certificates'] = [{ name: 'c]1', certificate_id: 301 }]
    shop.others['types'] = [{ name: 'ty]pe', user_type_id: 302, schema_id: 5 }]
  })
  afterAll(async () => {
    await Promise.all([desk?.close(), peer?.stop()])
  })

  const fields = (username: string, password: string, more: Fields = {}): Fields => ({ engine: 'sqlserver', host: '127.0.0.1', port: peer.port, username, password, ...(isTls ? { ssl: true, sslrootcert: authority.certificate } : { ssl: false }), ...more })
  const master = (): Promise<string> => desk.make(fields('sa', SA_PASSWORD, { host: 'localhost', ssl: false, ...(isTls ? { sslmode: 'require', sslrootcert: undefined } : {}) }))
  const login = (of: Fields, database = of['dbname']): Promise<SqlServerLogin> =>
    sqlServerLogin({ port: peer.port, user: String(of['username']), password: String(of['password']), ...(database === undefined ? {} : { database: String(database) }), ...(isTls ? { authority: authority.certificate } : {}) })
  const who = async (of: Fields): Promise<unknown> => {
    const open = await login(of)
    const [row] = await open.query('SELECT SUSER_SNAME() AS who')
    await open.close()
    return row?.[0]
  }
  const refusal = (of: Fields): Promise<unknown> => login(of).then((open) => open.close(), (error: Error) => error.message)

  test('single user: two rounds; the new password works, the old is refused, an application’s connection goes on', async () => {
    peer.sql('master', `CREATE LOGIN shopper WITH PASSWORD = ${text(PASSWORD)}, DEFAULT_DATABASE = shop`)
    peer.sql('shop', 'CREATE USER shopper FOR LOGIN shopper', 'GRANT SELECT ON OBJECT::dbo.orders TO shopper')
    const arn = await desk.make(fields('shopper', PASSWORD, { note: 'kept', dbname: 'shop' }))
    const open = await login(await desk.read(arn))
    for (const round of [1, 2]) {
      const before = await desk.read(arn)
      const ended = await desk.rotate(arn, 'builtin-sqlserver-single')
      expect(ended, `round ${round}`).toMatchObject({ state: 'succeeded' })
      expect(ended.log.join('\n')).toContain(isTls ? 'over an encrypted connection' : 'over an UNENCRYPTED connection')
      const after = await desk.read(arn)
      expect(after).toEqual({ ...before, password: expect.any(String) })
      expect(after['password']).not.toBe(before['password'])
      expect(await who(after)).toBe('shopper')
      expect(await refusal(before)).toBe('18456')
      expect(await open.query('SELECT note FROM orders WHERE id = @value', 7)).toEqual([['a']])
    }
    await open.close()
  })

  test('single user: every hard name, and every sign in a password', async () => {
    for (const [index, name] of HARD_NAMES.entries()) {
      const password = `p${index}A${ALL_SIGNS}ü`
      peer.sql('master', `CREATE LOGIN ${id(name)} WITH PASSWORD = ${text(password)}, CHECK_POLICY = OFF`)
      const arn = await desk.make(fields(name, password))
      expect(await desk.rotate(arn, 'builtin-sqlserver-single'), name).toMatchObject({ state: 'succeeded' })
      expect(await who(await desk.read(arn))).toBe(name)
      expect(await refusal(fields(name, password))).toBe('18456')
    }
    expect(await refusal(fields('sa', SA_PASSWORD)), 'no name did anything else').toBeUndefined()
  })

  test('alternating users: three rounds, with roles and rights of every kind at the server and in the database', async () => {
    peer.sql('master', `CREATE LOGIN ${id(SWITCHER)} WITH PASSWORD = ${text(PASSWORD)}, DEFAULT_DATABASE = shop, DEFAULT_LANGUAGE = Deutsch, CHECK_EXPIRATION = ON`, `ALTER SERVER ROLE bulkadmin ADD MEMBER ${id(SWITCHER)}`)
    peer.sql('master', `GRANT VIEW SERVER STATE TO ${id(SWITCHER)} WITH GRANT OPTION`, `GRANT CONNECT ON ENDPOINT::[mirror]]ing] TO ${id(SWITCHER)}`, `GRANT VIEW DEFINITION ON LOGIN::sa TO ${id(SWITCHER)}`, `DENY VIEW ANY DEFINITION TO ${id(SWITCHER)}`)
    peer.sql('shop', `CREATE USER [al]]ter ego] FOR LOGIN ${id(SWITCHER)} WITH DEFAULT_SCHEMA = sales`)
    peer.sql(
      'shop',
      'ALTER ROLE clerks ADD MEMBER [al]]ter ego]',
      'ALTER ROLE [od]]d] ADD MEMBER [al]]ter ego]',
      "GRANT SELECT ON OBJECT::sales.[o]]r'd] TO [al]]ter ego] WITH GRANT OPTION",
      "REVOKE SELECT ON OBJECT::sales.[o]]r'd]([se]]cret]) FROM [al]]ter ego]",
      'GRANT SELECT ON OBJECT::dbo.orders(id) TO [al]]ter ego]',
      'DENY DELETE ON SCHEMA::[au]]dit] TO [al]]ter ego]',
      'GRANT CREATE TABLE TO [al]]ter ego]',
      'GRANT VIEW DEFINITION ON ROLE::clerks TO [al]]ter ego]',
      'GRANT IMPERSONATE ON USER::guest TO [al]]ter ego]',
      'GRANT CONTROL ON CERTIFICATE::[c]]1] TO [al]]ter ego]',
      'GRANT EXECUTE ON TYPE::sales.[ty]]pe] TO [al]]ter ego]',
    )
    const arn = await desk.make(fields(SWITCHER, PASSWORD, { dbname: 'shop', masterarn: await master() }))
    const seen: Fields[] = [await desk.read(arn)]
    for (const name of [`${SWITCHER}_clone`, SWITCHER, `${SWITCHER}_clone`]) {
      expect(await desk.rotate(arn, 'builtin-sqlserver-alternating'), name).toMatchObject({ state: 'succeeded' })
      const now = await desk.read(arn)
      expect(now['username']).toBe(name)
      const open = await login(now)
      expect(await open.query('SELECT SUSER_SNAME() AS who')).toEqual([[name]])
      // The default schema is the first to be looked in, and the columns are those that the user may read.
      expect(await open.query("SELECT id FROM [o]]r'd]")).toEqual([[8]])
      await expect(open.query("SELECT [se]]cret] FROM [o]]r'd]")).rejects.toThrow('Invalid column name')
      expect(await open.query('SELECT id FROM dbo.orders')).toEqual([[7]])
      await open.close()
      expect(await who(seen.at(-1) ?? {})).toBe(seen.at(-1)?.['username'])
      if (seen.length > 1) expect(await refusal(seen.at(-2) ?? {})).toBe('18456')
      seen.push(now)
    }
    const rights = (database: string, view: string, principals: string, name: string): readonly unknown[] =>
      peer.sql(database, `SELECT p.class, p.major_id, p.minor_id, p.permission_name, p.state FROM sys.${view} p JOIN sys.${principals} g ON g.principal_id = p.grantee_principal_id WHERE g.name = ${text(name)}`).map((row) => row.join()).sort()
    expect(rights('shop', 'database_permissions', 'database_principals', `${SWITCHER}_clone`)).toEqual(rights('shop', 'database_permissions', 'database_principals', 'al]ter ego'))
    expect(rights('shop', 'database_permissions', 'database_principals', `${SWITCHER}_clone`)).toHaveLength(10)
    expect(rights('master', 'server_permissions', 'server_principals', `${SWITCHER}_clone`)).toEqual(rights('master', 'server_permissions', 'server_principals', SWITCHER))
    expect(rights('master', 'server_permissions', 'server_principals', `${SWITCHER}_clone`)).toHaveLength(5)
    expect(peer.state.logins.find(({ name }) => name === `${SWITCHER}_clone`)).toMatchObject({ database: 'shop', language: 'Deutsch', hasPolicy: true, hasExpiration: true, isDisabled: false })
  })

  test('a clone that got half of its rights is made whole by the next try, and reported done only then', async () => {
    peer.sql('master', `CREATE LOGIN half WITH PASSWORD = ${text(PASSWORD)}, DEFAULT_DATABASE = shop`, 'GRANT VIEW ANY DATABASE TO half', 'CREATE LOGIN weak WITH PASSWORD = N\'feeble-Pass-1\'', 'GRANT ALTER ANY LOGIN TO weak')
    peer.sql('shop', 'CREATE USER half FOR LOGIN half WITH DEFAULT_SCHEMA = sales', 'GRANT SELECT ON OBJECT::dbo.orders TO half', 'CREATE USER weak FOR LOGIN weak', 'ALTER ROLE db_accessadmin ADD MEMBER weak', 'ALTER ROLE db_securityadmin ADD MEMBER weak')
    const arn = await desk.make(fields('half', PASSWORD, { dbname: 'shop', masterarn: await desk.make(fields('weak', 'feeble-Pass-1')) }))
    expect(await desk.rotate(arn, 'builtin-sqlserver-alternating')).toMatchObject({ state: 'failed', errorType: 'DatabaseError', errorMessage: expect.stringMatching(/Grantor does not have GRANT permission\. The master user must be able to give what the user has/) })
    expect(await refusal(await desk.read(arn, 'AWSPENDING')), 'what is half done does not log in').toBe('18470')
    // Worse: somebody enables it by hand, so that its password works.
    peer.sql('master', 'ALTER LOGIN half_clone ENABLE')
    expect(await who(await desk.read(arn, 'AWSPENDING'))).toBe('half_clone')
    expect(await desk.retry(arn)).toMatchObject({ state: 'failed' })
    expect((await desk.read(arn))['username']).toBe('half')
    peer.sql('master', 'GRANT VIEW ANY DATABASE TO weak WITH GRANT OPTION')
    const done = await desk.retry(arn)
    expect(done).toMatchObject({ state: 'succeeded' })
    expect(done.log.join('\n')).toMatch(/half_clone logs in already, but lacks: GRANT VIEW ANY DATABASE; GRANT SELECT ON OBJECT::\[dbo\]\.\[orders\]/)
    const open = await login(await desk.read(arn))
    expect(await open.query('SELECT note FROM orders')).toEqual([['a']])
    await open.close()
  })

  test('a clone that others changed: another schema and language, more than its share, and locked out', async () => {
    peer.sql('master', `CREATE LOGIN spoilt WITH PASSWORD = ${text(PASSWORD)}`, `CREATE LOGIN spoilt_clone WITH PASSWORD = ${text('other-Pass-2')}, DEFAULT_LANGUAGE = Deutsch`, 'GRANT VIEW ANY DATABASE TO spoilt', 'GRANT VIEW ANY DATABASE TO spoilt_clone WITH GRANT OPTION')
    peer.sql('shop', 'CREATE USER spoilt FOR LOGIN spoilt WITH DEFAULT_SCHEMA = sales', 'CREATE USER spoilt_clone FOR LOGIN spoilt_clone', 'DENY SELECT ON SCHEMA::sales TO spoilt_clone', 'GRANT SELECT ON SCHEMA::sales TO spoilt')
    Object.assign(peer.state.logins.find(({ name }) => name === 'spoilt_clone') ?? {}, { isLocked: true })
    const arn = await desk.make(fields('spoilt', PASSWORD, { dbname: 'shop', masterarn: await master() }))
    expect(await desk.rotate(arn, 'builtin-sqlserver-alternating')).toMatchObject({ state: 'succeeded' })
    const open = await login(await desk.read(arn))
    expect(await open.query("SELECT id FROM [o]]r'd]")).toEqual([[8]])
    await open.close()
    expect(peer.state.logins.find(({ name }) => name === 'spoilt_clone')).toMatchObject({ language: 'us_english', isLocked: false })
  })

  test('alternating users: the owner of its database, whose user is dbo', async () => {
    peer.sql('master', `CREATE LOGIN owner WITH PASSWORD = ${text(PASSWORD)}`)
    addDatabase(peer.state, { name: 'owned', owner: 'owner', tables: [{ schema: 'dbo', name: 'things', columns: ['id'], rows: [{ id: 1 }] }] })
    const arn = await desk.make(fields('owner', PASSWORD, { dbname: 'owned', masterarn: await master() }))
    for (const name of ['owner_clone', 'owner']) {
      expect(await desk.rotate(arn, 'builtin-sqlserver-alternating'), name).toMatchObject({ state: 'succeeded' })
      const open = await login(await desk.read(arn))
      expect(await open.query('SELECT id FROM things')).toEqual([[1]])
      await open.close()
    }
  })

  test('a contained database: users with passwords of their own, and beside them a login’s, by both strategies', async () => {
    const name = isTls ? 'box]tls' : 'box'
    addDatabase(peer.state, { name, isContained: true, schemas: ['sales'], roles: ['clerks'], tables: [{ schema: 'sales', name: 'things', columns: ['id'], rows: [{ id: 1 }] }] })
    peer.sql('master', `CREATE LOGIN guest_of_box WITH PASSWORD = ${text(PASSWORD)}`)
    peer.sql(name, `CREATE USER [in]]side] WITH PASSWORD = ${text(PASSWORD)}, DEFAULT_SCHEMA = sales`, 'GRANT SELECT ON SCHEMA::sales TO [in]]side]', 'ALTER ROLE clerks ADD MEMBER [in]]side]', 'CREATE USER guest_of_box FOR LOGIN guest_of_box')
    const single = await desk.make(fields('in]side', PASSWORD, { dbname: name }))
    expect(await desk.rotate(single, 'builtin-sqlserver-single')).toMatchObject({ state: 'succeeded' })
    expect(await refusal(fields('in]side', PASSWORD, { dbname: name }))).toBe('18456')
    const beside = await desk.make(fields('guest_of_box', PASSWORD, { dbname: name }))
    expect(await desk.rotate(beside, 'builtin-sqlserver-single'), 'a login’s user').toMatchObject({ state: 'succeeded' })
    const arn = await desk.make({ ...(await desk.read(single)), masterarn: await master() })
    for (const user of ['in]side_clone', 'in]side']) {
      expect(await desk.rotate(arn, 'builtin-sqlserver-alternating'), user).toMatchObject({ state: 'succeeded' })
      const open = await login(await desk.read(arn))
      expect(await open.query('SELECT USER_NAME() AS who')).toEqual([[user]])
      expect(await open.query('SELECT id FROM things')).toEqual([[1]])
      await open.close()
    }
    expect(peer.state.logins.some((one) => one.name.startsWith('in]side'))).toBe(false)
  })

  test('what the server refuses is told with its words and what to do, and no password in them', async () => {
    peer.sql('master', `CREATE LOGIN simple WITH PASSWORD = ${text(PASSWORD)}`)
    const simple = await desk.make(fields('simple', PASSWORD), { 'coffer:rotation:EXCLUDE_NUMBERS': 'true', 'coffer:rotation:EXCLUDE_PUNCTUATION': 'true' })
    const refused = await desk.rotate(simple, 'builtin-sqlserver-single')
    expect(refused).toMatchObject({ state: 'failed', errorType: 'DatabaseError', errorMessage: expect.stringMatching(/Password validation failed.*not complex enough.*set PASSWORD_LENGTH or EXCLUDE_CHARACTERS/s) })
    expect(await who(await desk.read(simple)), 'the old one still works').toBe('simple')

    peer.sql('master', `CREATE LOGIN nobody WITH PASSWORD = ${text(PASSWORD)}`)
    const arn = await desk.make(fields('simple', PASSWORD, { masterarn: await desk.make(fields('nobody', PASSWORD)) }))
    const weak = await desk.rotate(arn, 'builtin-sqlserver-alternating')
    expect(weak).toMatchObject({ state: 'failed', errorType: 'DatabaseError', errorMessage: expect.stringMatching(/User does not have permission to perform this action.*The master user needs ALTER ANY LOGIN/s) })
    for (const ended of [refused, weak]) for (const stage of ['AWSCURRENT', 'AWSPENDING']) for (const one of [simple, arn]) expect(`${ended.errorMessage}${ended.log.join()}`).not.toContain(String((await desk.read(one, stage))['password']))
  })

  test('current is wrong and previous is right: the rotation repairs it', async () => {
    peer.sql('master', `CREATE LOGIN mended WITH PASSWORD = ${text(PASSWORD)}`)
    const arn = await desk.make(fields('mended', PASSWORD))
    await desk.write(arn, fields('mended', 'never-Set-1'))
    expect(await desk.rotate(arn, 'builtin-sqlserver-single')).toMatchObject({ state: 'succeeded' })
    expect(await who(await desk.read(arn))).toBe('mended')
  })
})

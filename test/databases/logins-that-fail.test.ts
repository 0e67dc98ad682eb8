import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Sensitive } from '../../shared/sensitive.ts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBuiltInRunner } from '../../electron/functions/built-in-runner.ts'
import type { LoginProbe } from '../../electron/engine/rotation/function-runner.ts'
import { createAuthority } from './support/certificates.ts'
import { hasMariaDb, startMariaDb, type MariaDbServer } from './support/mariadb-server.ts'
import { hasMysql, startMysql, type MysqlServer } from './support/mysql-server.ts'
import { freePort } from './support/own-process.ts'
import { embeddedPostgres, startPostgres, type PostgresServer } from './support/postgres-server.ts'
import { builtInArn, openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'

const authority = createAuthority()
const stranger = createAuthority('Somebody else')
const PASSWORD = 'first-Pass-1'

const probe = (fields: Fields): Promise<LoginProbe | null> => createBuiltInRunner().probe(new Sensitive(JSON.stringify(fields)), [], new AbortController().signal)

let desk: RotationDesk
let postgres: PostgresServer
let mariaDb: MariaDbServer | null = null
let mysql: MysqlServer | null = null
beforeAll(async () => {
  // A certificate for the name alone: by its address the server is somebody else.
  const tls = authority.issue('localhost')
  ;[desk, postgres, mariaDb, mysql] = await Promise.all([
    openDesk(),
    startPostgres(embeddedPostgres(), { tls, access: ['hostssl all tls_only all scram-sha-256', 'hostnossl all tls_only all reject', 'host all barred all reject', 'host all all all scram-sha-256'] }),
    hasMariaDb() ? startMariaDb({ tls: { ...tls, authority: authority.certificate } }) : null,
    hasMysql() ? startMysql({ tls: { ...tls, authority: authority.certificate } }) : null,
  ])
  await postgres.sql(`CREATE ROLE app LOGIN PASSWORD '${PASSWORD}'; CREATE ROLE tls_only LOGIN PASSWORD '${PASSWORD}'; CREATE ROLE barred LOGIN PASSWORD '${PASSWORD}'; CREATE ROLE nobody NOLOGIN PASSWORD '${PASSWORD}'`)
  for (const server of [mariaDb, mysql]) await server?.sql(`CREATE USER app@'%' IDENTIFIED BY '${PASSWORD}'`, `CREATE USER tls_only@'%' IDENTIFIED BY '${PASSWORD}' REQUIRE SSL`, `CREATE USER barred@'%' IDENTIFIED BY '${PASSWORD}' ACCOUNT LOCK`, `CREATE USER expired@'%' IDENTIFIED BY '${PASSWORD}' PASSWORD EXPIRE`)
})
afterAll(async () => {
  await Promise.all([desk?.close(), postgres?.stop(), mariaDb?.stop(), mysql?.stop()])
})

describe.each([
  ['PostgreSQL', 'postgres'],
  ['MariaDB', 'mariadb'],
  ['MySQL', 'mysql'],
] as const)('%s', (title, engine) => {
  const server = (): PostgresServer | MariaDbServer | MysqlServer | null => ({ postgres, mariadb: mariaDb, mysql })[engine]
  beforeEach(({ skip }) => skip(server() === null, `needs a ${title} server`))
  const fields = (more: Fields = {}): Fields => ({ engine, host: 'localhost', port: server()?.port, username: 'app', password: PASSWORD, sslrootcert: authority.certificate, ...more })

  test.each([
    ['no ssl key: verified', {}, true],
    ['ssl true', { ssl: true }, true],
    ['ssl "TRUE"', { ssl: 'TRUE' }, true],
    ['verify-full', { sslmode: 'verify-full' }, true],
    ['verify-ca, under another name', { sslmode: 'verify-ca', host: '127.0.0.1' }, true],
    ['require, unverified', { sslmode: 'require', host: '127.0.0.1', sslrootcert: undefined }, true],
    ['prefer, unverified', { sslmode: 'prefer', host: '127.0.0.1', sslrootcert: undefined }, true],
    ['ssl false', { ssl: false }, false],
    ['disable', { sslmode: 'disable' }, false],
  ])('%s works, and the server says whether it is encrypted', async (_case, more, isEncrypted) => {
    expect(await probe(fields(more))).toEqual({ status: 'works', isEncrypted, server: expect.stringMatching(/^(PostgreSQL 18\.\d+|MariaDB 10\.\d+\.\d+|MySQL \d+\.\d+\.\d+) at (localhost|127\.0\.0\.1):\d+$/) })
  })

  test.each([
    ['wrong password', { password: 'wrong-Pass-9' }, 'wrong-password-or-no-user', /^wrong password, or no user app/],
    ['no user', { username: 'ghost' }, 'wrong-password-or-no-user', /^wrong password, or no user ghost/],
    ['no database', { dbname: 'nowhere' }, 'database-missing', /^there is no database nowhere/],
    ['not allowed', { username: 'barred' }, 'login-not-allowed', /^barred is not allowed to log in/],
    ['an authority that is not known', { sslrootcert: undefined }, 'tls', /no TLS connection .*sslrootcert/],
    ['another authority', { sslrootcert: stranger.certificate }, 'tls', /no TLS connection .*sslrootcert/],
    ['another authority, verify-ca', { sslmode: 'verify-ca', sslrootcert: stranger.certificate }, 'tls', /no TLS connection/],
    ['another name', { host: '127.0.0.1' }, 'tls', /no TLS connection .*(altnames|IP)/],
    ['a name that is none', { host: 'no-such-host.invalid' }, 'unreachable', /no-such-host\.invalid:\d+ cannot be reached/],
  ])('%s is told by its own failure and words', async (_case, more, failure, message) => {
    expect(await probe(fields(more))).toEqual({ status: 'fails', failure, message: expect.stringMatching(message) })
  })

  test('an authority named by a tag is known to the connection test as it is to the rotation, for the master too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'coffer-ca-'))
    try {
      const file = join(folder, 'ca.pem')
      writeFileSync(file, authority.certificate)
      const username = `by_tag_${engine}`
      await server()?.sql(engine === 'postgres' ? `CREATE ROLE ${username} LOGIN PASSWORD '${PASSWORD}'` : `CREATE USER ${username}@'%' IDENTIFIED BY '${PASSWORD}'`)
      const masterarn = await desk.make(fields({ sslrootcert: undefined }))
      const value = fields({ username, masterarn, sslrootcert: undefined })
      const functionName = `builtin-${engine}-single`
      const check = async (SecretId: string): Promise<readonly (readonly [string, boolean, string | undefined])[]> =>
        (await desk.core.call('workbench:CheckRotation', { SecretId, RotationLambdaARN: builtInArn(functionName) })).Logins.map(({ Of, Works, Failure }) => [Of, Works, Failure])
      const untagged = await desk.make(value)
      expect(await check(untagged)).toEqual([['current', false, 'tls'], ['master', false, 'tls']])
      const tagged = await desk.make(value, { 'coffer:rotation:SSL_ROOT_CERT': file, 'coffer:rotation:SSL_MODE': 'verify-full' })
      expect(await check(tagged)).toEqual([['current', true, undefined], ['master', true, undefined]])
      expect(await desk.rotate(tagged, functionName)).toMatchObject({ state: 'succeeded' })
      writeFileSync(file, stranger.certificate)
      expect(await check(tagged)).toEqual([['current', false, 'tls'], ['master', false, 'tls']])
      expect(await desk.rotate(tagged, functionName)).toMatchObject({ state: 'failed' })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('a server that is down', async () => {
    const port = await freePort()
    expect(await probe(fields({ port }))).toEqual({ status: 'fails', failure: 'unreachable', message: expect.stringContaining(`localhost:${port} cannot be reached`) })
  })

  test('a user for whom the server wants TLS is refused in plain text, and says so', async () => {
    expect(await probe(fields({ username: 'tls_only' }))).toMatchObject({ status: 'works', isEncrypted: true })
    expect(await probe(fields({ username: 'tls_only', ssl: false }))).toMatchObject({ status: 'fails' })
  })

  test('a rotation whose logins all fail names each and why, without a password', async () => {
    const arn = await desk.make(fields({ username: 'ghost' }))
    const ended = await desk.rotate(arn, `builtin-${engine}-single`)
    expect(ended).toMatchObject({ state: 'failed', errorType: 'ValueError' })
    expect(ended.errorMessage).toMatch(new RegExp(`^Unable to log into database with previous, current, or pending secret of secret arn ${arn}\\. AWSPENDING: wrong password, or no user ghost .* AWSCURRENT: wrong password, or no user ghost`))
    const pending = await desk.read(arn, 'AWSPENDING')
    for (const secret of [PASSWORD, String(pending['password'])]) expect(`${ended.errorMessage}${ended.log.join()}`).not.toContain(secret)
  })

  test('current is wrong and previous is right: the rotation repairs it', async () => {
    const arn = await desk.make(fields())
    await desk.write(arn, fields({ password: 'never-Set-1' }))
    expect(await desk.rotate(arn, `builtin-${engine}-single`)).toMatchObject({ state: 'succeeded' })
    const now = await desk.read(arn)
    expect(await probe(now)).toMatchObject({ status: 'works' })
    // For the tests that follow, and those that ran: the first password again.
    await server()?.sql(engine === 'postgres' ? `ALTER ROLE app PASSWORD '${PASSWORD}'` : `ALTER USER app@'%' IDENTIFIED BY '${PASSWORD}'`)
  })
})

test('PostgreSQL: a role that may not log in', async () => {
  expect(await probe({ engine: 'postgres', host: 'localhost', port: postgres.port, username: 'nobody', password: PASSWORD, sslrootcert: authority.certificate })).toMatchObject({ failure: 'login-not-allowed', message: expect.stringContaining('not permitted to log in') })
})

test('MariaDB: a password that has expired', async ({ skip }) => {
  skip(mariaDb === null, 'needs a MariaDB server')
  expect(await probe({ engine: 'mariadb', host: 'localhost', port: mariaDb?.port, username: 'expired', password: PASSWORD, sslrootcert: authority.certificate })).toMatchObject({ failure: 'password-expired' })
})

test('MySQL: a password that has expired, and a login that is locked for a time after wrong ones', async ({ skip }) => {
  skip(mysql === null, 'needs a MySQL server')
  const fields = { engine: 'mysql', host: 'localhost', port: mysql?.port, password: PASSWORD, sslrootcert: authority.certificate }
  expect(await probe({ ...fields, username: 'expired' })).toMatchObject({ failure: 'password-expired' })
  await mysql?.sql(`CREATE USER tried@'%' IDENTIFIED BY '${PASSWORD}' FAILED_LOGIN_ATTEMPTS 1 PASSWORD_LOCK_TIME 1`)
  expect(await probe({ ...fields, username: 'tried', password: 'wrong-Pass-9' })).toMatchObject({ failure: 'login-not-allowed' })
  expect(await probe({ ...fields, username: 'tried' })).toMatchObject({ failure: 'login-not-allowed', message: expect.stringContaining('blocked for 1 day') })
})

test('MySQL: a server that takes TLS alone says so, and what to do', async ({ skip }) => {
  skip(mysql === null, 'needs a MySQL server')
  const fields = { engine: 'mysql', host: 'localhost', port: mysql?.port, username: 'app', password: PASSWORD, sslrootcert: authority.certificate }
  await mysql?.sql('SET GLOBAL require_secure_transport = ON')
  try {
    expect(await probe({ ...fields, ssl: false })).toEqual({ status: 'fails', failure: 'tls', message: expect.stringMatching(/insecure transport are prohibited.*set "ssl" to true in the secret/) })
    expect(await probe(fields)).toMatchObject({ status: 'works', isEncrypted: true })
  } finally {
    await mysql?.sql('SET GLOBAL require_secure_transport = OFF')
  }
})

test('a value that is no database’s is not tried', async () => {
  expect(await probe({ password: 'x' })).toBeNull()
  expect(await probe({ engine: 'sybase', host: 'h', username: 'u', password: 'p' })).toBeNull()
  expect(await createBuiltInRunner().probe(new Sensitive('not json'), [], new AbortController().signal)).toBeNull()
  expect(await probe({ engine: 'postgres', host: 'h', password: 'p' })).toEqual({ status: 'fails', failure: 'other', message: 'username key is missing from secret JSON' })
})

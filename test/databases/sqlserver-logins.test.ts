import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBuiltInRunner } from '../../electron/functions/built-in-runner.ts'
import type { LoginProbe } from '../../electron/engine/rotation/function-runner.ts'
import { Sensitive } from '../../shared/sensitive.ts'
import { createAuthority } from './support/certificates.ts'
import { freePort } from './support/own-process.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'
import { startSqlServerPeer, type SqlServerPeer } from './support/sqlserver-peer.ts'
import { addDatabase, SA_PASSWORD, type Login } from './support/sqlserver-state.ts'

const PASSWORD = 'first-Pass-1'
const authority = createAuthority()
const stranger = createAuthority('Somebody else')

const probe = (fields: Fields): Promise<LoginProbe | null> => createBuiltInRunner().probe(new Sensitive(JSON.stringify(fields)), [], new AbortController().signal)

let desk: RotationDesk
/** A server that offers TLS, one that has none, one that takes nothing else. */
let offering: SqlServerPeer
let plain: SqlServerPeer
let forcing: SqlServerPeer
beforeAll(async () => {
  // A certificate for the name alone: by its address the server is somebody else.
  const tls = authority.issue('localhost')
  ;[desk, offering, plain, forcing] = await Promise.all([openDesk(), startSqlServerPeer({ tls }), startSqlServerPeer(), startSqlServerPeer({ tls, forcesTls: true })])
  for (const { sql, state } of [offering, plain, forcing]) {
    addDatabase(state, { name: 'closed' })
    sql('master', ...['app', 'disabled', 'locked', 'expired', 'stale', 'denied'].map((name) => `CREATE LOGIN ${name} WITH PASSWORD = N'${PASSWORD}'`), 'ALTER LOGIN disabled DISABLE', 'DENY CONNECT SQL TO denied')
    const set = (name: string, change: Partial<Login>): void => void Object.assign(state.logins.find((one) => one.name === name) ?? {}, change)
    set('locked', { isLocked: true })
    set('expired', { isExpired: true })
    set('stale', { mustChange: true })
  }
})
afterAll(async () => {
  await Promise.all([desk?.close(), offering?.stop(), plain?.stop(), forcing?.stop()])
})

const fields = (more: Fields = {}, { port } = offering): Fields => ({ engine: 'sqlserver', host: 'localhost', port, username: 'app', password: PASSWORD, sslrootcert: authority.certificate, ...more })

describe('logins that work', () => {
  test.each([
    ['no ssl key: verified', {}, true],
    ['ssl true', { ssl: true }, true],
    ['ssl "TRUE"', { ssl: 'TRUE' }, true],
    ['verify-full', { sslmode: 'verify-full' }, true],
    ['verify-ca, under another name', { sslmode: 'verify-ca', host: '127.0.0.1' }, true],
    ['require with an authority, which is verify-ca', { sslmode: 'require', host: '127.0.0.1' }, true],
    ['require, unverified', { sslmode: 'require', host: '127.0.0.1', sslrootcert: undefined }, true],
    ['prefer, unverified', { sslmode: 'prefer', host: '127.0.0.1', sslrootcert: undefined }, true],
    ['ssl false', { ssl: false }, false],
    ['disable', { sslmode: 'disable' }, false],
  ])('%s', async (_case, more, isEncrypted) => {
    expect(await probe(fields(more))).toEqual({ status: 'works', isEncrypted, server: expect.stringMatching(/^SQL Server 16\.0\.4150\.1 at (localhost|127\.0\.0\.1):\d+$/) })
  })

  test('whoever may ask the server how it sees the session believes it', async () => {
    expect(await probe(fields({ username: 'sa', password: SA_PASSWORD }))).toMatchObject({ status: 'works', isEncrypted: true })
    expect(await probe(fields({ username: 'sa', password: SA_PASSWORD, ssl: false }))).toMatchObject({ status: 'works', isEncrypted: false })
  })

  test('a server without TLS: plain text where the secret leaves it open, and nowhere else', async () => {
    expect(await probe(fields({}, plain))).toMatchObject({ status: 'works', isEncrypted: false })
    expect(await probe(fields({ sslmode: 'prefer' }, plain))).toMatchObject({ status: 'works', isEncrypted: false })
    for (const more of [{ ssl: true }, { sslmode: 'verify-ca' }, { sslmode: 'require', sslrootcert: undefined }]) {
      const before = plain.logins.length
      expect(await probe(fields(more, plain))).toEqual({ status: 'fails', failure: 'tls', message: expect.stringContaining('Turn TLS on at the server') })
      expect(plain.logins, 'no password was sent').toHaveLength(before)
    }
  })

  test('a server that takes TLS alone', async () => {
    expect(await probe(fields({}, forcing))).toMatchObject({ status: 'works', isEncrypted: true })
    expect(await probe(fields({ ssl: false }, forcing))).toEqual({ status: 'fails', failure: 'tls', message: expect.stringContaining('set "ssl" to true in the secret') })
    expect(forcing.logins).toEqual(['app'])
  })
})

describe('logins that fail are told by their own failure and words', () => {
  test.each([
    ['wrong password', { password: 'wrong-Pass-9' }, 'wrong-password-or-no-user', /^wrong password, or no user app \(18456: Login failed for user 'app'\)\.$/],
    ['no user', { username: 'ghost' }, 'wrong-password-or-no-user', /^wrong password, or no user ghost \(18456/],
    ['no right to connect', { username: 'denied' }, 'wrong-password-or-no-user', /18456/],
    ['no database', { dbname: 'nowhere' }, 'database-missing', /^there is no database nowhere \(4060: Cannot open database "nowhere" requested by the login/],
    ['a database that lets nobody in', { dbname: 'closed' }, 'database-missing', /^there is no database closed \(4060/],
    ['disabled', { username: 'disabled' }, 'login-not-allowed', /^disabled is not allowed to log in .*18470: .*The account is disabled/],
    ['locked', { username: 'locked' }, 'login-not-allowed', /^locked is not allowed to log in .*18486: .*currently locked out/],
    ['expired', { username: 'expired' }, 'password-expired', /^the password of expired has expired \(18487/],
    ['to be changed', { username: 'stale' }, 'password-expired', /^the password of stale has expired \(18488: .*must be changed/],
    ['a name that is none', { host: 'no-such-host.invalid' }, 'unreachable', /no-such-host\.invalid:\d+ cannot be reached/],
  ])('%s', async (_case, more, failure, message) => {
    expect(await probe(fields(more))).toEqual({ status: 'fails', failure, message: expect.stringMatching(message) })
  })

  test.each([
    ['an authority that is not known', { sslrootcert: undefined }, /no TLS connection .*sslrootcert/],
    ['another authority', { sslrootcert: stranger.certificate }, /no TLS connection .*sslrootcert/],
    ['another authority, verify-ca', { sslmode: 'verify-ca', sslrootcert: stranger.certificate }, /no TLS connection .*sslrootcert/],
    ['another name', { host: '127.0.0.1' }, /no TLS connection .*(altnames|IP)/],
  ])('%s: refused before the login is sent', async (_case, more, message) => {
    const before = offering.logins.length
    expect(await probe(fields(more))).toEqual({ status: 'fails', failure: 'tls', message: expect.stringMatching(message) })
    expect(offering.logins).toHaveLength(before)
  })

  test('a server that is down', async () => {
    const port = await freePort()
    expect(await probe(fields({ port }))).toEqual({ status: 'fails', failure: 'unreachable', message: expect.stringContaining(`localhost:${port} cannot be reached`) })
  })
})

test('a server that takes the connection and says nothing, or hangs up', async () => {
  for (const isSilent of [true, false]) {
    const server = createServer((socket) => void (isSilent ? socket.on('error', () => {}).resume() : socket.destroy()))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    expect(await probe(fields({ host: '127.0.0.1', port }))).toEqual({ status: 'fails', failure: 'unreachable', message: expect.stringContaining(`127.0.0.1:${port} cannot be reached`) })
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
})

test.each([
  ['ghost', {}, /AWSPENDING: wrong password, or no user ghost .* AWSCURRENT: wrong password, or no user ghost/],
  ['locked', {}, /AWSPENDING: locked is not allowed to log in .* AWSCURRENT: locked is not allowed to log in/],
  ['stale', {}, /AWSCURRENT: the password of stale has expired/],
  ['app', { dbname: 'nowhere' }, /AWSCURRENT: there is no database nowhere/],
  ['app', { sslrootcert: stranger.certificate }, /AWSPENDING: no TLS connection with localhost/],
])('a rotation of %s whose logins all fail names each and why, without a password', async (username, more, message) => {
  const arn = await desk.make(fields({ username, ...more }))
  const ended = await desk.rotate(arn, 'builtin-sqlserver-single')
  expect(ended).toMatchObject({ state: 'failed', errorType: 'ValueError' })
  expect(ended.errorMessage?.startsWith(`Unable to log into database with previous, current, or pending secret of secret arn ${arn}. `)).toBe(true)
  expect(ended.errorMessage).toMatch(message)
  for (const secret of [PASSWORD, String((await desk.read(arn, 'AWSPENDING'))['password'])]) expect(`${ended.errorMessage}${ended.log.join()}`).not.toContain(secret)
})

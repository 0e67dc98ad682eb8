import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { Sensitive } from '../../shared/sensitive.ts'
import type { LoginProbe } from '../../electron/engine/rotation/function-runner.ts'
import { createBuiltInRunner } from '../../electron/functions/built-in-runner.ts'
import { readDatabaseSecret, type DatabaseSecret } from '../../electron/functions/databases/database-secret.ts'
import { functionSettings } from '../../electron/functions/function-settings.ts'
import { statementFailure } from '../../electron/functions/databases/driver-error.ts'
import { oracleAdapter } from '../../electron/functions/databases/oracle.ts'
import { Redactor } from '../../electron/functions/redactor.ts'
import { createAuthority } from './support/certificates.ts'
import { driverSession, loginOutcome, type DriverSession } from './support/oracle-login.ts'
import { startOraclePeer, type OraclePeer } from './support/oracle-peer.ts'
import { freePort } from './support/own-process.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'

const PASSWORD = 'first-Pass-1'
const authority = createAuthority()
const stranger = createAuthority('Somebody else')
const USERS = {
  APP: { password: PASSWORD },
  LOCKED: { password: PASSWORD, isLocked: true },
  EXPIRED: { password: PASSWORD, expiry: 'expired' },
  GRACE: { password: PASSWORD, expiry: 'grace' },
  NOSESSION: { password: PASSWORD, systemPrivileges: {} },
  TRIES: { password: PASSWORD, profile: 'APPS' },
} as const

const probe = (fields: Fields, signal = new AbortController().signal): Promise<LoginProbe | null> => createBuiltInRunner().probe(new Sensitive(JSON.stringify(fields)), [], signal)
const read = (fields: Fields): DatabaseSecret => readDatabaseSecret('oracle', new Sensitive(JSON.stringify(fields)), functionSettings({}, []))
const at = (port: number, more: Fields = {}): Fields => ({ engine: 'oracle', host: 'localhost', port, dbname: 'SHOPDB', username: 'app', password: PASSWORD, ...more })

let plain: OraclePeer
let secure: OraclePeer
let desk: RotationDesk
beforeAll(async () => {
  // A certificate for the name alone: by its address the server is somebody else.
  ;[plain, secure, desk] = await Promise.all([startOraclePeer(USERS, { onGreeting: 'waits' }), startOraclePeer(USERS, { release: '23ai', tls: authority.issue('localhost') }), openDesk()])
})
afterAll(async () => {
  expect([...(plain?.faults ?? []), ...(secure?.faults ?? [])]).toEqual([])
  await Promise.all([desk?.close(), plain?.stop(), secure?.stop()])
})

describe('a login that works', () => {
  test.each([
    ['by service name', { ssl: false }, false],
    ['by SID', { ssl: false, dbname: 'SHOP' }, false],
    ['sslmode disable', { sslmode: 'disable' }, false],
    ['no ssl key, to a listener that waits on TLS’s greeting', {}, false],
    ['no ssl key, to one with TLS: verified', { sslrootcert: authority.certificate }, true],
    ['ssl true', { ssl: true, sslrootcert: authority.certificate }, true],
    ['verify-ca, under another name', { sslmode: 'verify-ca', sslrootcert: authority.certificate, host: '127.0.0.1' }, true],
  ])('%s', async (_case, more, isEncrypted) => {
    const version = isEncrypted ? '23.6.0.0.0' : '19.22.0.0.0'
    const port = isEncrypted ? secure.port : plain.port
    expect(await probe(at(port, more))).toEqual({ status: 'works', isEncrypted, server: `Oracle ${version} at ${'host' in more ? more.host : 'localhost'}:${port}` })
  })

  test('plain text in place of TLS is in the log of the rotation, as is a password that will expire', async () => {
    const ended = await desk.rotate(await desk.make(at(plain.port, { username: 'grace' })), 'builtin-oracle-single')
    expect(ended).toMatchObject({ state: 'succeeded' })
    expect(ended.log.join('\n')).toContain(`localhost:${plain.port} offers no TLS; connecting in plain text`)
    expect(ended.log.join('\n')).toContain('grace: ORA-28002: The account will expire in 5 days.')
  })

  test('as many rotations as one likes lock nobody out, though each begins with a password that is not yet set', async () => {
    const arn = await desk.make(at(plain.port, { username: 'tries', ssl: false }))
    for (let round = 1; round <= 4; round += 1) expect(await desk.rotate(arn, 'builtin-oracle-single'), `round ${round}`).toMatchObject({ state: 'succeeded' })
    expect(plain.catalogue.user('TRIES')).toMatchObject({ isLocked: false, failures: 0 })
  })
})

describe('a login that fails is told by its own failure and words', () => {
  test.each([
    ['wrong password', { password: 'wrong-Pass-9' }, 'wrong-password-or-no-user', /^wrong password, or no user app \(ORA-01017/],
    ['no user', { username: 'ghost' }, 'wrong-password-or-no-user', /^wrong password, or no user ghost \(ORA-01017/],
    ['a name in quotes is another', { username: '"app"' }, 'wrong-password-or-no-user', /^wrong password, or no user "app"/],
    ['locked', { username: 'locked' }, 'login-not-allowed', /^locked is not allowed to log in .*ORA-28000: The account is locked/],
    ['expired', { username: 'expired' }, 'password-expired', /^the password of expired has expired \(ORA-28001/],
    ['no CREATE SESSION', { username: 'nosession' }, 'login-not-allowed', /ORA-01045/],
    ['neither a service nor an SID', { dbname: 'NOWHERE' }, 'database-missing', /^there is no database NOWHERE \(NJS-518: .*Service "NOWHERE" is not registered/],
    ['a quote in the middle of a name', { username: 'a"b' }, 'other', /username must not hold "/],
    ['a bracket in the service’s name', { dbname: 'x)(SID=y' }, 'other', /dbname holds a character that no Oracle address has/],
    ['an unverified connection', { ssl: undefined, sslmode: 'require' }, 'other', /verifies every certificate: choose sslmode verify-ca, verify-full or disable/],
    ['a name that is none', { host: 'no-such-host.invalid' }, 'unreachable', /no-such-host\.invalid:\d+ cannot be reached/],
  ])('%s', async (_case, more, failure, message) => {
    expect(await probe(at(plain.port, { ssl: false, ...more }))).toEqual({ status: 'fails', failure, message: expect.stringMatching(message) })
  })

  test.each([
    ['an authority that is not known', { sslrootcert: undefined }, /no TLS connection .*sslrootcert/],
    ['another authority', { sslrootcert: stranger.certificate }, /no TLS connection .*sslrootcert/],
    ['another authority, verify-ca', { sslmode: 'verify-ca', sslrootcert: stranger.certificate }, /no TLS connection/],
    ['another authority, no ssl key: never plain text', { ssl: undefined, sslrootcert: stranger.certificate }, /no TLS connection .*sslrootcert/],
    ['another name', { host: '127.0.0.1' }, /no TLS connection .*127\.0\.0\.1 not present in certificate/],
  ])('TLS, %s', async (_case, more, message) => {
    expect(await probe(at(secure.port, { ssl: true, sslrootcert: authority.certificate, ...more }))).toEqual({ status: 'fails', failure: 'tls', message: expect.stringMatching(message) })
  })

  test.each(['waits', 'closes'] as const)('TLS asked of a listener that has none, and %s', async (onGreeting) => {
    const peer = await startOraclePeer(USERS, { onGreeting })
    try {
      expect(await probe(at(peer.port, { ssl: true, sslrootcert: authority.certificate }))).toEqual({ status: 'fails', failure: 'tls', message: expect.stringContaining('Turn TLS on at the server, or set "sslmode" to "prefer" or "disable"') })
    } finally {
      await peer.stop()
    }
  })

  test.each([
    [12_528, 'login-not-allowed'],
    [12_660, 'login-not-allowed'],
    [12_516, 'unreachable'],
  ])('a listener that refuses with ORA-%i', async (refuses, failure) => {
    const peer = await startOraclePeer(USERS, { refuses })
    try {
      expect(await probe(at(peer.port, { ssl: false }))).toEqual({ status: 'fails', failure, message: expect.stringContaining(`ORA-${refuses}`) })
    } finally {
      await peer.stop()
    }
  })

  test('a server that is down', async () => {
    const port = await freePort()
    expect(await probe(at(port))).toEqual({ status: 'fails', failure: 'unreachable', message: expect.stringContaining(`localhost:${port} cannot be reached`) })
  })

  test.each([
    ['the logon', 'logon'],
    ['its first statement', /DBTIMEZONE/],
    ['the question whether it is encrypted', /NETWORK_PROTOCOL/],
    ['the read', /SYSDATE/],
  ] as const)('a run that is stopped ends at once, though the server says nothing more to %s', async (_case, silentAt) => {
    const stop = new AbortController()
    const peer = await startOraclePeer(USERS, { silentAt, onSilence: () => stop.abort() })
    try {
      const begun = Date.now()
      expect(await probe(at(peer.port, { ssl: false }), stop.signal)).toMatchObject({ status: 'fails' })
      expect(Date.now() - begun).toBeLessThan(8_000)
    } finally {
      await peer.stop()
    }
  })

  describe('a server that says nothing more', () => {
    afterEach(() => vi.useRealTimers())

    test.each([
      ['the logon', 'logon', false, 'unreachable', /did not answer within 15 s/],
      ['the read', /SYSDATE/, false, 'other', /(did not answer within 35 s|NJS-500)/],
      ['the read, but takes a break', /SYSDATE/, true, 'other', /NJS-123: call timeout of 30000 ms exceeded/],
    ] as const)('to %s: the time for it ends', async (_case, silentAt, takesBreaks, failure, message) => {
      let silent = (): void => {}
      const silence = new Promise<void>((resolve) => (silent = resolve))
      const peer = await startOraclePeer(USERS, { silentAt, takesBreaks, onSilence: () => silent() })
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
      try {
        const probing = probe(at(peer.port, { ssl: false }))
        await silence
        await vi.advanceTimersByTimeAsync(30_000)
        // What the driver then says to the server takes no timer.
        if (!takesBreaks) await vi.advanceTimersByTimeAsync(5_000)
        expect(await probing).toEqual({ status: 'fails', failure, message: expect.stringMatching(message) })
      } finally {
        await peer.stop()
      }
    })
  })

  test('a rotation whose logins all fail names each and why, without a password', async () => {
    const arn = await desk.make(at(plain.port, { username: 'ghost', ssl: false }))
    const ended = await desk.rotate(arn, 'builtin-oracle-single')
    expect(ended).toMatchObject({ state: 'failed', errorType: 'ValueError' })
    expect(ended.errorMessage).toMatch(new RegExp(`^Unable to log into database with previous, current, or pending secret of secret arn ${arn}\\. AWSPENDING: wrong password, or no user ghost .* AWSCURRENT: wrong password, or no user ghost`))
    for (const secret of [PASSWORD, String((await desk.read(arn, 'AWSPENDING'))['password'])]) expect(`${ended.errorMessage}${ended.log.join()}`).not.toContain(secret)
  })

  test('current is wrong and previous is right: the rotation repairs it', async () => {
    const arn = await desk.make(at(secure.port, { sslrootcert: authority.certificate }))
    await desk.write(arn, at(secure.port, { sslrootcert: authority.certificate, password: 'never-Set-1' }))
    expect(await desk.rotate(arn, 'builtin-oracle-single')).toMatchObject({ state: 'succeeded' })
    expect(await probe(await desk.read(arn))).toMatchObject({ status: 'works' })
    secure.catalogue.setPassword(secure.catalogue.user('APP'), secure.catalogue.user('APP'), PASSWORD, null)
  })
})

describe('quoting', () => {
  /** Everything that GetRandomPassword may put into a password, but the quote. */
  const text = fc.string({ unit: fc.constantFrom(...'!#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ aZ09é'), minLength: 1, maxLength: 28 })

  test('a password of any characters but " is the one that then logs in', async () => {
    const signal = new AbortController().signal
    let current = PASSWORD
    await fc.assert(
      fc.asyncProperty(text, async (next) => {
        const secret = read(at(secure.port, { username: 'grace', password: current, ssl: true, sslrootcert: authority.certificate }))
        const session = await oracleAdapter.open(secret, { rejectUnauthorized: true, ca: [authority.certificate] }, { signal, note: () => {} })
        await session.changeOwnPassword(new Sensitive(next), secret.password)
        await session.close()
        const old = current
        current = next
        const login = at(secure.port, { username: 'grace', sslrootcert: authority.certificate })
        expect(await loginOutcome({ ...login, password: next })).toBe('works')
        if (old !== next) expect(await loginOutcome({ ...login, password: old })).toBe('ORA-01017')
      }),
      { numRuns: 25 },
    )
  })

  test('longer passwords than 30 bytes are refused before 23ai, which the failure says', async () => {
    const long = new Sensitive('x'.repeat(31))
    const options = { signal: new AbortController().signal, note: () => {} }
    const old = await oracleAdapter.open(read(at(plain.port, { ssl: false })), null, options)
    const thrown = await old.changeOwnPassword(long, new Sensitive(PASSWORD)).catch((error: unknown) => error)
    expect(statementFailure(oracleAdapter, 'Unable', thrown, new Redactor()).message).toMatch(/^Unable: ORA-00972: identifier is too long .*set PASSWORD_LENGTH to 30 or less\.$/)
    const young = await oracleAdapter.open(read(at(secure.port, { username: 'tries', ssl: true, sslrootcert: authority.certificate })), { rejectUnauthorized: true, ca: [authority.certificate] }, options)
    await young.changeOwnPassword(long, new Sensitive(PASSWORD))
    await Promise.all([old.close(), young.close()])
  })

  test('the one that Oracle cannot write is named, and what to do', async () => {
    const arn = await desk.make(at(plain.port, { ssl: false }))
    // A version that somebody made by hand.
    await desk.core.call('secretsmanager:PutSecretValue', { SecretId: arn, ClientRequestToken: crypto.randomUUID(), SecretString: JSON.stringify(at(plain.port, { ssl: false, password: 'a"b-Pass-1' })), VersionStages: ['AWSPENDING'] })
    const session = await oracleAdapter.open(read(await desk.read(arn)), null, { signal: new AbortController().signal, note: () => {} })
    const pending = new Sensitive(String((await desk.read(arn, 'AWSPENDING'))['password']))
    await expect(session.changeOwnPassword(pending, new Sensitive(PASSWORD))).rejects.toThrow('The new password must not hold " for Oracle: leave " in EXCLUDE_CHARACTERS.')
    await session.close()
    expect(await loginOutcome(at(plain.port, { ssl: false }))).toBe('works')
  })
})

describe('the peer refuses what Oracle refuses', () => {
  let session: DriverSession
  beforeAll(async () => {
    session = await driverSession(at(plain.port, { ssl: false }))
  })
  afterAll(() => session?.close())

  test.each([
    ['ALTER USER "APP" IDENTIFIED BY \'x\'', 'ORA-00988'],
    ['ALTER USER "APP" IDENTIFIED BY "a"b"', 'ORA-01740'],
    ['ALTER USER "APP" IDENTIFIED BY ""', 'ORA-01741'],
    ['ALTER USER "APP" IDENTIFIED BY "x" REPLACE "wrong"', 'ORA-28008'],
    ['ALTER USER "APP" IDENTIFIED BY "x" ACCOUNT UNLOCK', 'ORA-01031'],
    ['ALTER USER "LOCKED" IDENTIFIED BY "x"', 'ORA-01031'],
    ['ALTER USER "APP" IDENTIFIED BY', 'ORA-00921'],
    ['CREATE USER "X" IDENTIFIED BY "x"', 'ORA-01031'],
    ['GRANT "CONNECT" TO "GHOST"', 'ORA-01917'],
    ['GRANT CONNECT TO "APP"', 'ORA-01031'],
    ['GRANT SELECT ON "SHOP"."NOTHING" TO "APP"', 'ORA-00942'],
    ['DROP USER "APP"', 'ORA-00900'],
    ['SELECT SYSDATE FROM DUAL; SELECT SYSDATE FROM DUAL', 'ORA-00933'],
    ["SELECT SYS_CONTEXT('USERENV', 'NOTHING') FROM DUAL", 'ORA-02003'],
    ['SELECT USERNAME FROM DBA_USERS', 'ORA-00942'],
    ['SELECT NOTHING FROM DUAL', 'ORA-00904'],
    ["SELECT DBMS_METADATA.GET_GRANTED_DDL('ROLE_GRANT', 'LOCKED') FROM DUAL", 'ORA-31608'],
    ["SELECT DBMS_METADATA.GET_GRANTED_DDL('QUOTA', 'APP') FROM DUAL", 'ORA-31600'],
  ])('%s', async (sql, code) => {
    await expect(session.execute(sql)).rejects.toMatchObject({ code })
    expect(await session.execute('SELECT SYSDATE FROM DUAL')).toMatchObject({ rows: [[expect.any(Date)]] })
  })

  test.each(['commit', 'rollback', 'ping'] as const)('%s is answered', async (call) => {
    expect(await session[call]()).toBeUndefined()
  })

  test('a password that was not to be changed is not', async () => {
    expect(await loginOutcome(at(plain.port, { ssl: false }))).toBe('works')
  })
})

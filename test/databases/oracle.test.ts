import { createServer, connect as connectTcp, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAuthority } from './support/certificates.ts'
import type { OracleUser, UserFacts } from './support/oracle-catalogue.ts'
import { loginOutcome } from './support/oracle-login.ts'
import { startOraclePeer, type OraclePeer } from './support/oracle-peer.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'

const PASSWORD = 'first-Pass-1'
const WEIRD = "p;,'=\\%$ü:1 &x--/*"
/** A name that a line in it would make another statement of. */
const LINES = 'orders\nGRANT DBA TO ALT_CLONE --'
const authority = createAuthority()

/** Rights of every kind that a twin has to get. */
const RIGHTS: UserFacts = {
  password: PASSWORD,
  profile: 'APPS',
  defaultTablespace: 'SHOP_DATA',
  roles: { CONNECT: false, READERS: true, 'we.ird Role': false },
  defaultRoles: { kind: 'except', names: ['READERS', 'we.ird Role'] },
  systemPrivileges: { 'CREATE TABLE': false, 'CREATE VIEW': true },
  objectPrivileges: { 'SELECT ON "SHOP"."ORDERS"': true, 'UPDATE ("STATE", "NOTE") ON "SHOP"."ORDERS"': false, 'SELECT ON "SHOP"."TO \'US\'"': false, [`READ ON "SHOP"."${LINES}"`]: false, 'READ ON DIRECTORY "EXPORTS"': false },
  quotas: { SHOP_DATA: -1, USERS: 10_485_760 },
}
const master = (...without: readonly string[]): UserFacts => ({
  password: 'admin-Pass-1',
  roles: { SELECT_CATALOG_ROLE: false },
  systemPrivileges: Object.fromEntries(['CREATE SESSION', 'CREATE USER', 'ALTER USER', 'GRANT ANY ROLE', 'GRANT ANY PRIVILEGE', 'GRANT ANY OBJECT PRIVILEGE'].filter((name) => !without.includes(name)).map((name) => [name, false])),
})

describe.each([
  ['19c in plain text', '19c', false],
  ['23ai with TLS', '23ai', true],
] as const)('Oracle’s wire, %s', (_title, release, isTls) => {
  let peer: OraclePeer
  let desk: RotationDesk
  beforeAll(async () => {
    const users = {
      APP: { password: PASSWORD },
      "WE.IRD [US]-'ER;": { password: WEIRD },
      'mixed Case': { password: PASSWORD },
      ALT: RIGHTS,
      'alt in quotes': { ...RIGHTS, defaultRoles: { kind: 'only', names: ['CONNECT'] } },
      HALF: RIGHTS,
      HALF_CLONE: { password: PASSWORD, roles: { CONNECT: false }, quotas: { USERS: 10_485_760 } },
      FRESH: RIGHTS,
      POLICY: { password: PASSWORD, profile: 'STRICT' },
      STRICT: { password: PASSWORD, profile: 'STRICT' },
      MASTER: master(),
      WEAK: master('GRANT ANY ROLE'),
      BLIND: { ...master(), roles: {} },
    } as const satisfies Readonly<Record<string, UserFacts>>
    ;[peer, desk] = await Promise.all([startOraclePeer(users, { release, ...(isTls ? { tls: authority.issue('127.0.0.1') } : {}) }), openDesk()])
  })
  afterAll(async () => {
    expect(peer?.faults).toEqual([])
    await Promise.all([desk?.close(), peer?.stop()])
  })

  const fields = (username: string, password: string, more: Fields = {}): Fields => ({ engine: 'oracle', host: '127.0.0.1', port: peer.port, dbname: 'SHOPDB', username, password, ...(isTls ? { ssl: true, sslrootcert: authority.certificate } : { ssl: false }), ...more })
  const withMaster = async (username: string, more: Fields = {}, name = 'master', password = PASSWORD): Promise<string> => desk.make(fields(username, password, { masterarn: await desk.make(fields(name, 'admin-Pass-1', more)) }))
  /** Everything but what tells two users apart. */
  const rights = (name: string): Omit<OracleUser, 'name' | 'verifier'> => {
    const { name: _name, verifier: _verifier, ...rest } = peer.catalogue.user(name)
    return rest
  }

  test.each([
    ['app', PASSWORD, {}],
    ["we.ird [us]-'er;", WEIRD, {}],
    ['"mixed Case"', PASSWORD, {}],
    // Its profile has a verify function, so that the old password must come with the new one.
    ['strict', PASSWORD, { 'coffer:rotation:EXCLUDE_PRESET': 'shell' }],
  ])('single user: %s, two rounds; the new password works, the old is refused', async (name, password, tags) => {
    const arn = await desk.make(fields(name, password), tags)
    for (const round of [1, 2]) {
      const before = await desk.read(arn)
      expect(await loginOutcome(before), `round ${round}`).toBe('works')
      const ended = await desk.rotate(arn, 'builtin-oracle-single')
      expect(ended, `round ${round}`).toMatchObject({ state: 'succeeded' })
      expect(ended.log.join('\n')).toContain(isTls ? 'over an encrypted connection' : 'over an UNENCRYPTED connection')
      expect(await loginOutcome(await desk.read(arn))).toBe('works')
      expect(await loginOutcome(before)).toBe('ORA-01017')
    }
  })

  test.each([
    ['alt', 'ALT_CLONE', 'ALT', 'ALT_CLONE', 'ALT'],
    ['"alt in quotes"', '"alt in quotes_CLONE"', '"alt in quotes"', 'alt in quotes_CLONE', 'alt in quotes'],
  ])('alternating users: %s, three rounds, with every right; who was current works until it is its turn', async (username, first, second, twin, own) => {
    const arn = await withMaster(username)
    for (const name of [first, second, first]) {
      const before = await desk.read(arn)
      expect(await desk.rotate(arn, 'builtin-oracle-alternating')).toMatchObject({ state: 'succeeded' })
      const now = await desk.read(arn)
      expect(now).toMatchObject({ username: name })
      expect(await loginOutcome(now)).toBe('works')
      expect(await loginOutcome(before)).toBe('works')
      expect(rights(twin)).toEqual(rights(own))
    }
  })

  test('a twin that lacks rights gets them, and no more than those', async () => {
    const arn = await withMaster('half')
    peer.statements.length = 0
    expect(await desk.rotate(arn, 'builtin-oracle-alternating')).toMatchObject({ state: 'succeeded' })
    const { profile: _profile, defaultTablespace: _tablespace, systemPrivileges, ...own } = rights('HALF')
    expect(rights('HALF_CLONE')).toMatchObject(own)
    for (const [privilege, passesOn] of systemPrivileges) expect(rights('HALF_CLONE').systemPrivileges.get(privilege)).toBe(passesOn)
    expect(peer.statements.filter((sql) => sql.startsWith('GRANT "'))).toEqual(['GRANT "READERS" TO "HALF_CLONE" WITH ADMIN OPTION', 'GRANT "we.ird Role" TO "HALF_CLONE"'])
    expect(peer.statements.filter((sql) => sql.includes('QUOTA '))).toEqual(['ALTER USER "HALF_CLONE" QUOTA UNLIMITED ON "SHOP_DATA"'])
    expect(peer.statements.filter((sql) => sql.includes('IDENTIFIED'))).toEqual(['ALTER USER "HALF_CLONE" IDENTIFIED BY "***" ACCOUNT UNLOCK'])
  })

  test('a new twin that could not be finished stays locked; the next try finishes it', async () => {
    const arn = await withMaster('fresh', {}, 'weak')
    const ended = await desk.rotate(arn, 'builtin-oracle-alternating')
    expect(ended).toMatchObject({ state: 'failed', errorMessage: expect.stringContaining('Unable to make FRESH_CLONE a clone of fresh') })
    expect(rights('FRESH_CLONE')).toMatchObject({ isLocked: true, profile: 'APPS', defaultTablespace: 'SHOP_DATA' })
    const pending = await desk.read(arn, 'AWSPENDING')
    expect(await loginOutcome(pending)).toBe('ORA-28000')
    peer.catalogue.user('WEAK').systemPrivileges.set('GRANT ANY ROLE', false)
    expect(await desk.retry(arn)).toMatchObject({ state: 'succeeded' })
    peer.catalogue.user('WEAK').systemPrivileges.delete('GRANT ANY ROLE')
    expect(rights('FRESH_CLONE')).toEqual(rights('FRESH'))
    expect(await desk.read(arn)).toEqual(pending)
    expect(await loginOutcome(pending)).toBe('works')
  })

  test('a master at another address of the same database is known by what the database says of itself', async () => {
    const proxy: Server = createServer((socket) => socket.pipe(connectTcp(peer.port, '127.0.0.1').on('error', () => socket.destroy())).pipe(socket).on('error', () => {}))
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const { port } = proxy.address() as { readonly port: number }
    try {
      const arn = await withMaster('"alt in quotes"', { port }, 'master', PASSWORD)
      peer.catalogue.setPassword(peer.catalogue.user('MASTER'), peer.catalogue.user('alt in quotes'), PASSWORD, null)
      expect(await desk.rotate(arn, 'builtin-oracle-alternating')).toMatchObject({ state: 'succeeded' })
      expect(peer.statements.join('\n')).toContain("SYS_CONTEXT('USERENV', 'DB_UNIQUE_NAME')")
    } finally {
      proxy.close()
    }
  })

  test.each([
    ['weak', 'ORA-01031: insufficient privileges'],
    ['blind', 'ORA-00942: table or view does not exist'],
  ])('a master that lacks a right (%s) is told what it needs', async (name, words) => {
    peer.catalogue.setPassword(peer.catalogue.user('MASTER'), peer.catalogue.user('HALF'), PASSWORD, null)
    const user = peer.catalogue.user('HALF_CLONE')
    user.roles.delete('READERS')
    const ended = await desk.rotate(await withMaster('half', {}, name), 'builtin-oracle-alternating')
    expect(ended).toMatchObject({ state: 'failed', errorType: 'DatabaseError' })
    expect(ended.errorMessage).toContain(words)
    expect(ended.errorMessage).toContain('The master user needs CREATE USER, ALTER USER, SELECT_CATALOG_ROLE')
  })

  test('a profile’s rules refuse a password: said in its own words, with what to set, and without the password', async () => {
    const arn = await desk.make(fields('policy', PASSWORD), { 'coffer:rotation:EXCLUDE_NUMBERS': 'true', 'coffer:rotation:EXCLUDE_CHARACTERS': '!#$%()*+,-./:<=>?@[\\]^_`{|}~\'' })
    const ended = await desk.rotate(arn, 'builtin-oracle-single')
    expect(ended).toMatchObject({ state: 'failed', errorType: 'DatabaseError', errorMessage: expect.stringContaining('ORA-28003') })
    expect(ended.errorMessage).toContain('ORA-20001: Password must not hold ; or &')
    expect(ended.errorMessage).toContain('set PASSWORD_LENGTH or EXCLUDE_CHARACTERS')
    const pending = String((await desk.read(arn, 'AWSPENDING'))['password'])
    // EXCLUDE_CHARACTERS does not name it, and still no password holds what Oracle cannot write.
    expect(pending).toMatch(/[;&]/)
    expect(pending).not.toContain('"')
    expect(`${ended.errorMessage}${ended.log.join()}`).not.toContain(pending)
    expect(await loginOutcome(fields('policy', PASSWORD))).toBe('works')
  })
})

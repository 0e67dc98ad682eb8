import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { UserFacts } from './support/oracle-catalogue.ts'
import { loginOutcome } from './support/oracle-login.ts'
import { startOraclePeer, type OraclePeer } from './support/oracle-peer.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'

const PASSWORD = 'first-Pass-1'
const OWN: UserFacts = {
  password: PASSWORD,
  roles: { READERS: true, CONNECT: false },
  defaultRoles: { kind: 'only', names: ['CONNECT', 'READERS'] },
  objectPrivileges: { 'SELECT ON "SHOP"."ORDERS"': false },
  quotas: { USERS: 1_048_576 },
}
const MASTER: UserFacts = { password: PASSWORD, roles: { SELECT_CATALOG_ROLE: false }, systemPrivileges: Object.fromEntries(['CREATE SESSION', 'CREATE USER', 'ALTER USER', 'GRANT ANY ROLE', 'GRANT ANY PRIVILEGE', 'GRANT ANY OBJECT PRIVILEGE'].map((name) => [name, false])) }
/** Statements that change something, in their order. */
const CHANGES = ['CREATE USER', 'QUOTA 1048576', 'GRANT "READERS"', 'GRANT "CONNECT"', 'GRANT CREATE SESSION', 'GRANT SELECT ON', 'DEFAULT ROLE', 'ACCOUNT UNLOCK']
const WHERE = CHANGES.flatMap((change) => (['before', 'after'] as const).map((when) => [when, change] as const))

/** Where the next connection ends; one time. */
let cut: { readonly when: 'before' | 'after'; readonly text: string } | null = null

describe('a connection that ends in the middle: the next try finishes what was begun', () => {
  let peer: OraclePeer
  let desk: RotationDesk
  beforeAll(async () => {
    const cuts = (sql: string, when: 'before' | 'after'): boolean => {
      if (cut === null || cut.when !== when || !sql.includes(cut.text)) return false
      cut = null
      return true
    }
    ;[peer, desk] = await Promise.all([startOraclePeer({ APP: { password: PASSWORD }, MASTER, ...Object.fromEntries(WHERE.map((_, index) => [`USER${index}`, OWN])) }, { cuts }), openDesk()])
  })
  afterAll(async () => {
    expect(peer?.faults).toEqual([])
    await Promise.all([desk?.close(), peer?.stop()])
  })

  const fields = (username: string, more: Fields = {}): Fields => ({ engine: 'oracle', host: '127.0.0.1', port: peer.port, dbname: 'SHOPDB', ssl: false, username, password: PASSWORD, ...more })

  test.each(WHERE.map(([when, change], index) => [when, change, index] as const))('alternating users, %s %s', async (when, change, index) => {
    const arn = await desk.make(fields(`user${index}`, { masterarn: await desk.make(fields('master')) }))
    cut = { when, text: change }
    expect(await desk.rotate(arn, 'builtin-oracle-alternating')).toMatchObject({ state: 'failed', errorType: 'DatabaseError', errorMessage: expect.stringContaining('NJS-500') })
    expect(cut).toBeNull()
    const pending = await desk.read(arn, 'AWSPENDING')
    // What is half done lets nobody in.
    expect(await loginOutcome(pending)).toBe(change === 'ACCOUNT UNLOCK' && when === 'after' ? 'works' : change === 'CREATE USER' && when === 'before' ? 'ORA-01017' : 'ORA-28000')
    expect(await desk.retry(arn)).toMatchObject({ state: 'succeeded' })
    expect(await desk.read(arn)).toEqual(pending)
    for (const login of [pending, fields(`user${index}`)]) expect(await loginOutcome(login)).toBe('works')
    const { name: _own, verifier: _verifier, ...own } = peer.catalogue.user(`USER${index}`)
    expect(peer.catalogue.user(`USER${index}_CLONE`)).toMatchObject(own)
  })

  test.each(['before', 'after'] as const)('single user, %s the password is set', async (when) => {
    const arn = await desk.make(fields('app', { password: PASSWORD }))
    peer.catalogue.setPassword(peer.catalogue.user('MASTER'), peer.catalogue.user('APP'), PASSWORD, null)
    cut = { when, text: 'ALTER USER "APP"' }
    expect(await desk.rotate(arn, 'builtin-oracle-single')).toMatchObject({ state: 'failed', errorType: 'DatabaseError', errorMessage: expect.stringContaining('Unable to set the password of app') })
    expect(await loginOutcome(await desk.read(arn))).toBe(when === 'before' ? 'works' : 'ORA-01017')
    const ended = await desk.retry(arn)
    expect(ended).toMatchObject({ state: 'succeeded' })
    expect(ended.log.join('\n').includes('AWSPENDING secret is already set')).toBe(when === 'after')
    expect(await loginOutcome(await desk.read(arn))).toBe('works')
  })
})

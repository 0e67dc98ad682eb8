import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAuthority } from './support/certificates.ts'
import { startMongoPeer, type MongoPeer } from './support/mongo-peer.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'

const PASSWORD = 'first-Pass-1'
const authority = createAuthority()
const ROLES = [{ role: 'readWrite', db: 'shop' }, { role: 'read', db: 'stock' }]

describe.each([
  ['in plain text', false],
  ['with TLS', true],
] as const)('MongoDB’s wire, %s', (_title, isTls) => {
  let peer: MongoPeer
  let desk: RotationDesk
  beforeAll(async () => {
    ;[peer, desk] = await Promise.all([
      startMongoPeer(
        {
          app: { password: PASSWORD, roles: ROLES },
          'we,ird=us er': { password: "p,'=\"\\%$ü", roles: [] },
          alt: { password: PASSWORD, roles: ROLES, customData: { team: 'shop' } },
          stuck: { password: PASSWORD, roles: [{ role: 'noOwnPassword', db: 'admin' }] },
          admin: { password: 'admin-Pass-1', roles: [{ role: 'userAdmin', db: 'admin' }] },
        },
        isTls ? authority.issue('127.0.0.1') : undefined,
      ),
      openDesk(),
    ])
  })
  afterAll(async () => {
    await Promise.all([desk?.close(), peer?.stop()])
  })

  const fields = (username: string, password: string, more: Fields = {}): Fields => ({ engine: 'mongo', host: '127.0.0.1', port: peer.port, username, password, ...(isTls ? { ssl: true, sslrootcert: authority.certificate } : { ssl: false }), ...more })
  const login = async (of: Fields): Promise<string> => {
    const client = new MongoClient(`mongodb://127.0.0.1:${peer.port}`, { auth: { username: String(of['username']), password: String(of['password']) }, directConnection: true, serverSelectionTimeoutMS: 3_000, ...(isTls ? { tls: true, ca: authority.certificate } : {}) })
    try {
      await client.connect()
      return 'works'
    } catch (thrown) {
      return String((thrown as { code?: unknown }).code)
    } finally {
      await client.close()
    }
  }

  test.each([
    ['app', PASSWORD],
    ['we,ird=us er', "p,'=\"\\%$ü"],
  ])('single user: %s, two rounds; the new password works, the old is refused', async (name, password) => {
    const arn = await desk.make(fields(name, password))
    for (const round of [1, 2]) {
      const before = await desk.read(arn)
      const ended = await desk.rotate(arn, 'builtin-mongodb-single')
      expect(ended, `round ${round}`).toMatchObject({ state: 'succeeded' })
      expect(ended.log.join('\n')).toContain(isTls ? 'over an encrypted connection' : 'over an UNENCRYPTED connection')
      expect(await login(await desk.read(arn))).toBe('works')
      expect(await login(before)).toBe('18')
    }
  })

  test('alternating users: two rounds, with roles and custom data', async () => {
    const arn = await desk.make(fields('alt', PASSWORD, { masterarn: await desk.make(fields('admin', 'admin-Pass-1')) }))
    for (const name of ['alt_clone', 'alt']) {
      const before = await desk.read(arn)
      expect(await desk.rotate(arn, 'builtin-mongodb-alternating')).toMatchObject({ state: 'succeeded' })
      expect(await desk.read(arn)).toMatchObject({ username: name })
      expect(await login(await desk.read(arn))).toBe('works')
      expect(await login(before)).toBe('works')
    }
    expect(peer.users.get('alt_clone')).toMatchObject({ roles: ROLES, customData: { team: 'shop' } })
  })

  test('a user that may not change its own password is told what it needs; the server’s words come without the password', async () => {
    const arn = await desk.make(fields('stuck', PASSWORD))
    const ended = await desk.rotate(arn, 'builtin-mongodb-single')
    expect(ended).toMatchObject({ state: 'failed', errorMessage: expect.stringContaining('changeOwnPassword') })
    expect(ended.errorMessage).toContain('not authorized to update the password [redacted]')
    expect(`${ended.errorMessage}${ended.log.join()}`).not.toContain(String((await desk.read(arn, 'AWSPENDING'))['password']))
  })

  test('wrong password', async () => {
    const arn = await desk.make(fields('app', 'mistaken-Pass-9'))
    expect((await desk.rotate(arn, 'builtin-mongodb-single')).errorMessage).toContain('AWSCURRENT: wrong password, or no user app')
  })

  test('an authority that is not known is never passed over', async () => {
    const arn = await desk.make(fields('app', PASSWORD, { ssl: isTls ? undefined : true, sslrootcert: undefined }))
    const ended = await desk.rotate(arn, 'builtin-mongodb-single')
    expect(ended).toMatchObject({ state: 'failed', errorMessage: expect.stringContaining('no TLS connection') })
    expect(ended.log.join('\n')).not.toContain('UNENCRYPTED')
  })
})

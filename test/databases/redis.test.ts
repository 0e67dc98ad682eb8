import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ADMIN, hasRedis, startRedis, type RedisServer } from './support/redis-server.ts'
import { createAuthority } from './support/certificates.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'

describe.each([
  ['with its users in the configuration', false],
  ['with a file of users', true],
] as const)('Redis %s', (_title, withAclFile) => {
  let server: RedisServer
  let desk: RotationDesk

  beforeAll(async () => {
    if (!hasRedis()) return
    ;[server, desk] = await Promise.all([startRedis({ withAclFile }), openDesk()])
  })
  beforeEach(({ skip }) => {
    if (!hasRedis()) skip('needs a Redis server')
  })
  afterAll(async () => {
    await desk?.close()
    await server?.stop()
  })

  const fields = (username: string, password: string, more: Fields = {}): Fields => ({ engine: 'redis', host: '127.0.0.1', port: server.port, username, password, ...more })
  const master = (): Promise<string> => desk.make(fields(ADMIN.username, ADMIN.password))
  const login = (of: Fields): Promise<Redis> => server.login(String(of['username']), String(of['password']))
  const isRefused = (of: Fields): Promise<boolean> => login(of).then((client) => (client.disconnect(), false), (error: Error) => error.message.startsWith('WRONGPASS'))

  test('single user: three rounds; current and the one before work, the one before that is refused; a restart forgets nothing', async () => {
    await server.run('ACL', 'SETUSER', 'app', 'on', '>first-Pass-1', '~shop:*', '-@all', '+get', '+set')
    const arn = await desk.make(fields('app', 'first-Pass-1', { masterarn: await master() }))
    const seen: Fields[] = [await desk.read(arn)]
    const open = await login(seen[0] ?? {})
    for (const round of [1, 2, 3]) {
      const ended = await desk.rotate(arn, 'builtin-redis-single')
      expect(ended, `round ${round}`).toMatchObject({ state: 'succeeded' })
      expect(ended.log.join('\n')).toContain('is NOT encrypted')
      const now = await desk.read(arn)
      expect(await isRefused(now)).toBe(false)
      expect(await isRefused(seen.at(-1) ?? {})).toBe(false)
      if (seen.length > 1) expect(await isRefused(seen.at(-2) ?? {})).toBe(true)
      expect(await open.set('shop:a', String(round))).toBe('OK')
      seen.push(now)
    }
    open.disconnect()
    await server.restart()
    expect(await isRefused(seen.at(-1) ?? {})).toBe(false)
    expect(await isRefused(seen[0] ?? {})).toBe(true)
    for (const { password } of seen.slice(1)) expect(server.aclFile()).not.toContain(password)
  })

  test('a user without rights cannot change itself, and is told what to do; one that may call ACL can', async () => {
    await server.run('ACL', 'SETUSER', 'plain', 'on', '>first-Pass-1', '~*', '+@read')
    await server.run('ACL', 'SETUSER', 'boss', 'on', '>first-Pass-1', '~*', '+@all')
    const plain = await desk.make(fields('plain', 'first-Pass-1'))
    expect(await desk.rotate(plain, 'builtin-redis-single')).toMatchObject({ state: 'failed', errorMessage: expect.stringContaining('name a secret of one that may as masterarn') })
    const boss = await desk.make(fields('boss', 'first-Pass-1'))
    expect(await desk.rotate(boss, 'builtin-redis-single')).toMatchObject({ state: 'succeeded' })
  })

  test('alternating users: three rounds with every rule copied, selectors too', async () => {
    await server.run('ACL', 'SETUSER', 'alt', 'on', '>first-Pass-1', '~shop:*', '%R~stock:*', '&news:*', '-@all', '+get', '+set', '(~cache:* +del)')
    const arn = await desk.make(fields('alt', 'first-Pass-1', { masterarn: await master() }))
    const seen: Fields[] = [await desk.read(arn)]
    for (const name of ['alt_clone', 'alt', 'alt_clone']) {
      expect(await desk.rotate(arn, 'builtin-redis-alternating'), name).toMatchObject({ state: 'succeeded' })
      const now = await desk.read(arn)
      expect(now['username']).toBe(name)
      const client = await login(now)
      expect(await client.set('shop:a', '1')).toBe('OK')
      expect(await client.del('cache:a')).toBe(0)
      await expect(client.del('shop:a')).rejects.toThrow(/NOPERM/)
      client.disconnect()
      expect(await isRefused(seen.at(-1) ?? {})).toBe(false)
      if (seen.length > 1) expect(await isRefused(seen.at(-2) ?? {})).toBe(true)
      seen.push(now)
    }
  })

  test('a user that is gone is not made anew', async () => {
    await server.run('ACL', 'SETUSER', 'gone', 'on', '>first-Pass-1', '~*', '+@all')
    const arn = await desk.make(fields('gone', 'first-Pass-1', { masterarn: await master() }))
    await server.run('ACL', 'DELUSER', 'gone')
    expect(await desk.rotate(arn, 'builtin-redis-single')).toMatchObject({ state: 'failed', errorMessage: expect.stringContaining('AWSCURRENT: wrong password, or no user gone') })
    expect(await server.run('ACL', 'GETUSER', 'gone')).toBeNull()
  })
})

describe('Redis with TLS', () => {
  const authority = createAuthority()
  let server: RedisServer
  let desk: RotationDesk
  beforeAll(async () => {
    if (!hasRedis()) return
    ;[server, desk] = await Promise.all([startRedis({ tls: { ...authority.issue('127.0.0.1'), authority: authority.certificate } }), openDesk()])
    await server.run('ACL', 'SETUSER', 'boss', 'on', '>first-Pass-1', '~*', '+@all')
  })
  beforeEach(({ skip }) => {
    if (!hasRedis()) skip('needs a Redis server')
  })
  afterAll(async () => {
    await desk?.close()
    await server?.stop()
  })

  test('is verified by the secret’s own authority, refused by the system’s, and never left for plain text', async () => {
    const base = { engine: 'redis', host: '127.0.0.1', port: server.port, username: 'boss', password: 'first-Pass-1' }
    const unknown = await desk.make(base)
    const refused = await desk.rotate(unknown, 'builtin-redis-single')
    expect(refused).toMatchObject({ state: 'failed', errorMessage: expect.stringContaining('no TLS connection') })
    const plain = await desk.make({ ...base, ssl: false })
    expect((await desk.rotate(plain, 'builtin-redis-single')).state).not.toBe('succeeded')
    const elsewhere = await desk.make({ ...base, host: 'localhost', sslrootcert: authority.certificate })
    expect(await desk.rotate(elsewhere, 'builtin-redis-single'), 'a certificate for 127.0.0.1 alone').toMatchObject({ state: 'failed', errorMessage: expect.stringContaining('no TLS connection') })
    const known = await desk.make({ ...base, sslrootcert: authority.certificate })
    const ended = await desk.rotate(known, 'builtin-redis-single')
    expect(ended).toMatchObject({ state: 'succeeded' })
    expect(ended.log.join('\n')).toContain('over an encrypted connection')
  })
})

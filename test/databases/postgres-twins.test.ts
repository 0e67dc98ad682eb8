import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { embeddedPostgres, startPostgres, type PostgresServer } from './support/postgres-server.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'
import { MemorySecret, STEPS } from '../functions/built-in/memory-secret.ts'

const SINGLE = 'builtin-postgres-single'
const ALTERNATING = 'builtin-postgres-alternating'
const PASSWORD = 'first-Pass-1'

let server: PostgresServer
let desk: RotationDesk
let master: string
beforeAll(async () => {
  ;[server, desk] = await Promise.all([startPostgres(embeddedPostgres()), openDesk()])
  await server.sql(`CREATE ROLE master LOGIN CREATEROLE PASSWORD '${PASSWORD}'`)
  master = await desk.make(fields('postgres', server.superuser.password))
})
afterAll(async () => {
  await Promise.all([desk?.close(), server?.stop()])
})

const fields = (username: string, password = PASSWORD, more: Fields = {}): Fields => ({ engine: 'postgres', host: '127.0.0.1', port: server.port, username, password, ssl: false, ...more })
const makeUser = (name: string): Promise<unknown> => server.sql(`CREATE ROLE ${pg.escapeIdentifier(name)} LOGIN PASSWORD '${PASSWORD}'`)
const loginCode = (of: Fields): Promise<string> => server.login(String(of['username']), String(of['password'])).then((client) => client.end().then(() => 'works'), (error: { code: string }) => error.code)

describe('names', () => {
  test('a user that is called x_clone turns into x and back', async () => {
    await makeUser('x_clone')
    const arn = await desk.make(fields('x_clone', PASSWORD, { masterarn: master }))
    for (const name of ['x', 'x_clone', 'x']) {
      expect(await desk.rotate(arn, ALTERNATING)).toMatchObject({ state: 'succeeded' })
      expect(await desk.read(arn)).toMatchObject({ username: name })
      expect(await loginCode(await desk.read(arn))).toBe('works')
    }
  })

  test.each([
    ['57 characters get a twin of 63', 'a'.repeat(57), true],
    ['58 characters do not', 'b'.repeat(58), false],
    ['31 characters of two bytes do not: the server counts bytes', 'ü'.repeat(31), false],
  ])('%s', async (_case, name, fits) => {
    await makeUser(name)
    const arn = await desk.make(fields(name, PASSWORD, { masterarn: master }))
    expect(await desk.rotate(arn, ALTERNATING)).toMatchObject(fits ? { state: 'succeeded' } : { state: 'failed', errorMessage: 'Unable to clone user, username length with _clone appended would exceed 63 characters' })
    if (fits) expect(await loginCode(await desk.read(arn))).toBe('works')
  })
})

describe('the master', () => {
  test('with CREATEROLE alone may not pass the user on, which is said with the statement that helps; with it, it may', async () => {
    await makeUser('app')
    const arn = await desk.make(fields('app', PASSWORD, { masterarn: await desk.make(fields('master')) }))
    const ended = await desk.rotate(arn, ALTERNATING)
    expect(ended).toMatchObject({ state: 'failed', errorType: 'DatabaseError', errorMessage: expect.stringContaining('permission denied to grant role "app"') })
    expect(ended.errorMessage).toContain('GRANT <user> TO <master> WITH ADMIN OPTION')
    expect((await server.sql("SELECT count(*)::int AS n FROM pg_roles WHERE rolname = 'app_clone'")).rows, 'nothing is left of the failed try').toEqual([{ n: 0 }])
    await server.sql('GRANT app TO master WITH ADMIN OPTION')
    expect(await desk.retry(arn)).toMatchObject({ state: 'succeeded' })
  })

  test.each([
    ['has no secret', () => ({}), /^'masterarn'$/],
    ['is a secret that is gone', () => ({ masterarn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:gone-AbCdEf' }), /can't find|not authorized/i],
  ])('%s', async (_case, more, message) => {
    await makeUser(`m${String(message).length}`)
    const arn = await desk.make(fields(`m${String(message).length}`, PASSWORD, more()))
    expect((await desk.rotate(arn, ALTERNATING)).errorMessage).toMatch(message)
  })

  test('may name the same server otherwise, but not another server', async () => {
    await makeUser('same')
    const other = await startPostgres(embeddedPostgres())
    try {
      const named = await desk.make({ ...fields('postgres', server.superuser.password), host: 'localhost' })
      const arn = await desk.make(fields('same', PASSWORD, { masterarn: named }))
      expect(await desk.rotate(arn, ALTERNATING)).toMatchObject({ state: 'succeeded' })
      await makeUser('elsewhere')
      const foreign = await desk.make({ ...fields('postgres', other.superuser.password), port: other.port })
      const stray = await desk.make(fields('elsewhere', PASSWORD, { masterarn: foreign }))
      expect((await desk.rotate(stray, ALTERNATING)).errorMessage).toBe('Current database host 127.0.0.1 is not the same host as/rds replica of master 127.0.0.1')
    } finally {
      await other.stop()
    }
  })

  test('with a wrong password is told apart from the user', async () => {
    await makeUser('sound')
    const bad = await desk.make(fields('postgres', 'not-the-password'))
    const arn = await desk.make(fields('sound', PASSWORD, { masterarn: bad }))
    expect((await desk.rotate(arn, ALTERNATING)).errorMessage).toMatch(new RegExp(`^Unable to log into database using credentials in master secret ${bad}\\. wrong password, or no user postgres`))
  })
})

describe('guards of setSecret', () => {
  const pendingWith = (current: Fields, pending: Fields, previous?: Fields): MemorySecret => {
    const secret = new MemorySecret(JSON.stringify(current), previous === undefined ? undefined : JSON.stringify(previous))
    secret.versions[secret.token]!.value = JSON.stringify(pending)
    return secret
  }

  test.each([
    ['another user', SINGLE, { username: 'other' }, 'Attempting to modify user other other than current user guarded'],
    ['another host', SINGLE, { host: 'db.invalid', port: 1 }, 'Attempting to modify user for host db.invalid other than current host 127.0.0.1'],
    ['another user', ALTERNATING, { username: 'other' }, 'Attempting to modify user other other than current user or clone guarded_clone'],
    ['another host', ALTERNATING, { username: 'guarded_clone', host: 'db.invalid', port: 1 }, 'Attempting to modify user for host db.invalid other than current host 127.0.0.1'],
  ])('pending with %s, %s', async (_case, name, more, message) => {
    const secret = pendingWith(fields('guarded', PASSWORD, { masterarn: 'm' }), fields('guarded', 'New-Pass-22', { ...more, masterarn: 'm' }))
    expect(await secret.run(name, 'setSecret')).toMatchObject({ status: 'failed', errorType: 'ValueError', errorMessage: message })
  })

  test('previous of another user is not taken for the user', async () => {
    await makeUser('before')
    const secret = pendingWith(fields('guarded', 'wrong'), fields('guarded', 'New-Pass-22'), fields('before'))
    expect(await secret.run(SINGLE, 'setSecret')).toMatchObject({ errorMessage: 'Attempting to modify user guarded other than previous valid user before' })
  })

  test('previous of another shape is passed over', async () => {
    const secret = pendingWith(fields('guarded', 'wrong'), fields('guarded', 'New-Pass-22'))
    secret.versions['older'] = { value: 'not json', stages: ['AWSPREVIOUS'] }
    expect(await secret.run(SINGLE, 'setSecret')).toMatchObject({ errorMessage: expect.stringMatching(/^Unable to log into database with previous, current, or pending secret/) })
  })
})

test.each([SINGLE, ALTERNATING])('every step of %s may come twice', async (name) => {
  const user = name === SINGLE ? 'twice_s' : 'twice_a'
  await makeUser(user)
  const secret = new MemorySecret(JSON.stringify(fields(user, PASSWORD, { masterarn: 'master' })))
  secret.others['master'] = JSON.stringify(fields('postgres', server.superuser.password))
  for (const step of STEPS) {
    expect(await secret.run(name, step), step).toMatchObject({ status: 'succeeded' })
    const value = secret.versions[secret.token]?.value
    expect(await secret.run(name, step), `${step} again`).toMatchObject({ status: 'succeeded' })
    expect(secret.versions[secret.token]?.value).toBe(value)
    expect(await loginCode(JSON.parse(step === 'createSecret' ? (secret.valueOf('AWSCURRENT') ?? '') : (value ?? '')) as Fields)).toBe('works')
  }
})

test('a client that reads the secret again after a refusal never meets two in a row', async () => {
  await makeUser('busy')
  const arn = await desk.make(fields('busy'))
  let isDone = false
  const refusals: number[] = []
  const client = (async () => {
    let known = await desk.read(arn)
    while (!isDone) {
      let inARow = 0
      while ((await loginCode(known)) !== 'works') {
        inARow += 1
        if (inARow > 1) await new Promise((resolve) => setTimeout(resolve, 20))
        known = await desk.read(arn)
      }
      refusals.push(inARow)
    }
  })()
  for (let round = 0; round < 3; round++) expect(await desk.rotate(arn, SINGLE)).toMatchObject({ state: 'succeeded' })
  isDone = true
  await client
  // Between setSecret and finishSecret the old password is dead and the new one not yet current: that is single-user rotation.
  // Alternating users have no such moment.
  expect(refusals.length).toBeGreaterThan(5)

  await makeUser('calm')
  const calm = await desk.make(fields('calm', PASSWORD, { masterarn: master }))
  let isOver = false
  let refused = 0
  const reader = (async () => {
    while (!isOver) if ((await loginCode(await desk.read(calm))) !== 'works') refused += 1
  })()
  for (let round = 0; round < 3; round++) expect(await desk.rotate(calm, ALTERNATING)).toMatchObject({ state: 'succeeded' })
  isOver = true
  await reader
  expect(refused).toBe(0)
})

test('POSTGRES_SET_ROLE has the twin act as the user, so that what it makes belongs to both', async () => {
  await makeUser('owner')
  await server.sql('GRANT CREATE ON SCHEMA public TO owner')
  const arn = await desk.make(fields('owner', PASSWORD, { masterarn: master }), { 'coffer:rotation:POSTGRES_SET_ROLE': 'true' })
  expect(await desk.rotate(arn, ALTERNATING)).toMatchObject({ state: 'succeeded' })
  const now = await desk.read(arn)
  const client = await server.login(String(now['username']), String(now['password']))
  await client.query('CREATE TABLE made_by_twin (id int)')
  await client.end()
  expect((await server.sql("SELECT tableowner FROM pg_tables WHERE tablename = 'made_by_twin'")).rows).toEqual([{ tableowner: 'owner' }])
})

describe('Redshift, with PostgreSQL standing in', () => {
  test('single user', async () => {
    await makeUser('rs')
    const arn = await desk.make({ ...fields('rs'), engine: 'redshift', dbname: 'postgres' })
    const before = await desk.read(arn)
    expect(await desk.rotate(arn, 'builtin-redshift-single')).toMatchObject({ state: 'succeeded' })
    expect(await loginCode(await desk.read(arn))).toBe('works')
    expect(await loginCode(before)).toBe('28P01')
  })

  test('alternating users: rights on database, schema, table and view, and groups are copied', async () => {
    await makeUser('rsalt')
    await server.sql('CREATE SCHEMA "S 1"; CREATE TABLE "S 1"."t""1" (id int); CREATE VIEW "S 1".v AS SELECT 1 AS one; CREATE GROUP team; ALTER GROUP team ADD USER rsalt; GRANT USAGE ON SCHEMA "S 1" TO rsalt; GRANT SELECT, INSERT ON "S 1"."t""1" TO rsalt; GRANT SELECT ON "S 1".v TO rsalt')
    const admin = await desk.make({ ...fields('postgres', server.superuser.password), engine: 'redshift' })
    const arn = await desk.make({ ...fields('rsalt', PASSWORD, { masterarn: admin }), engine: 'redshift', dbname: 'postgres' })
    for (const name of ['rsalt_clone', 'rsalt']) {
      expect(await desk.rotate(arn, 'builtin-redshift-alternating')).toMatchObject({ state: 'succeeded' })
      const now = await desk.read(arn)
      expect(now['username']).toBe(name)
      const client = await server.login(name, String(now['password']))
      await client.query('INSERT INTO "S 1"."t""1" VALUES (1)')
      expect((await client.query('SELECT one FROM "S 1".v')).rows).toEqual([{ one: 1 }])
      await expect(client.query('DELETE FROM "S 1"."t""1"')).rejects.toMatchObject({ code: '42501' })
      await client.end()
    }
    expect((await server.sql("SELECT pg_has_role('rsalt_clone', 'team', 'USAGE') AS is")).rows).toEqual([{ is: true }])
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { endpointAccess } from '../support/doors.ts'
import { hasMariaDb } from './support/mariadb-server.ts'
import { type ReaderDatabase, readerMariaDb, readerPostgres } from './support/reader-databases.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'
import { startReader } from './support/secret-reader.ts'

const CLIENTS = 8
const ROUNDS = 3
const LONGEST_GAP_MS = 10_000
/** What a server says to a password that was good before. */
const REFUSED = ['28P01', 'ER_ACCESS_DENIED_ERROR']

let desk: RotationDesk
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk?.close())

async function until(condition: () => boolean): Promise<void> {
  const endMs = performance.now() + 60_000
  while (!condition()) {
    if (performance.now() > endMs) throw new Error('The clients did not come to log in with the new version')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe.each([
  ['PostgreSQL', readerPostgres, (): boolean => true],
  ['MariaDB', readerMariaDb, hasMariaDb],
] as const)('eight clients that read the secret of a %s through the endpoint while it rotates', (_title, start, isHere) => {
  let database: ReaderDatabase | undefined
  beforeAll(async () => {
    if (isHere()) database = await start()
  })
  beforeEach(({ skip }) => {
    skip(!isHere(), 'needs a MariaDB server')
  })
  afterAll(async () => {
    await database?.stop()
  })

  test.each([
    ['single', 1],
    ['alternating', 0],
  ] as const)('%s: each sees at most %i refused login a rotation, and connections opened before stay open', { timeout: 240_000 }, async (strategy, mostRefusals) => {
    if (database === undefined) throw new Error('Invariant broken: skipped before')
    const { engine, master, fields, makeUser, open } = database
    const user = `reader_${strategy}`
    await makeUser(user)
    const arn = await desk.make({ ...fields(user), ...(strategy === 'single' ? {} : { masterarn: await desk.make(master) }) })
    const access = await endpointAccess(desk.core)
    const login = async (of: Fields): Promise<void> => {
      const connection = await open(of)
      await connection.ask()
      await connection.end()
    }
    const opened = [await open(await desk.read(arn))]
    const readers = Array.from({ length: CLIENTS }, () => startReader(access, arn, login))
    const versionNow = async (): Promise<string> => {
      const { VersionId } = await desk.core.call('secretsmanager:GetSecretValue', { SecretId: arn })
      return VersionId
    }
    const seen = [await versionNow()]
    try {
      for (let round = 0; round < ROUNDS; round++) {
        await until(() => readers.every(({ loginsWith }) => loginsWith.has(seen.at(-1) ?? '')))
        expect(await desk.rotate(arn, `builtin-${engine}-${strategy}`)).toMatchObject({ state: 'succeeded' })
        seen.push(await versionNow())
        opened.push(await open(await desk.read(arn)))
      }
      await until(() => readers.every(({ loginsWith }) => loginsWith.has(seen.at(-1) ?? '')))
    } finally {
      await Promise.all(readers.map((reader) => reader.stop()))
    }
    expect(new Set(seen).size).toBe(ROUNDS + 1)
    for (const { refusalsOf, longestGapMs } of readers) {
      for (const version of seen) expect((refusalsOf.get(version) ?? []).length, version).toBeLessThanOrEqual(mostRefusals)
      expect(refusalsOf.get(seen.at(-1) ?? ''), 'a version is current only when the server takes it').toBe(undefined)
      expect([...refusalsOf.values()].flat().filter((code) => !REFUSED.includes(code))).toEqual([])
      expect(longestGapMs()).toBeLessThan(LONGEST_GAP_MS)
    }
    for (const connection of opened) {
      expect(await connection.ask()).toEqual([{ n: 1 }])
      await connection.end()
    }
  })
})

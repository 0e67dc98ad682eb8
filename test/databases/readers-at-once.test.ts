import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { HeldReads } from '../../electron/engine/rotation/held-reads.ts'
import { endpointAccess, type EndpointAccess } from '../support/doors.ts'
import { hasMariaDb } from './support/mariadb-server.ts'
import { type OpenConnection, type ReaderDatabase, readerMariaDb, readerPostgres } from './support/reader-databases.ts'
import { openDesk, type Fields, type RotationDesk } from './support/rotation-desk.ts'
import { type SecretReader, startReader } from './support/secret-reader.ts'

const CLIENTS = 12
const ROTATIONS = 24
/** Clients that log in all the time; the others keep what they read until its password has been changed. */
const BUSY = 8

let desk: RotationDesk
let access: EndpointAccess
beforeAll(async () => {
  desk = await openDesk()
  access = await endpointAccess(desk.core)
})
afterAll(() => desk?.close())

async function until(condition: () => boolean): Promise<void> {
  const endMs = performance.now() + 60_000
  while (!condition()) {
    if (performance.now() > endMs) throw new Error('The clients did not come to log in with the new version')
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

interface Round {
  readonly changed: Promise<void>
  readonly tellChanged: () => void
}

function nextRound(): Round {
  let tellChanged = (): void => undefined
  const changed = new Promise<void>((resolve) => (tellChanged = resolve))
  return { changed, tellChanged }
}

async function versionNow(SecretId: string): Promise<string> {
  return (await desk.core.call('secretsmanager:GetSecretValue', { SecretId })).VersionId
}

/** Waits until setSecret of the rotation that runs is over: the database has the new password, and AWSCURRENT most often still the old. */
async function passwordChanged(SecretId: string, versionBefore: string): Promise<void> {
  for (;;) {
    const { VersionIdsToStages = {} } = await desk.core.call('secretsmanager:DescribeSecret', { SecretId })
    const isOver = VersionIdsToStages[versionBefore]?.includes('AWSCURRENT') !== true
    if (isOver || (await desk.core.call('workbench:GetRotation', { SecretId }).catch(() => null))?.Active?.Steps.some(({ Step, Status }) => Step === 'setSecret' && Status === 'succeeded') === true) return
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

describe.each([
  ['PostgreSQL', readerPostgres, (): boolean => true],
  ['MariaDB', readerMariaDb, hasMariaDb],
] as const)('twelve clients of a %s that read again at once after a refused login, while its one user is rotated', (_title, start, isHere) => {
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

  /** Rotates up to 24 times, or until the clients have seen enough; returns them, stopped. */
  async function rotateUnder(user: string, isEnough: (readers: readonly SecretReader[]) => boolean): Promise<{ readonly readers: readonly SecretReader[]; readonly rotations: number; readonly connections: readonly OpenConnection[] }> {
    if (database === undefined) throw new Error('Invariant broken: skipped before')
    const { engine, fields, makeUser, open } = database
    await makeUser(user)
    const arn = await desk.make(fields(user))
    const login = async (of: Fields): Promise<void> => {
      const connection = await open(of)
      await connection.ask()
      await connection.end()
    }
    const connections = [await open(await desk.read(arn))]
    let round = nextRound()
    const readers = Array.from({ length: CLIENTS }, (_, index) => startReader(access, arn, login, { isPatient: false, ...(index < BUSY ? {} : { keeps: () => round.changed }) }))
    let rotations = 0
    try {
      for (let version = await versionNow(arn); rotations < ROTATIONS && !isEnough(readers); rotations++) {
        const rotating = desk.rotate(arn, `builtin-${engine}-single`)
        await Promise.race([rotating, passwordChanged(arn, version)])
        const { tellChanged } = round
        round = nextRound()
        tellChanged()
        expect(await rotating).toMatchObject({ state: 'succeeded' })
        version = await versionNow(arn)
        await until(() => readers.every(({ loginsWith }) => loginsWith.has(version)))
        if (rotations % 8 === 0) connections.push(await open(await desk.read(arn)))
      }
    } finally {
      round.tellChanged()
      await Promise.all(readers.map((reader) => reader.stop()))
    }
    return { readers, rotations, connections }
  }

  test('none is ever refused twice in a row, and connections that were open stay so', { timeout: 240_000 }, async () => {
    const { readers, rotations, connections } = await rotateUnder('at_once', () => false)
    expect(rotations).toBe(ROTATIONS)
    const refused = readers.reduce((sum, { refusalsOf }) => sum + [...refusalsOf.values()].flat().length, 0)
    expect(refused, 'some log in with what they read before').toBeGreaterThan(0)
    expect(Math.max(...readers.map((reader) => reader.mostRefusalsInARow()))).toBe(1)
    for (const connection of connections) {
      expect(await connection.ask()).toEqual([{ n: 1 }])
      await connection.end()
    }
  })

  test('some are, when reads are not held: that is what the first test would see', { timeout: 240_000 }, async () => {
    vi.spyOn(HeldReads.prototype, 'wait').mockReturnValue(null)
    const { readers, connections } = await rotateUnder('not_held', (all) => all.some((reader) => reader.mostRefusalsInARow() > 1))
    expect(Math.max(...readers.map((reader) => reader.mostRefusalsInARow()))).toBeGreaterThan(1)
    for (const connection of connections) await connection.end()
  })
})

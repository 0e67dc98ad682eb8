import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileKeychain } from '../support/file-keychain.ts'
import { startTestCore, TEST_ACCOUNT, TEST_REGION } from '../support/test-core.ts'
import { keptVersions, labelProblems, passwordProblems, storedPasswords } from './support/fault-checks.ts'
import { IS_FULL_SWEEP, POINTS, type Point } from './support/fault-plan.ts'
import type { Strategy } from './support/fault-scene.ts'
import { startProxy } from './support/postgres-proxy.ts'
import { embeddedPostgres, startPostgres, type PostgresServer } from './support/postgres-server.ts'

const PROGRAM = join(import.meta.dirname, 'support', 'core-to-kill.ts')
/** Every point for one user; with two users a few, and all in a full sweep. */
const SOME: readonly Point[] = ['sent:setSecret', 'applied:setSecret', 'after:setSecret']
const CASES = (['single', 'alternating'] as const).flatMap((strategy) => POINTS.filter((point) => strategy === 'single' || IS_FULL_SWEEP || SOME.includes(point)).map((point) => [strategy, point] as const))
const timeout = 60_000

let server: PostgresServer
let superuser: pg.Pool
beforeAll(async () => {
  server = await startPostgres(embeddedPostgres(), { settings: { scram_iterations: '64' } })
  superuser = server.pool()
})
afterAll(async () => {
  await server?.stop()
})

describe('a core that is killed while it rotates a PostgreSQL user', () => {
  test.each(CASES)('%s, at %s, goes on with the same version at the next start', { timeout }, async (strategy, point) => {
    const folder = mkdtempSync(join(tmpdir(), 'coffer-kill-'))
    const user = `killed_${randomUUID().slice(0, 8)}`
    const token = randomUUID()
    let kill = (): void => undefined
    let isKilled = false
    const proxy = await startProxy(server.port, async (moment) => {
      if (point !== `${moment}:setSecret` || isKilled) return true
      isKilled = true
      kill()
      return false
    })
    try {
      await superuser.query(`CREATE ROLE ${user} LOGIN PASSWORD 'first-Pass-1'`)
      const place = { engine: 'postgres', host: '127.0.0.1', port: proxy.port, ssl: false }
      const secrets = strategy === 'single' ? [{ ...place, username: user, password: 'first-Pass-1' }] : [{ ...place, ...server.superuser }, { ...place, username: user, password: 'first-Pass-1', masterarn: 'MASTER' }]
      await new Promise<void>((resolve, reject) => {
        const child = spawn(process.execPath, ['--experimental-strip-types', PROGRAM, folder, TEST_ACCOUNT, TEST_REGION, `builtin-postgres-${strategy}`, point], {
          stdio: ['ignore', 'pipe', 'pipe'],
          env: { ...process.env, NODE_NO_WARNINGS: '1', SECRETS: JSON.stringify(secrets), TOKEN: token },
        })
        let complaints = ''
        kill = () => child.kill('SIGKILL')
        child.stdout.on('data', (chunk: Buffer) => {
          if (chunk.toString().includes('HALTED')) kill()
        })
        child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
        child.on('exit', (_code, signal) => (signal === 'SIGKILL' ? resolve() : reject(new Error(complaints))))
      })
      expect(await goesOn(strategy, { folder, user })).toEqual({
        problems: [],
        ended: [`${token} succeeded`],
        current: token,
        username: strategy === 'single' ? user : `${user}_clone`,
        isOldTaken: strategy === 'alternating',
      })
    } finally {
      await proxy.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})

interface Killed {
  readonly folder: string
  readonly user: string
}

interface End {
  readonly problems: readonly string[]
  readonly ended: readonly string[]
  readonly current: string
  readonly username: string
  readonly isOldTaken: boolean
}

/** Starts a core on what the kill left, and waits for the end of the rotation. @throws when AWSCURRENT does not log in */
async function goesOn(strategy: Strategy, { folder, user }: Killed): Promise<End> {
  const core = await startTestCore({ folder: join(folder, 'vault'), overrides: { keychain: fileKeychain(join(folder, 'keychain.json')) } })
  try {
    await core.call('workbench:Unlock', { Method: 'keychain' })
    const SecretId = strategy === 'single' ? 'db-0' : 'db-1'
    await expect.poll(async () => (await core.call('workbench:GetRotation', { SecretId })).Active?.State ?? 'ended', { timeout: 45_000, interval: 20 }).toBe('ended')
    const versions = await keptVersions(core, SecretId)
    const { History } = await core.call('workbench:GetRotation', { SecretId })
    const { VersionId, SecretString = '{}' } = await core.call('secretsmanager:GetSecretValue', { SecretId })
    const { username, password } = JSON.parse(SecretString) as { username: string; password: string }
    await (await server.login(username, password)).end()
    const isOldTaken = await server.login(user, 'first-Pass-1').then(
      async (client) => {
        await client.end()
        return true
      },
      () => false,
    )
    const problems = [...labelProblems(versions), ...passwordProblems(versions, await storedPasswords(superuser, [user, `${user}_clone`]))]
    return { problems, ended: History.map(({ VersionId: version, Outcome }) => `${version} ${Outcome}`), current: VersionId, username, isOldTaken }
  } finally {
    await core.close()
  }
}

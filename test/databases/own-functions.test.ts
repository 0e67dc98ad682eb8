import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { existsSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startTestCore, TEST_PASSPHRASE, type TestCore } from '../support/test-core.ts'
import { hasMariaDb, startMariaDb, type MariaDbServer } from './support/mariadb-server.ts'
import { embeddedPostgres, startPostgres, type PostgresServer } from './support/postgres-server.ts'

vi.setConfig({ testTimeout: 180_000 })

const HANDLERS = resolve(import.meta.dirname, '../functions/handlers')
/** Debian's Python, which has the drivers that AWS's functions are written for. */
const PYTHON = '/usr/bin/python3'
const hasModules = (...names: readonly string[]): boolean => existsSync(PYTHON) && spawnSync(PYTHON, ['-I', '-c', `import ${names.join(', ')}`]).status === 0
const hasPyGreSql = hasModules('boto3', 'pg', 'pgdb')
const hasPyMySql = hasModules('boto3', 'pymysql')
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret']

interface Fields {
  readonly username: string
  readonly password: string
  readonly [key: string]: unknown
}

let core: TestCore
let folder: string
beforeAll(async () => {
  core = await startTestCore({ environment: { PATH: process.env['PATH'], COFFER_PYTHON: PYTHON, COFFER_NODE: process.execPath } })
  await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  await core.core.endpoint.set({ enabled: true })
  folder = mkdtempSync(join(tmpdir(), 'coffer-own-'))
  symlinkSync(resolve(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'))
  mkdirSync(join(folder, 'code'))
  cpSync(HANDLERS, join(folder, 'code'), { recursive: true })
})
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Names a handler as a function and agrees to it; returns its ARN. */
async function addFunction(file: string, Environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const isNode = file.endsWith('.mjs')
  const FunctionName = `own-${randomUUID().slice(0, 8)}`
  await core.call('workbench:CreateFunction', { FunctionName, Runtime: isNode ? 'nodejs' : 'python', CodePath: join(folder, 'code', file), Handler: `${file.replace(/\.\w+$/, '')}.${isNode ? 'handler' : 'lambda_handler'}`, Environment })
  const { PresentCodeSha256, Function: made } = await core.call('workbench:GetFunction', { FunctionName })
  await core.call('workbench:UpdateFunction', { FunctionName, CodeSha256: PresentCodeSha256 ?? '' })
  return made.FunctionArn
}

async function makeSecret(fields: Fields): Promise<string> {
  return (await core.call('secretsmanager:CreateSecret', { Name: `db-${randomUUID()}`, SecretString: JSON.stringify(fields) })).ARN ?? ''
}

const read = async (SecretId: string, VersionStage = 'AWSCURRENT'): Promise<Fields> => JSON.parse((await core.call('secretsmanager:GetSecretValue', { SecretId, VersionStage })).SecretString ?? '{}') as Fields

/** Rotates and waits until it ended, or failed its first try; returns the error's text, or null. */
async function rotate(SecretId: string, RotationLambdaARN: string): Promise<string | null> {
  const { VersionId } = await core.call('secretsmanager:RotateSecret', { SecretId, RotationLambdaARN, RotationRules: { AutomaticallyAfterDays: 30 } })
  return vi.waitFor(
    async () => {
      const { Active, History } = await core.call('workbench:GetRotation', { SecretId, VersionId: VersionId ?? '' })
      if (Active !== undefined && Active.FailedTries === 0) throw new Error('The rotation still runs')
      return Active?.ErrorMessage ?? (History[0]?.Outcome === 'succeeded' ? null : (History[0]?.Reason ?? 'ended'))
    },
    { timeout: 120_000, interval: 50 },
  )
}

/** All that is kept of a function's runs and of a secret's rotation. */
async function everythingSaid(functionArn: string, SecretId: string): Promise<string> {
  const parts = [await core.call('workbench:ListFunctionInvocations', { FunctionName: functionArn }), await core.call('workbench:GetRotation', { SecretId }), await core.call('workbench:ListActivity', {}), core.logged]
  return JSON.stringify(parts)
}

describe('PostgreSQL', () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(embeddedPostgres())
  })
  afterAll(() => server?.stop())

  const logsIn = async ({ username, password }: Fields): Promise<boolean> =>
    server.login(username, password).then(
      async (client) => {
        await client.end()
        return true
      },
      () => false,
    )

  describe.each([
    ['a Python handler in AWS’s style (boto3, PyGreSQL)', 'postgres_single_user.py'],
    ['a Node handler (SDK v3, pg)', 'postgres-single-user.mjs'],
  ])('%s', (_title, file) => {
    beforeEach(({ skip }) => {
      skip(file.endsWith('.py') && !hasPyGreSql, 'needs boto3 and PyGreSQL for the system’s Python')
    })

    test('rotates twice, unchanged: the new password works, the old is refused, and neither is said anywhere', async () => {
      const username = `app ${file}`
      await server.sql(`CREATE ROLE "${username}" LOGIN PASSWORD 'first-Pass-1'`)
      const secret = await makeSecret({ engine: 'postgres', host: '127.0.0.1', port: server.port, username, password: 'first-Pass-1', dbname: 'postgres' })
      const functionArn = await addFunction(file)
      const passwords = ['first-Pass-1']
      for (const round of [1, 2]) {
        const before = await read(secret)
        expect(await rotate(secret, functionArn), `round ${round}`).toBeNull()
        const after = await read(secret)
        expect(after).toEqual({ ...before, password: expect.stringMatching(/^[^/@"'\\]{32}$/) })
        expect([await logsIn(after), await logsIn(before), await read(secret, 'AWSPREVIOUS')]).toEqual([true, false, before])
        passwords.push(after.password)
      }
      const { Invocations } = await core.call('workbench:ListFunctionInvocations', { FunctionName: functionArn })
      expect(Invocations.map(({ Step }) => Step).reverse()).toEqual([...STEPS, ...STEPS])
      const said = await everythingSaid(functionArn, secret)
      for (const password of passwords) expect(said).not.toContain(JSON.stringify(password).slice(1, -1))
    })
  })

  test('a login that does not work fails in the handler’s words, and the password stays', async ({ skip }) => {
    skip(!hasPyGreSql, 'needs boto3 and PyGreSQL for the system’s Python')
    await server.sql(`CREATE ROLE other LOGIN PASSWORD 'the-real-one'`)
    const secret = await makeSecret({ engine: 'postgres', host: '127.0.0.1', port: server.port, username: 'other', password: 'not-the-real-one' })
    expect(await rotate(secret, await addFunction('postgres_single_user.py'))).toContain(`Unable to log into database with previous, current, or pending secret of secret arn ${secret}`)
    expect(await read(secret)).toMatchObject({ password: 'not-the-real-one' })
    expect(await logsIn({ username: 'other', password: 'the-real-one' })).toBe(true)
  })
})

describe('MariaDB', () => {
  let server: MariaDbServer
  beforeEach(({ skip }) => {
    skip(!hasMariaDb(), 'needs a MariaDB server')
    skip(!hasPyMySql, 'needs boto3 and PyMySQL for the system’s Python')
  })
  beforeAll(async () => {
    if (hasMariaDb() && hasPyMySql) server = await startMariaDb()
  })
  afterAll(() => server?.stop())

  async function user(name: string): Promise<Fields> {
    await server.sql(`CREATE USER ${name}@'%' IDENTIFIED BY 'first-Pass-1'`)
    return { engine: 'mariadb', host: '127.0.0.1', port: server.port, username: name, password: 'first-Pass-1' }
  }
  const logsIn = async ({ username, password }: Fields): Promise<boolean> =>
    server.login(username, password).then(
      async (connection) => {
        await connection.end()
        return true
      },
      () => false,
    )

  test('a Python handler (boto3, PyMySQL) rotates twice, unchanged', async () => {
    const secret = await makeSecret(await user('app'))
    const functionArn = await addFunction('mariadb_single_user.py')
    for (const round of [1, 2]) {
      const before = await read(secret)
      expect(await rotate(secret, functionArn), `round ${round}`).toBeNull()
      expect([await logsIn(await read(secret)), await logsIn(before)]).toEqual([true, false])
    }
  })

  test('the new password in a driver’s error is masked', async () => {
    const secret = await makeSecret(await user('broken'))
    const functionArn = await addFunction('mariadb_single_user.py', { BREAK: 'yes' })
    expect(await rotate(secret, functionArn)).toMatch(/You have an error in your SQL syntax.* near 'TO 'other' IDENTIFIED BY '\[redacted\]''/)
    const { password } = await read(secret, 'AWSPENDING')
    expect(await everythingSaid(functionArn, secret)).not.toContain(JSON.stringify(password).slice(1, -1))
  })
})

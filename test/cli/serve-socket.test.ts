import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { afterAll, expect, test, vi } from 'vitest'
import { TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION } from '../support/test-core.ts'
import { runCoffer, startServing } from './support/coffer-process.ts'

vi.setConfig({ testTimeout: 180_000 })

const PASSPHRASE = { COFFER_PASSPHRASE: TEST_PASSPHRASE }
const scratch = mkdtempSync(join(tmpdir(), 'coffer-serve-socket-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const usage = (text: string): object => ({ exitCode: 2, stderr: `coffer: ${text}\nTry: coffer help\n` })

test('coffer serve --socket opens that socket and no port, says so, and takes it away at the end', async ({ skip }) => {
  skip(process.platform === 'win32', 'needs file modes')
  const vault = join(scratch, 'vault')
  const socket = join(scratch, 'run', 'aws.sock')
  const serving = await startServing(['--vault', vault, '--socket', socket, '--region', TEST_REGION, '--account', TEST_ACCOUNT, '--write-rate', '1'], { environment: PASSPHRASE })
  const { accessKeyId = '', secretAccessKey = '' } = serving.ready
  expect(serving.ready).toEqual({ endpoint: null, socket, agentEndpoint: null, region: TEST_REGION, account: TEST_ACCOUNT, accessKeyId, secretAccessKey })
  expect((lstatSync(socket).mode & 0o777).toString(8)).toBe('600')
  const client = new SecretsManagerClient({
    endpoint: 'http://localhost',
    region: TEST_REGION,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey },
    requestHandler: new NodeHttpHandler({ httpAgent: new Agent({ socketPath: socket } as object) }),
  })
  // At one change a second, of several at once some are told to slow down.
  const made = await Promise.allSettled(['a', 'b', 'c', 'd'].map((Name) => client.send(new CreateSecretCommand({ Name, SecretString: `value of ${Name}` }))))
  const failures = made.flatMap((outcome) => (outcome.status === 'rejected' ? [(outcome.reason as Error).name] : []))
  expect(failures.length).toBeGreaterThanOrEqual(2)
  expect(new Set(failures)).toEqual(new Set(['ThrottlingException']))
  const kept = ['a', 'b', 'c', 'd'].find((_name, index) => made[index]?.status === 'fulfilled') as string
  expect((await client.send(new GetSecretValueCommand({ SecretId: kept }))).SecretString).toBe(`value of ${kept}`)
  client.destroy()
  expect((await runCoffer(['status', '--vault', vault])).stdout.toString()).toContain(`Endpoint  on at ${socket}\n`)
  expect(await serving.end()).toEqual({ exitCode: 0, signal: null })
  expect(existsSync(socket)).toBe(false)
})

test('coffer serve leaves no core file when it crashes', async ({ skip }) => {
  skip(process.platform !== 'linux' || process.getuid?.() !== 0 || spawnSync('prlimit', ['--version']).status !== 0, 'needs prlimit as root')
  // Nothing would be proven where core files are off already.
  spawnSync('prlimit', [`--pid=${process.pid}`, '--core=unlimited'])
  expect(readFileSync('/proc/self/limits', 'utf8')).toMatch(/^Max core file size +unlimited/m)
  const vault = join(scratch, 'no-core')
  const serving = await startServing(['--vault', vault, '--port', '0'], { environment: PASSPHRASE })
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandOf(name).includes(`--vault\0${vault}\0`))
  expect(pids.length).toBe(1)
  await expect.poll(() => readFileSync(`/proc/${pids[0]}/limits`, 'utf8')).toMatch(/^Max core file size +0 +0 +bytes/m)
  await serving.end()
})

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  } catch {
    return ''
  }
}

test('what serve does not take for a place or a rate is said before anything is opened', async () => {
  const vault = join(scratch, 'never')
  const outcome = async (...words: string[]): Promise<object> => {
    const { exitCode, stderr } = await runCoffer(['serve', '--vault', vault, ...words], { environment: PASSPHRASE })
    return { exitCode, stderr }
  }
  expect(await outcome('--port', '0', '--socket', join(scratch, 'x.sock'))).toEqual(usage('serve listens on --port or on --socket, not on both.'))
  expect(await outcome('--socket', '')).toEqual(usage('--socket takes the path of a Unix socket to make, or the name of a Windows pipe.'))
  for (const rate of ['0', 'many', '-1', '99999999']) {
    expect(await outcome('--read-rate', rate)).toMatchObject({ exitCode: 2 })
  }
  expect(await outcome('--write-rate', '1.5')).toEqual(usage('--write-rate takes the calls a second that one access key may make, from 1 to 9999999.'))
  expect(existsSync(vault)).toBe(false)
})

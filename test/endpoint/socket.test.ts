import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdtempSync, mkdirSync, rmSync, symlinkSync, writeFileSync, chownSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startTestCore, TEST_PASSPHRASE, TEST_REGION } from '../support/test-core.ts'
import { startTestEndpoint } from './support/start-test-endpoint.ts'

let parent: string
let path: string

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'coffer-socket-'))
  path = join(parent, 'run', 'aws.sock')
})

afterEach(() => rmSync(parent, { recursive: true, force: true }))

function post(socketPath: string, headers: Readonly<Record<string, string>>): Promise<{ readonly statusCode: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, method: 'POST', path: '/', headers: { 'content-type': 'application/x-amz-json-1.1', ...headers } }, (answer) => {
      let body = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => (body += chunk))
      answer.on('end', () => resolve({ statusCode: answer.statusCode ?? 0, body }))
    })
    call.on('error', reject)
    call.end('{}')
  })
}

function listenAt(at: string): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.listen(at, () => resolve(server))
  })
}

const mode = (of: string): string => (lstatSync(of).mode & 0o777).toString(8)

describe('the endpoint on a Unix socket', () => {
  beforeEach(({ skip }) => skip(process.platform === 'win32', 'needs file modes'))

  test('is a file of mode 0600 in a folder of mode 0700, gone when the endpoint is closed', async () => {
    const endpoint = await startTestEndpoint({ socketPath: path })
    expect([mode(join(parent, 'run')), mode(path), lstatSync(path).isSocket()]).toEqual(['700', '600', true])
    expect((await post(path, { host: 'localhost' })).body).toContain('MissingAuthenticationTokenException')
    await endpoint.close()
    expect(existsSync(path)).toBe(false)
  })

  test('serves an SDK: reads, and refuses what is not signed or comes from a page', async () => {
    const core = await startTestCore()
    await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
    await core.call('secretsmanager:CreateSecret', { Name: 'app', SecretString: 'through the socket' })
    const status = await core.call('workbench:SetEndpoint', { Enabled: true, SocketPath: path })
    expect(status).toEqual({ State: 'on', Port: 0, SocketPath: path })
    await core.call('workbench:CreateUser', { UserName: 'app' })
    const { AccessKey, SecretAccessKey } = await core.call('workbench:CreateAccessKey', { UserName: 'app' })
    const client = new SecretsManagerClient({
      endpoint: 'http://localhost',
      region: TEST_REGION,
      credentials: { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: SecretAccessKey },
      requestHandler: new NodeHttpHandler({ httpAgent: new Agent({ socketPath: path } as object) }),
    })
    expect((await client.send(new GetSecretValueCommand({ SecretId: 'app' }))).SecretString).toBe('through the socket')
    client.destroy()
    for (const headers of [{ host: 'evil.example' }, { host: 'localhost:7345' }, { host: 'localhost', origin: 'http://localhost' }]) {
      expect(await post(path, headers)).toEqual({ statusCode: 403, body: '' })
    }
    expect(await core.call('workbench:SetEndpoint', { Enabled: true, SocketPath: '', Port: 0 })).toMatchObject({ State: 'on', Url: expect.stringMatching(/^http:\/\/127/) })
    expect(existsSync(path)).toBe(false)
    await core.close()
  })

  test('cannot be opened by another user, not even when the folder is opened up', async ({ skip }) => {
    skip(process.getuid?.() !== 0, 'needs root')
    const endpoint = await startTestEndpoint({ socketPath: path, authentication: 'none' })
    const attempt = (uid: number): string => {
      const program = `import socket\ns = socket.socket(socket.AF_UNIX)\ntry:\n  s.connect(${JSON.stringify(path)})\n  print('open')\nexcept OSError as e:\n  print(e.errno)`
      return spawnSync('/usr/bin/env', ['python3', '-c', program], { uid, gid: uid, encoding: 'utf8', cwd: '/', env: { PATH: process.env['PATH'] ?? '' } }).stdout.trim()
    }
    const EACCES = '13'
    expect([attempt(65_534), attempt(0)]).toEqual([EACCES, 'open'])
    chmodSync(parent, 0o755)
    chmodSync(join(parent, 'run'), 0o755)
    expect(attempt(65_534)).toBe(EACCES)
    chmodSync(path, 0o666)
    // The counter-proof: it was the mode that kept the other user out.
    expect(attempt(65_534)).toBe('open')
    await endpoint.close()
  })

  test('takes the place of a socket that a killed process left behind', async () => {
    mkdirSync(join(parent, 'run'), { mode: 0o700 })
    const script = `const { createServer } = require('node:net'); createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`
    expect(spawnSync(process.execPath, ['-e', script]).signal).toBe('SIGKILL')
    expect(lstatSync(path).isSocket()).toBe(true)
    const endpoint = await startTestEndpoint({ socketPath: path })
    expect((await post(path, { host: 'localhost' })).statusCode).toBe(400)
    await endpoint.close()
  })

  test('leaves a socket alone on which somebody answers', async () => {
    mkdirSync(join(parent, 'run'), { mode: 0o700 })
    const other = await listenAt(path)
    await expect(startTestEndpoint({ socketPath: path })).rejects.toMatchObject({ code: 'EndpointSocketInUse' })
    expect(lstatSync(path).isSocket()).toBe(true)
    await new Promise((resolve) => other.close(resolve))
  })

  test.each<[string, () => void, string]>([
    ['a file', () => writeFileSync(path, 'mine'), 'EndpointUnavailable'],
    ['a link', () => { writeFileSync(join(parent, 'mine'), 'mine'); symlinkSync(join(parent, 'mine'), path) }, 'EndpointUnavailable'],
    ['a folder', () => mkdirSync(path), 'EndpointUnavailable'],
    ['a folder that others can enter', () => chmodSync(join(parent, 'run'), 0o755), 'FolderNotPrivate'],
  ])('leaves alone %s in its place', async (_name, prepare, code) => {
    mkdirSync(join(parent, 'run'), { mode: 0o700 })
    prepare()
    await expect(startTestEndpoint({ socketPath: path })).rejects.toMatchObject({ code })
    if (code === 'EndpointUnavailable') expect(lstatSync(path).isSocket()).toBe(false)
  })

  test('leaves alone the socket of another user', async ({ skip }) => {
    skip(process.getuid?.() !== 0, 'needs root')
    mkdirSync(join(parent, 'run'), { mode: 0o700 })
    const other = await listenAt(path)
    chownSync(path, 65_534, 65_534)
    await expect(startTestEndpoint({ socketPath: path })).rejects.toMatchObject({ code: 'EndpointUnavailable', message: expect.stringContaining('belongs to another user') })
    await new Promise((resolve) => other.close(resolve))
  })

  test.each(['relative.sock', `/${'x'.repeat(103)}`])('says why it cannot be at %s', async (socketPath) => {
    await expect(startTestEndpoint({ socketPath })).rejects.toMatchObject({ code: 'EndpointUnavailable', message: expect.stringMatching(/^The path /) })
  })
})

test('a Windows pipe has no lock of its own, so it takes signed requests only', async () => {
  await expect(startTestEndpoint({ socketPath: '\\\\.\\pipe\\coffer-test', authentication: 'none' })).rejects.toMatchObject({ code: 'EndpointUnavailable' })
})

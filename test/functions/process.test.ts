import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { missingProgram } from '../endpoint/support/python-clients.ts'
import { ownFunctions, runOwn, writeCode, type OwnRun } from './support/own-function.ts'

vi.setConfig({ testTimeout: 120_000 })

const noPython = missingProgram('python3', ['-c', 'pass'])
const withSandbox = ownFunctions()
const without = ownFunctions({ mayUseSandbox: false })
const hasSandbox = (await withSandbox.runtimes()).some(({ isolation }) => isolation === 'bubblewrap')
afterAll(async () => {
  await withSandbox.close()
  await without.close()
})

const node = (source: string, more: Partial<OwnRun> = {}): OwnRun => ({ runtime: 'nodejs', files: { 'index.js': source }, ...more })
const python = (source: string, more: Partial<OwnRun> = {}): OwnRun => ({ runtime: 'python', files: { 'index.py': source }, ...more })
const payloadOf = async (run: Promise<{ readonly status: string; readonly payload?: unknown }>): Promise<unknown> => (await run).payload

/** Processes of a run that are still there: they have its log stream in their environment. */
function processesOf(requestId: string): readonly string[] {
  const marker = `[$LATEST]${requestId.replaceAll('-', '')}`
  return readdirSync('/proc').filter((name) => {
    try {
      // What has ended and waits to be noticed has no environment any more.
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'latin1').includes(marker)
    } catch {
      return false
    }
  })
}

describe.each([
  ['in the sandbox', true],
  ['without a sandbox', false],
])('%s', (_title, isSandboxed) => {
  const functions = isSandboxed ? withSandbox : without
  beforeEach(({ skip }) => skip(isSandboxed && !hasSandbox, 'needs bubblewrap'))

  it.for<[title: string, run: OwnRun]>([
    ['waits for ever', node('exports.handler = async () => { await new Promise((done) => setTimeout(done, 1e6)) }')],
    ['never gives way', node('exports.handler = () => { for (;;); }')],
    ['does not heed SIGTERM', node('process.on("SIGTERM", () => {}); exports.handler = async () => { await new Promise((done) => setTimeout(done, 1e6)) }')],
    ['starts programs that wait', node('const { spawn } = require("node:child_process"); exports.handler = async () => { spawn("sleep", ["1000"]); spawn("sleep", ["1000"], { detached: true }); await new Promise((done) => setTimeout(done, 1e6)) }')],
    ['waits in Python', python('import time\ndef handler(e, c): time.sleep(1000)')],
    ['does not heed SIGTERM in Python', python('import signal, time\ndef handler(e, c):\n    signal.signal(signal.SIGTERM, signal.SIG_IGN)\n    while True: time.sleep(1)')],
    ['forks daemons', python('import os, time\ndef handler(e, c):\n    if os.fork() == 0:\n        os.setsid()\n        if os.fork() == 0: time.sleep(1000)\n        os._exit(0)\n    time.sleep(1000)')],
  ])('a handler that %s is timed out, and nothing of it is left', async ([_what, run], { skip }) => {
    skip(run.runtime === 'python' && noPython !== null, 'needs python3')
    const requestId = randomUUID()
    const outcome = await runOwn(functions, { ...run, requestId, timeoutMs: 1_000 })
    expect(outcome).toMatchObject({ status: 'failed', errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds` })
    expect(outcome.log).toContain(`RequestId: ${requestId} Error: Task timed out after 1.00 seconds`)
    expect(processesOf(requestId)).toEqual([])
  })

  it('a handler that answers leaves no child behind', async ({ skip }) => {
    skip(noPython !== null, 'needs python3')
    const requestId = randomUUID()
    const source = 'import os, time\ndef handler(e, c):\n    if os.fork() == 0:\n        os.setsid()\n        time.sleep(1000)\n    return "answered"'
    expect(await runOwn(functions, python(source, { requestId }))).toMatchObject({ status: 'succeeded', payload: 'answered' })
    expect(processesOf(requestId)).toEqual([])
  })

  it('a run ends when it is told to', async () => {
    const stop = new AbortController()
    const requestId = randomUUID()
    const run = runOwn(functions, node('exports.handler = async () => { console.log("runs"); await new Promise((done) => setTimeout(done, 1e6)) }', { requestId, signal: stop.signal }))
    await vi.waitFor(() => expect(processesOf(requestId)).not.toEqual([]), { timeout: 20_000 })
    stop.abort()
    expect(await run).toMatchObject({ status: 'failed', errorType: 'Runtime.Stopped' })
    expect(processesOf(requestId)).toEqual([])
  })

  it.for<[title: string, run: OwnRun]>([
    ['Python', python(`import base64, json, sys, traceback, urllib.parse
def handler(event, context):
    secret = event["secret"]
    for form in (secret, repr(secret), json.dumps({"p": secret}), urllib.parse.quote(secret), base64.b64encode(secret.encode()), secret.encode().hex()):
        print("out", form)
        print("err", form, file=sys.stderr)
    for letter in secret:
        sys.stdout.write(letter)
        sys.stdout.flush()
    raise ValueError("Login failed", secret)`)],
    ['Node', node(`exports.handler = async ({ secret }) => {
  for (const form of [secret, JSON.stringify({ p: secret }), encodeURIComponent(secret), Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex'), { secret }]) {
    console.log('out', form)
    process.stderr.write('err ' + form + '\\n')
  }
  for (const letter of secret) process.stdout.write(letter)
  throw new Error('Login failed ' + secret)
}`)],
  ])('%s prints a secret in many forms, and throws it: it is masked in each', async ([_title, run], { skip }) => {
    skip(run.runtime === 'python' && noPython !== null, 'needs python3')
    const secret = `p'a"s\\s/w%o&r<d>é x`
    const outcome = await runOwn(functions, { ...run, payload: { secret }, secrets: [secret] })
    expect(outcome).toMatchObject({ status: 'failed', errorMessage: expect.stringMatching(/^\(?'?Login failed.*\[redacted\]'?\)?$/) })
    const everything = JSON.stringify(outcome)
    expect(everything.split('[redacted]').length).toBeGreaterThan(12)
    for (const part of ['w%o', 'w%25o', 'r<d', 'r%3Cd', Buffer.from(secret).toString('base64').slice(4, 16), Buffer.from(secret).toString('hex').slice(6, 20)]) expect(everything).not.toContain(part)
  })

  it('much output, of no encoding at all, is kept from its end', async () => {
    const source = `exports.handler = async () => {
  const noise = Buffer.alloc(1 << 20, Buffer.from([0xff, 0xc3, 0x28, 0x0a]))
  for (let count = 0; count < 24; count += 1) require('node:fs').writeSync(1, noise)
  process.stdout.write('the last line')
}`
    const { status, log } = await runOwn(functions, node(source))
    expect({ status, last: log.at(-3), note: log[1] }).toEqual({ status: 'succeeded', last: 'the last line', note: expect.stringMatching(/^\[\d+ bytes of earlier output were not kept\]$/) })
    expect(Buffer.byteLength(log.join('\n'))).toBeLessThan(300_000)
  })

  it('a run has the environment of Lambda and nothing of Coffer’s', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://proxy.example:3128')
    vi.stubEnv('PGPASSWORD', 'mine')
    const environment = { LEVEL: 'debug', AWS_ACCESS_KEY_ID: 'AKIAOTHER', SECRETS_MANAGER_ENDPOINT: 'https://secretsmanager.eu-central-1.amazonaws.com', HOME: '/root' }
    const run = node('exports.handler = async () => ({ ...process.env, cwd: process.cwd(), home: require("node:fs").readdirSync(process.env.HOME), argv: process.argv.length })', { environment })
    const seen = (await payloadOf(runOwn(functions, run))) as Record<string, string>
    const { PATH, HOME, TMPDIR, PWD: _pwd, cwd, LAMBDA_TASK_ROOT, LAMBDA_RUNTIME_DIR, NODE_PATH, AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, AWS_LAMBDA_LOG_STREAM_NAME, ...others } = seen
    const url = 'http://127.0.0.1:9'
    expect(others).toEqual({
      LANG: 'en_US.UTF-8', TZ: ':UTC', LEVEL: 'debug', home: [], argv: 2, _HANDLER: 'index.handler',
      SECRETS_MANAGER_ENDPOINT: url, AWS_ENDPOINT_URL: url, AWS_ENDPOINT_URL_SECRETS_MANAGER: url, AWS_ENDPOINT_URL_KMS: url, AWS_ENDPOINT_URL_STS: url,
      AWS_REGION: 'eu-central-1', AWS_DEFAULT_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'ASIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'the-secret-access-key-of-the-run', AWS_SESSION_TOKEN: 'the-session-token-of-the-run',
      AWS_EC2_METADATA_DISABLED: 'true', AWS_MAX_ATTEMPTS: '2', AWS_RETRY_MODE: 'standard', NO_PROXY: '127.0.0.1,localhost,::1', no_proxy: '127.0.0.1,localhost,::1',
      AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0]}.x`,
      AWS_LAMBDA_FUNCTION_NAME: 'own', AWS_LAMBDA_FUNCTION_VERSION: '$LATEST', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128', AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand', AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/own',
    })
    expect(cwd).toBe(LAMBDA_TASK_ROOT)
    expect(NODE_PATH).toBe(`${LAMBDA_TASK_ROOT}/node_modules`)
    expect(PATH).toMatch(/:\/usr\/bin:\/bin$/)
    expect(HOME).not.toBe('/root')
    expect([TMPDIR, LAMBDA_RUNTIME_DIR, AWS_LAMBDA_LOG_STREAM_NAME].every((value) => value !== undefined && value !== '')).toBe(true)
    expect(AWS_CONFIG_FILE).toBe(AWS_SHARED_CREDENTIALS_FILE)
    if (isSandboxed) expect([LAMBDA_TASK_ROOT, HOME, TMPDIR]).toEqual(['/var/task', '/home/sbx', '/tmp'])
  })

  it('what it writes in its private folder is gone afterwards', async () => {
    const source = 'const fs = require("node:fs"); exports.handler = async () => { fs.mkdirSync(process.env.TMPDIR + "/locked", { mode: 0 }); fs.writeFileSync(process.env.TMPDIR + "/kept", "x"); return fs.readFileSync(process.env.TMPDIR + "/kept", "utf8") }'
    expect(await payloadOf(runOwn(functions, node(source)))).toBe('x')
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith(`coffer-function-run-${process.pid}-`))).toEqual([])
  })

  it('modules of a folder above the code are there for it', async () => {
    const folder = writeCode({ 'node_modules/above/package.json': '{"type":"module","exports":"./index.js"}', 'node_modules/above/index.js': 'export const word = "above"', 'own/index.mjs': 'import { word } from "above"\nexport const handler = async () => word' })
    const codePath = `${folder}/own`
    const target = { kind: 'own', functionName: 'own', runtime: 'nodejs', codePath, handler: 'index.handler', environment: {}, memoryMiB: 128, codeSha256: await functions.codeSha256(codePath) } as const
    const outcome = await runOwn(functions, node('', { target } as never))
    rmSync(folder, { recursive: true })
    expect(outcome).toMatchObject({ status: 'succeeded', payload: 'above' })
  })
})

describe('the sandbox', () => {
  beforeEach(({ skip }) => skip(!hasSandbox, 'needs bubblewrap'))

  it('shows the system read-only, the code, and neither homes nor other processes', async () => {
    const source = `const fs = require('node:fs')
const fails = (act) => { try { act(); return false } catch (error) { return error.code } }
exports.handler = async () => ({
  task: fs.readdirSync('/var/task'), tmp: fs.readdirSync('/tmp'),
  homes: fs.readdirSync('/home'), shadow: fs.existsSync('/etc/shadow'), run: fs.existsSync('/run'), code: fs.existsSync(process.env.OUTSIDE),
  writesCode: fails(() => fs.writeFileSync('/var/task/index.js', '')), writesSystem: fails(() => fs.writeFileSync('/usr/x', '')),
  processes: fs.readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name)).length,
})`
    const folder = writeCode({ 'kept.txt': 'outside' })
    const seen = await payloadOf(runOwn(withSandbox, node(source, { environment: { OUTSIDE: `${folder}/kept.txt` } })))
    rmSync(folder, { recursive: true })
    // An interpreter that lies there itself is shown, and nothing else.
    const interpreter = process.execPath.startsWith('/tmp/') ? [process.execPath.split('/')[2]] : []
    expect(seen).toEqual({ task: ['index.js'], tmp: interpreter, homes: ['sbx'], shadow: false, run: false, code: false, writesCode: 'EROFS', writesSystem: 'EROFS', processes: 2 })
  })
})

describe('what is refused before it runs', () => {
  const source = node('exports.handler = async () => 1')
  it.each<[title: string, run: OwnRun, errorType: string, words: RegExp]>([
    ['code that nobody agreed to', { ...source, codeSha256: null }, 'Runtime.CodeNotAgreed', /agree to it: coffer functions agree own$/],
    ['code that changed since', { ...source, codeSha256: 'a'.repeat(64) }, 'Runtime.CodeNotAgreed', /is not the code that was agreed to run/],
    ['a run without the endpoint', { ...source, endpointUrl: null, credentials: null }, 'Runtime.EndpointOff', /Turn the endpoint on/],
    ['code that is not there', { ...source, target: { kind: 'own', functionName: 'own', runtime: 'nodejs', codePath: '/no/such/folder', handler: 'index.handler', environment: {}, memoryMiB: 128 } } as never, 'Runtime.CodeUnavailable', /\/no\/such\/folder cannot be read \(ENOENT\)/],
  ])('%s', async (_title, run, errorType, words) => {
    expect(await runOwn(withSandbox, run)).toEqual({ status: 'failed', errorType, errorMessage: expect.stringMatching(words), log: [] })
  })
})

describe('which interpreter', () => {
  it('the one that is named, and what to do without one', async () => {
    const nowhere = ownFunctions({ environment: { PATH: '/nowhere', COFFER_NODE: '/no/node', COFFER_PYTHON: 'python3' } })
    expect(await nowhere.runtimes()).toEqual([])
    expect(await runOwn(nowhere, node(''))).toMatchObject({ errorType: 'Runtime.InterpreterNotFound', errorMessage: 'COFFER_NODE names /no/node, which is no Node.js of version 18.0 or later. Give its whole path.' })
    const named = ownFunctions({ environment: { PATH: '/nowhere', COFFER_NODE: process.execPath } })
    expect((await named.runtimes()).find(({ runtime }) => runtime === 'nodejs')).toMatchObject({ version: process.versions.node, path: process.execPath })
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Sensitive } from '../../../shared/sensitive.ts'
import { createBuiltInRunner } from '../../../electron/functions/built-in-runner.ts'
import { Redactor } from '../../../electron/functions/redactor.ts'
import { MemorySecret, STEPS } from './memory-secret.ts'

const SINGLE = 'builtin-postgres-single'
const DATABASE = '{"engine":"postgres","host":"127.0.0.1","port":1,"username":"app","password":"first-Pass-1"}'

describe('before every step', () => {
  test.each(STEPS)('%s: AWS’s checks, in its words', async (step) => {
    const off = new MemorySecret(DATABASE)
    off.rotationEnabled = false
    expect(await off.run(SINGLE, step)).toMatchObject({ errorType: 'ValueError', errorMessage: `Secret ${off.arn} is not enabled for rotation` })

    const strange = new MemorySecret(DATABASE)
    delete strange.versions[strange.token]
    expect(await strange.run(SINGLE, step)).toMatchObject({ errorMessage: `Secret version ${strange.token} has no stage for rotation of secret ${strange.arn}.` })

    const unlabelled = new MemorySecret(DATABASE)
    unlabelled.versions[unlabelled.token]!.stages = ['AWSPREVIOUS']
    expect(await unlabelled.run(SINGLE, step)).toMatchObject({ errorMessage: `Secret version ${unlabelled.token} not set as AWSPENDING for rotation of secret ${unlabelled.arn}.` })

    const done = new MemorySecret(DATABASE)
    done.versions[done.token]!.stages = ['AWSCURRENT', 'AWSPENDING']
    expect(await done.run(SINGLE, step)).toEqual({ status: 'succeeded', payload: null, log: [{ atMs: expect.toSatisfy((ms: number) => Math.abs(Date.now() - ms) < 60_000), text: `Secret version ${done.token} already set as AWSCURRENT for secret ${done.arn}.` }] })
    expect(done.calls.map(({ operation }) => operation)).toEqual(['DescribeSecret'])
  })

  test('a step that is none, in snake case too', async () => {
    const secret = new MemorySecret(DATABASE)
    expect(await secret.run(SINGLE, 'create_secret')).toMatchObject({ errorMessage: `Invalid step parameter create_secret for secret ${secret.arn}` })
  })

  test('an event that is none', async () => {
    const secret = new MemorySecret(DATABASE)
    expect(await secret.run(SINGLE, '')).toMatchObject({ errorMessage: 'No value provided for "Step".' })
    expect(await secret.run(SINGLE, 'créate')).toMatchObject({ errorMessage: '"Step" contains invalid characters.' })
  })

  test('a function that is none', async () => {
    expect(await new MemorySecret(DATABASE).run('builtin-access-single', 'createSecret')).toMatchObject({ status: 'failed', errorMessage: 'There is no built-in function builtin-access-single.' })
  })
})

test('createSecret makes the calls of AWS’s function, in its order', async () => {
  const secret = new MemorySecret(DATABASE)
  await secret.run(SINGLE, 'createSecret')
  expect(secret.calls.map(({ operation, input }) => [operation, input['VersionStage'] ?? input['VersionStages'] ?? null])).toEqual([
    ['DescribeSecret', null],
    ['GetSecretValue', 'AWSCURRENT'],
    ['GetSecretValue', 'AWSPENDING'],
    ['GetRandomPassword', null],
    ['PutSecretValue', ['AWSPENDING']],
  ])
})

test('finishSecret never moves AWSCURRENT to a version without a value', async () => {
  const secret = new MemorySecret(DATABASE)
  expect(await secret.run(SINGLE, 'finishSecret')).toMatchObject({ status: 'failed', errorType: 'ResourceNotFoundException' })
  expect(secret.versions['old']?.stages).toEqual(['AWSCURRENT'])
})

test('an alternating function without a master secret says so before anything is made', async () => {
  const secret = new MemorySecret(DATABASE)
  expect(await secret.run('builtin-postgres-alternating', 'createSecret')).toMatchObject({ errorType: 'KeyError', errorMessage: "'masterarn'" })
  expect(secret.versions[secret.token]?.value).toBeNull()
})

test('every engine has both strategies, and the generator stands for itself', () => {
  const { builtIns } = createBuiltInRunner()
  expect(builtIns.map(({ name }) => name).filter((name) => !name.startsWith('builtin-db2'))).toEqual([
    ...['postgres', 'mysql', 'mariadb', 'redshift', 'mongodb', 'sqlserver', 'oracle', 'redis'].flatMap((engine) => [`builtin-${engine}-single`, `builtin-${engine}-alternating`]),
    'builtin-generator',
  ])
})

describe('redaction', () => {
  test('a secret is in no form of a text that a driver or server may make of it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 40 }), fc.string(), fc.string(), (secret, before, after) => {
        const redactor = new Redactor()
        redactor.add(new Sensitive(secret))
        const forms = [secret, JSON.stringify(secret).slice(1, -1), secret.replaceAll("'", "''"), secret.replaceAll(']', ']]'), secret.replace(/[\\']/g, '\\$&'), encodeURIComponent(secret), Buffer.from(secret).toString('base64')]
        for (const form of forms) expect(redactor.redact(`${before}IDENTIFIED BY '${form}'${after}`).replaceAll('[redacted]', '\u0000')).not.toContain(form)
      }),
      { numRuns: 200 },
    )
  })

  test('with a secret too short to look for, a server’s text about passwords is dropped, and Coffer’s own words stay', () => {
    const redactor = new Redactor()
    redactor.add(new Sensitive('abc'))
    expect(redactor.redact("syntax error near IDENTIFIED BY 'abc'")).toBe('[redacted]')
    expect(redactor.mask('wrong password, or no user app')).toBe('wrong password, or no user app')
  })

  test('a secret that comes to be known later is taken out as well', () => {
    const redactor = new Redactor()
    redactor.add(new Sensitive('first-Pass-1'))
    expect(redactor.mask('first-Pass-1 and then-Pass-2')).toBe('[redacted] and then-Pass-2')
    redactor.add(new Sensitive('then-Pass-2'))
    redactor.add(new Sensitive('first-Pass-1'))
    expect(redactor.mask('first-Pass-1 and then-Pass-2')).toBe('[redacted] and [redacted]')
    expect(redactor.redact('password first-Pass-1')).toBe('password [redacted]')
  })
})

describe('a step that waits and listens to nothing', () => {
  const invocation = (parts: { readonly timeoutMs: number; readonly signal?: AbortSignal; readonly call: () => Promise<unknown> }) => ({
    functionArn: `arn:aws:lambda:eu-central-1:123456789012:function:${SINGLE}`,
    target: { kind: 'built-in', name: SINGLE } as const,
    requestId: 'b3f1',
    accountId: '123456789012',
    region: 'eu-central-1',
    payload: { Step: 'setSecret', SecretId: 'db', ClientRequestToken: 'token' },
    credentials: null,
    endpointUrl: null,
    signal: new AbortController().signal,
    ...parts,
  })

  test('ends at its limit, and reaches no secret after that', async () => {
    const described: (() => void)[] = []
    let calls = 0
    const call = async (): Promise<unknown> => {
      calls += 1
      await new Promise<void>((resolve) => described.push(resolve))
      return { VersionIdsToStages: { token: ['AWSPENDING'] } }
    }
    expect(await createBuiltInRunner().run(invocation({ timeoutMs: 20, call }))).toMatchObject({ status: 'failed', errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: b3f1 Error: Task timed out after 0.02 seconds' })
    for (const answer of described) answer()
    await new Promise((resolve) => setImmediate(resolve))
    expect(calls).toBe(1)
  })

  test('ends when the run is stopped', async () => {
    const stop = new AbortController()
    const ended = createBuiltInRunner().run(invocation({ timeoutMs: 60_000, signal: stop.signal, call: () => new Promise(() => undefined) }))
    stop.abort()
    expect(await ended).toMatchObject({ status: 'failed', errorType: 'Stopped' })
  })
})

import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { HeldReads, HOLDS_FOR_MS, LONGEST_HOLD_MS, MOST_HELD } from '../../../electron/engine/rotation/held-reads.ts'
import type { FunctionInvocation, RotationEvent } from '../../../electron/engine/rotation/function-runner.ts'
import { endpointAccess } from '../../support/doors.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { rotateByTheBook, ScriptedRunner } from '../../support/scripted-runner.ts'
import { startTestCore, TEST_PASSPHRASE, TEST_REGION } from '../../support/test-core.ts'
import { FakeClock } from '../../support/test-host.ts'
import { ACCOUNT, openBench, REGION, type RotationBench, SCRIPTED_ARN } from './rotation-bench.ts'

const ROOT = { type: 'root', accountId: ACCOUNT } as const
const READER = { principal: ROOT, region: REGION }

let bench: RotationBench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

/** A step that stands still until the test lets it go on. */
interface Standing {
  readonly goOn: () => void
}

/** Rotates, and stands still in a step; the other steps run by the book. */
async function standIn(step: RotationEvent['Step'], arn: string, functionArn = SCRIPTED_ARN): Promise<Standing> {
  let goOn = (): void => undefined
  const gate = new Promise<void>((resolve) => (goOn = resolve))
  bench.runner.script = async (event, invocation) => {
    if (event.Step === step) await gate
    return rotateByTheBook(event, invocation)
  }
  await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: functionArn })
  await bench.until(() => bench.runner.steps.at(-1) === step)
  return { goOn }
}

const passwordIn = (value: { readonly SecretString?: string | undefined }): string => (JSON.parse(value.SecretString ?? '{}') as { password: string }).password
const password = async (SecretId: string): Promise<string> => passwordIn(await bench.call('secretsmanager:GetSecretValue', { SecretId }))

/** A read that was begun, and whether it was answered. */
function begun<T>(read: Promise<T>): { readonly read: Promise<T>; readonly isAnswered: () => boolean } {
  let answered = false
  void read.then(
    () => (answered = true),
    () => (answered = true),
  )
  return { read, isAnswered: () => answered }
}

/** Other calls come and go, which a read that is not held would have ended long before. */
async function afterManyTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await bench.call('secretsmanager:ListSecrets', {})
}

describe('while a single-user rotation is between setSecret and the end of finishSecret', () => {
  test.each(['setSecret', 'testSecret', 'finishSecret'] as const)('a read of AWSCURRENT in %s waits, and gets the new value', async (step) => {
    const arn = await bench.makeSecret('db')
    const { goOn } = await standIn(step, arn)
    const reads = [{ SecretId: arn }, { SecretId: 'db' }, { SecretId: 'db', VersionStage: 'AWSCURRENT' }].map((input) => begun(bench.call('secretsmanager:GetSecretValue', input)))
    const batch = begun(bench.call('secretsmanager:BatchGetSecretValue', { SecretIdList: ['db'] }))
    await afterManyTurns()
    expect([...reads, batch].map((read) => read.isAnswered())).toEqual([false, false, false, false])
    goOn()
    const found = [...(await Promise.all(reads.map(({ read }) => read))).map(passwordIn), passwordIn((await batch.read).SecretValues[0] ?? {})]
    expect(await bench.settled(arn)).toBe('succeeded')
    expect(new Set(found)).toEqual(new Set([await password(arn)]))
    expect(found[0]).not.toBe('first')
    expect(bench.clock.timerCount).toBe(await timersAtRest(arn))
  })

  test('what names another version, another label or another secret is answered at once', async () => {
    const arn = await bench.makeSecret('db')
    await bench.makeSecret('other')
    const { VersionId } = await bench.call('secretsmanager:GetSecretValue', { SecretId: arn })
    const { goOn } = await standIn('testSecret', arn)
    expect(passwordIn(await bench.call('secretsmanager:GetSecretValue', { SecretId: arn, VersionId }))).toBe('first')
    expect(passwordIn(await bench.call('secretsmanager:GetSecretValue', { SecretId: arn, VersionStage: 'AWSPENDING' }))).not.toBe('first')
    expect(await password('other')).toBe('first')
    const { SecretValues } = await bench.call('secretsmanager:BatchGetSecretValue', { SecretIdList: ['other'] })
    expect(SecretValues).toHaveLength(1)
    goOn()
    expect(await bench.settled(arn)).toBe('succeeded')
  })

  test('before setSecret nothing waits', async () => {
    const arn = await bench.makeSecret('db')
    const { goOn } = await standIn('createSecret', arn)
    expect(await password(arn)).toBe('first')
    goOn()
    expect(await bench.settled(arn)).toBe('succeeded')
  })

  test('a read waits for five seconds at most, and gets what is current then', async () => {
    const arn = await bench.makeSecret('db')
    const { goOn } = await standIn('setSecret', arn)
    const { read, isAnswered } = begun(bench.call('secretsmanager:GetSecretValue', { SecretId: arn }))
    await afterManyTurns()
    bench.clock.advance(LONGEST_HOLD_MS - 1)
    await afterManyTurns()
    expect(isAnswered()).toBe(false)
    bench.clock.advance(1)
    expect(passwordIn(await read)).toBe('first')
    goOn()
    expect(await bench.settled(arn)).toBe('succeeded')
  })

  test('a step that fails lets the readers go, and a rotation that waits for its retry holds nobody', async () => {
    const arn = await bench.makeSecret('db')
    let fail = (): void => undefined
    bench.runner.script = (event, invocation) => (event.Step === 'testSecret' ? new Promise((_resolve, reject) => (fail = () => reject(new Error('no')))) : rotateByTheBook(event, invocation))
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
    await bench.until(() => bench.runner.steps.at(-1) === 'testSecret')
    const held = bench.call('secretsmanager:GetSecretValue', { SecretId: arn })
    await afterManyTurns()
    fail()
    expect(passwordIn(await held)).toBe('first')
    expect(await bench.settled(arn)).toBe('retrying')
    expect(await password(arn)).toBe('first')
  })

  test('the next try holds reads from its first step on, for the password may be changed already', async () => {
    const arn = await bench.makeSecret('db')
    bench.runner.script = (event, invocation) => (event.Step === 'testSecret' ? Promise.reject(new Error('no')) : rotateByTheBook(event, invocation))
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
    expect(await bench.settled(arn)).toBe('retrying')
    bench.runner.invocations.length = 0
    let goOn = (): void => undefined
    const gate = new Promise<void>((resolve) => (goOn = resolve))
    bench.runner.script = async (event, invocation) => {
      if (event.Step === 'createSecret') await gate
      return rotateByTheBook(event, invocation)
    }
    await bench.call('workbench:RetryRotation', { SecretId: arn })
    await bench.until(() => bench.runner.steps.at(-1) === 'createSecret')
    const { read, isAnswered } = begun(bench.call('secretsmanager:GetSecretValue', { SecretId: arn }))
    await afterManyTurns()
    expect(isAnswered()).toBe(false)
    goOn()
    expect(passwordIn(await read)).not.toBe('first')
    expect(await bench.settled(arn)).toBe('succeeded')
  })

  test('the function reads the current value itself, in every step', async () => {
    const arn = await bench.makeSecret('db')
    const seen: string[] = []
    bench.runner.script = async (event, invocation) => {
      seen.push(passwordIn((await invocation.call('GetSecretValue', { SecretId: arn })) as { SecretString: string }))
      return rotateByTheBook(event, invocation)
    }
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
    expect(await bench.settled(arn)).toBe('succeeded')
    expect(seen).toEqual(['first', 'first', 'first', 'first'])
  })

  test('a waiting read ends with the error of a sealed vault when it is sealed', async () => {
    const arn = await bench.makeSecret('db')
    await standIn('setSecret', arn)
    const reads = [bench.call('secretsmanager:GetSecretValue', { SecretId: arn }), bench.call('secretsmanager:BatchGetSecretValue', { SecretIdList: [arn] })].map((read) => refusalOf(read))
    await afterManyTurns()
    await bench.engine.close()
    const sealed = refusal('VaultLocked', 'The vault is sealed. Unlock it in Coffer and try again.')
    for (const read of reads) expect(await read).toMatchObject({ code: sealed.code, message: sealed.message })
    expect(bench.clock.timerCount).toBe(0)
  })

  test('who may not read any more after the wait gets nothing', async () => {
    const arn = await bench.makeSecret('db')
    const { goOn } = await standIn('setSecret', arn)
    const held = refusalOf(bench.call('secretsmanager:GetSecretValue', { SecretId: arn }))
    await afterManyTurns()
    await bench.call('secretsmanager:PutResourcePolicy', {
      SecretId: arn,
      ResourcePolicy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'secretsmanager:GetSecretValue', Resource: '*' }] }),
      BlockPublicPolicy: false,
    })
    goOn()
    expect((await held).code).toBe('AccessDeniedException')
    await bench.until(async () => (await bench.call('workbench:GetRotation', { SecretId: arn })).Active?.State !== 'running')
  })
})

describe('no read waits for a rotation that shuts nobody out', () => {
  test.each(['alternating', 'generator'] as const)('%s', async (strategy) => {
    const name = `builtin-scripted-${strategy}`
    bench.runner.builtIns.push({ name, title: name, engines: strategy === 'generator' ? [] : ['postgres'], strategy })
    const arn = await bench.makeSecret('db')
    const { goOn } = await standIn('testSecret', arn, `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`)
    expect(await password(arn)).toBe('first')
    goOn()
    expect(await bench.settled(arn)).toBe('succeeded')
  })

  test('a test of the rotation', async () => {
    const arn = await bench.makeSecret('db')
    let goOn = (): void => undefined
    bench.runner.script = () => new Promise((resolve) => (goOn = () => resolve(null)))
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, RotateImmediately: false })
    await bench.until(() => bench.runner.steps.at(-1) === 'testSecret')
    expect(await password(arn)).toBe('first')
    goOn()
    expect(await bench.settled(arn)).toBe('succeeded')
  })
})

test('a function in a process of its own reads what it rotates by its keys, while all others wait', async () => {
  const runner = new ScriptedRunner()
  const core = await startTestCore({ overrides: { functions: runner } })
  try {
    await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
    const access = await endpointAccess(core)
    const { ARN } = await core.call('secretsmanager:CreateSecret', { Name: 'own', SecretString: '{"password":"first"}' })
    const { Function: own } = await core.call('workbench:CreateFunction', { FunctionName: 'own', Runtime: 'nodejs', CodePath: '/srv/own', Handler: 'i.handler', CodeSha256: 'b'.repeat(64) })
    const seen: (string | undefined)[] = []
    let other: ReturnType<typeof begun<unknown>> | null = null
    const reader = new SecretsManagerClient({ ...access, maxAttempts: 1 })
    runner.script = async (event, invocation) => {
      if (event.Step === 'setSecret') {
        other = begun(reader.send(new GetSecretValueCommand({ SecretId: ARN })))
        seen.push(await readBy(invocation, event.SecretId))
        seen.push(String(other.isAnswered()))
      }
      return rotateByTheBook(event, invocation)
    }
    const token = randomUUID()
    await core.call('secretsmanager:RotateSecret', { SecretId: ARN, RotationLambdaARN: own.FunctionArn, ClientRequestToken: token })
    await expect.poll(async () => (await core.call('workbench:GetRotation', { SecretId: ARN })).History[0]?.Outcome, { timeout: 30_000 }).toBe('succeeded')
    expect(seen).toEqual(['{"password":"first"}', 'false'])
    expect(await (other as unknown as ReturnType<typeof begun<unknown>>).read).toMatchObject({ VersionId: token })
    reader.destroy()
  } finally {
    await core.close()
  }
})

async function readBy({ credentials, endpointUrl }: FunctionInvocation, SecretId: string): Promise<string | undefined> {
  if (credentials === null || endpointUrl === null) throw new Error('no credentials')
  const client = new SecretsManagerClient({
    endpoint: endpointUrl,
    region: TEST_REGION,
    maxAttempts: 1,
    credentials: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey.reveal(), sessionToken: credentials.sessionToken.reveal() },
  })
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString
  } finally {
    client.destroy()
  }
}

describe('HeldReads', () => {
  test('waits for all the secrets of a read, once', async () => {
    const clock = new FakeClock()
    const reads = new HeldReads(clock)
    const [freeA, freeB] = [reads.hold('a', 'function'), reads.hold('b', 'function')]
    const { read, isAnswered } = begun(reads.wait(['a', 'a', 'b', 'c'], READER) ?? Promise.resolve())
    freeA()
    await new Promise(setImmediate)
    expect(isAnswered()).toBe(false)
    freeB()
    await read
    expect(clock.timerCount).toBe(0)
    expect(reads.wait(['a', 'b', 'c'], READER)).toBe(null)
  })

  test('holds a bounded number of reads; the next is answered at once, until one of them has ended', () => {
    const reads = new HeldReads(new FakeClock())
    const free = reads.hold('a', 'function')
    for (let count = 0; count < MOST_HELD; count++) expect(reads.wait(['a'], READER)).not.toBe(null)
    expect(reads.wait(['a'], READER)).toBe(null)
    free()
    reads.hold('a', 'function')
    expect(reads.wait(['a'], READER)).not.toBe(null)
  })

  test('holds nobody for a try that hangs', () => {
    const clock = new FakeClock()
    const reads = new HeldReads(clock)
    reads.hold('a', 'function')
    clock.advance(HOLDS_FOR_MS - 1)
    expect(reads.wait(['a'], READER)).not.toBe(null)
    clock.advance(1)
    expect(reads.wait(['a'], READER)).toBe(null)
  })

  test('an end that comes late does not end the hold of the next try', () => {
    const reads = new HeldReads(new FakeClock())
    const free = reads.hold('a', 'function')
    reads.hold('a', 'function')
    free()
    expect(reads.wait(['a'], READER)).not.toBe(null)
  })
})

/** The timers of a vault in which nothing waits: those that write dates of reads and plan the next rotation. */
async function timersAtRest(arn: string): Promise<number> {
  await password(arn)
  return bench.clock.timerCount
}

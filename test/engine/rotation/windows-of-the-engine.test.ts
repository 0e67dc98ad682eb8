import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { refusalOf } from '../../support/refusal.ts'
import { rotateByTheBook } from '../../support/scripted-runner.ts'
import { ACCOUNT, openBench, REGION, type RotationBench, SCRIPTED_ARN } from './rotation-bench.ts'

const DAY = 86_400_000

let bench: RotationBench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

async function scheduled(name: string, days: number): Promise<string> {
  const arn = await bench.makeSecret(name)
  await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, RotationRules: { AutomaticallyAfterDays: days }, RotateImmediately: false })
  expect(await bench.settled(arn)).toBe('succeeded')
  bench.runner.invocations.length = 0
  return arn
}

const dateOf = async (arn: string): Promise<string> => new Date(((await bench.describe(arn)).NextRotationDate ?? 0) * 1000).toISOString()
const current = async (arn: string): Promise<string | undefined> => (await bench.call('secretsmanager:GetSecretValue', { SecretId: arn })).SecretString

/** Off for some days: nothing runs, and the engine is opened anew. */
async function offFor(days: number): Promise<void> {
  await bench.engine.close()
  bench.clock.advance(days * DAY)
  bench = await openBench({ folder: bench.folder, keychain: bench.keychain, clock: bench.clock, runner: bench.runner })
}

test('a window rotates within two minutes after it opens, and the next is counted from then', async () => {
  const arn = await scheduled('db', 10)
  expect(await dateOf(arn)).toBe('2026-01-25T23:59:59.000Z')
  bench.clock.advance(Date.UTC(2026, 0, 24, 23, 59) - bench.clock.nowMs())
  expect(bench.runner.steps).toEqual([])
  bench.clock.advance(3 * 60_000 + 1)
  expect(await bench.settled(arn)).toBe('succeeded')
  expect(bench.runner.steps).toEqual(['createSecret', 'setSecret', 'testSecret', 'finishSecret'])
  expect(await dateOf(arn)).toBe('2026-02-04T23:59:59.000Z')
})

test('a vault that was closed leaves no timer behind', async () => {
  const arn = await scheduled('db', 10)
  await current(arn)
  await bench.engine.close()
  expect(bench.clock.timerCount).toBe(0)
})

describe('after days off', () => {
  test('each secret catches up once, one after the other, the longest overdue first', async () => {
    const arns = [await scheduled('c', 30), await scheduled('a', 4), await scheduled('b', 10)]
    let running = 0
    let most = 0
    bench.runner.script = async (event, invocation) => {
      if (event.Step === 'createSecret') most = Math.max(most, (running += 1))
      await new Promise((resolve) => setImmediate(resolve))
      if (event.Step === 'finishSecret') running -= 1
      return rotateByTheBook(event, invocation)
    }
    await offFor(100)
    expect((await bench.call('workbench:ListRotations', {})).Rotations.map(({ Name, IsOverdue }) => [Name, IsOverdue])).toEqual([['c', true], ['a', true], ['b', true]])
    bench.clock.advance(120_000)
    for (const arn of arns) expect(await bench.settled(arn)).toBe('succeeded')
    expect(bench.runner.steps).toHaveLength(12)
    expect(most).toBe(1)
    const history = await Promise.all(arns.map(async (SecretId) => (await bench.call('workbench:GetRotation', { SecretId })).History[0]?.Cause))
    expect(history).toEqual(['catch-up', 'catch-up', 'catch-up'])
    expect(await dateOf(arns[1] ?? '')).toBe('2026-04-29T23:59:59.000Z')
  })

  test('a secret that waits for the next window when it missed one does that', async () => {
    const arn = await scheduled('db', 10)
    await bench.call('workbench:SetMissedRotation', { SecretId: arn, WhenMissed: 'next-window' })
    await offFor(15)
    bench.clock.advance(120_000)
    await bench.until(async () => (await dateOf(arn)) === '2026-02-09T23:59:59.000Z')
    expect(bench.runner.steps).toEqual([])
  })

  test('a window that passes while the target fails leaves the date in the past, and the next window tries the same version', async () => {
    const arn = await scheduled('db', 10)
    bench.runner.script = () => Promise.reject(new Error('no'))
    for (let minute = 0; minute < 14 * 24 * 60; minute += 20) {
      bench.clock.advance(20 * 60_000)
      await bench.settled(arn)
      if (bench.runner.steps.length === 6) break
    }
    expect(await bench.settled(arn)).toBe('failed')
    bench.clock.advance(DAY)
    expect(await dateOf(arn)).toBe('2026-01-25T23:59:59.000Z')
    const { Active } = await bench.call('workbench:GetRotation', { SecretId: arn })
    bench.runner.script = rotateByTheBook
    const before = await current(arn)
    bench.clock.advance((Active?.NextTryDate ?? 0) * 1000 - bench.clock.nowMs())
    await bench.until(async () => (await bench.settled(arn)) === 'succeeded')
    expect(await current(arn)).not.toBe(before)
    expect((await bench.describe(arn)).VersionIdsToStages?.[Active?.VersionId ?? '']).toEqual(['AWSCURRENT'])
  })
})

test('a replica does not rotate; once it stands alone it gets a window of its own', async () => {
  const arn = await scheduled('db', 10)
  await bench.call('secretsmanager:ReplicateSecretToRegions', { SecretId: arn, AddReplicaRegions: [{ Region: 'eu-west-1' }] })
  const away = (operation: string, input: object): Promise<unknown> =>
    bench.engine.execute({ door: 'window', principal: { type: 'root', accountId: ACCOUNT }, region: 'eu-west-1', requestId: 'r' }, operation, input)
  const replica = async () => (await away('secretsmanager:DescribeSecret', { SecretId: 'db' }).catch(() => ({}))) as { readonly RotationEnabled?: boolean; readonly NextRotationDate?: number; readonly VersionIdsToStages?: object }
  await bench.until(async () => {
    bench.clock.advance(100)
    return (await replica()).VersionIdsToStages !== undefined
  })
  expect((await refusalOf(away('secretsmanager:RotateSecret', { SecretId: 'db' }))).code).toBe('InvalidParameterException')
  expect((await replica()).NextRotationDate).toBeUndefined()
  await away('secretsmanager:StopReplicationToReplica', { SecretId: 'db' })
  await bench.until(async () => {
    bench.clock.advance(100)
    return (await replica()).NextRotationDate === Date.UTC(2026, 0, 25, 23, 59, 59) / 1000
  })
  expect((await replica()).RotationEnabled).toBe(true)
})

test('a function of another account cannot be invoked, and one that comes with Coffer is at home everywhere', async () => {
  const arn = await bench.makeSecret('db')
  const other = { type: 'root', accountId: '999999999999' } as const
  await bench.call('workbench:PutAccount', { AccountId: other.accountId, Name: 'other' })
  const { Function: own } = await bench.call('workbench:CreateFunction', { FunctionName: 'own', Runtime: 'python', CodePath: '/srv/own', Handler: 'a.b', CodeSha256: 'c'.repeat(64) }, other)
  expect((await refusalOf(bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: own.FunctionArn }))).code).toBe('AccessDeniedException')
  expect(own.FunctionArn).toBe(`arn:aws:lambda:${REGION}:${other.accountId}:function:own`)
  await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN.replace(ACCOUNT, '000000000000') })
  expect(await bench.settled(arn)).toBe('succeeded')
})

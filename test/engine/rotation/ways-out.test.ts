import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { LoginProbe } from '../../../electron/engine/rotation/function-runner.ts'
import { refusalOf } from '../../support/refusal.ts'
import { rotateByTheBook } from '../../support/scripted-runner.ts'
import { openBench, type RotationBench, SCRIPTED_ARN } from './rotation-bench.ts'

let bench: RotationBench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const works: LoginProbe = { status: 'works', isEncrypted: true, server: 'PostgreSQL 15' }
const wrong: LoginProbe = { status: 'fails', failure: 'wrong-password-or-no-user', message: 'password authentication failed' }

/** A secret whose rotation failed in a step; the target takes one of the two passwords afterwards. */
async function stuck(failing: string, taken: 'current' | 'pending' | 'both' | 'none', more: object = {}): Promise<string> {
  const arn = await bench.makeSecret('db', more)
  bench.runner.script = (event, invocation) => (event.Step === failing ? Promise.reject(new Error('no')) : rotateByTheBook(event, invocation))
  await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, RotationRules: { AutomaticallyAfterDays: 30 } })
  expect(await bench.settled(arn)).toBe('retrying')
  bench.runner.login = ({ password }) => (taken === 'both' || (taken === 'current') === (password === 'first') ? (taken === 'none' ? wrong : works) : wrong)
  return arn
}

const stages = async (arn: string): Promise<readonly (readonly string[])[]> => Object.values((await bench.describe(arn)).VersionIdsToStages ?? {})

describe('DiscardPendingVersion', () => {
  test('gives up when the target takes the current password, and names both', async () => {
    const arn = await stuck('setSecret', 'current')
    const answer = await bench.call('workbench:DiscardPendingVersion', { SecretId: arn })
    expect(answer.Sentence).toBe('The current password works. The pending password does not work: password authentication failed')
    expect(answer.Logins).toMatchObject([{ Of: 'current', Works: true, Username: 'app', Server: 'PostgreSQL 15' }, { Of: 'pending', Works: false, Failure: 'wrong-password-or-no-user' }])
    expect(await stages(arn)).toEqual([['AWSCURRENT']])
    expect((await bench.call('secretsmanager:GetSecretValue', { SecretId: arn, VersionId: answer.VersionId })).SecretString).toContain('password')
    expect(await bench.settled(arn)).toBe('abandoned')
    bench.runner.script = rotateByTheBook
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn })
    expect(await bench.settled(arn)).toBe('succeeded')
  })

  test.each(['pending', 'none'] as const)('is refused when the target takes %s', async (taken) => {
    const arn = await stuck('testSecret', taken)
    expect((await refusalOf(bench.call('workbench:DiscardPendingVersion', { SecretId: arn, Confirm: true }))).message).toMatch(/current password does not work.*is kept/)
    expect(await stages(arn)).toContainEqual(['AWSPENDING'])
  })

  test('an empty version may always go', async () => {
    const arn = await stuck('createSecret', 'none')
    expect((await bench.call('workbench:DiscardPendingVersion', { SecretId: arn })).Sentence).toMatch(/no rotation step used it/)
    expect(await stages(arn)).toEqual([['AWSCURRENT']])
  })

  test('asks for a confirmation where no login can be tried', async () => {
    const arn = await stuck('setSecret', 'current', { engine: undefined })
    expect((await refusalOf(bench.call('workbench:DiscardPendingVersion', { SecretId: arn }))).message).toMatch(/could not be tried.*confirm/)
    await bench.call('workbench:DiscardPendingVersion', { SecretId: arn, Confirm: true })
    expect(await stages(arn)).toEqual([['AWSCURRENT']])
  })
})

describe('AdoptPendingVersion', () => {
  test('makes the pending version current when the target takes it, and counts as the rotation', async () => {
    const arn = await stuck('finishSecret', 'pending')
    const { VersionId, Sentence } = await bench.call('workbench:AdoptPendingVersion', { SecretId: arn })
    expect(Sentence).toBe('The current password does not work: password authentication failed The pending password works.')
    expect(await stages(arn)).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']])
    expect(await bench.describe(arn)).toMatchObject({ LastRotatedDate: bench.clock.nowMs() / 1000, NextRotationDate: Date.UTC(2026, 1, 14, 23, 59, 59) / 1000, VersionIdsToStages: { [VersionId]: ['AWSCURRENT'] } })
    expect(await bench.settled(arn)).toBe('succeeded')
  })

  test.each(['current', 'none'] as const)('is refused when the target takes %s', async (taken) => {
    const arn = await stuck('setSecret', taken)
    expect((await refusalOf(bench.call('workbench:AdoptPendingVersion', { SecretId: arn }))).message).toMatch(/pending password does not work.*stays current/)
    expect(await stages(arn)).toEqual([['AWSCURRENT'], ['AWSPENDING']])
  })

  test('an empty version never becomes current', async () => {
    const arn = await stuck('createSecret', 'current')
    expect((await refusalOf(bench.call('workbench:AdoptPendingVersion', { SecretId: arn, Confirm: true }))).message).toMatch(/has no value yet/)
  })
})

describe('RetryRotation', () => {
  test('tries now what waits for its delay, with the same version', async () => {
    const arn = await stuck('setSecret', 'current')
    bench.runner.script = rotateByTheBook
    const { VersionId } = await bench.call('workbench:RetryRotation', { SecretId: arn })
    await bench.until(async () => (await bench.settled(arn)) === 'succeeded')
    expect((await bench.describe(arn)).VersionIdsToStages?.[VersionId]).toEqual(['AWSCURRENT'])
  })

  test('says when there is nothing to try', async () => {
    const arn = await bench.makeSecret('db')
    expect((await refusalOf(bench.call('workbench:RetryRotation', { SecretId: arn }))).message).toMatch(/is off/)
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
    await bench.settled(arn)
    expect((await refusalOf(bench.call('workbench:RetryRotation', { SecretId: arn }))).message).toMatch(/No rotation of this secret is unfinished/)
  })
})

test('while a step runs neither way out is open', async () => {
  const arn = await bench.makeSecret('db')
  let release = (): void => undefined
  bench.runner.script = (event, invocation) =>
    event.Step === 'setSecret' ? new Promise((resolve) => (release = () => resolve(null))) : rotateByTheBook(event, invocation)
  await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
  await bench.until(() => bench.runner.steps.includes('setSecret'))
  expect(await bench.call('workbench:GetRotation', { SecretId: arn })).toMatchObject({ Rotation: { State: 'running', Step: 'setSecret' }, Active: { Steps: [{ Status: 'succeeded' }, { Step: 'setSecret', Status: 'running' }] } })
  for (const way of ['workbench:DiscardPendingVersion', 'workbench:AdoptPendingVersion'] as const) {
    expect((await refusalOf(bench.engine.execute({ door: 'window', principal: { type: 'root', accountId: '123456789012' }, region: 'eu-central-1', requestId: 'r' }, way, { SecretId: arn }))).message).toMatch(/runs at this moment/)
  }
  release()
  expect(await bench.settled(arn)).toBe('succeeded')
})

describe('CheckRotation', () => {
  const problems = async (arn: string, more: object = {}): Promise<readonly string[]> =>
    (await bench.call('workbench:CheckRotation', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, ...more })).Checks.filter(({ Status }) => Status !== 'ok').map(({ Check, Message }) => `${Check}: ${Message}`)

  test('finds nothing wrong with a secret that can be rotated, and changes nothing', async () => {
    const arn = await bench.makeSecret('db')
    const before = await bench.describe(arn)
    const { Checks, Logins } = await bench.call('workbench:CheckRotation', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
    expect(Checks.map(({ Check, Status }) => `${Check} ${Status}`)).toEqual(['function ok', 'value ok', 'login ok', 'permission ok', 'key ok'])
    expect(Logins).toMatchObject([{ Of: 'current', Works: true }])
    expect(await bench.describe(arn)).toEqual(before)
    expect(bench.runner.invocations).toEqual([])
  })

  test('names what would fail', async () => {
    const arn = await bench.makeSecret('db', { password: undefined, masterarn: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:gone-a1b2c3' })
    bench.runner.login = () => wrong
    expect(await problems(arn)).toEqual([
      'value: The value is no database secret yet: it lacks password.',
      'login: The current password does not work: password authentication failed',
      'master: There is no secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:gone-a1b2c3.',
    ])
    const other = await bench.makeSecret('other', { engine: 'oracle' })
    expect(await problems(other)).toContain('value: Scripted rotates postgres; the value’s engine is oracle.')
    expect(await problems(arn, { RotationLambdaARN: 'arn:aws:lambda:eu-central-1:123456789012:function:gone' })).toEqual(['function: There is no function arn:aws:lambda:eu-central-1:123456789012:function:gone.'])
  })

  test('asks the policies as the function’s role, and the key', async () => {
    const { KeyMetadata } = await bench.call('kms:CreateKey', {})
    const arn = await bench.makeSecret('db')
    await bench.call('secretsmanager:UpdateSecret', { SecretId: arn, KmsKeyId: KeyMetadata.Arn })
    const deny = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:PutSecretValue', Resource: '*' }] })
    await bench.call('secretsmanager:PutResourcePolicy', { SecretId: arn, ResourcePolicy: deny, BlockPublicPolicy: false })
    expect(await problems(arn)).toEqual([expect.stringMatching(/^permission: coffer-rotation may not secretsmanager:PutSecretValue on arn.*: Denied/)])
    await bench.call('kms:DisableKey', { KeyId: KeyMetadata.Arn })
    const found = (await problems(arn)).join('\n')
    expect(found).toMatch(/^login: The current value cannot be read: Secrets Manager can't decrypt the secret value/m)
    expect(found).toMatch(/^key: The key arn.* is Disabled: whatever the policies say, it cannot be used\.$/m)
  })
})

test('ListRotations shows each with its words, its next window and its failure; a cancelled one stays listed', async () => {
  const arn = await stuck('setSecret', 'current')
  await bench.makeSecret('never')
  const off = await bench.makeSecret('off')
  bench.runner.script = rotateByTheBook
  await bench.call('secretsmanager:RotateSecret', { SecretId: off, RotationLambdaARN: SCRIPTED_ARN, RotationRules: { ScheduleExpression: 'rate(4 hours)' } })
  await bench.settled(off)
  await bench.call('secretsmanager:CancelRotateSecret', { SecretId: off })
  await bench.call('workbench:SetMissedRotation', { SecretId: arn, WhenMissed: 'next-window' })
  const { Rotations, IsPaused } = await bench.call('workbench:ListRotations', {})
  expect(IsPaused).toBe(false)
  expect(Rotations).toMatchObject([
    { Name: 'db', RotationEnabled: true, State: 'retrying', Step: 'setSecret', ErrorMessage: 'no', ScheduleWords: 'every 30 days, in the night from 00:00 UTC', WhenMissed: 'next-window', IsOverdue: false },
    { Name: 'off', RotationEnabled: false, ScheduleWords: 'every 4 hours, on the hour, within 1 h', WhenMissed: 'as-soon-as-possible' },
  ])
  const { NextWindows } = await bench.call('workbench:GetRotation', { SecretId: arn })
  expect(NextWindows.map(({ StartDate }) => new Date(StartDate * 1000).toISOString().slice(0, 10))).toEqual(['2026-02-14', '2026-03-16', '2026-04-15', '2026-05-15', '2026-06-14'])
  const { Summaries } = await bench.call('workbench:ListSecretSummaries', {})
  expect(Summaries.find(({ ARN }) => ARN === arn)).toMatchObject({ RotationEnabled: true, NextRotationDate: Date.UTC(2026, 1, 14, 23, 59, 59) / 1000 })
})

test('ListRotationRuns shows what ended in a stretch of time, and a try that failed, newest first', async () => {
  const startMs = bench.clock.nowMs()
  const runs = async (from: number, to: number): Promise<readonly string[]> =>
    (await bench.call('workbench:ListRotationRuns', { StartDate: from / 1000, EndDate: to / 1000 })).Runs.map(({ Name, Outcome, EndedDate, Reason }) => `${Name} ${Outcome} ${EndedDate * 1000 - startMs} ${Reason ?? ''}`)
  const done = await bench.makeSecret('done')
  const rotate = (SecretId: string, more: object = {}) => bench.call('secretsmanager:RotateSecret', { SecretId, RotationLambdaARN: SCRIPTED_ARN, ...more })
  await rotate(done)
  expect(await bench.settled(done)).toBe('succeeded')
  const tested = await bench.makeSecret('tested')
  await rotate(tested, { RotateImmediately: false })
  expect(await bench.settled(tested)).toBe('succeeded')
  bench.clock.advance(1_000)
  const failing = await bench.makeSecret('failing')
  bench.runner.script = (event, invocation) => (event.Step === 'setSecret' ? Promise.reject(new Error('no')) : rotateByTheBook(event, invocation))
  await rotate(failing)
  expect(await bench.settled(failing)).toBe('retrying')
  expect(await runs(startMs, startMs + 1_001)).toEqual(['failing failing 1000 no', 'done succeeded 0 '])
  expect(await runs(startMs, startMs + 1_000)).toEqual(['done succeeded 0 '])
  expect(await runs(startMs + 1, startMs + 2_000)).toEqual(['failing failing 1000 no'])
  await bench.call('secretsmanager:PutSecretValue', { SecretId: failing, SecretString: '{}' })
  expect(await runs(startMs, startMs + 2_000)).toEqual([expect.stringMatching(/^failing abandoned 1000 Another version was made/), 'done succeeded 0 '])
  await bench.call('secretsmanager:DeleteSecret', { SecretId: done })
  expect(await runs(startMs, startMs + 1_000)).toEqual([])
})

test('a secret that is removed takes its rotations with it', async () => {
  const arn = await stuck('setSecret', 'current')
  await bench.call('secretsmanager:DeleteSecret', { SecretId: arn, ForceDeleteWithoutRecovery: true })
  bench.clock.advance(3_600_000)
  expect((await bench.call('workbench:ListRotations', {})).Rotations).toEqual([])
})

import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { LOGGED_AT_MS, rotateByTheBook, ScriptedRunner } from '../../support/scripted-runner.ts'
import type { RotationEvent } from '../../../electron/engine/rotation/function-runner.ts'
import { ACCOUNT, openBench, REGION, type RotationBench, SCRIPTED_ARN } from './rotation-bench.ts'

const NOT_COMPLETE = refusal('InvalidRequestException', "A previous rotation isn't complete. That rotation will be reattempted.")
const CANNOT_INVOKE = refusal(
  'AccessDeniedException',
  'Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.',
)
const DAY = 86_400_000

let bench: RotationBench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const password = async (SecretId: string, more: object = {}): Promise<string> =>
  (JSON.parse((await bench.call('secretsmanager:GetSecretValue', { SecretId, ...more })).SecretString ?? '{}') as { password: string }).password

describe('RotateSecret', () => {
  test('rotates at once: four steps, a new password, AWSPENDING gone, dates and rules shown', async () => {
    const arn = await bench.makeSecret('db')
    const token = randomUUID()
    const { VersionIdsToStages: before } = await bench.describe(arn)
    const answer = await bench.call('secretsmanager:RotateSecret', { SecretId: 'db', RotationLambdaARN: SCRIPTED_ARN, RotationRules: { AutomaticallyAfterDays: 30 }, ClientRequestToken: token })
    expect(answer).toEqual({ ARN: arn, Name: 'db', VersionId: token })
    expect(await bench.settled(arn)).toBe('succeeded')
    expect(bench.runner.steps).toEqual(['createSecret', 'setSecret', 'testSecret', 'finishSecret'])
    expect(bench.runner.invocations.map(({ payload }) => payload)).toEqual(
      ['createSecret', 'setSecret', 'testSecret', 'finishSecret'].map((Step) => ({ Step, SecretId: arn, ClientRequestToken: token, RotationToken: expect.stringMatching(/^[0-9a-f-]{36}$/) })),
    )
    expect(await password(arn)).not.toBe('first')
    expect(await bench.describe(arn)).toMatchObject({
      RotationEnabled: true,
      RotationLambdaARN: SCRIPTED_ARN,
      RotationRules: { AutomaticallyAfterDays: 30 },
      LastRotatedDate: bench.clock.nowMs() / 1000,
      NextRotationDate: Date.UTC(2026, 1, 14, 23, 59, 59) / 1000,
      VersionIdsToStages: { [token]: ['AWSCURRENT'], [Object.keys(before ?? {})[0] ?? '']: ['AWSPREVIOUS'] },
    })
    const { SecretList } = await bench.call('secretsmanager:ListSecrets', {})
    expect(SecretList[0]).toMatchObject({ RotationEnabled: true, RotationLambdaARN: SCRIPTED_ARN, NextRotationDate: Date.UTC(2026, 1, 14, 23, 59, 59) / 1000 })
  })

  test('before createSecret the pending version is listed and has no value', async () => {
    const arn = await bench.makeSecret('db')
    const token = randomUUID()
    const seen: unknown[] = []
    bench.runner.script = async (event: RotationEvent, invocation) => {
      if (event.Step === 'createSecret') {
        const { VersionIdsToStages, RotationEnabled } = (await invocation.call('DescribeSecret', { SecretId: arn })) as { VersionIdsToStages: Record<string, string[]>; RotationEnabled: boolean }
        seen.push(VersionIdsToStages[token], RotationEnabled)
        for (const by of [{ VersionId: token }, { VersionStage: 'AWSPENDING' }, { VersionId: token, VersionStage: 'AWSPENDING' }]) {
          seen.push(await refusalOf(invocation.call('GetSecretValue', { SecretId: arn, ...by })))
        }
        const { Versions } = (await invocation.call('ListSecretVersionIds', { SecretId: arn }).catch(() => ({ Versions: 'refused' }))) as { Versions: unknown }
        seen.push(Versions)
      }
      return rotateByTheBook(event, invocation)
    }
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, ClientRequestToken: token })
    expect(await bench.settled(arn)).toBe('succeeded')
    const byLabel = refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret value for staging label: AWSPENDING")
    const byId = refusal('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for VersionId: ${token}`)
    expect(seen).toEqual([['AWSPENDING'], true, byId, byLabel, byLabel, 'refused'])
  })

  test('is refused without a function, with one that is not there, and with one that nobody agreed to; nothing is stored then', async () => {
    const arn = await bench.makeSecret('db')
    expect(await refusalOf(bench.call('secretsmanager:RotateSecret', { SecretId: arn }))).toEqual(refusal('InvalidRequestException', 'No Lambda rotation function ARN is associated with this secret.'))
    await bench.call('workbench:CreateFunction', { FunctionName: 'own', Runtime: 'python', CodePath: '/srv/own', Handler: 'a.b' })
    for (const name of ['builtin-none', 'own', 'gone']) {
      const RotationLambdaARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`
      expect(await refusalOf(bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN, RotationRules: { AutomaticallyAfterDays: 3 } }))).toEqual(CANNOT_INVOKE)
    }
    expect(Object.keys(await bench.describe(arn)).filter((key) => key.includes('Rotat'))).toEqual([])
  })

  test('a second call with only SecretId uses what is stored; rules alone change the rules', async () => {
    const arn = await bench.makeSecret('db')
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, RotationRules: { ScheduleExpression: 'cron(0 16 1,15 * ? *)', Duration: '2h' } })
    await bench.settled(arn)
    const { VersionId } = await bench.call('secretsmanager:RotateSecret', { SecretId: arn })
    await bench.settled(arn)
    expect(await bench.describe(arn)).toMatchObject({
      RotationRules: { ScheduleExpression: 'cron(0 16 1,15 * ? *)', Duration: '2h', AutomaticallyAfterDays: 1 },
      NextRotationDate: Date.UTC(2026, 0, 15, 17, 59, 59) / 1000,
      VersionIdsToStages: { [VersionId ?? '']: ['AWSCURRENT'] },
    })
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationRules: { ScheduleExpression: 'rate(10 hours)' }, RotateImmediately: false })
    expect(await bench.settled(arn)).toBe('succeeded')
    expect((await bench.describe(arn)).RotationRules).toEqual({ ScheduleExpression: 'rate(10 hours)' })
  })

  test('the same token again is answered again and rotates once; another version’s id is refused', async () => {
    const arn = await bench.makeSecret('db')
    const ClientRequestToken = randomUUID()
    const rotate = () => bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, ClientRequestToken })
    const first = await rotate()
    expect(await rotate()).toEqual(first)
    await bench.settled(arn)
    expect(await rotate()).toEqual(first)
    expect(bench.runner.steps).toHaveLength(4)
    const { VersionId } = await bench.call('secretsmanager:PutSecretValue', { SecretId: arn, SecretString: '{}' })
    expect(await refusalOf(bench.call('secretsmanager:RotateSecret', { SecretId: arn, ClientRequestToken: VersionId }))).toMatchObject({ code: 'InvalidRequestException' })
  })

  test.each([
    [{ RotationRules: { AutomaticallyAfterDays: 3, ScheduleExpression: 'rate(3 days)' } }, 'InvalidParameterException', 'You cannot specify both rotation frequency and schedule expression together.'],
    [{ RotationRules: { ScheduleExpression: 'rate(3 hours)' } }, 'InvalidParameterException', 'rate(3 hours) is too often: a secret can be rotated every 4 hours at most.'],
  ])('%j is refused', async (more, code, message) => {
    const arn = await bench.makeSecret('db')
    expect(await refusalOf(bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, ...more }))).toEqual(refusal(code, message))
  })

  test('a secret in the trash is not rotated', async () => {
    const arn = await bench.makeSecret('db')
    await bench.call('secretsmanager:DeleteSecret', { SecretId: arn })
    expect((await refusalOf(bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN }))).code).toBe('InvalidRequestException')
    expect((await refusalOf(bench.call('secretsmanager:CancelRotateSecret', { SecretId: arn }))).code).toBe('InvalidRequestException')
  })
})

describe('RotateImmediately=false', () => {
  test('runs testSecret alone, on a version with a copy of the value, which is gone afterwards', async () => {
    const arn = await bench.makeSecret('db')
    let seen: unknown
    bench.runner.script = async (event, { call }) => {
      const { SecretString, VersionId } = (await call('GetSecretValue', { SecretId: arn, VersionStage: 'AWSPENDING' })) as { SecretString: string; VersionId: string }
      seen = [(JSON.parse(SecretString) as { password: string }).password, VersionId === event.ClientRequestToken]
    }
    const before = await bench.describe(arn)
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, RotationRules: { AutomaticallyAfterDays: 10 }, RotateImmediately: false })
    expect(await bench.settled(arn)).toBe('succeeded')
    expect(bench.runner.steps).toEqual(['testSecret'])
    expect(seen).toEqual(['first', true])
    const after = await bench.describe(arn)
    expect(after.VersionIdsToStages).toEqual(before.VersionIdsToStages)
    expect(after).toMatchObject({ RotationEnabled: true, NextRotationDate: Date.UTC(2026, 0, 25, 23, 59, 59) / 1000 })
    expect(after.LastRotatedDate).toBeUndefined()
    expect((await bench.call('secretsmanager:ListSecretVersionIds', { SecretId: arn, IncludeDeprecated: true })).Versions).toHaveLength(1)
    const { Events } = await bench.call('workbench:ListActivity', { Door: 'scheduler' })
    expect(Events.map(({ Operation }) => Operation)).toEqual(['secretsmanager:TestRotationSucceeded', 'secretsmanager:TestRotationStarted'])
  })

  test('a test that fails keeps the schedule, leaves no version, and says why', async () => {
    const arn = await bench.makeSecret('db')
    bench.runner.script = () => Promise.reject(new Error('Unable to log into database'))
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, RotationRules: { AutomaticallyAfterDays: 10 }, RotateImmediately: false })
    expect(await bench.settled(arn)).toBe('failed')
    expect(await bench.call('workbench:GetRotation', { SecretId: arn })).toMatchObject({ Rotation: { ErrorType: 'Error', ErrorMessage: 'Unable to log into database', AutomaticallyAfterDays: 10, ScheduleWords: 'every 10 days, in the night from 00:00 UTC' } })
    expect(Object.values((await bench.describe(arn)).VersionIdsToStages ?? {})).toEqual([['AWSCURRENT']])
  })
})

describe('a rotation that is stuck', () => {
  beforeEach(() => {
    bench.runner.script = (event, invocation) => (event.Step === 'setSecret' ? Promise.reject(new Error('the database said no')) : rotateByTheBook(event, invocation))
  })

  const stick = async (name: string): Promise<string> => {
    const arn = await bench.makeSecret(name)
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, RotationRules: { AutomaticallyAfterDays: 30 } })
    expect(await bench.settled(arn)).toBe('retrying')
    return arn
  }

  test('is tried again with the same version after 10, 20, 40, 80 and 160 seconds, then waits', async () => {
    const arn = await stick('db')
    const delays: number[] = []
    for (let retry = 0; retry < 5; retry++) {
      const { Active } = await bench.call('workbench:GetRotation', { SecretId: arn })
      const delay = Math.round(((Active?.NextTryDate ?? 0) * 1000 - bench.clock.nowMs()) / 1000)
      delays.push(delay)
      bench.clock.advance(delay * 1000 + 1000)
      await bench.settled(arn)
    }
    expect(delays.map((delay, index) => delay >= 10 * 2 ** index && delay <= 12.5 * 2 ** index + 1)).toEqual([true, true, true, true, true])
    expect(await bench.settled(arn)).toBe('failed')
    expect(new Set(bench.runner.invocations.map(({ payload }) => (payload as RotationEvent).ClientRequestToken)).size).toBe(1)
    expect(bench.runner.steps.filter((step) => step === 'setSecret')).toHaveLength(6)
    const { Active, Log, Rotation } = await bench.call('workbench:GetRotation', { SecretId: arn })
    expect(Active).toMatchObject({ FailedTries: 6, ErrorMessage: 'the database said no' })
    expect(Active?.Steps.at(-1)).toMatchObject({ Step: 'setSecret', Try: 6, Status: 'failed', ErrorMessage: 'the database said no' })
    expect(Log.at(-1)).toEqual({ Step: 'setSecret', Try: 6, Timestamp: LOGGED_AT_MS / 1000, Text: 'failed' })
    expect(Rotation.State).toBe('failed')
    expect((await bench.describe(arn)).LastRotatedDate).toBeUndefined()
  })

  test('refuses RotateSecret in AWS’s words, even for the rules alone, and the call brings the retry', async () => {
    const arn = await stick('db')
    expect(await refusalOf(bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationRules: { AutomaticallyAfterDays: 9 }, RotateImmediately: false }))).toEqual(NOT_COMPLETE)
    bench.runner.script = rotateByTheBook
    expect(await refusalOf(bench.call('secretsmanager:RotateSecret', { SecretId: arn }))).toEqual(NOT_COMPLETE)
    await bench.until(async () => (await bench.settled(arn)) === 'succeeded')
    expect(await password(arn)).not.toBe('first')
  })

  test('CancelRotateSecret keeps function, rules and AWSPENDING; only taking the label off lets RotateSecret through', async () => {
    const arn = await stick('db')
    const token = (await bench.call('workbench:GetRotation', { SecretId: arn })).PendingVersionId ?? ''
    expect(await bench.call('secretsmanager:CancelRotateSecret', { SecretId: arn })).toMatchObject({ VersionId: token })
    const described = await bench.describe(arn)
    expect(described).toMatchObject({ RotationEnabled: false, RotationLambdaARN: SCRIPTED_ARN, RotationRules: { AutomaticallyAfterDays: 30 }, VersionIdsToStages: { [token]: ['AWSPENDING'] } })
    expect(described.NextRotationDate).toBeUndefined()
    expect(await refusalOf(bench.call('secretsmanager:RotateSecret', { SecretId: arn }))).toEqual(NOT_COMPLETE)
    await bench.call('secretsmanager:UpdateSecretVersionStage', { SecretId: arn, VersionStage: 'AWSPENDING', RemoveFromVersionId: token })
    bench.runner.script = rotateByTheBook
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn })
    expect(await bench.settled(arn)).toBe('succeeded')
  })

  test('a value put by hand abandons it, takes AWSPENDING off and counts as a rotation', async () => {
    const arn = await stick('db')
    bench.clock.advance(5000)
    bench.clock.advance(3 * DAY - 5000)
    await bench.settled(arn)
    const { VersionId } = await bench.call('secretsmanager:PutSecretValue', { SecretId: arn, SecretString: '{"password":"mine"}' })
    expect(await bench.describe(arn)).toMatchObject({ NextRotationDate: Date.UTC(2026, 1, 17, 23, 59, 59) / 1000 })
    expect((await bench.describe(arn)).LastRotatedDate).toBeUndefined()
    expect(Object.values((await bench.describe(arn)).VersionIdsToStages ?? {})).toEqual([['AWSPREVIOUS'], ['AWSCURRENT']])
    const { History, Active } = await bench.call('workbench:GetRotation', { SecretId: arn })
    expect(Active).toBeUndefined()
    expect(History[0]).toMatchObject({ Outcome: 'abandoned', Reason: `Another version was made while it was unfinished: ${VersionId}.` })
    const { Events } = await bench.call('workbench:ListActivity', { Door: 'scheduler', MaxResults: 1 })
    expect(Events[0]?.Operation).toBe('secretsmanager:RotationAbandoned')
  })
})

describe('a function that does not keep its word', () => {
  const cases: readonly [string, string, RegExp][] = [
    ['createSecret', 'does nothing', /createSecret step ended without an error, but version .* has no value/],
    ['finishSecret', 'does nothing', /finishSecret step ended without an error, but AWSCURRENT is not on version/],
  ]
  test.each(cases)('%s %s', async (silent, _how, words) => {
    const arn = await bench.makeSecret('db')
    bench.runner.script = (event, invocation) => (event.Step === silent ? Promise.resolve(null) : rotateByTheBook(event, invocation))
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
    expect(await bench.settled(arn)).toBe('retrying')
    expect((await bench.call('workbench:GetRotation', { SecretId: arn })).Active?.ErrorMessage).toMatch(words)
    expect(await password(arn)).toBe('first')
  })

  test('AWSCURRENT never goes to a version without a value', async () => {
    const arn = await bench.makeSecret('db')
    bench.runner.script = async (event, { call }) => {
      const { VersionIdsToStages } = (await call('DescribeSecret', { SecretId: arn })) as { VersionIdsToStages: Record<string, string[]> }
      const RemoveFromVersionId = Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]?.includes('AWSCURRENT'))
      await call('UpdateSecretVersionStage', { SecretId: arn, VersionStage: 'AWSCURRENT', MoveToVersionId: event.ClientRequestToken, RemoveFromVersionId })
    }
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
    await bench.settled(arn)
    expect((await bench.call('workbench:GetRotation', { SecretId: arn })).Active).toMatchObject({ ErrorType: 'InvalidRequestException', ErrorMessage: expect.stringMatching(/has no value yet/) as string })
    expect(await password(arn)).toBe('first')
  })
})

describe('what a function may', () => {
  test('it reaches its secret and the master, and no other', async () => {
    const other = await bench.makeSecret('other')
    const master = await bench.makeSecret('master', { username: 'root' })
    const arn = await bench.makeSecret('db', { masterarn: master })
    const answers: string[] = []
    bench.runner.script = async (event, { call }) => {
      const codeOf = (operation: string, input: object) => call(operation, input).then(() => 'ok', (error: { code: string }) => error.code)
      if (event.Step === 'createSecret') {
        answers.push(await codeOf('GetSecretValue', { SecretId: master }), await codeOf('DescribeSecret', { SecretId: master }))
        answers.push(await codeOf('GetSecretValue', { SecretId: other }), await codeOf('PutSecretValue', { SecretId: master, SecretString: 'x', ClientRequestToken: randomUUID() }))
        answers.push(await codeOf('DeleteSecret', { SecretId: arn }), await codeOf('ListSecrets', {}), await codeOf('workbench:Seal', {}))
      }
      throw new Error('enough')
    }
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
    await bench.settled(arn)
    expect(answers).toEqual(['ok', 'ok', 'AccessDeniedException', 'AccessDeniedException', 'AccessDeniedException', 'AccessDeniedException', 'UnknownOperationException'])
  })

  test('a deny holds against it, and so does a key policy; the error is AWS’s', async () => {
    const arn = await bench.makeSecret('db')
    const deny = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'secretsmanager:PutSecretValue', Resource: '*', Condition: { StringLike: { 'aws:PrincipalArn': '*role/coffer-rotation' } } }] })
    await bench.call('secretsmanager:PutResourcePolicy', { SecretId: arn, ResourcePolicy: deny })
    await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
    expect(await bench.settled(arn)).toBe('retrying')
    expect((await bench.call('workbench:GetRotation', { SecretId: arn })).Active).toMatchObject({ ErrorType: 'AccessDeniedException', ErrorMessage: expect.stringMatching(/not authorized to perform: secretsmanager:PutSecretValue .* explicit deny/) as string })
  })

  test('a user needs lambda:InvokeFunction on the function that they name', async () => {
    const arn = await bench.makeSecret('db')
    const { User } = await bench.call('workbench:CreateUser', { UserName: 'u', PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' }] }) })
    const user = { type: 'user', accountId: ACCOUNT, userName: 'u', userId: User.UserId, arn: User.Arn } as const
    expect((await refusalOf(bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN }, user))).message).toMatch(/not authorized to perform: lambda:InvokeFunction/)
  })
})

test('an unreachable target postpones and leaves no AWSPENDING; the same version comes when it is back', async () => {
  const arn = await bench.makeSecret('db')
  bench.runner.login = () => ({ status: 'fails', failure: 'unreachable', message: 'connection refused' })
  const { VersionId } = await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
  expect(await bench.settled(arn)).toBe('postponed')
  expect(Object.values((await bench.describe(arn)).VersionIdsToStages ?? {})).toEqual([['AWSCURRENT']])
  expect(bench.runner.steps).toEqual([])
  bench.runner.login = () => ({ status: 'works', isEncrypted: true, server: 's' })
  bench.clock.advance(60_000)
  expect(await bench.settled(arn)).toBe('succeeded')
  expect((await bench.describe(arn)).VersionIdsToStages?.[VersionId ?? '']).toEqual(['AWSCURRENT'])
})

test('two secrets with one login, and a master with its user, never rotate at the same time; others do, eight at once', async () => {
  const master = await bench.makeSecret('master', { username: 'root', host: 'h' })
  const twins = [await bench.makeSecret('a', { host: 'h', masterarn: master }), await bench.makeSecret('b', { host: 'H', username: 'app_clone', masterarn: master })]
  const others = await Promise.all(Array.from({ length: 10 }, (_, index) => bench.makeSecret(`o${index}`)))
  const running = new Set<string>()
  const together: string[][] = []
  let most = 0
  bench.runner.script = async (event, invocation) => {
    running.add(event.SecretId)
    together.push([...running])
    most = Math.max(most, running.size)
    await new Promise((resolve) => setImmediate(resolve))
    const answer = await rotateByTheBook(event, invocation)
    if (event.Step === 'finishSecret') running.delete(event.SecretId)
    return answer
  }
  const all = [master, ...twins, ...others]
  await Promise.all(all.map((SecretId) => bench.call('secretsmanager:RotateSecret', { SecretId, RotationLambdaARN: SCRIPTED_ARN })))
  for (const arn of all) expect(await bench.settled(arn)).toBe('succeeded')
  const meet = (left: string, right: string): boolean => together.some((set) => set.includes(left) && set.includes(right))
  expect(twins.map((twin) => meet(twin, master))).toEqual([false, false])
  expect(meet(twins[0] ?? '', twins[1] ?? '')).toBe(false)
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(8)
})

test('a paused vault begins nothing; lifting the pause begins what waits', async () => {
  const arn = await bench.makeSecret('db')
  await bench.call('workbench:PauseRotations', { IsPaused: true })
  await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
  await new Promise((resolve) => setImmediate(resolve))
  expect(await bench.call('workbench:ListRotations', {})).toMatchObject({ IsPaused: true, Rotations: [{ Name: 'db', State: 'waiting' }] })
  await bench.call('workbench:PauseRotations', { IsPaused: false })
  expect(await bench.settled(arn)).toBe('succeeded')
  expect(bench.events.filter(({ type }) => type === 'rotation-changed').length).toBeGreaterThan(8)
})

test('the runner is told by a signal when the vault is sealed, and the next start goes on with the same version', async () => {
  const arn = await bench.makeSecret('db')
  let signalled = false
  bench.runner.script = (event, invocation) =>
    event.Step === 'setSecret' && !signalled
      ? new Promise((_resolve, reject) => invocation.signal.addEventListener('abort', () => ((signalled = true), reject(new Error('stopped')))))
      : rotateByTheBook(event, invocation)
  const { VersionId } = await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
  await bench.until(() => bench.runner.steps.includes('setSecret'))
  bench = await bench.restart()
  expect(await bench.settled(arn)).toBe('succeeded')
  expect(signalled).toBe(true)
  expect((await bench.describe(arn)).VersionIdsToStages?.[VersionId ?? '']).toEqual(['AWSCURRENT'])
  const { History } = await bench.call('workbench:GetRotation', { SecretId: arn })
  expect(History[0]?.Steps.map(({ Step, Status }) => `${Step} ${Status}`)).toEqual([
    'createSecret succeeded', 'setSecret failed', 'createSecret succeeded', 'setSecret succeeded', 'testSecret succeeded', 'finishSecret succeeded',
  ])
  expect(new ScriptedRunner().builtIns[0]?.name).toBe('builtin-scripted')
})

import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openBench, type RotationBench, SCRIPTED_ARN } from '../engine/rotation/rotation-bench.ts'
import { refusal, refusalOf } from '../support/refusal.ts'
import { rotateByTheBook } from '../support/scripted-runner.ts'
import { openTestVault } from '../support/test-vault.ts'

/** Behaviours of rotation and replication that emulators of AWS get wrong, each with the right one; numbered as in `traps.test.ts`. */
describe('rotation', () => {
  let bench: RotationBench
  beforeEach(async () => {
    bench = await openBench()
  })
  afterEach(() => bench.close())
  const rotate = (SecretId: string, more: object = {}) => bench.call('secretsmanager:RotateSecret', { SecretId, ClientRequestToken: randomUUID(), ...more })
  const current = async (SecretId: string) => (await bench.call('secretsmanager:GetSecretValue', { SecretId })).SecretString
  const rotationOf = async (SecretId: string) => Object.keys(await bench.describe(SecretId)).filter((member) => member.includes('Rotat'))

  test('49: the pending version is there before createSecret, and has no value, not a made-up one', async () => {
    const arn = await bench.makeSecret('t49')
    const seen: unknown[] = []
    const token = randomUUID()
    bench.runner.script = async (event, invocation) => {
      if (event.Step === 'createSecret') {
        const { VersionIdsToStages } = (await invocation.call('DescribeSecret', { SecretId: arn })) as { VersionIdsToStages: Record<string, string[]> }
        seen.push(VersionIdsToStages[token], await refusalOf(invocation.call('GetSecretValue', { SecretId: arn, VersionId: token, VersionStage: 'AWSPENDING' })))
      }
      return rotateByTheBook(event, invocation)
    }
    await rotate(arn, { RotationLambdaARN: SCRIPTED_ARN, ClientRequestToken: token })
    expect(await bench.settled(arn)).toBe('succeeded')
    expect(seen).toEqual([['AWSPENDING'], refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret value for staging label: AWSPENDING")])
  })

  test('50: RotateSecret needs a function; it does not swap values by itself, and the function moves the labels', async () => {
    const arn = await bench.makeSecret('t50')
    const before = await current(arn)
    expect(await refusalOf(rotate(arn))).toEqual(refusal('InvalidRequestException', 'No Lambda rotation function ARN is associated with this secret.'))
    expect(await current(arn)).toBe(before)
    // A function whose last step moves nothing leaves AWSCURRENT where it is.
    bench.runner.script = (event, invocation) => (event.Step === 'finishSecret' ? Promise.resolve(null) : rotateByTheBook(event, invocation))
    await rotate(arn, { RotationLambdaARN: SCRIPTED_ARN })
    await bench.settled(arn)
    expect(await current(arn)).toBe(before)
  })

  test('51: a RotateSecret that is refused for its function stores nothing', async () => {
    const arn = await bench.makeSecret('t51')
    const RotationLambdaARN = SCRIPTED_ARN.replace('builtin-scripted', 'none')
    expect(await refusalOf(rotate(arn, { RotationLambdaARN, RotationRules: { AutomaticallyAfterDays: 3 } }))).toEqual(
      refusal('AccessDeniedException', 'Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.'),
    )
    expect(await rotationOf(arn)).toEqual([])
  })

  test('52: RotateImmediately false runs testSecret alone, on a copy that is AWSPENDING only for it', async () => {
    const arn = await bench.makeSecret('t52')
    const before = await bench.describe(arn)
    const value = await current(arn)
    await rotate(arn, { RotationLambdaARN: SCRIPTED_ARN, RotateImmediately: false })
    await bench.settled(arn)
    expect(bench.runner.steps).toEqual(['testSecret'])
    expect([(await bench.describe(arn)).VersionIdsToStages, await current(arn)]).toEqual([before.VersionIdsToStages, value])
  })

  test('53: a second RotateSecret uses the function and the rules that are stored', async () => {
    const arn = await bench.makeSecret('t53')
    await rotate(arn, { RotationLambdaARN: SCRIPTED_ARN, RotationRules: { AutomaticallyAfterDays: 30 } })
    await bench.settled(arn)
    await rotate(arn)
    expect(await bench.settled(arn)).toBe('succeeded')
    expect(await bench.describe(arn)).toMatchObject({ RotationLambdaARN: SCRIPTED_ARN, RotationRules: { AutomaticallyAfterDays: 30 } })
    expect(bench.runner.steps).toHaveLength(8)
  })

  test('54: CancelRotateSecret switches rotation off and leaves function, rules and labels', async () => {
    const arn = await bench.makeSecret('t54')
    bench.runner.script = (event, invocation) => (event.Step === 'setSecret' ? Promise.reject(new Error('the database is away')) : rotateByTheBook(event, invocation))
    await rotate(arn, { RotationLambdaARN: SCRIPTED_ARN, RotationRules: { AutomaticallyAfterDays: 30 } })
    await bench.until(async () => bench.runner.steps.includes('setSecret'))
    await bench.settled(arn)
    const { VersionIdsToStages } = await bench.describe(arn)
    await bench.call('secretsmanager:CancelRotateSecret', { SecretId: arn })
    const after = await bench.describe(arn)
    expect(after).toMatchObject({ RotationEnabled: false, RotationLambdaARN: SCRIPTED_ARN, RotationRules: { AutomaticallyAfterDays: 30 }, VersionIdsToStages })
    expect(after.NextRotationDate).toBeUndefined()
    expect(Object.values(VersionIdsToStages ?? {}).flat()).toContain('AWSPENDING')
  })
})

describe('replicas', () => {
  test('60: a primary with replicas is not deleted; the refusal lists their Regions', async () => {
    const vault = await openTestVault()
    try {
      const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: 't60', SecretString: 'v', AddReplicaRegions: [{ Region: 'eu-west-1' }, { Region: 'ap-south-1' }] })
      vault.clock.advance(1)
      const expected = refusal('InvalidParameterException', `You can't delete secret ${ARN} that still has replica regions [eu-west-1, ap-south-1].`)
      for (const input of [{}, { RecoveryWindowInDays: 7 }, { ForceDeleteWithoutRecovery: true }]) {
        expect(await refusalOf(vault.call('secretsmanager:DeleteSecret', { SecretId: 't60', ...input }))).toEqual(expected)
      }
    } finally {
      await vault.close()
    }
  })
})

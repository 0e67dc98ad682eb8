import { afterEach, beforeEach, expect, test } from 'vitest'
import { rotateByTheBook } from '../../support/scripted-runner.ts'
import { openBench, type RotationBench, SCRIPTED_ARN } from './rotation-bench.ts'

let bench: RotationBench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

test('CheckRotation tries the value with the changes that are not stored yet', async () => {
  const arn = await bench.makeSecret('db', { ssl: 'true' })
  const before = await bench.describe(arn)
  const seen: unknown[] = []
  bench.runner.login = (value) => {
    seen.push(value)
    return { status: 'works', isEncrypted: false, server: 'scripted' }
  }
  await bench.call('workbench:CheckRotation', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN, ValueChanges: { ssl: '', sslmode: 'require', masterarn: 'admin' } })
  expect(seen).toEqual([expect.objectContaining({ sslmode: 'require', masterarn: 'admin', username: 'app', password: 'first' })])
  expect(seen[0]).not.toHaveProperty('ssl')
  expect(await bench.describe(arn)).toEqual(before)
})

test('CheckRotation tries the pending login too while a version is pending, and each asking that fails is told once', async () => {
  const arn = await bench.makeSecret('db')
  bench.runner.script = async (event, invocation) => {
    if (event.Step === 'setSecret') throw new Error('the server went away')
    return rotateByTheBook(event, invocation)
  }
  await bench.call('secretsmanager:RotateSecret', { SecretId: arn, RotationLambdaARN: SCRIPTED_ARN })
  expect(await bench.settled(arn)).toBe('retrying')
  bench.runner.login = ({ password }) => (password === 'first' ? { status: 'works', isEncrypted: true, server: 'scripted' } : { status: 'fails', failure: 'wrong-password-or-no-user', message: 'refused' })
  const { Logins } = await bench.call('workbench:CheckRotation', { SecretId: arn })
  expect(Logins).toMatchObject([
    { Of: 'current', Works: true, Username: 'app' },
    { Of: 'pending', Works: false, Message: 'refused' },
  ])
  const told = (): readonly unknown[] => bench.events.filter((event) => event.type === 'rotation-failed')
  expect(told()).toEqual([{ type: 'rotation-failed', arn, name: 'db' }])
  await bench.call('workbench:RetryRotation', { SecretId: arn })
  await bench.until(() => told().length === 2)
})

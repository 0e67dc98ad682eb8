import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusalOf } from '../../support/refusal.ts'
import { keepInvocation } from '../../../electron/engine/rotation/function-record.ts'
import { LOGGED_AT_MS, ScriptedRunner } from '../../support/scripted-runner.ts'
import { ACCOUNT, openTestVault, REGION, type TestVault } from '../../support/test-vault.ts'

const HASH = 'a'.repeat(64)
const runner = new ScriptedRunner()
let vault: TestVault
beforeAll(async () => {
  vault = await openTestVault({ host: { functions: runner } })
})
afterAll(() => vault.close())

const create = (FunctionName: string, more: object = {}) => vault.call('workbench:CreateFunction', { FunctionName, Runtime: 'python', CodePath: '/srv/rotate', Handler: 'rotate.lambda_handler', ...more })

describe('functions of the user', () => {
  test('are made with Lambda’s defaults, found by name and by ARN, changed and deleted', async () => {
    const { Function: made } = await create('own', { Environment: { LEVEL: 'debug' }, CodeSha256: HASH })
    expect(made).toMatchObject({ FunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:own`, Timeout: 30, MemorySize: 128, CodeSha256: HASH })
    expect(await vault.call('workbench:GetFunction', { FunctionName: made.FunctionArn })).toMatchObject({ Environment: { LEVEL: 'debug' }, IsInvokable: true, SecretArns: [] })
    const { Function: changed } = await vault.call('workbench:UpdateFunction', { FunctionName: 'own', Timeout: 900 })
    expect(changed).toMatchObject({ Timeout: 900, Handler: 'rotate.lambda_handler', CodeSha256: HASH })
    const { Functions, Runtimes } = await vault.call('workbench:ListFunctions', {})
    expect(Functions.map(({ FunctionName, Runtime }) => [FunctionName, Runtime])).toEqual([['builtin-scripted', 'built-in'], ['own', 'python']])
    expect(Runtimes).toEqual([{ Runtime: 'python', Version: '3.11.2', Isolation: 'none' }])
    await vault.call('workbench:DeleteFunction', { FunctionName: 'own' })
    expect((await refusalOf(vault.call('workbench:GetFunction', { FunctionName: 'own' }))).code).toBe('ResourceNotFoundException')
  })

  test('other code than the one agreed to is not agreed to', async () => {
    await create('moved', { CodeSha256: HASH })
    await vault.call('workbench:UpdateFunction', { FunctionName: 'moved', CodePath: '/srv/other' })
    expect((await vault.call('workbench:GetFunction', { FunctionName: 'moved' })).IsInvokable).toBe(false)
    expect((await refusalOf(vault.call('workbench:InvokeFunction', { FunctionName: 'moved' }))).code).toBe('CodeNotAgreed')
  })

  test.each([
    ['builtin-mine', {}, /come with Coffer/],
    ['relative', { CodePath: 'rotate' }, /not absolute/],
    ['variable', { Environment: { '1X': 'v' } }, /no name of an environment variable/],
    ['much', { Environment: { A: 'v'.repeat(4096) } }, /Lambda allows 4096/],
    ['role', { Role: `arn:aws:iam::${ACCOUNT}:role/none` }, /no role/],
    ['long', { Timeout: 901 }, /less than or equal to 900/],
  ])('%s is refused', async (name, more, words) => {
    expect((await refusalOf(create(name, more))).message).toMatch(words)
  })

  test('what comes with Coffer cannot be changed', async () => {
    expect((await refusalOf(vault.call('workbench:DeleteFunction', { FunctionName: 'builtin-scripted' }))).message).toMatch(/comes with Coffer/)
  })
})

describe('InvokeFunction', () => {
  test('runs the function as the account’s rotation role, and keeps the run of the user’s own', async () => {
    await create('invoked', { CodeSha256: HASH })
    runner.script = async (_event, { call }) => (await call('sts:GetCallerIdentity', {})) as object
    const answer = await vault.call('workbench:InvokeFunction', { FunctionName: 'invoked', Payload: '{"a":1}' })
    expect(answer).toMatchObject({ Status: 'succeeded', Log: [{ Timestamp: LOGGED_AT_MS / 1000, Text: 'ran undefined' }] })
    expect(JSON.parse(answer.Payload ?? '')).toMatchObject({ Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/coffer-rotation/invoked` })
    expect(runner.invocations.at(-1)).toMatchObject({ payload: { a: 1 }, timeoutMs: 30_000, credentials: null, target: { codeSha256: HASH } })
    const { Invocations } = await vault.call('workbench:ListFunctionInvocations', { FunctionName: 'invoked' })
    expect(Invocations).toMatchObject([{ RequestId: answer.RequestId, Status: 'succeeded', Log: answer.Log }])
  })

  test('runs that were kept before lines had times are shown without', async () => {
    const { Function: made } = await create('older', { CodeSha256: HASH })
    keepInvocation(vault.vault, { id: 'r-1', functionArn: made.FunctionArn, startedAtMs: 1_000, durationMs: 5, status: 'succeeded', log: ['as it was', { atMs: 2_500, text: 'as it is' }] })
    expect((await vault.call('workbench:ListFunctionInvocations', { FunctionName: 'older' })).Invocations[0]?.Log).toEqual([{ Text: 'as it was' }, { Timestamp: 2.5, Text: 'as it is' }])
  })

  test('a function cannot call the workbench', async () => {
    runner.script = (_event, { call }) => call('workbench:Seal', {})
    const answer = await vault.call('workbench:InvokeFunction', { FunctionName: 'invoked' })
    expect(answer).toMatchObject({ Status: 'failed', ErrorType: 'UnknownOperationException' })
  })

  test('its calls are in the activity as its own', async () => {
    const { Events } = await vault.call('workbench:ListActivity', { Door: 'function' })
    expect(Events).toContainEqual(expect.objectContaining({ Operation: 'sts:GetCallerIdentity', PrincipalArn: `arn:aws:sts::${ACCOUNT}:assumed-role/coffer-rotation/invoked` }))
  })
})

import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { missingProgram } from '../endpoint/support/python-clients.ts'
import { TEST_ACCOUNT, TEST_REGION } from '../support/test-core.ts'
import { openRotationVault, type RotationVault } from './support/rotation-vault.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const noCli = missingProgram('aws', ['--version'])
const noBoto3 = missingProgram('python3', ['-c', 'import boto3'])
const HANDLERS = { python: 'rotate.lambda_handler', nodejs: 'rotate.handler' } as const
const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret']
const arnOf = (name: string): string => `arn:aws:lambda:${TEST_REGION}:${TEST_ACCOUNT}:function:${name}`
let vault: RotationVault
beforeAll(async () => {
  vault = await openRotationVault()
})
afterAll(() => vault.close())

const valueOf = async (SecretId: string, VersionStage = 'AWSCURRENT'): Promise<string> => (await vault.test.call('secretsmanager:GetSecretValue', { SecretId, VersionStage })).SecretString ?? ''

/** A function from its template, agreed to. */
async function addTemplate(runtime: 'python' | 'nodejs', name: string, ...more: readonly string[]): Promise<string> {
  const folder = vault.folder(name)
  const made = await vault.coffer(['functions', 'new', folder, '--runtime', runtime])
  const added = await vault.coffer(['functions', 'add', name, '--runtime', runtime, '--code', folder, '--handler', HANDLERS[runtime], '--yes', ...more])
  expect([made.exitCode, added]).toEqual([0, { exitCode: 0, stdout: `${arnOf(name)}\n`, stderr: `Added ${name}.\n` }])
  return folder
}

describe.each(['python', 'nodejs'] as const)('a %s function from its template', (runtime) => {
  beforeEach(({ skip }) => {
    skip(runtime === 'python' && noBoto3 !== null, 'needs boto3')
    skip(noCli !== null, 'needs the AWS CLI')
  })

  it('rotates a secret that the AWS CLI asks it to, twice, and says nothing of its values', async () => {
    const name = `own-${runtime}`
    await addTemplate(runtime, name, '--env', 'PASSWORD_LENGTH=40', '--env', 'EXCLUDE_CHARACTERS=/@"\\\'%&<>')
    const secret = `app/${runtime}`
    await vault.test.call('secretsmanager:CreateSecret', { Name: secret, SecretString: '{"username":"app","password":"the-first-password"}' })
    const seen = ['the-first-password']
    for (const round of [1, 2]) {
      const { exitCode, stdout, stderr } = await vault.aws('secretsmanager', 'rotate-secret', '--secret-id', secret, '--rotation-lambda-arn', arnOf(name), '--rotation-rules', 'AutomaticallyAfterDays=30')
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
      const { History } = await vault.settled(secret)
      expect(History).toHaveLength(round)
      expect(History[0]).toMatchObject({ VersionId: (JSON.parse(stdout) as { VersionId: string }).VersionId, Outcome: 'succeeded' })
      const value = JSON.parse(await valueOf(secret)) as { username: string; password: string }
      expect(value).toEqual({ username: 'app', password: expect.stringMatching(/^[^/@"\\'%&<>]{40}$/) })
      expect(JSON.parse(await valueOf(secret, 'AWSPREVIOUS'))).toEqual({ username: 'app', password: seen.at(-1) })
      seen.push(value.password)
    }
    const { Invocations } = await vault.test.call('workbench:ListFunctionInvocations', { FunctionName: name })
    expect(Invocations.map(({ Step, Status }) => [Step, Status]).reverse()).toEqual([...STEPS, ...STEPS].map((step) => [step, 'succeeded']))
    const logs = await vault.coffer(['functions', 'logs', name])
    expect(logs.stdout).toContain(`finishSecret: Set AWSCURRENT to version`)
    for (const password of seen) expect(logs.stdout + JSON.stringify(await vault.test.call('workbench:GetRotation', { SecretId: secret }))).not.toContain(password)
  })

  it('is tried by hand, step by step', async () => {
    const name = `tried-${runtime}`
    await addTemplate(runtime, name)
    const { ARN } = await vault.test.call('secretsmanager:CreateSecret', { Name: `tried/${runtime}`, SecretString: 'plain text' })
    await vault.test.call('secretsmanager:RotateSecret', { SecretId: ARN, RotationLambdaARN: arnOf(name), RotationRules: { AutomaticallyAfterDays: 30 }, RotateImmediately: false })
    // Lambda's own test of a function, before there is a version to rotate: refused in the template's words.
    const token = randomUUID()
    const invoke = (Step: string): ReturnType<RotationVault['coffer']> => vault.coffer(['functions', 'invoke', name, '--event', '-'], { input: JSON.stringify({ SecretId: ARN, ClientRequestToken: token, Step }) })
    const early = await invoke('createSecret')
    expect(early.exitCode).toBe(1)
    expect(early.stderr).toContain(`Secret version ${token} has no stage for rotation of secret ${ARN}.`)
    await vault.test.call('secretsmanager:PutSecretValue', { SecretId: ARN, ClientRequestToken: token, SecretString: 'the value by hand', VersionStages: ['AWSPENDING'] })
    for (const step of STEPS) expect(await invoke(step)).toMatchObject({ exitCode: 0, stdout: 'null\n' })
    expect(await valueOf(ARN)).toBe('the value by hand')
    expect((await invoke('finishSecret')).stderr).toContain(`Secret version ${token} already set as AWSCURRENT`)
  })
})

describe('what a function may do', () => {
  const SPY = `exports.handler = async (event) => {
  const { SecretsManagerClient, GetSecretValueCommand } = require('@aws-sdk/client-secrets-manager')
  const { SecretString } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: event.Other ?? event.SecretId }))
  console.log('it is', SecretString, 'or', Buffer.from(SecretString).toString('base64'))
  throw new Error('Login failed with ' + SecretString)
}`
  async function addSpy(name: string, ...more: readonly string[]): Promise<void> {
    writeFileSync(vault.folder(`${name}.js`), SPY)
    const added = await vault.coffer(['functions', 'add', name, '--runtime', 'nodejs', '--code', vault.folder(`${name}.js`), '--handler', `${name}.handler`, '--yes', ...more])
    expect(added.exitCode).toBe(0)
  }

  async function rotateWith(name: string, secret: string): Promise<Awaited<ReturnType<RotationVault['settled']>>> {
    await vault.test.call('secretsmanager:RotateSecret', { SecretId: secret, RotationLambdaARN: arnOf(name), RotationRules: { AutomaticallyAfterDays: 30 } })
    return vault.settled(secret)
  }

  it('what it prints and throws of the secret is masked, in its log and in the rotation’s', async () => {
    await addSpy('spy')
    await vault.test.call('secretsmanager:CreateSecret', { Name: 'spied', SecretString: 'correct horse battery' })
    const rotation = await rotateWith('spy', 'spied')
    expect(rotation.Active).toMatchObject({ FailedTries: 1, ErrorMessage: expect.stringContaining('Login failed with [redacted]') })
    const { stdout } = await vault.coffer(['functions', 'logs', 'spy'])
    expect(stdout).toContain('\tit is [redacted] or [redacted]')
    const everywhere = JSON.stringify([rotation, stdout, vault.test.logged, await vault.test.call('workbench:ListFunctionInvocations', { FunctionName: 'spy' })])
    for (const form of ['correct horse battery', Buffer.from('correct horse battery').toString('base64'), 'horse']) expect(everywhere).not.toContain(form)
  })

  it('a rotation’s credentials are for its secret alone, and end with the run', async () => {
    const KEEPER = `exports.handler = async (event) => {
  const { SecretsManagerClient, GetSecretValueCommand, ListSecretsCommand } = require('@aws-sdk/client-secrets-manager')
  const client = new SecretsManagerClient({})
  const say = (name, command) => client.send(command).then(() => console.log(name, 'allowed'), (error) => console.log(name, error.name))
  await say('own', new GetSecretValueCommand({ SecretId: event.SecretId }))
  await say('other', new GetSecretValueCommand({ SecretId: 'not-mine' }))
  await say('list', new ListSecretsCommand({}))
  console.log('keys', JSON.stringify([process.env.AWS_ACCESS_KEY_ID, process.env.AWS_SECRET_ACCESS_KEY, process.env.AWS_SESSION_TOKEN]))
}`
    writeFileSync(vault.folder('keeper.js'), KEEPER)
    await vault.coffer(['functions', 'add', 'keeper', '--runtime', 'nodejs', '--code', vault.folder('keeper.js'), '--handler', 'keeper.handler', '--yes'])
    await vault.test.call('secretsmanager:CreateSecret', { Name: 'not-mine', SecretString: 'x' })
    await vault.test.call('secretsmanager:CreateSecret', { Name: 'mine', SecretString: 'y' })
    await rotateWith('keeper', 'mine')
    const { Invocations } = await vault.test.call('workbench:ListFunctionInvocations', { FunctionName: 'keeper' })
    const log = (Invocations[0]?.Log ?? []).map(({ Text }) => Text.split('\t').at(-1))
    expect(log).toEqual(expect.arrayContaining(['own allowed', 'other AccessDeniedException', 'list AccessDeniedException']))
    expect(log).toContainEqual(expect.stringMatching(/^keys \["ASIA[A-Z0-9]+","\[redacted\]","\[redacted\]"\]$/))
  })

  it('without permission on the secret, or on its key, it fails as on AWS', async () => {
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] })
    const { Role } = await vault.test.call('workbench:CreateRole', { RoleName: 'blind', AssumeRolePolicyDocument: trust })
    await addSpy('blind', '--role', Role.Arn)
    await vault.test.call('secretsmanager:CreateSecret', { Name: 'unseen', SecretString: 'the unseen value' })
    const { Active } = await rotateWith('blind', 'unseen')
    expect(Active?.ErrorMessage).toMatch(/User: arn:aws:sts::123456789012:assumed-role\/blind\/[^ ]+ is not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:[^ ]+ because no identity-based policy allows the secretsmanager:GetSecretValue action/)

    const { KeyMetadata } = await vault.test.call('kms:CreateKey', { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${TEST_ACCOUNT}:root` }, Action: 'kms:*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalType': 'Account' } } },
    ] }) })
    await addSpy('keyless')
    await vault.test.call('secretsmanager:CreateSecret', { Name: 'locked', SecretString: 'the locked value', KmsKeyId: KeyMetadata.KeyId })
    const locked = await rotateWith('keyless', 'locked')
    expect(locked.Active?.ErrorMessage).toMatch(/Access to KMS is not allowed/)
  })
})

describe('code that changed', () => {
  it('is not run by a rotation until someone agrees to it', async () => {
    const path = join(vault.folder('changing.js'))
    writeFileSync(path, 'exports.handler = async () => "first"')
    await vault.coffer(['functions', 'add', 'changing', '--runtime', 'nodejs', '--code', path, '--handler', 'changing.handler', '--yes'])
    writeFileSync(path, 'exports.handler = async () => "second"')
    await vault.test.call('secretsmanager:CreateSecret', { Name: 'changing', SecretString: 'x' })
    await vault.test.call('secretsmanager:RotateSecret', { SecretId: 'changing', RotationLambdaARN: arnOf('changing'), RotationRules: { AutomaticallyAfterDays: 30 } })
    expect((await vault.settled('changing')).Active?.ErrorMessage).toMatch(/is not the code that was agreed to run/)
  })
})

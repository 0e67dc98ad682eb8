import { GetSecretValueCommand, RotateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endpointAccess, type EndpointAccess } from '../../support/doors.ts'
import { ScriptedRunner } from '../../support/scripted-runner.ts'
import { startTestCore, TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../../support/test-core.ts'
import { missingProgram, runAwsProgram } from '../../endpoint/support/python-clients.ts'

const ARN = `arn:aws:lambda:${TEST_REGION}:${TEST_ACCOUNT}:function:builtin-scripted`
const noCli = missingProgram('aws', ['--version'])
const noBoto3 = missingProgram('python3', ['-c', 'import boto3'])

let core: TestCore
let access: EndpointAccess
const runner = new ScriptedRunner()
beforeAll(async () => {
  core = await startTestCore({ overrides: { functions: runner } })
  await core.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  access = await endpointAccess(core, 'rotator')
  for (const Name of ['cli', 'boto3', 'sdk', 'own']) await core.call('secretsmanager:CreateSecret', { Name, SecretString: JSON.stringify({ engine: 'postgres', host: `${Name}.local`, username: 'app', password: 'first' }) })
})
afterAll(() => core.close())

function program(command: string, words: readonly string[]): ReturnType<typeof runAwsProgram> {
  const { accessKeyId, secretAccessKey } = access.credentials
  return runAwsProgram(command, words, Number(new URL(access.endpoint).port), { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_DEFAULT_REGION: TEST_REGION })
}

async function aws(...words: readonly string[]): Promise<Record<string, unknown>> {
  const { exitCode, stdout, stderr } = await program('aws', ['secretsmanager', ...words, '--endpoint-url', access.endpoint, '--output', 'json'])
  if (exitCode !== 0) throw new Error(stderr.trim())
  return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>)
}

/** Waits until the secret was rotated, which the service does after its answer. */
async function rotated(SecretId: string): Promise<void> {
  for (;;) {
    const { Active } = await core.call('workbench:GetRotation', { SecretId })
    if (Active === undefined) return
    await new Promise((resolve) => setImmediate(resolve))
  }
}

test.skipIf(noCli !== null)('the AWS CLI rotates, looks, and cancels', async () => {
  await expect(aws('rotate-secret', '--secret-id', 'cli')).rejects.toThrow(/InvalidRequestException.*No Lambda rotation function ARN is associated with this secret\./)
  await expect(aws('rotate-secret', '--secret-id', 'cli', '--rotation-lambda-arn', `${ARN}-none`)).rejects.toThrow(/AccessDeniedException.*Secrets Manager cannot invoke the specified Lambda function\./)
  const { VersionId } = await aws('rotate-secret', '--secret-id', 'cli', '--rotation-lambda-arn', ARN, '--rotation-rules', '{"ScheduleExpression":"cron(0 16 1,15 * ? *)","Duration":"2h"}')
  await rotated('cli')
  const described = await aws('describe-secret', '--secret-id', 'cli')
  expect(described).toMatchObject({
    RotationEnabled: true,
    RotationLambdaARN: ARN,
    RotationRules: { ScheduleExpression: 'cron(0 16 1,15 * ? *)', Duration: '2h', AutomaticallyAfterDays: expect.any(Number) as number },
    LastRotatedDate: expect.anything() as unknown,
    NextRotationDate: expect.anything() as unknown,
    VersionIdsToStages: { [VersionId as string]: ['AWSCURRENT'] },
  })
  const { SecretString } = await aws('get-secret-value', '--secret-id', 'cli')
  expect((JSON.parse(SecretString as string) as { password: string }).password).not.toBe('first')
  expect(await aws('cancel-rotate-secret', '--secret-id', 'cli')).toMatchObject({ Name: 'cli' })
  const cancelled = await aws('describe-secret', '--secret-id', 'cli')
  expect(cancelled).toMatchObject({ RotationEnabled: false, RotationLambdaARN: ARN })
  expect(cancelled).not.toHaveProperty('NextRotationDate')
})

test.skipIf(noBoto3 !== null)('boto3 rotates and tests', async () => {
  const { stdout, stderr } = await program('python3', [
    '-c',
    `
import boto3, json
s = boto3.client("secretsmanager", endpoint_url="${access.endpoint}")
tested = s.rotate_secret(SecretId="boto3", RotationLambdaARN="${ARN}", RotationRules={"AutomaticallyAfterDays": 7}, RotateImmediately=False)
print(json.dumps({"keys": sorted(k for k in tested if k != "ResponseMetadata"), "rules": s.describe_secret(SecretId="boto3")["RotationRules"]}))
`,
  ])
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual({ keys: ['ARN', 'Name', 'VersionId'], rules: { AutomaticallyAfterDays: 7 } })
  await rotated('boto3')
  const { VersionIdsToStages } = await core.call('secretsmanager:DescribeSecret', { SecretId: 'boto3' })
  expect(Object.values(VersionIdsToStages ?? {})).toEqual([['AWSCURRENT']])
})

test('the JavaScript SDK rotates', async () => {
  const client = new SecretsManagerClient(access)
  const { VersionId } = await client.send(new RotateSecretCommand({ SecretId: 'sdk', RotationLambdaARN: ARN }))
  await rotated('sdk')
  const value = await client.send(new GetSecretValueCommand({ SecretId: 'sdk' }))
  expect(value).toMatchObject({ VersionId, VersionStages: ['AWSCURRENT'] })
})

describe('a function in a process of its own', () => {
  test('gets keys that reach its secret alone, and that end with it', async () => {
    const { Function: own } = await core.call('workbench:CreateFunction', { FunctionName: 'own', Runtime: 'nodejs', CodePath: '/srv/own', Handler: 'i.handler', CodeSha256: 'b'.repeat(64) })
    const found: unknown[] = []
    let kept: SecretsManagerClient | null = null
    runner.script = async (event, { credentials, endpointUrl }) => {
      if (credentials === null || endpointUrl === null) throw new Error('no credentials')
      kept = new SecretsManagerClient({
        endpoint: endpointUrl,
        region: TEST_REGION,
        maxAttempts: 1,
        credentials: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey.reveal(), sessionToken: credentials.sessionToken.reveal() },
      })
      const codeOf = (SecretId: string) => (kept as SecretsManagerClient).send(new GetSecretValueCommand({ SecretId })).then(() => 'ok', (error: Error) => error.name)
      found.push(await codeOf(event.SecretId), await codeOf('cli'))
      throw new Error('enough')
    }
    await core.call('secretsmanager:RotateSecret', { SecretId: 'own', RotationLambdaARN: own.FunctionArn, RotateImmediately: false, ClientRequestToken: randomUUID() })
    await rotated('own')
    expect(found).toEqual(['ok', 'AccessDeniedException'])
    await expect((kept as unknown as SecretsManagerClient).send(new GetSecretValueCommand({ SecretId: 'own' }))).rejects.toMatchObject({ $metadata: { httpStatusCode: expect.any(Number) as number } })
    const { Invocations } = await core.call('workbench:ListFunctionInvocations', { FunctionName: 'own' })
    expect(Invocations).toMatchObject([{ Step: 'testSecret', Status: 'failed', ErrorMessage: 'enough' }])
    expect(core.logged.join('\n')).not.toContain('first')
  })
})

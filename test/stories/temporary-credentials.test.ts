import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingProgram, runAwsProgram, type ProgramResult } from '../endpoint/support/python-clients.ts'
import { allow, makeUser, policy, trust, type Credentials } from '../support/iam.ts'
import { startTestCore, TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../support/test-core.ts'

const ROLE = `arn:aws:iam::${TEST_ACCOUNT}:role/batch`
const noBoto = missingProgram('python3', ['-c', 'import boto3'])
const noCli = missingProgram('aws', ['--version'])
for (const reason of [noBoto, noCli]) if (reason !== null) console.warn(`skipped: ${reason}`)

let test: TestCore
let port = 0
let credentials: Credentials = { accessKeyId: '', secretAccessKey: '' }

beforeAll(async () => {
  test = await startTestCore()
  await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
  const { Url } = await test.call('workbench:SetEndpoint', { Enabled: true, Port: 0 })
  port = Number(new URL(Url ?? '').port)
  await test.call('secretsmanager:CreateSecret', { Name: 'batch/db', SecretString: 'from the role' })
  credentials = await makeUser(test, 'operator')
  await test.call('workbench:CreateRole', {
    RoleName: 'batch',
    AssumeRolePolicyDocument: policy(trust(`arn:aws:iam::${TEST_ACCOUNT}:user/operator`, { Action: ['sts:AssumeRole', 'sts:TagSession'] })),
  })
  await test.call('workbench:PutRolePolicy', {
    RoleName: 'batch',
    PolicyName: 'own-team',
    PolicyDocument: policy(allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:${aws:PrincipalTag/team}/*'), allow('secretsmanager:ListSecrets')),
  })
})
afterAll(() => test.close())

/** The user's long-lived keys and a profile that assumes the role, as people keep them in their configuration file. */
function run(command: string, args: readonly string[]): Promise<ProgramResult> {
  const config = join(test.folder, 'aws-config')
  writeFileSync(
    config,
    [
      '[profile operator]',
      `aws_access_key_id = ${credentials.accessKeyId}`,
      `aws_secret_access_key = ${credentials.secretAccessKey}`,
      '[profile batch]',
      `role_arn = ${ROLE}`,
      'source_profile = operator',
      'role_session_name = from-profile',
      'duration_seconds = 900',
    ].join('\n'),
  )
  return runAwsProgram(command, args, port, {
    AWS_CONFIG_FILE: config,
    AWS_DEFAULT_REGION: TEST_REGION,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  })
}

describe.skipIf(noBoto !== null)('boto3', { timeout: 120_000 }, () => {
  it('assumes a role with tags and a session policy, reads with its credentials, and is told when it may not', async () => {
    const { stdout, stderr } = await run('python3', [
      '-c',
      `
import boto3, json, datetime
from botocore.exceptions import ClientError
sts = boto3.client('sts')
answer = sts.assume_role(
    RoleArn='${ROLE}', RoleSessionName='from-boto', DurationSeconds=1800,
    Tags=[{'Key': 'team', 'Value': 'batch'}], TransitiveTagKeys=['team'],
    Policy=json.dumps({'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action': ['secretsmanager:GetSecretValue', 'kms:Decrypt'], 'Resource': '*'}]}))
made = answer['Credentials']
out = {'arn': answer['AssumedRoleUser']['Arn'], 'packed': answer['PackedPolicySize']}
left = made['Expiration'] - datetime.datetime.now(datetime.timezone.utc)
out['minutes'] = round(left.total_seconds() / 60)
session = boto3.Session(made['AccessKeyId'], made['SecretAccessKey'], made['SessionToken'])
secrets = session.client('secretsmanager')
out['value'] = secrets.get_secret_value(SecretId='batch/db')['SecretString']
out['me'] = session.client('sts').get_caller_identity()['Arn']
def refusal(call):
    try:
        call()
    except ClientError as error:
        return [error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode']]
out['list'] = refusal(lambda: secrets.list_secrets())
out['chain'] = refusal(lambda: session.client('sts').assume_role(RoleArn='${ROLE}', RoleSessionName='again'))
out['long'] = refusal(lambda: sts.assume_role(RoleArn='${ROLE}', RoleSessionName='long', DurationSeconds=7200))
out['policy'] = refusal(lambda: sts.assume_role(RoleArn='${ROLE}', RoleSessionName='bad', Policy='{}'))
stolen = boto3.Session(made['AccessKeyId'], made['SecretAccessKey'], 'another token')
out['token'] = refusal(lambda: stolen.client('secretsmanager').get_secret_value(SecretId='batch/db'))
print(json.dumps(out))
`,
    ])
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      arn: `arn:aws:sts::${TEST_ACCOUNT}:assumed-role/batch/from-boto`,
      packed: expect.any(Number),
      minutes: 30,
      value: 'from the role',
      me: `arn:aws:sts::${TEST_ACCOUNT}:assumed-role/batch/from-boto`,
      list: ['AccessDeniedException', 400],
      chain: ['AccessDenied', 403],
      long: ['ValidationError', 400],
      policy: ['MalformedPolicyDocument', 400],
      token: ['UnrecognizedClientException', 400],
    })
  })

  it('assumes the role of a profile by itself', async () => {
    const { stdout, stderr } = await run('python3', ['-c', "import boto3\nsession = boto3.Session(profile_name='batch')\nprint(session.client('sts').get_caller_identity()['Arn'], len(session.client('secretsmanager').list_secrets()['SecretList']))"])
    expect([stdout, stderr]).toEqual([`arn:aws:sts::${TEST_ACCOUNT}:assumed-role/batch/from-profile 1\n`, ''])
  })
})

describe.skipIf(noCli !== null)('the AWS CLI', { timeout: 120_000 }, () => {
  it('assumes a role, shows its credentials, and uses one by profile', async () => {
    const assumed = await run('aws', ['sts', 'assume-role', '--role-arn', ROLE, '--role-session-name', 'from-cli', '--tags', 'Key=team,Value=batch'])
    expect(JSON.parse(assumed.stdout)).toEqual({
      Credentials: { AccessKeyId: expect.stringMatching(/^ASIA/), SecretAccessKey: expect.any(String), SessionToken: expect.any(String), Expiration: expect.stringMatching(/^20\d\d-/) },
      AssumedRoleUser: { AssumedRoleId: expect.stringMatching(/^AROA.*:from-cli$/), Arn: `arn:aws:sts::${TEST_ACCOUNT}:assumed-role/batch/from-cli` },
    })
    const listed = await run('aws', ['secretsmanager', 'list-secrets', '--profile', 'batch', '--query', 'SecretList[].Name', '--output', 'text'])
    expect(listed).toEqual({ exitCode: 0, stdout: 'batch/db\n', stderr: '' })
  })
})

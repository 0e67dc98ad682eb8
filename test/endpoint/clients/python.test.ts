import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { ACCESS_KEY_ID, ACCOUNT_ID, SECRET_ACCESS_KEY } from '../support/fake-engine.ts'
import { missingProgram, runAwsProgram, type ProgramResult } from '../support/python-clients.ts'
import { startTestEndpoint } from '../support/start-test-endpoint.ts'

const endpoint = await startTestEndpoint()

afterAll(() => endpoint.close())

beforeEach(() => {
  endpoint.engine.state = 'unsealed'
  endpoint.engine.respond = null
})

const CREDENTIALS = { AWS_ACCESS_KEY_ID: ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY: SECRET_ACCESS_KEY }
const noBoto = missingProgram('python3', ['-c', 'import boto3'])
const noCli = missingProgram('aws', ['--version'])

const python = (script: string, environment: Readonly<Record<string, string>> = {}): Promise<ProgramResult> =>
  runAwsProgram('python3', ['-c', script], endpoint.port, { ...CREDENTIALS, ...environment })
const aws = (args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<ProgramResult> =>
  runAwsProgram('aws', args, endpoint.port, { ...CREDENTIALS, ...environment })

describe('boto3', { timeout: 90_000 }, () => {
  beforeEach(({ skip }) => skip(noBoto !== null, 'needs boto3'))

  test('writes and reads a secret, takes an empty answer, knows who it is and the errors', async () => {
    const { stdout, stderr } = await python(`
import boto3, json
from botocore.exceptions import ClientError
secrets, sts, kms = boto3.client('secretsmanager'), boto3.client('sts'), boto3.client('kms')
out = {}
out['created'] = secrets.create_secret(Name='app/db', SecretString='é€😀')['Name']
value = secrets.get_secret_value(SecretId='app/db')
out['value'] = value['SecretString']
out['date'] = value['CreatedDate'].timestamp()
out['hasRequestId'] = len(value['ResponseMetadata']['RequestId'])
out['tagged'] = secrets.tag_resource(SecretId='a', Tags=[{'Key': 'k', 'Value': 'v'}])['ResponseMetadata']['HTTPStatusCode']
identity = sts.get_caller_identity()
out['identity'] = [identity['Account'], identity['Arn'], identity['UserId']]
try:
    secrets.get_secret_value(SecretId='absent')
except secrets.exceptions.ResourceNotFoundException as error:
    out['absent'] = [error.response['Error']['Message'], error.response['Message'], error.response['ResponseMetadata']['HTTPStatusCode']]
try:
    kms.describe_key(KeyId='k')
except kms.exceptions.NotFoundException as error:
    out['noKey'] = [error.response['Error']['Message'], error.response['message']]
print(json.dumps(out))
`)
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      created: 'app/db',
      value: 'é€😀',
      date: 1_523_477_145.713,
      hasRequestId: 36,
      tagged: 200,
      identity: [ACCOUNT_ID, `arn:aws:iam::${ACCOUNT_ID}:user/alice`, 'AIDACKCEVSQ6C2EXAMPLE'],
      absent: ["Secrets Manager can't find the specified secret.", "Secrets Manager can't find the specified secret.", 400],
      noKey: [`Key 'arn:aws:kms:us-east-1:${ACCOUNT_ID}:key/k' does not exist`, `Key 'arn:aws:kms:us-east-1:${ACCOUNT_ID}:key/k' does not exist`],
    })
  })

  test('is refused with a wrong secret and with none', async () => {
    const script = `
import boto3
from botocore.exceptions import ClientError
try:
    boto3.client('secretsmanager').get_secret_value(SecretId='a')
except ClientError as error:
    print(error.response['Error']['Code'])
`
    expect((await python(script, { AWS_SECRET_ACCESS_KEY: 'other' })).stdout).toBe('InvalidSignatureException\n')
    const unsigned = script.replace("client('secretsmanager')", "client('secretsmanager', config=botocore.config.Config(signature_version=botocore.UNSIGNED))").replace('import boto3', 'import boto3, botocore.config')
    expect((await python(unsigned)).stdout).toBe('MissingAuthenticationTokenException\n')
  })

  test('tells that the vault is sealed', async () => {
    endpoint.engine.state = 'sealed'
    const { stdout } = await python(`
import boto3, botocore.config
from botocore.exceptions import ClientError
try:
    boto3.client('secretsmanager', config=botocore.config.Config(retries={'total_max_attempts': 1})).get_secret_value(SecretId='a')
except ClientError as error:
    print(error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode'], 'Unlock it in the Coffer window' in str(error))
`)
    expect(stdout).toBe('VaultLocked 503 True\n')
  })

  test('gets the answer to a value far over the limit', async () => {
    const { stdout } = await python(`
import boto3
from botocore.exceptions import ClientError
try:
    boto3.client('secretsmanager').create_secret(Name='a', SecretString='x' * 2000000)
except ClientError as error:
    print(error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode'])
`)
    expect(stdout).toBe('RequestEntityTooLarge 413\n')
  })
})

describe('the AWS CLI', { timeout: 90_000 }, () => {
  beforeEach(({ skip }) => skip(noCli !== null, 'needs the AWS CLI'))

  test('writes and reads a secret and knows who it is', async () => {
    const created = await aws(['secretsmanager', 'create-secret', '--name', 'cli/db', '--secret-string', 'from the CLI'])
    expect({ ...created, stdout: JSON.parse(created.stdout).Name }).toEqual({ exitCode: 0, stdout: 'cli/db', stderr: '' })
    const read = await aws(['secretsmanager', 'get-secret-value', '--secret-id', 'cli/db', '--query', 'SecretString', '--output', 'text'])
    expect(read).toEqual({ exitCode: 0, stdout: 'from the CLI\n', stderr: '' })
    const identity = await aws(['sts', 'get-caller-identity'])
    expect(JSON.parse(identity.stdout)).toEqual({ UserId: 'AIDACKCEVSQ6C2EXAMPLE', Account: ACCOUNT_ID, Arn: `arn:aws:iam::${ACCOUNT_ID}:user/alice` })
  })

  test('shows the error of an absent secret and of a wrong secret key', async () => {
    const absent = await aws(['secretsmanager', 'get-secret-value', '--secret-id', 'absent'])
    expect(absent.exitCode).toBeGreaterThan(0)
    expect(absent.stderr).toContain("An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: Secrets Manager can't find the specified secret.")
    const stranger = await aws(['sts', 'get-caller-identity'], { AWS_SECRET_ACCESS_KEY: 'other' })
    expect(stranger.stderr).toContain('An error occurred (SignatureDoesNotMatch) when calling the GetCallerIdentity operation')
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startServing, type Serving } from '../cli/support/coffer-process.ts'
import { missingProgram, runAwsProgram, type ProgramResult } from '../endpoint/support/python-clients.ts'
import { TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION } from '../support/test-core.ts'
import { TEMPLATE_USER, type VaultTemplate } from '../support/vault-template.ts'
import { AWS_OPERATIONS, makeTourVault, operationOfWords, TOUR_FUNCTION, TOUR_KEY_POLICY, TOUR_POLICY, TOUR_REPLICA_REGION, TOUR_ROLE } from './tour.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const MANY = fileURLToPath(new URL('many-aws-commands.py', import.meta.url))
const FIRST = '11111111-1111-4111-8111-111111111111'
const SECOND = '22222222-2222-4222-8222-222222222222'
const USER = `arn:aws:iam::${TEST_ACCOUNT}:user/${TEMPLATE_USER}`
const noCli = missingProgram('aws', ['--version'])
const files = mkdtempSync(join(tmpdir(), 'coffer-aws-'))
let template: VaultTemplate
let serving: Serving
/** What the rows need to know beforehand: no row can use what another answered. */
const made = { key: '', other: '', blob: '', revoked: '', retired: '' }
beforeAll(async () => {
  if (noCli !== null) return
  template = await makeTourVault(async (call) => {
    for (const name of ['a', 'b', 'c']) await call('secretsmanager:CreateSecret', { Name: `page/${name}`, SecretString: name })
    await call('secretsmanager:ReplicateSecretToRegions', { SecretId: 'page/c', AddReplicaRegions: [{ Region: TOUR_REPLICA_REGION }] })
    const createKey = async () => (await call('kms:CreateKey', {})).KeyMetadata.KeyId
    made.key = await createKey()
    made.other = await createKey()
    made.blob = join(files, 'sealed')
    writeFileSync(made.blob, Buffer.from((await call('kms:Encrypt', { KeyId: made.key, Plaintext: 'AP8K' })).CiphertextBlob, 'base64'))
    const grant = (Name: string) => call('kms:CreateGrant', { KeyId: made.key, GranteePrincipal: USER, RetiringPrincipal: USER, Operations: ['Decrypt'], Name })
    made.revoked = (await grant('revoked')).GrantId
    made.retired = (await grant('retired')).GrantToken
  })
  serving = await startServing(['--vault', template.copy(), '--port', '0'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })
})
afterAll(async () => {
  await serving?.end()
  template?.remove()
  rmSync(files, { recursive: true, force: true })
})

function run(program: string, words: readonly string[], input?: string): Promise<ProgramResult> {
  const { accessKeyId, secretAccessKey } = template.credentials
  const environment = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_DEFAULT_REGION: TEST_REGION, PYTHONIOENCODING: 'utf-8' }
  return runAwsProgram(program, words, Number(new URL(serving.ready.endpoint).port), environment, input)
}

const keyArn = (id: string): string => `arn:aws:kms:${TEST_REGION}:${TEST_ACCOUNT}:key/${id}`
const aws = (...words: readonly string[]): Promise<ProgramResult> => run('aws', words)

/** Several commands one after the other: in one process where the CLI is a Python library, else one process each. */
async function many(commands: readonly (readonly string[])[]): Promise<readonly ProgramResult[]> {
  if (missingProgram('python3', ['-c', 'import awscli']) === null) {
    const { stdout, stderr } = await run('python3', [MANY], JSON.stringify(commands))
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout) as readonly ProgramResult[]
  }
  const results: ProgramResult[] = []
  for (const words of commands) results.push(await aws(...words))
  return results
}

/** An ARN of a replica, up to what cannot be known beforehand. */
const withoutSuffix = (shown: unknown): unknown => (typeof shown === 'string' && shown.startsWith('arn:aws:secretsmanager:') ? shown.slice(0, shown.indexOf(TEST_ACCOUNT)) : shown)
const said = (stdout: string): ProgramResult => ({ exitCode: 0, stdout: stdout === '' ? '' : `${stdout}\n`, stderr: '' })

describe('the AWS CLI, unmodified', () => {
  beforeEach(({ skip }) => skip(noCli !== null, 'needs the AWS CLI'))

  it('reads what a user typed a minute ago, and shows AWS’s words when it is refused', async () => {
    const text = ['--output', 'text']
    expect(await aws('secretsmanager', 'create-secret', '--name', 'cli/first', '--secret-string', '{"p":"é€😀"}', '--query', 'Name', ...text)).toEqual(said('cli/first'))
    const [value, listed, absent] = await Promise.all([
      aws('secretsmanager', 'get-secret-value', '--secret-id', 'cli/first', '--query', 'SecretString', ...text),
      aws('secretsmanager', 'list-secrets', '--page-size', '1', '--sort-order', 'asc', '--filters', 'Key=name,Values=page/', '--query', 'SecretList[].Name', '--output', 'json'),
      aws('secretsmanager', 'get-secret-value', '--secret-id', 'cli/none'),
    ])
    expect(value).toEqual(said('{"p":"é€😀"}'))
    expect(JSON.parse(listed.stdout)).toEqual(['page/a', 'page/b', 'page/c'])
    expect({ isRefused: absent.exitCode !== 0, words: absent.stderr.trim().replace(/^aws: \[ERROR\]: /, '') }).toEqual({
      isRefused: true,
      words: "An error occurred (ResourceNotFoundException) when calling the GetSecretValue operation: Secrets Manager can't find the specified secret.",
    })
  })

  it('calls every operation and understands every answer', async () => {
    writeFileSync(join(files, 'bytes'), Buffer.from([0, 255, 10]))
    const db = ['--secret-id', 'cli/db']
    const rows: readonly (readonly [command: string, words: readonly string[], query: string | null, shown: unknown])[] = [
      ['sts get-caller-identity', [], '[Account, Arn]', [TEST_ACCOUNT, `arn:aws:iam::${TEST_ACCOUNT}:user/${TEMPLATE_USER}`]],
      ['kms create-key', ['--description', 'for the CLI'], 'KeyMetadata.[KeyState, Description]', ['Enabled', 'for the CLI']],
      ['kms list-keys', [], 'length(Keys) > `0`', true],
      ['kms create-alias', ['--alias-name', 'alias/none-yet', '--target-key-id', 'no-key'], null, 'NotFoundException'],
      ['kms list-aliases', [], 'length(Aliases) > `0`', true],
      ['kms describe-key', ['--key-id', 'alias/none'], null, `Alias arn:aws:kms:${TEST_REGION}:${TEST_ACCOUNT}:alias/none is not found.`],
      ['secretsmanager create-secret', ['--name', 'cli/db', '--client-request-token', FIRST, '--secret-string', 'first', '--tags', 'Key=team,Value=web'], '[Name, VersionId]', ['cli/db', FIRST]],
      ['secretsmanager put-secret-value', [...db, '--client-request-token', SECOND, '--secret-binary', `fileb://${join(files, 'bytes')}`], '[VersionId, VersionStages]', [SECOND, ['AWSCURRENT']]],
      ['secretsmanager get-secret-value', db, 'SecretBinary', 'AP8K'],
      ['secretsmanager get-secret-value', [...db, '--version-stage', 'AWSPREVIOUS'], 'SecretString', 'first'],
      ['secretsmanager get-secret-value', [...db, '--version-id', FIRST], 'VersionStages', ['AWSPREVIOUS']],
      ['secretsmanager list-secret-version-ids', db, 'length(Versions)', 2],
      ['secretsmanager update-secret-version-stage', [...db, '--version-stage', 'AWSCURRENT', '--remove-from-version-id', SECOND, '--move-to-version-id', FIRST], 'Name', 'cli/db'],
      ['secretsmanager get-secret-value', db, 'SecretString', 'first'],
      ['secretsmanager update-secret', [...db, '--description', 'changed'], 'Name', 'cli/db'],
      ['secretsmanager tag-resource', [...db, '--tags', 'Key=stage,Value=dev'], null, ''],
      ['secretsmanager untag-resource', [...db, '--tag-keys', 'team'], null, ''],
      ['secretsmanager describe-secret', db, '[Description, Tags]', ['changed', [{ Key: 'stage', Value: 'dev' }]]],
      ['secretsmanager batch-get-secret-value', ['--secret-id-list', 'page/a', 'cli/none'], '[SecretValues[].SecretString, Errors[].ErrorCode]', [['a'], ['ResourceNotFoundException']]],
      ['secretsmanager get-random-password', ['--password-length', '50', '--exclude-punctuation'], 'length(RandomPassword)', 50],
      ['secretsmanager delete-secret', [...db, '--recovery-window-in-days', '7'], 'Name', 'cli/db'],
      ['secretsmanager get-secret-value', db, null, "You can't perform this operation on the secret because it was marked for deletion."],
      ['secretsmanager validate-resource-policy', ['--resource-policy', TOUR_POLICY], 'PolicyValidationPassed', true],
      ['secretsmanager rotate-secret', ['--secret-id', 'page/a', '--rotation-lambda-arn', TOUR_FUNCTION, '--rotation-rules', 'AutomaticallyAfterDays=30', '--no-rotate-immediately'], 'Name', 'page/a'],
      ['secretsmanager describe-secret', ['--secret-id', 'page/a'], '[RotationEnabled, RotationRules]', [true, { AutomaticallyAfterDays: 30 }]],
      ['secretsmanager cancel-rotate-secret', ['--secret-id', 'page/a'], 'Name', 'page/a'],
      ['secretsmanager replicate-secret-to-regions', ['--secret-id', 'page/b', '--add-replica-regions', `Region=${TOUR_REPLICA_REGION}`], 'ReplicationStatus[].Region', [TOUR_REPLICA_REGION]],
      ['secretsmanager remove-regions-from-replication', ['--secret-id', 'page/b', '--remove-replica-regions', TOUR_REPLICA_REGION], 'ReplicationStatus', []],
      ['secretsmanager stop-replication-to-replica', ['--secret-id', 'page/c', '--region', TOUR_REPLICA_REGION], 'ARN', `arn:aws:secretsmanager:${TOUR_REPLICA_REGION}:`],
      ['secretsmanager get-secret-value', ['--secret-id', 'page/c', '--region', TOUR_REPLICA_REGION], 'SecretString', 'c'],
      ['sts assume-role', ['--role-arn', TOUR_ROLE, '--role-session-name', 'cli'], 'AssumedRoleUser.Arn', `arn:aws:sts::${TEST_ACCOUNT}:assumed-role/tour/cli`],
      ['kms create-alias', ['--alias-name', 'alias/cli', '--target-key-id', made.key], null, ''],
      ['kms update-alias', ['--alias-name', 'alias/cli', '--target-key-id', made.other], null, ''],
      ['kms describe-key', ['--key-id', 'alias/cli'], 'KeyMetadata.KeyId', made.other],
      ['kms delete-alias', ['--alias-name', 'alias/cli'], null, ''],
      ['kms encrypt', ['--key-id', made.key, '--plaintext', `fileb://${join(files, 'bytes')}`, '--encryption-context', 'a=b'], 'EncryptionAlgorithm', 'SYMMETRIC_DEFAULT'],
      ['kms decrypt', ['--ciphertext-blob', `fileb://${made.blob}`], 'Plaintext', 'AP8K'],
      ['kms decrypt', ['--ciphertext-blob', `fileb://${made.blob}`, '--key-id', made.other], null, 'The key ID in the request does not identify a CMK that can perform this operation.'],
      ['kms re-encrypt', ['--ciphertext-blob', `fileb://${made.blob}`, '--destination-key-id', made.other], 'KeyId', keyArn(made.other)],
      ['kms generate-data-key', ['--key-id', made.key, '--key-spec', 'AES_256'], 'length(Plaintext)', 44],
      ['kms generate-data-key-without-plaintext', ['--key-id', made.key, '--number-of-bytes', '16'], 'KeyId', keyArn(made.key)],
      ['kms generate-random', ['--number-of-bytes', '3'], 'length(Plaintext)', 4],
      ['kms update-key-description', ['--key-id', made.key, '--description', 'changed'], null, ''],
      ['kms get-key-policy', ['--key-id', made.key, '--policy-name', 'default'], 'PolicyName', 'default'],
      ['kms put-key-policy', ['--key-id', made.key, '--policy-name', 'default', '--policy', TOUR_KEY_POLICY], null, ''],
      ['kms list-key-policies', ['--key-id', made.key], 'PolicyNames', ['default']],
      ['kms enable-key-rotation', ['--key-id', made.key, '--rotation-period-in-days', '90'], null, ''],
      ['kms get-key-rotation-status', ['--key-id', made.key], '[KeyRotationEnabled, RotationPeriodInDays]', [true, 90]],
      ['kms disable-key-rotation', ['--key-id', made.key], null, ''],
      ['kms rotate-key-on-demand', ['--key-id', made.key], 'KeyId', keyArn(made.key)],
      ['kms list-key-rotations', ['--key-id', made.key], 'Rotations[].RotationType', ['ON_DEMAND']],
      ['kms tag-resource', ['--key-id', made.key, '--tags', 'TagKey=a,TagValue=1', 'TagKey=b,TagValue=2'], null, ''],
      ['kms untag-resource', ['--key-id', made.key, '--tag-keys', 'a'], null, ''],
      ['kms list-resource-tags', ['--key-id', made.key], 'Tags', [{ TagKey: 'b', TagValue: '2' }]],
      ['kms create-grant', ['--key-id', made.key, '--grantee-principal', USER, '--operations', 'Decrypt', 'Encrypt', '--name', 'kept'], 'length(GrantId)', 64],
      ['kms revoke-grant', ['--key-id', made.key, '--grant-id', made.revoked], null, ''],
      ['kms list-retirable-grants', ['--retiring-principal', USER], 'Grants[].Name', ['retired']],
      ['kms retire-grant', ['--grant-token', made.retired], null, ''],
      ['kms list-grants', ['--key-id', made.key], 'Grants[].Name', ['kept']],
      ['kms disable-key', ['--key-id', made.key], null, ''],
      ['kms encrypt', ['--key-id', made.key, '--plaintext', `fileb://${join(files, 'bytes')}`], null, `${keyArn(made.key)} is disabled.`],
      ['kms enable-key', ['--key-id', made.key], null, ''],
      ['kms schedule-key-deletion', ['--key-id', made.key, '--pending-window-in-days', '7'], '[KeyState, PendingWindowInDays]', ['PendingDeletion', 7]],
      ['kms cancel-key-deletion', ['--key-id', made.key], 'KeyId', keyArn(made.key)],
      ['secretsmanager list-secrets', ['--filters', 'Key=name,Values=page/', '--page-size', '2'], 'SecretList[].Name', ['page/a', 'page/b', 'page/c']],
      ['secretsmanager restore-secret', db, 'Name', 'cli/db'],
      ['secretsmanager put-resource-policy', [...db, '--resource-policy', TOUR_POLICY, '--block-public-policy'], 'Name', 'cli/db'],
      ['secretsmanager get-resource-policy', db, 'ResourcePolicy', TOUR_POLICY],
      ['secretsmanager delete-resource-policy', db, 'Name', 'cli/db'],
      ['secretsmanager create-secret', ['--name', 'bad name', '--secret-string', 'x'], null, 'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!'],
    ]
    expect([...new Set(rows.map(([command]) => operationOfWords(command)))].sort()).toEqual(AWS_OPERATIONS)
    // The template's clock stands still: its replica is delivered once the vault is served.
    await expect.poll(async () => (await aws('secretsmanager', 'describe-secret', '--secret-id', 'page/c', '--region', TOUR_REPLICA_REGION)).exitCode, { timeout: 60_000 }).toBe(0)
    const results = await many(rows.map(([command, words, query]) => [...command.split(' '), ...words, ...(query === null ? [] : ['--query', query]), '--output', 'json']))
    const shown = results.map(({ exitCode, stdout, stderr }) => {
      if (exitCode === 0) return stdout === '' ? '' : withoutSuffix(JSON.parse(stdout) as unknown)
      const [, code, message] = /\((\w+)\) when calling the \w+ operation: (.*)/.exec(stderr) ?? []
      return code === 'NotFoundException' && !message?.startsWith('Alias') ? code : (message ?? stderr)
    })
    expect(shown.map((answer, index) => [rows[index]?.[0], answer])).toEqual(rows.map(([command, , , answer]) => [command, answer]))
  })
})

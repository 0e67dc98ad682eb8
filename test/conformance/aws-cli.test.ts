import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { startServing, type Serving } from '../cli/support/coffer-process.ts'
import { missingProgram, runAwsProgram, type ProgramResult } from '../endpoint/support/python-clients.ts'
import { TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION } from '../support/test-core.ts'
import { makeVaultTemplate, TEMPLATE_USER, type VaultTemplate } from '../support/vault-template.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const MANY = fileURLToPath(new URL('many-aws-commands.py', import.meta.url))
const FIRST = '11111111-1111-4111-8111-111111111111'
const SECOND = '22222222-2222-4222-8222-222222222222'
const noCli = missingProgram('aws', ['--version'])
const files = mkdtempSync(join(tmpdir(), 'coffer-aws-'))
let template: VaultTemplate
let serving: Serving
beforeAll(async () => {
  if (noCli !== null) return
  template = await makeVaultTemplate(async (call) => {
    for (const name of ['a', 'b', 'c']) await call('secretsmanager:CreateSecret', { Name: `page/${name}`, SecretString: name })
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
      ['secretsmanager restore-secret', db, 'Name', 'cli/db'],
      ['secretsmanager create-secret', ['--name', 'bad name', '--secret-string', 'x'], null, 'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!'],
    ]
    const results = await many(rows.map(([command, words, query]) => [...command.split(' '), ...words, ...(query === null ? [] : ['--query', query]), '--output', 'json']))
    const shown = results.map(({ exitCode, stdout, stderr }) => {
      if (exitCode === 0) return stdout === '' ? '' : (JSON.parse(stdout) as unknown)
      const [, code, message] = /\((\w+)\) when calling the \w+ operation: (.*)/.exec(stderr) ?? []
      return code === 'NotFoundException' && !message?.startsWith('Alias') ? code : (message ?? stderr)
    })
    expect(shown.map((answer, index) => [rows[index]?.[0], answer])).toEqual(rows.map(([command, , , answer]) => [command, answer]))
  })
})

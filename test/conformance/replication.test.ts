import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startServing, type Serving } from '../cli/support/coffer-process.ts'
import { missingProgram, runAwsProgram, type ProgramResult } from '../endpoint/support/python-clients.ts'
import { TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION } from '../support/test-core.ts'
import { makeVaultTemplate, type VaultTemplate } from '../support/vault-template.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const TOUR = fileURLToPath(new URL('replication-tour.py', import.meta.url))
const AWAY = 'eu-west-1'
const noBoto = missingProgram('python3', ['-c', 'import boto3'])
const noCli = missingProgram('aws', ['--version'])
let template: VaultTemplate
let serving: Serving
beforeAll(async () => {
  template = await makeVaultTemplate()
  serving = await startServing(['--vault', template.copy(), '--port', '0'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })
})
afterAll(async () => {
  await serving?.end()
  template?.remove()
})

function run(program: string, words: readonly string[]): Promise<ProgramResult> {
  const { accessKeyId, secretAccessKey } = template.credentials
  const environment = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_DEFAULT_REGION: TEST_REGION, PYTHONIOENCODING: 'utf-8' }
  return runAwsProgram(program, words, Number(new URL(serving.ready.endpoint).port), environment)
}

it('boto3, unmodified, replicates between two regions of one endpoint', async ({ skip }) => {
  skip(noBoto !== null, 'needs boto3')
  const { stdout, stderr, exitCode } = await run('python3', [TOUR])
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  const replica = { Region: AWAY, KmsKeyId: 'alias/aws/secretsmanager' }
  expect(JSON.parse(stdout)).toEqual({
    empty: [[], []],
    created: [{ ...replica, Status: 'InProgress' }],
    status: [{ ...replica, Status: 'InSync', StatusMessage: 'Replication succeeded' }],
    same_suffix: true,
    value: ['two', ['AWSCURRENT'], 'one'],
    read_only: ['InvalidParameterException', "Operation not permitted on a replica secret. Call must be made in primary secret's region."],
    not_deleted: `You can't delete secret ARN that still has replica regions [${AWAY}].`,
    own_region: ['InvalidParameterException', 'Invalid replica region.'],
    listed: [['tour/replicated', TEST_REGION]],
    clash: [['Failed', `Replication failed: Secret name tour/clash already exists in region ${AWAY}.`]],
    forced: [['InSync', 'alias/away'], 'ours'],
    promoted: [null, null],
    removed: [],
    gone: ['ResourceNotFoundException', "Secrets Manager can't find the specified secret."],
    unknown_region: ['InvalidSignatureException', "Credential should be scoped to a valid Region, not 'mars-north-1'. "],
  })
})

it('the AWS CLI, unmodified, replicates, reads in the other region and promotes', async ({ skip }) => {
  skip(noCli !== null, 'needs the AWS CLI')
  const aws = async (...words: readonly string[]): Promise<string> => {
    const { stdout, stderr, exitCode } = await run('aws', ['secretsmanager', ...words, '--output', 'text'])
    return exitCode === 0 ? stdout.trim() : stderr.trim()
  }
  expect(await aws('create-secret', '--name', 'cli/shared', '--secret-string', 'v', '--add-replica-regions', `Region=${AWAY}`, '--query', 'ReplicationStatus[].Region')).toBe(AWAY)
  expect(await aws('get-secret-value', '--secret-id', 'cli/shared', '--region', AWAY, '--query', 'SecretString')).toBe('v')
  expect(await aws('describe-secret', '--secret-id', 'cli/shared', '--query', '[PrimaryRegion, ReplicationStatus[0].StatusMessage]')).toBe(`${TEST_REGION}\tReplication succeeded`)
  expect(await aws('tag-resource', '--secret-id', 'cli/shared', '--region', AWAY, '--tags', 'Key=a,Value=b')).toContain('Operation not permitted on a replica secret.')
  expect(await aws('stop-replication-to-replica', '--secret-id', 'cli/shared', '--region', AWAY, '--query', 'ARN')).toMatch(new RegExp(`^arn:aws:secretsmanager:${AWAY}:${TEST_ACCOUNT}:secret:cli/shared-[A-Za-z0-9]{6}$`))
  expect(await aws('tag-resource', '--secret-id', 'cli/shared', '--region', AWAY, '--tags', 'Key=a,Value=b')).toBe('')
  expect(await aws('describe-secret', '--secret-id', 'cli/shared', '--query', 'PrimaryRegion')).toBe('None')
})

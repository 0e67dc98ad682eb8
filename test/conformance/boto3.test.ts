import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { startServing, type Serving } from '../cli/support/coffer-process.ts'
import { missingProgram, runAwsProgram } from '../endpoint/support/python-clients.ts'
import { TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION } from '../support/test-core.ts'
import { TEMPLATE_USER, type VaultTemplate } from '../support/vault-template.ts'
import { AWS_OPERATIONS, makeTourVault } from './tour.ts'

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const TOUR = fileURLToPath(new URL('boto3-tour.py', import.meta.url))
const noBoto = missingProgram('python3', ['-c', 'import boto3'])
let template: VaultTemplate
let serving: Serving
beforeAll(async () => {
  if (noBoto !== null) return
  template = await makeTourVault()
  serving = await startServing(['--vault', template.copy(), '--port', '0'], { environment: { COFFER_PASSPHRASE: TEST_PASSPHRASE } })
})
afterAll(async () => {
  await serving?.end()
  template?.remove()
})

it('boto3, unmodified, calls every operation and understands every answer and error', async ({ skip }) => {
  skip(noBoto !== null, 'needs boto3')
  const { accessKeyId, secretAccessKey } = template.credentials
  const { stdout, stderr, exitCode } = await runAwsProgram('python3', [TOUR], Number(new URL(serving.ready.endpoint).port), {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_DEFAULT_REGION: TEST_REGION,
    PYTHONIOENCODING: 'utf-8',
  })
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  const invalid = (message: string): unknown => ['ClientError', 'ValidationException', message, 400]
  const missing = ['ResourceNotFoundException', 'ResourceNotFoundException', "Secrets Manager can't find the specified secret.", 400]
  expect(JSON.parse(stdout)).toEqual({
    identity: { UserId: expect.stringMatching(/^AIDA[A-Z0-9]{17}$/), Account: TEST_ACCOUNT, Arn: `arn:aws:iam::${TEST_ACCOUNT}:user/${TEMPLATE_USER}` },
    key: [true, 'Enabled', 'ENCRYPT_DECRYPT', 'SYMMETRIC_DEFAULT', 'CUSTOMER', 'for the tour'],
    described_key: true,
    keys: true,
    aliases: expect.arrayContaining(['alias/tour']),
    moved_alias: true,
    no_alias: ['NotFoundException', 'NotFoundException', `Alias arn:aws:kms:${TEST_REGION}:${TEST_ACCOUNT}:alias/spare is not found.`, 400],
    created: ['tour/db', true],
    again: true,
    put: [true, ['AWSCURRENT']],
    current: '00ff01',
    previous: '{"p":"é€😀"}',
    by_id: ['AWSPREVIOUS'],
    rolled_back: '{"p":"é€😀"}',
    updated: 'tour/db',
    described: ['changed', [{ Key: 'team', Value: 'web' }], [['AWSCURRENT'], ['AWSPREVIOUS']], 'alias/tour'],
    versions: [['AWSCURRENT'], ['AWSPREVIOUS']],
    tags: [{ Key: 'stage', Value: 'dev' }],
    pages: [['00', '01', '02', '03', '04'], ['05', '06', '07', '08', '09'], ['10', '11']],
    batch: [['tour/page/03'], [{ SecretId: 'tour/none', ErrorCode: 'ResourceNotFoundException', Message: "Secrets Manager can't find the specified secret." }]],
    batch_pages: [10, 2, false],
    valid_policy: { PolicyValidationPassed: true, ValidationErrors: [] },
    policy: true,
    no_policy: false,
    opened: ['text', 'text'],
    data_keys: [32, 16, 7],
    key_tags: ['a', 'c'],
    key_policies: ['default'],
    rotation: [90, 'ON_DEMAND', 'ON_DEMAND'],
    grants: ['one', 'two', 'three'],
    retirable: ['three'],
    disabled: ['DisabledException', 'DisabledException'],
    pending: ['KMSInvalidStateException', 'KMSInvalidStateException'],
    kept: 'Disabled',
    session: `arn:aws:sts::${TEST_ACCOUNT}:assumed-role/tour/tour`,
    denied: 'AccessDeniedException',
    // Neither service has a waiter in AWS's own description of it.
    waiters: [[], [], []],
    paginators: ['kms:ListAliases', 'kms:ListGrants', 'kms:ListKeyPolicies', 'kms:ListKeyRotations', 'kms:ListKeys', 'kms:ListResourceTags', 'kms:ListRetirableGrants', 'secretsmanager:ListSecrets'],
    called: AWS_OPERATIONS,
    rotation_of_a_secret: [true, 'rate(10 days)', false],
    replica: ['x', ['InvalidParameterException', 'InvalidParameterException']],
    removed: [],
    added: ['eu-west-1'],
    promoted: 'its own',
    password: [40, true],
    deleted: 7,
    marked: ['InvalidRequestException', 'InvalidRequestException', "You can't perform this operation on the secret because it was marked for deletion.", 400],
    restored: 'tour/page/00',
    gone: missing,
    errors: [
      ['ResourceExistsException', 'ResourceExistsException', 'The operation failed because the secret tour/db already exists.', 400],
      invalid('Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!'),
      invalid("1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536"),
      [
        'ResourceExistsException',
        'ResourceExistsException',
        expect.stringMatching(/^You can't use ClientRequestToken [0-9a-f-]{36} because that value is already in use for a version of secret arn:aws:secretsmanager:eu-central-1:123456789012:secret:tour\/db-[A-Za-z0-9]{6}\.$/),
        400,
      ],
      ['NotFoundException', 'NotFoundException', `Alias arn:aws:kms:${TEST_REGION}:${TEST_ACCOUNT}:alias/none is not found.`, 400],
    ],
  })
})

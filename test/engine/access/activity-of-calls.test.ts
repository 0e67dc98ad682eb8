import { expect, test } from 'vitest'
import type { AuditEntry } from '../../../electron/engine/audit/audit-record.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'
import { refusalOf } from '../../support/refusal.ts'
import { allow, deny, makeUser } from '../../support/users.ts'
import { versionId } from '../secretsmanager/secrets.ts'

const vault = sharedVault()
const ROOT_ARN = `arn:aws:iam::${ACCOUNT}:root`

/** The records that a call leaves, oldest first. */
async function recordsOf(call: () => Promise<unknown>): Promise<AuditEntry[]> {
  const { sequence } = vault.vault.audit.head
  await call().catch(() => undefined)
  const records = await vault.vault.audit.recent({ limit: 100, filter: (entry) => entry.sequence > sequence })
  return records.toReversed()
}

/** A record without what differs between two runs. */
function plain({ id: _id, sequence: _sequence, requestId: _requestId, timeMs: _timeMs, durationMicros: _durationMicros, region: _region, ...rest }: AuditEntry): Partial<AuditEntry> {
  return rest
}

const get = (SecretId: string, as?: Parameters<typeof vault.callRaw>[2]) => () => vault.callRaw('secretsmanager:GetSecretValue', { SecretId }, as)

test('an allowed read: one record, with the decision for the secret and for its key', async () => {
  const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: 'read', SecretString: 'v' })
  const records = await recordsOf(get('read'))
  expect(records.map(plain)).toEqual([
    {
      door: 'endpoint',
      principalArn: ROOT_ARN,
      accountId: ACCOUNT,
      operation: 'secretsmanager:GetSecretValue',
      resources: [ARN, expect.stringContaining(':key/')],
      outcome: 'allowed',
      decision: 'secretsmanager:GetSecretValue: allowed-by-root; kms:Decrypt: allowed-by-resource-policy (key policy, statement Allow access through AWS Secrets Manager)',
      phase: 'result',
    },
  ])
  expect(records[0]).toMatchObject({ timeMs: vault.clock.nowMs(), region: 'us-east-1', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), durationMicros: 0 })
})

test('an allowed read of a user names the statement of the policy that allowed it', async () => {
  const user = await makeUser(vault, 'named', allow('s3:*'), { Sid: 'Readers', ...allow('secretsmanager:Get*') })
  const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: 'statement', SecretString: 'v' })
  const [record] = await recordsOf(get('statement', user))
  expect(record).toMatchObject({ principalArn: user.arn, resources: [ARN, expect.any(String)], outcome: 'allowed', decision: expect.stringContaining('secretsmanager:GetSecretValue: allowed-by-identity-policy (identity policy access, statement Readers)') })
})

test('a write: the request is on record before it happens, the outcome after it', async () => {
  const records = await recordsOf(() => vault.call('secretsmanager:CreateSecret', { Name: 'written', SecretString: 'v' }))
  expect(records.map(({ operation, phase, outcome, door }) => ({ operation, phase, outcome, door }))).toEqual([
    { operation: 'secretsmanager:CreateSecret', phase: 'request', outcome: 'allowed', door: 'window' },
    { operation: 'secretsmanager:CreateSecret', phase: 'result', outcome: 'allowed', door: 'window' },
  ])
})

test('a refused call: the id as typed, the reason, no request record', async () => {
  const user = await makeUser(vault, 'refused', allow('s3:*'))
  const denier = await makeUser(vault, 'denier', allow('*'), { Sid: 'NoDeletes', ...deny('secretsmanager:DeleteSecret') })
  expect((await recordsOf(get('not/there', user))).map(plain)).toEqual([
    {
      door: 'endpoint',
      principalArn: user.arn,
      accountId: ACCOUNT,
      operation: 'secretsmanager:GetSecretValue',
      resources: ['not/there'],
      outcome: 'refused',
      errorCode: 'AccessDeniedException',
      decision: 'secretsmanager:GetSecretValue: no-identity-policy-allows',
      phase: 'result',
    },
  ])
  const [record] = await recordsOf(() => vault.callRaw('secretsmanager:DeleteSecret', { SecretId: 'not/there' }, denier))
  expect(record).toMatchObject({ outcome: 'refused', decision: 'secretsmanager:DeleteSecret: explicit-deny-identity-policy (identity policy access, statement NoDeletes)', phase: 'result' })
})

test('a refusal by the key alone says that the secret was allowed and the key was not', async () => {
  const user = await makeUser(vault, 'no-key', allow('secretsmanager:*'))
  const { KeyMetadata } = await vault.call('kms:CreateKey', {})
  await vault.call('secretsmanager:CreateSecret', { Name: 'no-key', SecretString: 'v', KmsKeyId: KeyMetadata.Arn })
  const [record] = await recordsOf(get('no-key', user))
  expect(record).toMatchObject({ outcome: 'refused', errorCode: 'AccessDeniedException', decision: expect.stringMatching(/^secretsmanager:GetSecretValue: allowed-by-identity-policy .*; kms:Decrypt: no-identity-policy-allows$/) })
})

test.each([
  ['a read that finds nothing', 'secretsmanager:GetSecretValue', { SecretId: 'nowhere' }, 'ResourceNotFoundException', ['result']],
  ['a write that finds nothing', 'secretsmanager:RestoreSecret', { SecretId: 'nowhere' }, 'ResourceNotFoundException', ['request', 'result']],
  ['a name that is none', 'secretsmanager:GetSecretValue', { SecretId: 'no name' }, 'ValidationException', ['result']],
  ['a broken constraint', 'secretsmanager:GetSecretValue', { SecretId: '' }, 'ValidationException', ['result']],
  ['a wrong type', 'secretsmanager:GetSecretValue', { SecretId: 1 }, 'SerializationException', ['result']],
  ['a missing token', 'secretsmanager:PutSecretValue', { SecretId: 'nowhere', SecretString: 'v' }, 'InvalidRequestException', ['result']],
])('%s: failed, with the code', async (_title, operation, input, errorCode, phases) => {
  const records = await recordsOf(() => vault.callRaw(operation, input))
  expect(records.map((record) => record.phase)).toEqual(phases)
  expect(records.at(-1)).toMatchObject({ operation, outcome: 'failed', errorCode })
})

test('a batch lists each secret that it asked for', async () => {
  const { ARN: first } = await vault.call('secretsmanager:CreateSecret', { Name: 'batch/1', SecretString: 'v' })
  const { ARN: second } = await vault.call('secretsmanager:CreateSecret', { Name: 'batch/2', SecretString: 'v' })
  const [record] = await recordsOf(() => vault.callRaw('secretsmanager:BatchGetSecretValue', { SecretIdList: ['batch/1', 'batch/2', 'batch/none'] }))
  expect(record?.resources.filter((resource) => !resource.includes(':key/'))).toEqual([first, second, 'batch/none'])
})

test('reads that the window repeats by itself leave no record', async () => {
  const records = await recordsOf(async () => {
    await vault.call('workbench:ListSecretSummaries', {})
    await vault.call('workbench:ListActivity', {})
    await vault.call('workbench:ListUsers', {})
    await vault.call('workbench:ListSavedFilters', {})
  })
  expect(records).toEqual([])
})

test('management of users is on record too', async () => {
  const records = await recordsOf(() => vault.call('workbench:CreateUser', { UserName: 'recorded' }))
  expect(records.map(({ operation, phase }) => `${operation} ${phase ?? ''}`)).toEqual(['workbench:CreateUser request', 'workbench:CreateUser result'])
})

test('no record holds a value or a token of a call', async () => {
  const canary = 'canary-record-77aa'
  await vault.call('secretsmanager:CreateSecret', { Name: 'canary', SecretString: canary, Description: 'd', ClientRequestToken: versionId(1) })
  await refusalOf(vault.callRaw('secretsmanager:PutSecretValue', { SecretId: 'canary', SecretString: `${canary}2`, ClientRequestToken: versionId(1) }))
  const all = await vault.vault.audit.recent({ limit: 10_000 })
  expect(JSON.stringify(all)).not.toContain(canary)
})

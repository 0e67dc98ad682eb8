import { describe, expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, constraint, INVALID_NAME, MARKED_FOR_DELETION, MISSING_TOKEN, NOT_FOUND, NOT_NULL } from './aws-words.ts'
import { versionId } from './secrets.ts'

const vault = sharedVault()
const token = versionId(1)

/** Every operation that names a secret, with input that is right but for the SecretId. */
const ON_A_SECRET: readonly [operation: string, input: Record<string, unknown>][] = [
  ['GetSecretValue', {}],
  ['PutSecretValue', { ClientRequestToken: token, SecretString: 'v' }],
  ['UpdateSecret', { ClientRequestToken: token, SecretString: 'v' }],
  ['DescribeSecret', {}],
  ['ListSecretVersionIds', {}],
  ['UpdateSecretVersionStage', { VersionStage: 'A', MoveToVersionId: token }],
  ['DeleteSecret', {}],
  ['RestoreSecret', {}],
  ['TagResource', { Tags: [{ Key: 'k', Value: 'v' }] }],
  ['UntagResource', { TagKeys: ['k'] }],
  ['ReplicateSecretToRegions', { AddReplicaRegions: [{ Region: 'eu-west-1' }] }],
  ['RemoveRegionsFromReplication', { RemoveReplicaRegions: ['eu-west-1'] }],
  ['StopReplicationToReplica', {}],
]

const NOBODY: Principal = { type: 'user', accountId: ACCOUNT, userName: 'nobody', userId: 'AIDANOBODY', arn: `arn:aws:iam::${ACCOUNT}:user/nobody` }
const run = (operation: string, input: Record<string, unknown>, as?: Principal) => refusalOf(vault.callRaw(`secretsmanager:${operation}`, input, as))

describe.each(ON_A_SECRET)('%s', (operation, input) => {
  test('refuses a SecretId with characters no name has, before it looks for the secret', async () => {
    expect(await run(operation, { ...input, SecretId: ' Inv Name' })).toEqual(INVALID_NAME)
    expect(await run(operation, { ...input, SecretId: 'né' })).toEqual(INVALID_NAME)
  })

  test('does not trim blanks: they are characters that no name has', async () => {
    expect(await run(operation, { ...input, SecretId: 'name ' })).toEqual(INVALID_NAME)
  })

  test('says of an unknown name and of an unknown ARN that the secret is not found, with status 400', async () => {
    const arn = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:nowhere-a1b2c3`
    expect(await run(operation, { ...input, SecretId: 'nowhere' })).toEqual(NOT_FOUND)
    expect(await run(operation, { ...input, SecretId: arn })).toEqual(NOT_FOUND)
  })

  test('finds nothing by an ARN of another Region', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: `region/${operation}`, SecretString: 'v' })
    const arn = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:region/${operation}`
    expect(await run(operation, { ...input, SecretId: arn })).toEqual(NOT_FOUND)
  })

  test('holds SecretId to 1 to 2048 characters and needs it', async () => {
    const long = 'n'.repeat(2049)
    expect(await run(operation, { ...input, SecretId: '' })).toEqual(constraint('secretId', '', atLeast(1)))
    expect(await run(operation, { ...input, SecretId: long })).toEqual(constraint('secretId', long, atMost(2048)))
    expect(await run(operation, input)).toEqual(constraint('secretId', null, NOT_NULL))
    expect(await run(operation, { ...input, SecretId: 'n'.repeat(2048) })).toEqual(NOT_FOUND)
  })

  test('refuses a SecretId that is no text', async () => {
    expect(await run(operation, { ...input, SecretId: 7 })).toEqual(refusal('SerializationException', 'NUMBER_VALUE can not be converted to a String'))
  })

  test('refuses a caller without permission before it tells whether the secret is there, with the id as typed', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: `there/${operation}`, SecretString: 'v' })
    const { ARN } = await vault.call('secretsmanager:DescribeSecret', { SecretId: `there/${operation}` })
    const denied = (resource: string) =>
      refusal(
        'AccessDeniedException',
        `User: ${NOBODY.arn} is not authorized to perform: secretsmanager:${operation} on resource: ${resource} because no identity-based policy allows the secretsmanager:${operation} action`,
      )
    expect(await run(operation, { ...input, SecretId: 'nowhere' }, NOBODY)).toEqual(denied('nowhere'))
    expect(await run(operation, { ...input, SecretId: `there/${operation}` }, NOBODY)).toEqual(denied(ARN))
  })
})

describe('a secret scheduled for deletion', () => {
  const REFUSED = ['GetSecretValue', 'PutSecretValue', 'UpdateSecret', 'UpdateSecretVersionStage', 'TagResource', 'UntagResource']

  test.each(ON_A_SECRET.filter(([operation]) => REFUSED.includes(operation)))('%s is refused', async (operation, input) => {
    const SecretId = `pending/${operation}`
    await vault.call('secretsmanager:CreateSecret', { Name: SecretId, SecretString: 'v' })
    await vault.call('secretsmanager:DeleteSecret', { SecretId })
    expect(await run(operation, { ...input, SecretId })).toEqual(MARKED_FOR_DELETION)
  })

  test('DescribeSecret shows when it ends, ListSecretVersionIds lists, RestoreSecret and a forced DeleteSecret work', async () => {
    const SecretId = 'pending/allowed'
    const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: SecretId, SecretString: 'v', ClientRequestToken: token })
    const { DeletionDate } = await vault.call('secretsmanager:DeleteSecret', { SecretId, RecoveryWindowInDays: 7 })
    expect((await vault.call('secretsmanager:DescribeSecret', { SecretId })).DeletedDate).toBe(DeletionDate)
    expect((await vault.call('secretsmanager:ListSecretVersionIds', { SecretId })).Versions.map((version) => version.VersionId)).toEqual([token])
    expect(await vault.call('secretsmanager:RestoreSecret', { SecretId })).toEqual({ ARN, Name: SecretId })
    await vault.call('secretsmanager:DeleteSecret', { SecretId })
    await vault.call('secretsmanager:DeleteSecret', { SecretId, ForceDeleteWithoutRecovery: true })
    expect(await run('DescribeSecret', { SecretId })).toEqual(NOT_FOUND)
  })
})

describe('ClientRequestToken', () => {
  const WITH_TOKEN: readonly [operation: string, input: Record<string, unknown>, secretIdMember: string][] = [
    ['CreateSecret', { Name: 'token/none', SecretString: 'v', Description: 'd' }, 'Name'],
    ['PutSecretValue', { SecretId: 'token/none', SecretString: 'v' }, 'SecretId'],
    ['UpdateSecret', { SecretId: 'token/none', SecretString: 'v', Description: 'd' }, 'SecretId'],
  ]

  test.each(WITH_TOKEN)('%s asks a caller of the bare API for it, before the name and before existence', async (operation, input, secretIdMember) => {
    expect(await run(operation, input)).toEqual(MISSING_TOKEN)
    expect(await run(operation, { ...input, [secretIdMember]: ' Inv Name' })).toEqual(MISSING_TOKEN)
  })

  test.each(WITH_TOKEN)('%s takes any 32 to 64 characters, and no fewer or more', async (operation, input) => {
    const short = 't'.repeat(31)
    const long = 't'.repeat(65)
    expect(await run(operation, { ...input, ClientRequestToken: short })).toEqual(constraint('clientRequestToken', short, atLeast(32)))
    expect(await run(operation, { ...input, ClientRequestToken: long })).toEqual(constraint('clientRequestToken', long, atMost(64)))
  })

  test.each(['t'.repeat(32), 't'.repeat(64), 'terraform-20260101000000000000000001', '!"§ $%&/()=?`´*~ not-a-uuid at all'])('%s becomes the version id', async (given) => {
    const Name = `token/${given.length}-${given.charCodeAt(0)}-${given.charCodeAt(1)}`
    const output = await vault.callRaw('secretsmanager:CreateSecret', { Name, SecretString: 'v', ClientRequestToken: given })
    expect(output).toMatchObject({ Name, VersionId: given })
  })

  test('is filled in by the window, as AWS’s SDKs do', async () => {
    const { VersionId } = await vault.call('secretsmanager:CreateSecret', { Name: 'token/filled', SecretString: 'v' })
    expect(VersionId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  })
})

describe('order of checks', () => {
  test('constraints come before the token, the token before the name, the name before permission', async () => {
    const bad = { SecretId: ' bad', SecretString: '', Description: 'd' }
    expect(await run('UpdateSecret', bad, NOBODY)).toEqual(constraint('secretString', undefined, atLeast(1)))
    expect(await run('UpdateSecret', { ...bad, SecretString: 'v' }, NOBODY)).toEqual(MISSING_TOKEN)
    expect(await run('UpdateSecret', { ...bad, SecretString: 'v', ClientRequestToken: token }, NOBODY)).toEqual(INVALID_NAME)
  })

  test('permission comes before the combination of parameters, that before existence', async () => {
    const input = { SecretId: 'nowhere', ClientRequestToken: token }
    expect((await run('PutSecretValue', input, NOBODY)).code).toBe('AccessDeniedException')
    expect(await run('PutSecretValue', input)).toEqual(refusal('InvalidRequestException', 'You must provide either SecretString or SecretBinary.'))
  })

  test('several broken constraints are named in one answer', async () => {
    expect(await run('GetSecretValue', { SecretId: '', VersionStage: '' })).toEqual(
      refusal(
        'ValidationException',
        "2 validation errors detected: Value '' at 'secretId' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
          "Value '' at 'versionStage' failed to satisfy constraint: Member must have length greater than or equal to 1",
      ),
    )
  })

  test('members that AWS does not know are ignored', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 'unknown-members', SecretString: 'v' })
    expect(await vault.callRaw('secretsmanager:GetSecretValue', { SecretId: 'unknown-members', Colour: 'blue' })).toMatchObject({ SecretString: 'v' })
  })
})

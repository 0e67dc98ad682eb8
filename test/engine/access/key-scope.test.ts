import { beforeAll, describe, expect, test } from 'vitest'
import type { AccessKeyScope, Principal } from '../../../electron/engine/caller.ts'
import { isWithinScope } from '../../../electron/engine/access/key-scope.ts'
import { catalog } from '../../../shared/operations/catalog.ts'
import { ACCOUNT } from '../../support/test-vault.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { allow, makeUser, type UserPrincipal } from '../../support/users.ts'

const vault = sharedVault()
const OUTSIDE = 'because the scope of the access key does not allow the'

/** What a call with a key of this scope comes to: `ok`, `scope` when the scope refused it, else the code. */
async function outcome(operation: string, input: object, as: Principal): Promise<string> {
  try {
    await vault.callRaw(operation, input, as)
    return 'ok'
  } catch (thrown) {
    const { code, message } = thrown as { code: string; message: string }
    if (message.includes(OUTSIDE) || (operation.startsWith('sts:') && code === 'AccessDenied')) return 'scope'
    // Secrets Manager's words for a key that it may not use.
    return `${code}: ${message}`
  }
}

describe('every action of AWS with each scope', () => {
  const NAME = 'payments/db'
  const request = (operation: string, secretName: string | undefined, viaService?: string) => ({
    action: operation,
    resource: '*',
    resourceAccountId: ACCOUNT,
    ...(secretName === undefined ? {} : { secretName }),
    context: () => (viaService === undefined ? {} : { 'kms:ViaService': viaService }),
  })
  const operations = Object.entries(catalog).filter(([name]) => !name.startsWith('workbench:') && name !== 'sts:GetCallerIdentity')
  test.each(operations.map(([name, { mutates }]) => [name, mutates] as const))('%s (changes: %s)', (name, mutates) => {
    const isSecretsManager = name.startsWith('secretsmanager:')
    const isSts = name.startsWith('sts:')
    const within = (scope: AccessKeyScope, secretName?: string, viaService?: string): boolean => isWithinScope(scope, request(name, secretName, viaService), 1_000)
    expect(within({ isReadOnly: true })).toBe(!mutates)
    expect(within({ expiresAtMs: 1_001 })).toBe(!isSts)
    expect(within({ expiresAtMs: 1_000 })).toBe(false)
    if (isSecretsManager) {
      expect(within({ namePrefix: 'payments/' }, NAME)).toBe(true)
      expect(within({ namePrefix: 'payments/' }, 'Payments/db')).toBe(false)
      expect(within({ namePrefix: 'payments/' }, 'payments')).toBe(false)
      expect(within({ namePrefix: 'payments/' })).toBe(name === 'secretsmanager:GetRandomPassword' || name === 'secretsmanager:BatchGetSecretValue')
      expect(within({ namePrefix: 'payments/', isReadOnly: true }, NAME)).toBe(!mutates)
    }
    if (name.startsWith('kms:')) {
      expect(within({ namePrefix: 'payments/' })).toBe(false)
      expect(within({ namePrefix: 'payments/' }, undefined, 'secretsmanager.us-east-1.amazonaws.com')).toBe(true)
      expect(within({ namePrefix: 'payments/' }, undefined, 's3.us-east-1.amazonaws.com')).toBe(false)
    }
  })
})

describe('a key of a user who may do everything', () => {
  let user: UserPrincipal
  let arns: Readonly<Record<string, string>>
  const withScope = (keyScope: AccessKeyScope): Principal => ({ ...user, keyScope })

  beforeAll(async () => {
    user = await makeUser(vault, 'everything', allow('*'))
    const made: Record<string, string> = {}
    // The last one's ARN starts like the prefix although its name does not.
    for (const Name of ['team/a', 'team/b', 'other', 'team']) {
      const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v', ClientRequestToken: crypto.randomUUID() })
      made[Name] = String(ARN)
    }
    arns = made
  })

  test('read only: reads all and changes nothing', async () => {
    const reader = withScope({ isReadOnly: true })
    for (const [operation, input] of [
      ['secretsmanager:GetSecretValue', { SecretId: 'team/a' }],
      ['secretsmanager:DescribeSecret', { SecretId: 'other' }],
      ['secretsmanager:ListSecrets', {}],
      ['secretsmanager:BatchGetSecretValue', { SecretIdList: ['team/a', 'other'] }],
      ['kms:ListKeys', {}],
      ['sts:GetCallerIdentity', {}],
    ] as const) expect([operation, await outcome(operation, input, reader)]).toEqual([operation, 'ok'])
    const token = crypto.randomUUID()
    for (const [operation, input] of [
      ['secretsmanager:CreateSecret', { Name: 'team/new', ClientRequestToken: token }],
      ['secretsmanager:PutSecretValue', { SecretId: 'team/a', SecretString: 'w', ClientRequestToken: token }],
      ['secretsmanager:UpdateSecret', { SecretId: 'team/a', Description: 'w', ClientRequestToken: token }],
      ['secretsmanager:DeleteSecret', { SecretId: 'team/a' }],
      ['secretsmanager:TagResource', { SecretId: 'team/a', Tags: [{ Key: 'k', Value: 'v' }] }],
      ['secretsmanager:PutResourcePolicy', { SecretId: 'team/a', ResourcePolicy: '{}' }],
      ['kms:CreateKey', {}],
    ] as const) expect([operation, await outcome(operation, input, reader)]).toEqual([operation, 'scope'])
    expect((await vault.call('secretsmanager:DescribeSecret', { SecretId: 'team/a' })).Tags).toBeUndefined()
  })

  test('a name prefix: all with its secrets, by name and by ARN, and nothing with others', async () => {
    const team = withScope({ namePrefix: 'team/' })
    for (const SecretId of ['team/a', arns['team/a'] as string]) expect(await outcome('secretsmanager:GetSecretValue', { SecretId }, team)).toBe('ok')
    for (const SecretId of ['other', arns['other'] as string, 'team', arns['team'] as string, 'absent']) {
      expect([SecretId, await outcome('secretsmanager:GetSecretValue', { SecretId }, team)]).toEqual([SecretId, 'scope'])
      expect(await outcome('secretsmanager:DeleteSecret', { SecretId }, team)).toBe('scope')
    }
    expect(await outcome('secretsmanager:CreateSecret', { Name: 'team/new', SecretString: 'v', ClientRequestToken: crypto.randomUUID() }, team)).toBe('ok')
    expect(await outcome('secretsmanager:PutSecretValue', { SecretId: 'team/new', SecretString: 'w', ClientRequestToken: crypto.randomUUID() }, team)).toBe('ok')
    expect(await outcome('secretsmanager:CreateSecret', { Name: 'new', SecretString: 'v', ClientRequestToken: crypto.randomUUID() }, team)).toBe('scope')
    expect(await outcome('secretsmanager:ListSecrets', {}, team)).toBe('scope')
    expect(await outcome('secretsmanager:BatchGetSecretValue', { Filters: [{ Key: 'all', Values: ['t'] }] }, team)).toBe('scope')
    expect(await outcome('kms:ListKeys', {}, team)).toBe('scope')
    expect(await outcome('kms:DescribeKey', { KeyId: 'alias/aws/secretsmanager' }, team)).toBe('scope')
    expect(await outcome('secretsmanager:GetSecretValue', { SecretId: 'team-x' }, withScope({ namePrefix: 'team-' }))).toContain('ResourceNotFoundException')
    expect(await outcome('secretsmanager:GetSecretValue', { SecretId: 'team' }, withScope({ namePrefix: 'team-' }))).toBe('scope')
  })

  test('a name prefix within a batch: only its own come back, the others as refusals', async () => {
    const answer = (await vault.callRaw('secretsmanager:BatchGetSecretValue', { SecretIdList: ['team/a', 'other', 'absent'] }, withScope({ namePrefix: 'team/' }))) as {
      SecretValues: { Name: string }[]
      Errors: { SecretId: string; ErrorCode: string }[]
    }
    expect(answer.SecretValues.map(({ Name }) => Name)).toEqual(['team/a'])
    expect(answer.Errors.map(({ SecretId, ErrorCode }) => [SecretId, ErrorCode])).toEqual([['other', 'AccessDeniedException'], ['absent', 'AccessDeniedException']])
  })

  test('any limit: no role is assumed, for its session would not have the limit', async () => {
    const { Role } = await vault.call('workbench:CreateRole', {
      RoleName: 'free',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: user.arn }, Action: 'sts:AssumeRole' }] }),
    })
    const assume = { RoleArn: Role.Arn, RoleSessionName: 'session' }
    expect(await outcome('sts:AssumeRole', assume, user)).toBe('ok')
    for (const scope of [{ isReadOnly: true }, { namePrefix: 'team/' }, { expiresAtMs: vault.clock.nowMs() + 1_000 }]) {
      expect(await outcome('sts:AssumeRole', assume, withScope(scope))).toMatch(/not authorized to perform: sts:AssumeRole/)
    }
  })

  test('an end: all until then and nothing after', async () => {
    const brief = withScope({ expiresAtMs: vault.clock.nowMs() + 1_000 })
    expect(await outcome('secretsmanager:GetSecretValue', { SecretId: 'other' }, brief)).toBe('ok')
    const over = withScope({ expiresAtMs: vault.clock.nowMs() })
    expect(await outcome('secretsmanager:GetSecretValue', { SecretId: 'other' }, over)).toBe('scope')
  })

  test('a scope gives nothing that the user does not have', async () => {
    const weak = await makeUser(vault, 'weak', allow('secretsmanager:DescribeSecret'))
    const scoped = { ...weak, keyScope: { isReadOnly: true, namePrefix: 'team/' } }
    expect(await outcome('secretsmanager:DescribeSecret', { SecretId: 'team/a' }, scoped)).toBe('ok')
    expect(await outcome('secretsmanager:GetSecretValue', { SecretId: 'team/a' }, scoped)).toContain('no identity-based policy allows')
  })
})

import { beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { allow, deny, makeUser, policyText, type StatementJson, type UserPrincipal } from '../../support/users.ts'
import { versionId } from '../secretsmanager/secrets.ts'

const vault = sharedVault()
const arns: Record<string, string> = {}
const run = (operation: string, input: Record<string, unknown>, as: Principal) => vault.callRaw(operation, input, as)

/** One call of each operation that a caller may want on the secret `app/db`; they are tried in this order and change nothing that matters. */
const CALLS: readonly [operation: string, input: Record<string, unknown>][] = [
  ['secretsmanager:GetSecretValue', { SecretId: 'app/db' }],
  ['secretsmanager:DescribeSecret', { SecretId: 'app/db' }],
  ['secretsmanager:ListSecretVersionIds', { SecretId: 'app/db' }],
  ['secretsmanager:ListSecrets', {}],
  ['secretsmanager:GetRandomPassword', {}],
  ['secretsmanager:PutSecretValue', { SecretId: 'app/db', SecretString: 'v', ClientRequestToken: versionId(1) }],
  ['secretsmanager:UpdateSecret', { SecretId: 'app/db', ClientRequestToken: versionId(2) }],
  ['secretsmanager:TagResource', { SecretId: 'app/db', Tags: [{ Key: 'k', Value: 'v' }] }],
  ['secretsmanager:UntagResource', { SecretId: 'app/db', TagKeys: ['k'] }],
  ['secretsmanager:RestoreSecret', { SecretId: 'app/db' }],
  ['kms:ListKeys', {}],
]

/** The operations that a caller may run, without their service. */
async function allowedFor(user: UserPrincipal): Promise<string[]> {
  const allowed: string[] = []
  for (const [operation, input] of CALLS) {
    const outcome = await run(operation, input, user).then(
      () => 'allowed',
      (error: { code: string }) => error.code,
    )
    if (outcome === 'allowed') allowed.push(operation.split(':')[1] as string)
    else expect([operation, outcome]).toEqual([operation, 'AccessDeniedException'])
  }
  return allowed
}

beforeAll(async () => {
  for (const Name of ['app/db', 'app/api', 'other/db']) {
    arns[Name] = (await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v', ClientRequestToken: versionId(1), Tags: [{ Key: 'stage', Value: Name.startsWith('app') ? 'dev' : 'prod' }] })).ARN
  }
})

describe('what users may do', () => {
  const everything = CALLS.map(([operation]) => operation.split(':')[1] as string)
  const reads = ['GetSecretValue', 'DescribeSecret', 'ListSecretVersionIds', 'ListSecrets', 'GetRandomPassword']
  test.each<[title: string, statements: StatementJson[], expected: string[]]>([
    ['full access', [allow('*')], everything],
    ['full access to Secrets Manager', [allow('secretsmanager:*')], everything.slice(0, -1)],
    ['actions in any case', [allow('SecretsManager:getSECRETvalue')], ['GetSecretValue']],
    ['read only', [allow(['secretsmanager:Get*', 'secretsmanager:Describe*', 'secretsmanager:List*'])], reads],
    ['one secret by full ARN, not the actions without resource', [allow('secretsmanager:*', 'ARN')], everything.filter((name) => !['ListSecrets', 'GetRandomPassword', 'ListKeys'].includes(name))],
    ['by prefix', [allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:*:${ACCOUNT}:secret:app/*`)], ['GetSecretValue']],
    ['by another prefix', [allow('secretsmanager:*', `arn:aws:secretsmanager:*:${ACCOUNT}:secret:other/*`)], []],
    ['by name without suffix', [allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:app/db`)], []],
    ['everything, but an explicit deny of writes', [allow('*'), deny(['secretsmanager:Put*', 'secretsmanager:Update*', 'secretsmanager:*Tag*', 'secretsmanager:Restore*', 'secretsmanager:Untag*'])], [...reads, 'ListKeys']],
    ['a deny before an allow is the same', [deny('secretsmanager:*'), allow('*')], ['ListKeys']],
    ['NotAction', [{ Effect: 'Allow', NotAction: 'secretsmanager:*', Resource: '*' }], ['ListKeys']],
    ['by tag of the secret', [allow('secretsmanager:GetSecretValue', '*', { Condition: { StringEquals: { 'aws:ResourceTag/stage': 'dev' } } })], ['GetSecretValue']],
    ['by tag of another secret', [allow('secretsmanager:GetSecretValue', '*', { Condition: { StringEquals: { 'secretsmanager:ResourceTag/stage': 'prod' } } })], []],
    ['for another user by name', [allow('secretsmanager:GetSecretValue', '*', { Condition: { StringEquals: { 'aws:username': 'somebody-else' } } })], []],
    ['before a date that has passed', [allow('secretsmanager:GetSecretValue', '*', { Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } } })], []],
    ['an allow of a policy that allows nothing here', [allow('s3:*')], []],
  ])('%s', async (title, statements, expected) => {
    const withArn = statements.map((statement) => (statement['Resource'] === 'ARN' ? { ...statement, Resource: arns['app/db'] } : statement))
    const user = await makeUser(vault, `may-${title.replaceAll(/[^a-zA-Z]/g, '-').slice(0, 58)}`, ...withArn)
    expect(await allowedFor(user)).toEqual(expected)
  })
})

describe('words of refusals', () => {
  const denied = (user: UserPrincipal, action: string, resource: string | null, reason: string) =>
    refusal('AccessDeniedException', `User: ${user.arn} is not authorized to perform: ${action}${resource === null ? '' : ` on resource: ${resource}`} ${reason}`)
  const missing = (action: string) => `because no identity-based policy allows the ${action} action`

  test('no allow: the full ARN of what is there, the id as typed of what is not', async () => {
    const user = await makeUser(vault, 'words-none', allow('s3:*'))
    const action = 'secretsmanager:GetSecretValue'
    const partial = (arns['app/db'] ?? '').slice(0, -7)
    const unknownArn = `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:none-a1b2c3`
    for (const [SecretId, shown] of [['app/db', arns['app/db']], [partial, arns['app/db']], ['none', 'none'], [unknownArn, unknownArn]] as const) {
      expect(await refusalOf(run(action, { SecretId }, user))).toEqual(denied(user, action, shown ?? '', missing(action)))
    }
  })

  test('an explicit deny is named as one', async () => {
    const user = await makeUser(vault, 'words-deny', allow('*'), deny('secretsmanager:DeleteSecret'))
    expect(await refusalOf(run('secretsmanager:DeleteSecret', { SecretId: 'app/db' }, user))).toEqual(
      denied(user, 'secretsmanager:DeleteSecret', arns['app/db'] ?? '', 'with an explicit deny in an identity-based policy'),
    )
  })

  test.each(['ListSecrets', 'GetRandomPassword', 'BatchGetSecretValue'])('%s names no resource', async (operation) => {
    const user = await makeUser(vault, `words-${operation}`, allow('s3:*'))
    expect(await refusalOf(run(`secretsmanager:${operation}`, operation.startsWith('Batch') ? { SecretIdList: ['app/db'] } : {}, user))).toEqual(
      denied(user, `secretsmanager:${operation}`, null, missing(`secretsmanager:${operation}`)),
    )
  })

  test('CreateSecret names the new name; with tags it needs TagResource too', async () => {
    const user = await makeUser(vault, 'words-create', allow('secretsmanager:CreateSecret', `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:mine/*`))
    const create = (Name: string, more = {}) => run('secretsmanager:CreateSecret', { Name, SecretString: 'v', ClientRequestToken: versionId(1), ...more }, user)
    expect(await create('mine/one')).toMatchObject({ Name: 'mine/one' })
    expect(await refusalOf(create('yours/one'))).toEqual(denied(user, 'secretsmanager:CreateSecret', 'yours/one', missing('secretsmanager:CreateSecret')))
    expect(await refusalOf(create('mine/two', { Tags: [{ Key: 'k', Value: 'v' }] }))).toEqual(denied(user, 'secretsmanager:TagResource', 'mine/two', missing('secretsmanager:TagResource')))
  })

  test('the secrets of another account need a resource policy, which there is none of', async () => {
    const stranger = { type: 'root', accountId: '999999999999' } as const
    const { code, message } = await refusalOf(run('secretsmanager:GetSecretValue', { SecretId: arns['app/db'] }, stranger))
    expect([code, message]).toEqual([
      'AccessDeniedException',
      `User: arn:aws:iam::999999999999:root is not authorized to perform: secretsmanager:GetSecretValue on resource: ${arns['app/db'] ?? ''} because no resource-based policy allows the secretsmanager:GetSecretValue action`,
    ])
  })
})

describe('condition keys of a request', () => {
  const Condition = (operator: string, key: string, value: string) => ({ Condition: { [operator]: { [key]: value } } })
  test.each<[title: string, statement: StatementJson, operation: string, refused: Record<string, unknown>, allowed: Record<string, unknown>]>([
    ['VersionStage, which is absent when the caller sent none', allow('secretsmanager:GetSecretValue', '*', Condition('StringEquals', 'secretsmanager:VersionStage', 'AWSCURRENT')), 'GetSecretValue', {}, { VersionStage: 'AWSCURRENT' }],
    ['VersionId', allow('secretsmanager:GetSecretValue', '*', Condition('StringEquals', 'secretsmanager:VersionId', versionId(1))), 'GetSecretValue', { VersionStage: 'AWSCURRENT' }, { VersionId: versionId(1) }],
    ['SecretId', allow('secretsmanager:*', '*', Condition('ArnLike', 'secretsmanager:SecretId', 'arn:aws:secretsmanager:*:*:secret:app/db-??????')), 'DescribeSecret', { SecretId: 'app/api' }, {}],
    ['RequestTag', allow('secretsmanager:TagResource', '*', Condition('StringEquals', 'aws:RequestTag/k', 'right')), 'TagResource', { Tags: [{ Key: 'k', Value: 'wrong' }] }, { Tags: [{ Key: 'k', Value: 'right' }] }],
    ['TagKeys', allow('secretsmanager:UntagResource', '*', Condition('ForAllValues:StringEquals', 'aws:TagKeys', 'k')), 'UntagResource', { TagKeys: ['k', 'l'] }, { TagKeys: ['k'] }],
    ['Description', allow('secretsmanager:UpdateSecret', '*', Condition('StringLike', 'secretsmanager:Description', 'ticket *')), 'UpdateSecret', { ClientRequestToken: versionId(3), Description: 'x' }, { ClientRequestToken: versionId(3), Description: 'ticket 7' }],
    ['RecoveryWindowInDays', allow('secretsmanager:DeleteSecret', '*', Condition('NumericGreaterThanEquals', 'secretsmanager:RecoveryWindowInDays', '14')), 'DeleteSecret', { SecretId: 'other/db', RecoveryWindowInDays: 7 }, { SecretId: 'other/db', RecoveryWindowInDays: 14 }],
    ['ForceDeleteWithoutRecovery', allow('secretsmanager:DeleteSecret', '*', Condition('Bool', 'secretsmanager:ForceDeleteWithoutRecovery', 'false')), 'DeleteSecret', { SecretId: 'none', ForceDeleteWithoutRecovery: true }, { SecretId: 'app/api', ForceDeleteWithoutRecovery: false }],
  ])('%s', async (title, statement, operation, refused, allowed) => {
    const user = await makeUser(vault, `key-${title.split(/[ ,]/)[0] ?? ''}`, statement)
    const outcome = (input: Record<string, unknown>) =>
      run(`secretsmanager:${operation}`, { SecretId: 'app/db', ...input }, user).then(
        () => 'allowed',
        (error: { code: string }) => error.code,
      )
    expect([await outcome(refused), await outcome(allowed)]).toEqual(['AccessDeniedException', 'allowed'])
  })
})

describe('BatchGetSecretValue', () => {
  test('needs its own action, GetSecretValue on each secret, and ListSecrets with Filters', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 'batch/mine', SecretString: 'mine' })
    await vault.call('secretsmanager:CreateSecret', { Name: 'batch/theirs', SecretString: 'theirs' })
    const theirs = (await vault.call('secretsmanager:DescribeSecret', { SecretId: 'batch/theirs' })).ARN
    const user = await makeUser(vault, 'batch', allow('secretsmanager:BatchGetSecretValue'), allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:batch/mine-*'))
    const action = 'secretsmanager:GetSecretValue'
    expect(await run('secretsmanager:BatchGetSecretValue', { SecretIdList: ['batch/mine', 'batch/theirs', 'batch/none'] }, user)).toMatchObject({
      SecretValues: [{ Name: 'batch/mine', SecretString: 'mine' }],
      Errors: [
        { SecretId: 'batch/theirs', ErrorCode: 'AccessDeniedException', Message: `User: ${user.arn} is not authorized to perform: ${action} on resource: ${theirs} because no identity-based policy allows the ${action} action` },
        { SecretId: 'batch/none', ErrorCode: 'AccessDeniedException', Message: `User: ${user.arn} is not authorized to perform: ${action} on resource: batch/none because no identity-based policy allows the ${action} action` },
      ],
    })
    expect((await refusalOf(run('secretsmanager:BatchGetSecretValue', { Filters: [] }, user))).message).toBe(
      `User: ${user.arn} is not authorized to perform: secretsmanager:ListSecrets because no identity-based policy allows the secretsmanager:ListSecrets action`,
    )
  })
})

describe('changes of policies', () => {
  test('hold from the next call on', async () => {
    const user = await makeUser(vault, 'changing', allow('secretsmanager:GetSecretValue'))
    const read = () => run('secretsmanager:GetSecretValue', { SecretId: 'app/db' }, user).then(() => 'allowed', (error: { code: string }) => error.code)
    const seen = [await read()]
    await vault.call('workbench:PutUserPolicy', { UserName: 'changing', PolicyName: 'stop', PolicyDocument: policyText(deny('*')) })
    seen.push(await read())
    await vault.call('workbench:DeleteUserPolicy', { UserName: 'changing', PolicyName: 'stop' })
    seen.push(await read())
    await vault.call('workbench:PutUserPolicy', { UserName: 'changing', PolicyName: 'access', PolicyDocument: policyText(allow('s3:*')) })
    seen.push(await read())
    expect(seen).toEqual(['allowed', 'AccessDeniedException', 'allowed', 'AccessDeniedException'])
  })

  test('a user who is gone may nothing', async () => {
    const user = await makeUser(vault, 'gone', allow('*'))
    await vault.call('workbench:DeleteUser', { UserName: 'gone' })
    expect((await refusalOf(run('secretsmanager:ListSecrets', {}, user))).code).toBe('AccessDeniedException')
  })

  test('a user may not manage the vault, whatever the policy', async () => {
    const user = await makeUser(vault, 'manager', allow('*'))
    expect(await refusalOf(vault.call('workbench:ListUsers', {}, user))).toEqual(refusal('AccessDeniedException', `User: ${user.arn} may not manage the vault.`))
    expect((await refusalOf(vault.call('workbench:CreateAccessKey', { UserName: 'manager' }, user))).code).toBe('AccessDeniedException')
  })
})

import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { allow, policyText } from '../../support/users.ts'
import { constraint } from '../secretsmanager/aws-words.ts'

const vault = sharedVault()
const POLICY = policyText(allow('secretsmanager:GetSecretValue'))
const noUser = (name: string) => refusal('NoSuchEntity', `The user with name ${name} cannot be found.`)
const noPolicy = (name: string) => refusal('NoSuchEntity', `The user policy with name ${name} cannot be found.`)
const noKey = (id: string) => refusal('NoSuchEntity', `The Access Key with id ${id} cannot be found.`)
const listed = async (name: string) => (await vault.call('workbench:ListUsers', {})).Users.find((user) => user.UserName === name)

describe('users', () => {
  test('are answered and listed with their ARN, id, date and policies, in order of their names', async () => {
    const { User } = await vault.call('workbench:CreateUser', { UserName: 'order-b', PolicyDocument: POLICY, PolicyName: 'readers' })
    await vault.call('workbench:CreateUser', { UserName: 'order-a' })
    expect(User).toEqual({
      UserName: 'order-b',
      UserId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
      Arn: `arn:aws:iam::${ACCOUNT}:user/order-b`,
      CreateDate: vault.clock.nowMs() / 1000,
      PolicyNames: ['readers'],
      GroupNames: [],
      AccessKeys: [],
    })
    const names = (await vault.call('workbench:ListUsers', {})).Users.map((user) => user.UserName).filter((name) => name.startsWith('order-'))
    expect(names).toEqual(['order-a', 'order-b'])
  })

  test('have full access to Secrets Manager, KMS and rotation functions unless a policy is given', async () => {
    await vault.call('workbench:CreateUser', { UserName: 'full' })
    const { PolicyDocument } = await vault.call('workbench:GetUserPolicy', { UserName: 'full', PolicyName: 'access' })
    expect(JSON.parse(PolicyDocument)).toEqual({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['secretsmanager:*', 'kms:*', 'lambda:InvokeFunction'], Resource: '*' }] })
  })

  test('belong to an account: the same name in another is another user', async () => {
    await vault.call('workbench:CreateUser', { UserName: 'same-name' })
    const other = { type: 'root', accountId: '999999999999' } as const
    const { User } = await vault.call('workbench:CreateUser', { UserName: 'same-name' }, other)
    expect([User.Arn, (await vault.call('workbench:ListUsers', {}, other)).Users.map((user) => user.UserName)]).toEqual(['arn:aws:iam::999999999999:user/same-name', ['same-name']])
  })

  test('a name that is taken, a name that is none, a policy that is none', async () => {
    await vault.call('workbench:CreateUser', { UserName: 'taken' })
    expect(await refusalOf(vault.call('workbench:CreateUser', { UserName: 'taken' }))).toEqual(refusal('EntityAlreadyExists', 'User with name taken already exists.'))
    expect(await refusalOf(vault.call('workbench:CreateUser', { UserName: 'a/b' }))).toEqual(constraint('userName', 'a/b', 'Member must satisfy regular expression pattern: ^[\\w+=,.@-]+$'))
    expect((await refusalOf(vault.call('workbench:CreateUser', { UserName: 'broken', PolicyDocument: '{"Version":"2012-10-17"}' }))).code).toBe('MalformedPolicyDocumentException')
    expect(await listed('broken')).toBeUndefined()
  })

  test('go with their access keys', async () => {
    await vault.call('workbench:CreateUser', { UserName: 'goes' })
    const { AccessKey } = await vault.call('workbench:CreateAccessKey', { UserName: 'goes' })
    expect(await vault.call('workbench:DeleteUser', { UserName: 'goes' })).toBeUndefined()
    expect([await listed('goes'), vault.vault.access.accessKeys.get(AccessKey.AccessKeyId)]).toEqual([undefined, null])
    expect(await refusalOf(vault.call('workbench:DeleteUser', { UserName: 'goes' }))).toEqual(noUser('goes'))
  })
})

describe('policies', () => {
  test('are added, replaced by name, read back as they were written, and deleted', async () => {
    await vault.call('workbench:CreateUser', { UserName: 'policies', PolicyDocument: POLICY })
    const put = (PolicyName: string, PolicyDocument: string) => vault.call('workbench:PutUserPolicy', { UserName: 'policies', PolicyName, PolicyDocument })
    const spaced = `  ${policyText(allow('kms:*'))}\n`
    await put('second', POLICY)
    await put('access', spaced)
    expect((await listed('policies'))?.PolicyNames.toSorted()).toEqual(['access', 'second'])
    expect(await vault.call('workbench:GetUserPolicy', { UserName: 'policies', PolicyName: 'access' })).toEqual({ UserName: 'policies', PolicyName: 'access', PolicyDocument: spaced })
    await vault.call('workbench:DeleteUserPolicy', { UserName: 'policies', PolicyName: 'access' })
    expect(await refusalOf(vault.call('workbench:GetUserPolicy', { UserName: 'policies', PolicyName: 'access' }))).toEqual(noPolicy('access'))
    expect(await refusalOf(vault.call('workbench:DeleteUserPolicy', { UserName: 'policies', PolicyName: 'access' }))).toEqual(noPolicy('access'))
  })

  test('that do not follow the grammar are refused with line and column, and the old one stays', async () => {
    await vault.call('workbench:CreateUser', { UserName: 'grammar', PolicyDocument: POLICY })
    const broken = '{\n  "Version": "2012-10-17",\n  "Statement": [{ "Effect": "Permit", "Action": "*", "Resource": "*" }]\n}'
    const refused = await refusalOf(vault.call('workbench:PutUserPolicy', { UserName: 'grammar', PolicyName: 'access', PolicyDocument: broken }))
    expect([refused.code, refused.message]).toEqual(['MalformedPolicyDocumentException', expect.stringMatching(/^This policy has invalid syntax\. Line 3, column \d+: /)])
    expect((await vault.call('workbench:GetUserPolicy', { UserName: 'grammar', PolicyName: 'access' })).PolicyDocument).toBe(POLICY)
  })

  test('of a user who is not there', async () => {
    expect(await refusalOf(vault.call('workbench:PutUserPolicy', { UserName: 'none', PolicyName: 'p', PolicyDocument: POLICY }))).toEqual(noUser('none'))
  })
})

describe('access keys', () => {
  test('have AWS’s form; the secret is in the first answer and in no list', async () => {
    await vault.call('workbench:CreateUser', { UserName: 'keys' })
    const { AccessKey, SecretAccessKey } = await vault.call('workbench:CreateAccessKey', { UserName: 'keys', Description: 'laptop' })
    expect({ AccessKey, SecretAccessKey }).toEqual({
      AccessKey: { AccessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{16}$/), UserName: 'keys', Status: 'Active', CreateDate: vault.clock.nowMs() / 1000, Description: 'laptop' },
      SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
    })
    expect((await listed('keys'))?.AccessKeys).toEqual([AccessKey])
    const shown = JSON.stringify([await vault.call('workbench:ListUsers', {}), (await vault.call('workbench:ListActivity', {})).Events])
    expect(shown).not.toContain(SecretAccessKey)
  })

  test('are switched off and on, and deleted', async () => {
    await vault.call('workbench:CreateUser', { UserName: 'switch' })
    const { AccessKey } = await vault.call('workbench:CreateAccessKey', { UserName: 'switch' })
    const { AccessKeyId } = AccessKey
    const seen: string[] = []
    for (const Status of ['Inactive', 'Active'] as const) {
      await vault.call('workbench:UpdateAccessKey', { AccessKeyId, Status })
      seen.push((await listed('switch'))?.AccessKeys[0]?.Status ?? '')
    }
    await vault.call('workbench:DeleteAccessKey', { AccessKeyId })
    expect([seen, (await listed('switch'))?.AccessKeys]).toEqual([['Inactive', 'Active'], []])
    expect(await refusalOf(vault.call('workbench:DeleteAccessKey', { AccessKeyId }))).toEqual(noKey(AccessKeyId))
  })

  test('a user has at most 50', async () => {
    await vault.call('workbench:CreateUser', { UserName: 'many' })
    for (let number = 0; number < 50; number += 1) await vault.call('workbench:CreateAccessKey', { UserName: 'many' })
    expect((await refusalOf(vault.call('workbench:CreateAccessKey', { UserName: 'many' }))).code).toBe('LimitExceeded')
  })

  test('of another account cannot be switched or deleted', async () => {
    await vault.call('workbench:CreateUser', { UserName: 'owned' })
    const { AccessKeyId } = (await vault.call('workbench:CreateAccessKey', { UserName: 'owned' })).AccessKey
    const other = { type: 'root', accountId: '999999999999' } as const
    expect(await refusalOf(vault.call('workbench:DeleteAccessKey', { AccessKeyId }, other))).toEqual(noKey(AccessKeyId))
    expect(await refusalOf(vault.call('workbench:UpdateAccessKey', { AccessKeyId, Status: 'Inactive' }, other))).toEqual(noKey(AccessKeyId))
  })
})

describe('accounts', () => {
  test('are added, renamed and recoloured, in the order of their making', async () => {
    expect((await vault.call('workbench:ListAccounts', {})).Accounts).toEqual([{ AccountId: ACCOUNT, Name: 'local', Color: 'none' }])
    vault.clock.advance(1000)
    expect(await vault.call('workbench:PutAccount', { AccountId: '000000000001', Name: 'prod', Color: 'red' })).toEqual({ Account: { AccountId: '000000000001', Name: 'prod', Color: 'red' } })
    await vault.call('workbench:PutAccount', { AccountId: '000000000001', Name: 'production' })
    expect((await vault.call('workbench:ListAccounts', {})).Accounts).toEqual([
      { AccountId: ACCOUNT, Name: 'local', Color: 'none' },
      { AccountId: '000000000001', Name: 'production', Color: 'red' },
    ])
  })

  test.each(['12345678901', '1234567890123', 'abcdefghijkl'])('%s is no account id', async (AccountId) => {
    expect(await refusalOf(vault.call('workbench:PutAccount', { AccountId, Name: 'x' }))).toEqual(constraint('accountId', AccountId, 'Member must satisfy regular expression pattern: ^\\d{12}$'))
  })
})

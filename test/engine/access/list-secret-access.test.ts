import { expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import { allow, policy, trust } from '../../support/iam.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'

const vault = sharedVault()
const GET = 'secretsmanager:GetSecretValue'
const PUT = 'secretsmanager:PutSecretValue'
const OTHER = '210987654321'
const makeUser = (UserName: string, PolicyDocument: string) => vault.call('workbench:CreateUser', { UserName, PolicyName: 'own', PolicyDocument })
const user = (userName: string): Principal => ({ type: 'user', accountId: ACCOUNT, userName, userId: 'AIDA', arn: `arn:aws:iam::${ACCOUNT}:user/${userName}` })

test('every identity of every account is asked, the key’s yes is told apart, and what is said is what happens', async () => {
  await vault.call('workbench:PutAccount', { AccountId: OTHER, Name: 'other' })
  const { KeyMetadata } = await vault.call('kms:CreateKey', {})
  await vault.call('secretsmanager:CreateSecret', { Name: 'who', SecretString: 'v', KmsKeyId: KeyMetadata.KeyId })
  await makeUser('both', policy(allow([GET, 'kms:Decrypt'])))
  await makeUser('no-key', policy(allow(GET)))
  await makeUser('nothing', policy(allow('kms:Decrypt')))
  await vault.call('workbench:CreateRole', { RoleName: 'writer', AssumeRolePolicyDocument: policy(trust(`arn:aws:iam::${ACCOUNT}:user/both`)) })
  await vault.call('workbench:PutRolePolicy', { RoleName: 'writer', PolicyName: 'write', PolicyDocument: policy(allow([PUT, 'kms:*'])) })

  const { Identities, SecretArn } = await vault.call('workbench:ListSecretAccess', { SecretId: 'who', Actions: [GET, PUT] })
  expect(SecretArn).toContain(':secret:who-')
  const outline = Identities.map(({ Kind, Name, AccountId, Results }) => [`${AccountId === ACCOUNT ? '' : `${AccountId} `}${Kind} ${Name}`, ...Results.map(({ Allowed, RefusedBy }) => (Allowed ? 'yes' : RefusedBy))])
  expect(outline).toEqual([
    ['root root', 'yes', 'yes'],
    ['user both', 'yes', 'secret'],
    ['user no-key', 'key', 'secret'],
    ['user nothing', 'secret', 'secret'],
    ['role writer', 'secret', 'yes'],
    [`${OTHER} root root`, 'secret', 'secret'],
  ])
  for (const { Kind, Name, Results } of Identities.filter((identity) => identity.Kind === 'user')) {
    const read = await vault.call(GET, { SecretId: 'who' }, user(Name)).then(
      () => true,
      () => false,
    )
    expect([Kind, Name, read]).toEqual([Kind, Name, Results[0]?.Allowed])
  }

  await vault.call('kms:DisableKey', { KeyId: KeyMetadata.KeyId })
  const disabled = await vault.call('workbench:ListSecretAccess', { SecretId: 'who', Actions: [GET] })
  expect(disabled.Identities[1]?.Results[0]).toMatchObject({ Allowed: true, Notes: [expect.stringContaining('is Disabled')] })
})

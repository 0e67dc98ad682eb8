import { expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import { allow, policy, trust } from '../../support/iam.ts'
import { refusalOf } from '../../support/refusal.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'

const vault = sharedVault()
const sessions = async (RoleName: string) => (await vault.call('workbench:ListRoleSessions', { RoleName })).Sessions

test('the sessions of a role are listed while they run, newest first, without a key', async () => {
  const { User } = await vault.call('workbench:CreateUser', { UserName: 'ann', PolicyName: 'own', PolicyDocument: policy(allow('sts:AssumeRole')) })
  const ann: Principal = { type: 'user', accountId: ACCOUNT, userName: 'ann', userId: User.UserId, arn: User.Arn }
  const { Role } = await vault.call('workbench:CreateRole', { RoleName: 'api', AssumeRolePolicyDocument: policy(trust(User.Arn)) })
  const assume = (RoleSessionName: string, more: object = {}) => vault.call('sts:AssumeRole', { RoleArn: Role.Arn, RoleSessionName, ...more }, ann)
  expect(await sessions('api')).toEqual([])

  await assume('long', { DurationSeconds: 3600 })
  vault.clock.advance(1000)
  const { Credentials } = await assume('short', { DurationSeconds: 900, Policy: policy(allow('kms:*')) })
  const listed = await sessions('api')
  expect(listed.map(({ RoleSessionName, HasSessionPolicy }) => [RoleSessionName, HasSessionPolicy])).toEqual([
    ['short', true],
    ['long', false],
  ])
  expect(listed[0]).toMatchObject({ AccessKeyId: Credentials?.AccessKeyId, IssueDate: vault.clock.nowMs() / 1000, ExpirationDate: vault.clock.nowMs() / 1000 + 900 })
  expect(JSON.stringify(listed)).not.toContain(Credentials?.SecretAccessKey ?? 'no key')

  vault.clock.advance(900_000)
  expect((await sessions('api')).map(({ RoleSessionName }) => RoleSessionName)).toEqual(['long'])
  expect(await refusalOf(sessions('ghost'))).toMatchObject({ code: 'NoSuchEntity' })
})

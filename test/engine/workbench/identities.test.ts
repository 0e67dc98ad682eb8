import { describe, expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { allow, NOTHING, policy, trust } from '../../support/iam.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'

const vault = sharedVault()
const ann: Principal = { type: 'user', accountId: ACCOUNT, userName: 'ann', userId: 'AIDAANN', arn: `arn:aws:iam::${ACCOUNT}:user/ann` }
const READ = policy(allow('secretsmanager:GetSecretValue'))
const TRUST = policy(trust(ACCOUNT))
const group = (name: string) => vault.call('workbench:CreateGroup', { GroupName: name })
const role = (name: string) => vault.call('workbench:CreateRole', { RoleName: name, AssumeRolePolicyDocument: TRUST })
const user = (name: string) => vault.call('workbench:CreateUser', { UserName: name, PolicyDocument: NOTHING })
const groupNamed = async (name: string) => (await vault.call('workbench:ListGroups', {})).Groups.find((listed) => listed.GroupName === name)
const roleNamed = async (name: string) => (await vault.call('workbench:ListRoles', {})).Roles.find((listed) => listed.RoleName === name)
const userNamed = async (name: string) => (await vault.call('workbench:ListUsers', {})).Users.find((listed) => listed.UserName === name)

describe('groups', () => {
  test('are made empty, take users and policies, and show both sorted', async () => {
    const { Group } = await group('team')
    expect(Group).toEqual({
      GroupName: 'team',
      GroupId: expect.stringMatching(/^AGPA[A-Z2-7]{17}$/),
      Arn: `arn:aws:iam::${ACCOUNT}:group/team`,
      CreateDate: expect.any(Number),
      PolicyNames: [],
      UserNames: [],
    })
    for (const name of ['team-zoe', 'team-abe']) {
      await user(name)
      await vault.call('workbench:AddUserToGroup', { GroupName: 'team', UserName: name })
      await vault.call('workbench:AddUserToGroup', { GroupName: 'team', UserName: name })
    }
    await vault.call('workbench:PutGroupPolicy', { GroupName: 'team', PolicyName: 'read', PolicyDocument: READ })
    expect(await groupNamed('team')).toEqual({ ...Group, PolicyNames: ['read'], UserNames: ['team-abe', 'team-zoe'] })
    expect((await userNamed('team-abe'))?.GroupNames).toEqual(['team'])
    expect(await vault.call('workbench:GetGroupPolicy', { GroupName: 'team', PolicyName: 'read' })).toEqual({ GroupName: 'team', PolicyName: 'read', PolicyDocument: READ })
  })

  test('are not deleted while they have users; a deleted user leaves its groups', async () => {
    await group('leaving')
    await user('leaver')
    await vault.call('workbench:AddUserToGroup', { GroupName: 'leaving', UserName: 'leaver' })
    expect(await refusalOf(vault.call('workbench:DeleteGroup', { GroupName: 'leaving' }))).toEqual(refusal('DeleteConflict', 'Cannot delete entity, must remove users from group first.'))
    await vault.call('workbench:DeleteUser', { UserName: 'leaver' })
    expect((await groupNamed('leaving'))?.UserNames).toEqual([])
    await vault.call('workbench:DeleteGroup', { GroupName: 'leaving' })
    expect(await groupNamed('leaving')).toBeUndefined()
  })

  test('are renamed with users, policies and id, to a name that is free', async () => {
    const { Group } = await group('old-name')
    await group('taken')
    await user('renamed-with')
    await vault.call('workbench:AddUserToGroup', { GroupName: 'old-name', UserName: 'renamed-with' })
    await vault.call('workbench:PutGroupPolicy', { GroupName: 'old-name', PolicyName: 'read', PolicyDocument: READ })
    expect(await refusalOf(vault.call('workbench:UpdateGroup', { GroupName: 'old-name', NewGroupName: 'taken' }))).toEqual(refusal('EntityAlreadyExists', 'Group with name taken already exists.'))
    await vault.call('workbench:UpdateGroup', { GroupName: 'old-name', NewGroupName: 'new-name' })
    expect(await groupNamed('old-name')).toBeUndefined()
    expect(await groupNamed('new-name')).toEqual({ ...Group, GroupName: 'new-name', Arn: `arn:aws:iam::${ACCOUNT}:group/new-name`, PolicyNames: ['read'], UserNames: ['renamed-with'] })
    expect((await userNamed('renamed-with'))?.GroupNames).toEqual(['new-name'])
    expect(await vault.call('workbench:GetGroupPolicy', { GroupName: 'new-name', PolicyName: 'read' })).toMatchObject({ PolicyDocument: READ })
    // The name that was left is free for another group, which has none of it.
    await group('old-name')
    expect(await groupNamed('old-name')).toMatchObject({ PolicyNames: [], UserNames: [] })
  })

  test('a user of the same name as a deleted one is in none of its groups', async () => {
    await group('old-friends')
    await user('again')
    await vault.call('workbench:AddUserToGroup', { GroupName: 'old-friends', UserName: 'again' })
    await vault.call('workbench:DeleteUser', { UserName: 'again' })
    await user('again')
    expect((await userNamed('again'))?.GroupNames).toEqual([])
  })

  test('a user is in ten groups at most', async () => {
    await user('joiner')
    for (let index = 1; index <= 11; index++) await group(`club-${index}`)
    for (let index = 1; index <= 10; index++) await vault.call('workbench:AddUserToGroup', { GroupName: `club-${index}`, UserName: 'joiner' })
    expect(await refusalOf(vault.call('workbench:AddUserToGroup', { GroupName: 'club-11', UserName: 'joiner' }))).toEqual(refusal('LimitExceeded', 'Cannot exceed quota for GroupsPerUser: 10'))
    await vault.call('workbench:RemoveUserFromGroup', { GroupName: 'club-3', UserName: 'joiner' })
    await vault.call('workbench:AddUserToGroup', { GroupName: 'club-11', UserName: 'joiner' })
    expect((await userNamed('joiner'))?.GroupNames.length).toBe(10)
  })
})

describe('roles', () => {
  test('are made with a trust policy and an hour for their sessions, and change', async () => {
    const { Role } = await role('changing')
    expect(Role).toEqual({
      RoleName: 'changing',
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      Arn: `arn:aws:iam::${ACCOUNT}:role/changing`,
      CreateDate: expect.any(Number),
      AssumeRolePolicyDocument: TRUST,
      MaxSessionDuration: 3600,
      PolicyNames: [],
    })
    await vault.call('workbench:UpdateRole', { RoleName: 'changing', Description: 'for the web', MaxSessionDuration: 7200 })
    await vault.call('workbench:UpdateRole', { RoleName: 'changing' })
    const wider = policy(trust('*'))
    await vault.call('workbench:UpdateAssumeRolePolicy', { RoleName: 'changing', PolicyDocument: wider })
    await vault.call('workbench:PutRolePolicy', { RoleName: 'changing', PolicyName: 'read', PolicyDocument: READ })
    await vault.call('workbench:PutRolePermissionsBoundary', { RoleName: 'changing', PolicyDocument: READ })
    expect(await roleNamed('changing')).toEqual({
      ...Role,
      AssumeRolePolicyDocument: wider,
      Description: 'for the web',
      MaxSessionDuration: 7200,
      PolicyNames: ['read'],
      PermissionsBoundary: READ,
    })
    await vault.call('workbench:DeleteRolePolicy', { RoleName: 'changing', PolicyName: 'read' })
    await vault.call('workbench:DeleteRolePermissionsBoundary', { RoleName: 'changing' })
    expect(await roleNamed('changing')).toEqual({ ...Role, AssumeRolePolicyDocument: wider, Description: 'for the web', MaxSessionDuration: 7200 })
    await vault.call('workbench:DeleteRole', { RoleName: 'changing' })
    expect(await roleNamed('changing')).toBeUndefined()
  })

  test('trust only users and roles that are there, as far as the vault can know', async () => {
    await role('known')
    const trusting = (principal: string) => vault.call('workbench:CreateRole', { RoleName: `trusts-${principal.length}`, AssumeRolePolicyDocument: policy(trust(principal)) })
    const unknown = (principal: string) => refusal('MalformedPolicyDocumentException', `Invalid principal in policy: "AWS":"${principal}"`)
    const ghost = `arn:aws:iam::${ACCOUNT}:user/ghost`
    expect(await refusalOf(trusting(ghost))).toEqual(unknown(ghost))
    expect(await refusalOf(trusting(`arn:aws:sts::${ACCOUNT}:assumed-role/phantom/s1`))).toEqual(unknown(`arn:aws:iam::${ACCOUNT}:role/phantom`))
    expect(await refusalOf(trusting('AIDAGHOSTGHOSTGHOST1'))).toEqual(unknown('AIDAGHOSTGHOSTGHOST1'))
    expect((await trusting('arn:aws:iam::999999999999:user/stranger')).Role.RoleName).toMatch(/^trusts-/)
    expect((await trusting(`arn:aws:sts::${ACCOUNT}:assumed-role/known/s1`)).Role.RoleName).toMatch(/^trusts-/)
  })
})

describe('the boundary of a user', () => {
  test('is put, shown and taken away', async () => {
    await user('bounded')
    await vault.call('workbench:PutUserPermissionsBoundary', { UserName: 'bounded', PolicyDocument: READ })
    expect((await userNamed('bounded'))?.PermissionsBoundary).toBe(READ)
    await vault.call('workbench:DeleteUserPermissionsBoundary', { UserName: 'bounded' })
    expect((await userNamed('bounded'))?.PermissionsBoundary).toBeUndefined()
    expect(await refusalOf(vault.call('workbench:DeleteUserPermissionsBoundary', { UserName: 'bounded' }))).toEqual(refusal('NoSuchEntity', 'The user with name bounded has no permissions boundary.'))
  })
})

describe('what is refused', () => {
  test.each<[operation: string, input: Record<string, unknown>, text: string]>([
    ['DeleteGroup', { GroupName: 'none' }, 'The group with name none cannot be found.'],
    ['UpdateGroup', { GroupName: 'none', NewGroupName: 'other' }, 'The group with name none cannot be found.'],
    ['AddUserToGroup', { GroupName: 'none', UserName: 'none' }, 'The group with name none cannot be found.'],
    ['PutGroupPolicy', { GroupName: 'none', PolicyName: 'p', PolicyDocument: READ }, 'The group with name none cannot be found.'],
    ['DeleteRole', { RoleName: 'none' }, 'The role with name none cannot be found.'],
    ['UpdateRole', { RoleName: 'none' }, 'The role with name none cannot be found.'],
    ['PutRolePermissionsBoundary', { RoleName: 'none', PolicyDocument: READ }, 'The role with name none cannot be found.'],
    ['PutUserPermissionsBoundary', { UserName: 'none', PolicyDocument: READ }, 'The user with name none cannot be found.'],
  ])('%s of what is not there', async (operation, input, text) => {
    expect(await refusalOf(vault.call(`workbench:${operation}` as 'workbench:DeleteGroup', input as never))).toEqual(refusal('NoSuchEntity', text))
  })

  test('policies that are not there, by the kind of their holder', async () => {
    await group('bare')
    await role('bare')
    await user('bare')
    for (const [kind, holder] of [['Group', 'group'], ['Role', 'role'], ['User', 'user']] as const) {
      for (const verb of ['Get', 'Delete'] as const) {
        const call = vault.call(`workbench:${verb}${kind}Policy` as 'workbench:GetGroupPolicy', { [`${kind}Name`]: 'bare', PolicyName: 'p' } as never)
        expect(await refusalOf(call)).toEqual(refusal('NoSuchEntity', `The ${holder} policy with name p cannot be found.`))
      }
    }
  })

  test('a second group or role of the same name', async () => {
    await group('twice')
    await role('twice')
    expect(await refusalOf(group('twice'))).toEqual(refusal('EntityAlreadyExists', 'Group with name twice already exists.'))
    expect(await refusalOf(role('twice'))).toEqual(refusal('EntityAlreadyExists', 'Role with name twice already exists.'))
  })

  test('policies that do not follow the grammar of their kind, with the place', async () => {
    await role('strict')
    const text = (detail: string) => refusal('MalformedPolicyDocumentException', `This policy has invalid syntax. ${detail}`)
    expect(await refusalOf(vault.call('workbench:PutRolePolicy', { RoleName: 'strict', PolicyName: 'p', PolicyDocument: '{"Statement":[]}' }))).toEqual(
      text('Line 1, column 14: Statement must hold at least one statement.'),
    )
    expect((await refusalOf(vault.call('workbench:UpdateAssumeRolePolicy', { RoleName: 'strict', PolicyDocument: READ }))).code).toBe('MalformedPolicyDocumentException')
  })

  test('inline policies that are too long together, white space left out', async () => {
    await group('wordy')
    const long = (name: string, count: number) => policy(allow('secretsmanager:GetSecretValue', Array.from({ length: count }, (_, index) => `arn:aws:secretsmanager:*:*:secret:${name}-${index}`)))
    const put = (PolicyName: string, PolicyDocument: string) => vault.call('workbench:PutGroupPolicy', { GroupName: 'wordy', PolicyName, PolicyDocument })
    await put('first', long('first', 60).replaceAll(',', ',\n                                        '))
    expect(await refusalOf(put('second', long('second', 60)))).toEqual(refusal('LimitExceeded', 'Maximum policy size of 5120 bytes exceeded for group wordy'))
    await put('first', long('again', 60))
    expect((await groupNamed('wordy'))?.PolicyNames).toEqual(['first'])
  })

  test('everybody but the root of the account', async () => {
    for (const call of [
      () => vault.call('workbench:ListRoles', {}, ann),
      () => vault.call('workbench:CreateRole', { RoleName: 'mine', AssumeRolePolicyDocument: TRUST }, ann),
      () => vault.call('workbench:PutRolePolicy', { RoleName: 'twice', PolicyName: 'p', PolicyDocument: READ }, ann),
      () => vault.call('workbench:AddUserToGroup', { GroupName: 'twice', UserName: 'ann' }, ann),
      () => vault.call('workbench:DeleteUserPermissionsBoundary', { UserName: 'ann' }, ann),
      () => vault.call('workbench:ExplainAccess', { Principal: 'ann', Action: 'secretsmanager:ListSecrets' }, ann),
    ]) {
      expect((await refusalOf(call())).code).toBe('AccessDeniedException')
    }
  })
})

import { describe, expect, test } from 'vitest'
import { POLICY_TEMPLATES, templateProblem, type TemplateValues } from '../../../renderer/features/policy/policy-templates.ts'
import { addStatements } from '../../../renderer/features/policy/policy-text.ts'
import { allow, policy, trust } from '../../support/iam.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT, REGION } from '../../support/test-vault.ts'

const vault = sharedVault()
const GET = 'secretsmanager:GetSecretValue'
const VALUES: TemplateValues = { region: REGION, accountId: ACCOUNT, account: '210987654321', principals: [], addresses: '10.0.0.0/8, 192.0.2.1', prefix: 'prod/' }

function written(id: string, values: Partial<TemplateValues> = {}): string {
  const template = POLICY_TEMPLATES.find((candidate) => candidate.id === id)
  return addStatements('', template?.build({ ...VALUES, ...values }) ?? []) ?? ''
}

async function mayRead(Principal: string, SecretId: string, facts: Readonly<Record<string, string>> = {}): Promise<boolean> {
  const ContextEntries = Object.entries(facts).map(([ContextKeyName, value]) => ({ ContextKeyName, ContextKeyValues: [value] }))
  return (await vault.call('workbench:ExplainAccess', { Principal, Action: GET, SecretId, ContextEntries })).Allowed
}

const user = async (UserName: string, document = policy(allow('*'))): Promise<string> => (await vault.call('workbench:CreateUser', { UserName, PolicyName: 'own', PolicyDocument: document })).User.Arn
const secret = (Name: string) => vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v' })
const put = (SecretId: string, ResourcePolicy: string) => vault.call('secretsmanager:PutResourcePolicy', { SecretId, ResourcePolicy, BlockPublicPolicy: true })

describe('the window’s templates', () => {
  test('are policies that the vault takes without a warning, each for its kinds', async () => {
    const principals = [await user('template-user')]
    for (const template of POLICY_TEMPLATES) {
      expect(templateProblem(template, { ...VALUES, principals })).toBeNull()
      for (const Kind of template.kinds) {
        const checked = await vault.call('workbench:CheckPolicy', { Kind, PolicyDocument: written(template.id, { principals }) })
        expect([template.id, checked.Problems, checked.Warnings]).toEqual([template.id, [], []])
      }
    }
  })

  test('“read only for a team” lets in whom it names', async () => {
    const [member] = [await user('member', policy(allow('kms:Decrypt'))), await user('stranger', policy(allow('kms:Decrypt')))]
    await secret('team')
    await put('team', written('read-team', { principals: [member] }))
    expect([await mayRead('member', 'team'), await mayRead('stranger', 'team')]).toEqual([true, false])
  })

  test('“deny outside a role” keeps out everybody but the role and the account’s root', async () => {
    await user('everything')
    const { Role } = await vault.call('workbench:CreateRole', { RoleName: 'only', AssumeRolePolicyDocument: policy(trust(ACCOUNT)) })
    await vault.call('workbench:PutRolePolicy', { RoleName: 'only', PolicyName: 'all', PolicyDocument: policy(allow('*')) })
    await secret('only')
    await put('only', written('only-roles', { principals: [Role.Arn] }))
    expect([await mayRead('role/only', 'only'), await mayRead('root', 'only'), await mayRead('user/everything', 'only')]).toEqual([true, true, false])
  })

  test('“only from these addresses” looks at calls that have an address, and at no others', async () => {
    await user('roams')
    await secret('addresses')
    await put('addresses', written('addresses'))
    const from = (address: string) => mayRead('roams', 'addresses', { 'aws:SourceIp': address })
    expect([await from('10.1.2.3'), await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([true, true, false])
    expect((await vault.call(GET, { SecretId: 'addresses' })).SecretString).toBe('v')
  })

  test('“deny deletion” holds for the root too', async () => {
    await secret('kept')
    await put('kept', written('no-deletion'))
    await expect(vault.call('secretsmanager:DeleteSecret', { SecretId: 'kept' })).rejects.toMatchObject({ code: 'AccessDeniedException' })
  })

  test('“current version only” refuses other labels and leaves a read without one alone', async () => {
    await user('current', policy(allow('*'), ...(JSON.parse(written('current-only')) as { Statement: Record<string, unknown>[] }).Statement))
    await secret('labels')
    const by = (stage?: string) => mayRead('current', 'labels', stage === undefined ? {} : { 'secretsmanager:VersionStage': stage })
    expect([await by(), await by('AWSCURRENT'), await by('AWSPREVIOUS')]).toEqual([true, true, false])
  })

  test('“read under a prefix” is about names that start so', async () => {
    await user('prefixed', written('read-prefix'))
    await secret('prod/in')
    await secret('test/out')
    expect([await mayRead('prefixed', 'prod/in'), await mayRead('prefixed', 'test/out')]).toEqual([true, false])
  })
})

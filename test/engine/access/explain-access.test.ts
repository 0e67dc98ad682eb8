import { describe, expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import type { WireInput, WireOutput } from '../../../shared/operations/catalog.ts'
import { allow, deny, policy, trust } from '../../support/iam.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT, REGION } from '../../support/test-vault.ts'

const vault = sharedVault()
const GET = 'secretsmanager:GetSecretValue'
const userArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`

type Question = WireInput<'workbench:ExplainAccess'>
const explain = (Principal: string, more: Partial<Question> = {}): Promise<WireOutput<'workbench:ExplainAccess'>> => vault.call('workbench:ExplainAccess', { Principal, Action: GET, ...more })
const makeUser = (UserName: string, PolicyDocument: string) => vault.call('workbench:CreateUser', { UserName, PolicyName: 'own', PolicyDocument })
const makeSecret = async (Name: string, more: object = {}): Promise<string> => (await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v', ...more })).ARN
const principal = (userName: string): Principal => ({ type: 'user', accountId: ACCOUNT, userName, userId: 'AIDA', arn: userArn(userName) })
/** The outcome of each check, short. */
const outline = ({ Checks }: WireOutput<'workbench:ExplainAccess'>) => Checks.map(({ Action, Allowed, Sentence }) => `${Action} ${Allowed ? 'yes' : 'no'}: ${Sentence}`)

describe('an explanation', () => {
  test('shows every statement with its document, what it says, and what did not fit', async () => {
    const arn = await makeSecret('explain/all')
    await makeUser('ann', policy(allow('secretsmanager:PutSecretValue', '*', { Sid: 'Write' }), allow(GET, 'arn:aws:secretsmanager:*:*:secret:other*')))
    await vault.call('workbench:CreateGroup', { GroupName: 'team' })
    await vault.call('workbench:AddUserToGroup', { GroupName: 'team', UserName: 'ann' })
    await vault.call('workbench:PutGroupPolicy', { GroupName: 'team', PolicyName: 'read', PolicyDocument: policy(allow(GET, arn)) })
    const { KeyId, Arn } = await defaultKey()
    const whole = await explain('ann', { SecretId: 'explain/all' })
    expect(whole).toEqual({
      Allowed: true,
      PrincipalArn: userArn('ann'),
      Notes: [],
      Checks: [
        {
          Action: GET,
          Resource: arn,
          Allowed: true,
          Reason: 'allowed-by-identity-policy',
          Sentence: 'Allowed: an identity policy allows it (statement 1 of read of group/team)',
          DecidedBy: { PolicyName: 'read of group/team', PolicyKind: 'identity', StatementNumber: 1 },
          Statements: [
            {
              PolicyName: 'own',
              PolicyKind: 'identity',
              Sid: 'Write',
              StatementNumber: 1,
              Effect: 'Allow',
              Words: 'user/ann may write',
              Outcome: 'not-matched',
              Misses: ['it is about other actions'],
            },
            {
              PolicyName: 'own',
              PolicyKind: 'identity',
              StatementNumber: 2,
              Effect: 'Allow',
              Words: 'user/ann may read on secret:other*',
              Outcome: 'not-matched',
              Misses: [`it is about other resources than ${arn}`],
            },
            {
              PolicyName: 'read of group/team',
              PolicyKind: 'identity',
              StatementNumber: 1,
              Effect: 'Allow',
              Words: `user/ann may read on ${arn.split(':').slice(5).join(':')}`,
              Outcome: 'decided',
              Misses: [],
            },
          ],
        },
        expect.objectContaining({
          Action: 'kms:Decrypt',
          Resource: Arn,
          Allowed: true,
          Reason: 'allowed-by-resource-policy',
          Sentence: 'Allowed: the resource policy allows it (statement Allow access through AWS Secrets Manager of key policy)',
        }),
      ],
    })
    expect(KeyId).toBe(Arn.split('/')[1])
    expect((await vault.call(GET, { SecretId: 'explain/all' }, principal('ann'))).SecretString).toBe('v')
  })

  test('says no where the key says no, although the secret says yes, and what AWS would answer', async () => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    await makeSecret('explain/key', { KmsKeyId: KeyMetadata.KeyId })
    await makeUser('bob', policy(allow('secretsmanager:*')))
    const answer = await explain(userArn('bob'), { SecretId: 'explain/key' })
    expect([answer.Allowed, ...outline(answer), answer.Checks[1]?.Message]).toEqual([
      false,
      `${GET} yes: Allowed: an identity policy allows it (statement 1 of own)`,
      'kms:Decrypt no: Denied: no identity policy allows it',
      'Access to KMS is not allowed',
    ])
    expect(await refusalOf(vault.call(GET, { SecretId: 'explain/key' }, principal('bob')))).toEqual(refusal('AccessDeniedException', 'Access to KMS is not allowed'))
  })

  test('names the deny that decides, and gives AWS’s refusal in full', async () => {
    const arn = await makeSecret('explain/deny')
    await makeUser('carl', policy(allow('*'), deny(GET, '*', { Sid: 'NotThat', Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })))
    const [check] = (await explain('user/carl', { SecretId: arn, ContextEntries: [{ ContextKeyName: 'aws:SourceIp', ContextKeyValues: ['10.1.2.3'] }] })).Checks
    expect([check?.DecidedBy, check?.Message]).toEqual([
      { PolicyName: 'own', PolicyKind: 'identity', Sid: 'NotThat', StatementNumber: 2 },
      `User: ${userArn('carl')} is not authorized to perform: ${GET} on resource: ${arn} with an explicit deny in an identity-based policy`,
    ])
    const [elsewhere] = (await explain('user/carl', { SecretId: arn, ContextEntries: [{ ContextKeyName: 'aws:SourceIp', ContextKeyValues: ['11.1.2.3'] }] })).Checks
    expect([elsewhere?.Allowed, elsewhere?.Statements[1]?.Misses]).toEqual([true, ['IpAddress aws:SourceIp does not hold: the request has 11.1.2.3']])
  })

  test('weighs the secret’s own policy and the grants on its key', async () => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    const arn = await makeSecret('explain/policy', { KmsKeyId: KeyMetadata.KeyId })
    await makeUser('ivy', policy(allow('kms:ListKeys')))
    await vault.call('secretsmanager:PutResourcePolicy', { SecretId: arn, ResourcePolicy: policy({ ...allow(GET), Sid: 'Ivy', Principal: { AWS: userArn('ivy') } }) })
    expect(outline(await explain('ivy', { SecretId: arn }))).toEqual([
      `${GET} yes: Allowed: the resource policy allows it (statement Ivy of resource policy)`,
      'kms:Decrypt no: Denied: no identity policy allows it',
    ])
    await vault.call('kms:CreateGrant', { KeyId: KeyMetadata.KeyId, GranteePrincipal: userArn('ivy'), Operations: ['Decrypt'] })
    expect(outline(await explain('ivy', { SecretId: arn }))[1]).toBe('kms:Decrypt yes: Allowed: a grant on the key allows it')
    await vault.call('kms:DisableKey', { KeyId: KeyMetadata.KeyId })
    expect((await explain('ivy', { SecretId: arn })).Notes).toEqual([`The key ${KeyMetadata.Arn} is Disabled: whatever the policies say, it cannot be used.`])
  })

  test('tells that the default key is for its own account only', async () => {
    const other: Principal = { type: 'root', accountId: '777777777777' }
    const arn = await makeSecret('explain/foreign')
    const { User } = await vault.call('workbench:CreateUser', { UserName: 'guest', PolicyDocument: policy(allow('*')) }, other)
    await vault.call('secretsmanager:PutResourcePolicy', { SecretId: arn, ResourcePolicy: policy({ ...allow(GET), Principal: { AWS: User.Arn } }) })
    const words = "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key."
    const answer = await explain(User.Arn, { SecretId: arn })
    expect([answer.Checks.map((check) => check.Allowed), answer.Notes]).toEqual([[true, false], [words]])
    const guest: Principal = { type: 'user', accountId: '777777777777', userName: 'guest', userId: 'AIDA', arn: User.Arn }
    expect((await refusalOf(vault.call(GET, { SecretId: arn }, guest))).message).toBe(words)
  })

  test('asks for the version that is meant, by its label', async () => {
    await makeSecret('explain/stage')
    await makeUser('dora', policy(allow(GET, '*', { Condition: { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } } })))
    const stage = (label: string) => ({ SecretId: 'explain/stage', ContextEntries: [{ ContextKeyName: 'secretsmanager:VersionStage', ContextKeyValues: [label] }] })
    expect((await explain('dora', stage('AWSCURRENT'))).Allowed).toBe(true)
    const previous = await explain('dora', stage('AWSPREVIOUS'))
    expect([previous.Allowed, previous.Notes, previous.Checks.length]).toEqual([false, ['The secret has no value for AWSPREVIOUS.'], 1])
    expect((await explain('dora', { SecretId: 'explain/stage' })).Checks[0]?.Statements[0]?.Misses).toEqual(['StringEquals secretsmanager:VersionStage does not hold: the request has none'])
  })

  test('holds a role against its trust policy, its boundary and a session policy', async () => {
    const arn = await makeSecret('explain/role')
    await makeUser('eve', policy(allow('sts:AssumeRole')))
    await vault.call('workbench:CreateRole', { RoleName: 'api', AssumeRolePolicyDocument: policy(trust(ACCOUNT)) })
    await vault.call('workbench:PutRolePolicy', { RoleName: 'api', PolicyName: 'all', PolicyDocument: policy(allow('*')) })
    expect(outline(await explain('eve', { Action: 'sts:AssumeRole', RoleArn: roleArn('api') }))).toEqual(['sts:AssumeRole yes: Allowed: an identity policy allows it (statement 1 of own)'])
    expect((await explain('role/api', { SecretId: arn })).Allowed).toBe(true)
    const limited = await explain(`arn:aws:sts::${ACCOUNT}:assumed-role/api/s1`, { SecretId: arn, SessionPolicy: policy(allow('secretsmanager:ListSecrets')) })
    expect(outline(limited)[0]).toBe(`${GET} no: Denied: the session policy does not allow it`)
    await vault.call('workbench:PutRolePermissionsBoundary', { RoleName: 'api', PolicyDocument: policy(deny(GET), allow('*')) })
    expect(outline(await explain('api', { SecretId: arn }))[0]).toBe(`${GET} no: Denied: the permissions boundary denies it (statement 1 of permissions boundary)`)
  })

  test('explains a running session with the session policy that it was given', async () => {
    const arn = await makeSecret('explain/session')
    await makeUser('fay', policy(allow('sts:AssumeRole')))
    await vault.call('workbench:CreateRole', { RoleName: 'job', AssumeRolePolicyDocument: policy(trust(userArn('fay'))) })
    await vault.call('workbench:PutRolePolicy', { RoleName: 'job', PolicyName: 'all', PolicyDocument: policy(allow('*')) })
    await vault.callRaw('sts:AssumeRole', { RoleArn: roleArn('job'), RoleSessionName: 'night', Policy: policy(allow('kms:*')) }, principal('fay'))
    expect((await explain(`arn:aws:sts::${ACCOUNT}:assumed-role/job/night`, { SecretId: arn })).Checks[0]?.Reason).toBe('no-session-policy-allows')
    expect((await explain(`arn:aws:sts::${ACCOUNT}:assumed-role/job/day`, { SecretId: arn })).Allowed).toBe(true)
  })

  test('of the root of the account is yes, and of another account’s root no', async () => {
    const arn = await makeSecret('explain/root')
    expect(outline(await explain('root', { SecretId: arn }))[0]).toBe(`${GET} yes: Allowed: the account root may do everything in its own account`)
    expect((await explain('arn:aws:iam::999999999999:root', { SecretId: arn })).Allowed).toBe(false)
    expect(await explain('root', { Action: 'sts:AssumeRole', RoleArn: roleArn('any') })).toMatchObject({ Allowed: false, Checks: [], Notes: ['Roles may not be assumed by root accounts.'] })
  })

  test('asks what each operation asks: lists, creation, batches, writes, keys', async () => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    await makeUser('gus', policy(allow(['secretsmanager:*', 'kms:DescribeKey'])))
    await makeSecret('explain/ops')
    const asked = async (more: Partial<Question>) => outline(await explain('gus', more)).map((line) => line.split(':').slice(0, 2).join(':'))
    expect(await asked({ Action: 'secretsmanager:listsecrets' })).toEqual(['secretsmanager:ListSecrets yes'])
    expect(await asked({ Action: 'secretsmanager:CreateSecret', SecretId: 'new' })).toEqual(['secretsmanager:CreateSecret yes', 'kms:GenerateDataKey yes'])
    expect(await asked({ Action: 'secretsmanager:CreateSecret', SecretId: 'new', KeyId: KeyMetadata.KeyId })).toEqual(['secretsmanager:CreateSecret yes', 'kms:GenerateDataKey no', 'kms:Decrypt no'])
    expect(await asked({ Action: 'secretsmanager:BatchGetSecretValue', SecretId: 'explain/ops' })).toEqual(['secretsmanager:BatchGetSecretValue yes', `${GET} yes`, 'kms:Decrypt yes'])
    expect(await asked({ Action: 'secretsmanager:PutSecretValue', SecretId: 'explain/ops' })).toEqual(['secretsmanager:PutSecretValue yes', 'kms:GenerateDataKey yes'])
    expect(await asked({ Action: 'secretsmanager:DeleteSecret', SecretId: 'explain/ops' })).toEqual(['secretsmanager:DeleteSecret yes'])
    expect(await asked({ Action: 'kms:DescribeKey', KeyId: KeyMetadata.KeyId })).toEqual(['kms:DescribeKey yes'])
    expect(await asked({ Action: 'kms:ListKeys' })).toEqual(['kms:ListKeys no'])
  })

  test('notes what the policies do not know', async () => {
    await makeUser('hal', policy(allow('*')))
    const arn = await makeSecret('explain/trash')
    await vault.call('secretsmanager:DeleteSecret', { SecretId: arn })
    expect((await explain('hal', { SecretId: arn })).Notes).toEqual(['The secret is in the trash: its value can be read again once it is restored.'])
    expect((await explain('hal', { SecretId: 'explain/none' })).Notes).toEqual(['There is no secret explain/none here: the policies were asked for the name as it is.'])
  })

  test('says whom it does not know and what it cannot explain', async () => {
    await makeUser('twin', policy(allow('*')))
    await vault.call('workbench:CreateRole', { RoleName: 'twin', AssumeRolePolicyDocument: policy(trust(ACCOUNT)) })
    const invalid = (text: string) => refusal('ValidationException', text)
    expect(await refusalOf(explain('ghost', { SecretId: 'x' }))).toEqual(refusal('NoSuchEntity', 'There is no user or role ghost in the vault.'))
    expect(await refusalOf(explain('twin', { SecretId: 'x' }))).toEqual(invalid('There is a user twin and a role twin. Say user/twin or role/twin.'))
    expect(await refusalOf(explain('user/twin', {}))).toEqual(invalid('The action is about a secret: say which, by SecretId.'))
    expect(await refusalOf(explain('user/twin', { Action: 's3:GetObject' }))).toEqual(invalid('Access is explained for actions of secretsmanager and kms, and for sts:AssumeRole with a RoleArn.'))
    expect(await refusalOf(explain('user/twin', { SecretId: 'x', SessionPolicy: policy(allow('*')) }))).toEqual(invalid('Only a role has sessions, and they a session policy.'))
  })
})

async function defaultKey(): Promise<{ readonly KeyId: string; readonly Arn: string }> {
  const { KeyMetadata } = await vault.call('kms:DescribeKey', { KeyId: `arn:aws:kms:${REGION}:${ACCOUNT}:alias/aws/secretsmanager` })
  return { KeyId: KeyMetadata.KeyId, Arn: KeyMetadata.Arn ?? '' }
}

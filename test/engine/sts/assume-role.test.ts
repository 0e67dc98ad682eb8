import { describe, expect, test } from 'vitest'
import { sessionIdentity } from '../../../electron/engine/access/session-identity.ts'
import type { Principal } from '../../../electron/engine/caller.ts'
import type { WireInput, WireOutput } from '../../../shared/operations/catalog.ts'
import { allow, NOTHING, policy, trust, type StatementJson } from '../../support/iam.ts'
import { refusal, refusalOf, type Refusal } from '../../support/refusal.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'

type Request = WireInput<'sts:AssumeRole'>
type Assumed = WireOutput<'sts:AssumeRole'>

const vault = sharedVault()
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`
const userArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`
const principal = (userName: string, accountId = ACCOUNT): Principal => ({ type: 'user', accountId, userName, userId: `AIDA${userName}`, arn: `arn:aws:iam::${accountId}:user/${userName}` })

async function makeUser(name: string, document = NOTHING): Promise<Principal> {
  await vault.call('workbench:CreateUser', { UserName: name, PolicyDocument: document })
  return principal(name)
}
async function makeRole(name: string, ...statements: readonly StatementJson[]): Promise<string> {
  await vault.call('workbench:CreateRole', { RoleName: name, AssumeRolePolicyDocument: policy(...statements), MaxSessionDuration: 7200 })
  return roleArn(name)
}
const assume = (as: Principal, RoleArn: string, more: Partial<Request> = {}): Promise<Assumed> =>
  vault.callRaw('sts:AssumeRole', { RoleArn, RoleSessionName: 'web1', ...more }, as) as Promise<Assumed>

/** Who the credentials of an answer speak for, as the endpoint learns it. */
function sessionOf({ Credentials: { AccessKeyId } }: Assumed) {
  const session = vault.vault.access.sessions.get(AccessKeyId)
  const identity = session === null ? null : sessionIdentity(vault.vault, session)
  if (identity === null) throw new Error('The credentials are known')
  return identity
}

describe('AssumeRole', () => {
  test('gives credentials for an hour, and says for whom', async () => {
    const ann = await makeUser('ann')
    const role = await makeRole('plain', trust(userArn('ann')))
    const answer = await assume(ann, role)
    expect(answer).toEqual({
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
        SecretAccessKey: expect.stringMatching(/^[A-Za-z0-9+/]{40}$/),
        SessionToken: expect.stringMatching(/^[A-Za-z0-9+/=]{100,}$/),
        Expiration: vault.clock.nowMs() / 1000 + 3600,
      },
      AssumedRoleUser: { AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:web1$/), Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/plain/web1` },
    })
    const { secretAccessKey, sessionToken, expiresAtMs } = sessionOf(answer)
    expect({ SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: (expiresAtMs ?? 0) / 1000 }).toEqual({ ...answer.Credentials, AccessKeyId: undefined })
  })

  test('takes the time that is asked for, up to the role’s own longest', async () => {
    const time = await makeUser('time')
    const role = await makeRole('timed', trust(userArn('time')))
    const { Credentials } = await assume(time, role, { DurationSeconds: 7200 })
    expect(Credentials.Expiration).toBe(vault.clock.nowMs() / 1000 + 7200)
    expect(await refusalOf(assume(time, role, { DurationSeconds: 7201 }))).toEqual(
      refusal('ValidationException', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'),
    )
  })

  test('lets a session of a session last an hour at most', async () => {
    const chain = await makeUser('chain')
    const first = await makeRole('chain-one', trust(userArn('chain')))
    const second = await makeRole('chain-two', trust(first))
    const session = sessionOf(await assume(chain, first)).principal
    expect((await assume(session, second, { DurationSeconds: 3600 })).AssumedRoleUser.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/chain-two/web1`)
    expect(await refusalOf(assume(session, second, { DurationSeconds: 3601 }))).toEqual(
      refusal('ValidationException', 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'),
    )
  })

  test('says how much of the room a session policy takes', async () => {
    const packer = await makeUser('packer')
    const role = await makeRole('packed', trust(userArn('packer')))
    const Policy = policy(allow('secretsmanager:GetSecretValue'))
    expect((await assume(packer, role, { Policy })).PackedPolicySize).toBe(Math.ceil((Policy.length * 100) / 2048))
  })

  const invalid = (path: string, value: string | number, rule: string): Refusal =>
    refusal('ValidationException', `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: ${rule}`)
  test.each<[title: string, input: Partial<Request>, expected: Refusal]>([
    ['a short session name', { RoleSessionName: 'w' }, invalid('roleSessionName', 'w', 'Member must have length greater than or equal to 2')],
    ['a session name with a blank', { RoleSessionName: 'web 1' }, invalid('roleSessionName', 'web 1', 'Member must satisfy regular expression pattern: ^[\\w+=,.@-]*$')],
    ['fourteen minutes', { DurationSeconds: 899 }, invalid('durationSeconds', 899, 'Member must have value greater than or equal to 900')],
    ['half a day and a second', { DurationSeconds: 43_201 }, invalid('durationSeconds', 43_201, 'Member must have value less than or equal to 43200')],
    ['a role that is no ARN', { RoleArn: 'arn:aws:iam::role/no-such' }, refusal('ValidationException', 'arn:aws:iam::role/no-such is invalid')],
    [
      'a session policy with a fault',
      { Policy: '{"Statement":[]}' },
      refusal('MalformedPolicyDocumentException', 'This policy has invalid syntax. Line 1, column 14: Statement must hold at least one statement.'),
    ],
    ['managed policies, which the vault has not', { PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }] }, refusal('ValidationException', 'The vault has no managed policies. Pass the session policy as Policy.')],
    [
      'a code of a device, which the vault has not',
      { SerialNumber: 'GAHT12345678', TokenCode: '123456' },
      refusal('AccessDeniedException', 'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.'),
    ],
  ])('refuses %s', async (_title, input, expected) => {
    expect(await refusalOf(assume(principal('nobody'), roleArn('anything'), input))).toEqual(expected)
  })

  test('does not take the root of an account', async () => {
    const role = await makeRole('not-for-root', trust(ACCOUNT))
    expect(await refusalOf(assume({ type: 'root', accountId: ACCOUNT }, role))).toEqual(refusal('AccessDeniedException', 'Roles may not be assumed by root accounts.'))
  })
})

describe('who may assume a role', () => {
  const NONE = allow('secretsmanager:GetRandomPassword')
  const MAY = allow('sts:AssumeRole')
  const MAY_NOT = { ...MAY, Effect: 'Deny' }
  const refused = (who: string, role: string) => refusal('AccessDeniedException', `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${role}`)
  test.each<[title: string, trusted: (arn: string) => StatementJson, own: StatementJson, isAllowed: boolean]>([
    ['the user whom the trust policy names', (arn) => trust(arn), NONE, true],
    ['but not against a deny of its own', (arn) => trust(arn), MAY_NOT, false],
    ['nor against a deny of the trust policy', (arn) => ({ ...trust(arn), Effect: 'Deny' }), MAY, false],
    ['a user of the account that is named, when its own policies allow', () => trust(ACCOUNT), MAY, true],
    ['but not without', () => trust(ACCOUNT), NONE, false],
    ['nobody by its own policies alone', () => trust('999999999999'), MAY, false],
    ['anybody of the account where everybody is named', () => trust('*'), NONE, true],
  ])('%s', async (title, trusted, own, isAllowed) => {
    const name = title.replace(/\W/g, '').slice(0, 40)
    const user = await makeUser(name, policy(own))
    const role = await makeRole(name, trusted(userArn(name)))
    if (isAllowed) expect((await assume(user, role)).AssumedRoleUser.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/${name}/web1`)
    else expect(await refusalOf(assume(user, role))).toEqual(refused(userArn(name), role))
  })

  test('another account’s user only with the yes of both, even when it is named itself', async () => {
    const other: Principal = { type: 'root', accountId: '999999999999' }
    const { User } = await vault.call('workbench:CreateUser', { UserName: 'far', PolicyName: 'own', PolicyDocument: policy(NONE) }, other)
    const role = await makeRole('shared', trust(User.Arn))
    const stranger = await makeRole('not-shared', trust(ACCOUNT))
    const far = principal('far', '999999999999')
    expect(await refusalOf(assume(far, role))).toEqual(refused(User.Arn, role))
    await vault.call('workbench:PutUserPolicy', { UserName: 'far', PolicyName: 'own', PolicyDocument: policy(MAY) }, other)
    expect((await assume(far, role)).AssumedRoleUser.Arn).toBe(`arn:aws:sts::${ACCOUNT}:assumed-role/shared/web1`)
    expect(await refusalOf(assume(far, stranger))).toEqual(refused(User.Arn, stranger))
  })

  test('conditions see the external id, the session name and the tags', async () => {
    const cond = await makeUser('cond')
    const role = await makeRole(
      'conditional',
      trust(userArn('cond'), {
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
        Condition: { StringEquals: { 'sts:ExternalId': 'x-1', 'sts:RoleSessionName': 'web1', 'aws:RequestTag/team': 'blue', 'sts:SourceIdentity': 'cond' } },
      }),
    )
    const full: Partial<Request> = { ExternalId: 'x-1', Tags: [{ Key: 'team', Value: 'blue' }], SourceIdentity: 'cond' }
    expect((await assume(cond, role, full)).SourceIdentity).toBe('cond')
    for (const change of [{ ExternalId: 'x-2' }, { RoleSessionName: 'web2' }, { Tags: [{ Key: 'team', Value: 'red' }] }, { SourceIdentity: 'other' }]) {
      expect((await refusalOf(assume(cond, role, { ...full, ...change }))).code).toBe('AccessDeniedException')
    }
  })

  test('tags and a source identity take permissions of their own', async () => {
    const tagger = await makeUser('tagger')
    const role = await makeRole('untagged', trust(userArn('tagger')))
    const refused = (action: string) => refusal('AccessDeniedException', `User: ${userArn('tagger')} is not authorized to perform: ${action} on resource: ${role}`)
    expect(await refusalOf(assume(tagger, role, { Tags: [{ Key: 'k', Value: 'v' }] }))).toEqual(refused('sts:TagSession'))
    expect(await refusalOf(assume(tagger, role, { SourceIdentity: 'me' }))).toEqual(refused('sts:SetSourceIdentity'))
  })
})

describe('session tags', () => {
  test('are the caller’s own tags, and the transitive ones stay in a session of the session', async () => {
    const bo = await makeUser('bo')
    const statement = (who: string) => trust(who, { Action: ['sts:AssumeRole', 'sts:TagSession'] })
    const first = await makeRole('tag-one', statement(userArn('bo')))
    const second = await makeRole('tag-two', statement(first))
    await vault.call('workbench:PutRolePolicy', {
      RoleName: 'tag-two',
      PolicyName: 'own-team',
      PolicyDocument: policy(allow('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:${aws:PrincipalTag/team}/*')),
    })
    for (const Name of ['blue/db', 'red/db']) await vault.call('secretsmanager:CreateSecret', { Name, SecretString: Name })
    const session = sessionOf(await assume(bo, first, { Tags: [{ Key: 'team', Value: 'blue' }, { Key: 'task', Value: 't' }], TransitiveTagKeys: ['team'] })).principal
    expect((await refusalOf(assume(session, second, { Tags: [{ Key: 'Team', Value: 'red' }] }))).code).toBe('InvalidParameterValue')
    const inner = sessionOf(await assume(session, second)).principal
    expect(inner).toMatchObject({ session: { tags: { team: 'blue' }, transitiveTagKeys: ['team'] } })
    expect((await vault.call('secretsmanager:GetSecretValue', { SecretId: 'blue/db' }, inner)).SecretString).toBe('blue/db')
    expect((await refusalOf(vault.call('secretsmanager:GetSecretValue', { SecretId: 'red/db' }, inner))).code).toBe('AccessDeniedException')
  })

  test.each<[title: string, input: Partial<Request>]>([
    ['twice the same key', { Tags: [{ Key: 'k', Value: '1' }, { Key: 'K', Value: '2' }] }],
    ['a transitive key without a tag', { Tags: [{ Key: 'k', Value: '1' }], TransitiveTagKeys: ['other'] }],
  ])('are refused with %s', async (title, input) => {
    const name = title.replace(/\W/g, '')
    const user = await makeUser(name)
    const role = await makeRole(name, trust(userArn(name), { Action: 'sts:*' }))
    expect((await refusalOf(assume(user, role, input))).code).toBe('InvalidParameterValue')
  })
})

describe('sessions', () => {
  test('do what the role may at the time of the call, and nothing once it was deleted and made anew', async () => {
    const zed = await makeUser('zed')
    const role = await makeRole('shifting', trust(userArn('zed')))
    await vault.call('secretsmanager:CreateSecret', { Name: 'shift', SecretString: 'v' })
    const session = sessionOf(await assume(zed, role)).principal
    const read = () => vault.call('secretsmanager:GetSecretValue', { SecretId: 'shift' }, session)
    expect((await refusalOf(read())).code).toBe('AccessDeniedException')
    await vault.call('workbench:PutRolePolicy', { RoleName: 'shifting', PolicyName: 'all', PolicyDocument: policy(allow('*')) })
    expect((await read()).SecretString).toBe('v')
    await vault.call('workbench:DeleteRole', { RoleName: 'shifting' })
    await makeRole('shifting', trust(userArn('zed')))
    await vault.call('workbench:PutRolePolicy', { RoleName: 'shifting', PolicyName: 'all', PolicyDocument: policy(allow('*')) })
    expect((await refusalOf(read())).code).toBe('AccessDeniedException')
  })

  test('cannot be told from a long-lived key by aws:TokenIssueTime being absent', async () => {
    const tim = await makeUser('tim', policy(allow('*')))
    const role = await makeRole('timed-token', trust(userArn('tim')))
    await vault.call('workbench:PutRolePolicy', {
      RoleName: 'timed-token',
      PolicyName: 'fresh',
      PolicyDocument: policy(allow('*', '*', { Condition: { DateGreaterThanEquals: { 'aws:TokenIssueTime': new Date(vault.clock.nowMs()).toISOString() }, Bool: { 'aws:MultiFactorAuthPresent': 'false' } } })),
    })
    await vault.call('secretsmanager:CreateSecret', { Name: 'token', SecretString: 'v' })
    expect((await vault.call('secretsmanager:GetSecretValue', { SecretId: 'token' }, sessionOf(await assume(tim, role)).principal)).SecretString).toBe('v')
  })

  test('are forgotten a day after their end', async () => {
    const old = await makeUser('old')
    const role = await makeRole('old', trust(userArn('old')))
    const { Credentials } = await assume(old, role)
    vault.clock.advance(25 * 3_600_000)
    await assume(old, role)
    expect(vault.vault.access.sessions.get(Credentials.AccessKeyId)).not.toBeNull()
    vault.clock.advance(1_000)
    await assume(old, role)
    expect(vault.vault.access.sessions.get(Credentials.AccessKeyId)).toBeNull()
  })
})

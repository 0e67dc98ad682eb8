import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callCore } from '../../electron/cli/socket-client.ts'
import { createSystemClock } from '../../electron/host/system-clock.ts'
import { allow, deny, makeUser, policy, trust, type Credentials, type RootCaller } from '../support/iam.ts'
import { startTestCore, TEST_ACCOUNT, TEST_PASSPHRASE, TEST_REGION, type TestCore } from '../support/test-core.ts'

const user = (name: string): string => `arn:aws:iam::${TEST_ACCOUNT}:user/${name}`
const role = (name: string): string => `arn:aws:iam::${TEST_ACCOUNT}:role/${name}`
const GET = 'secretsmanager:GetSecretValue'

// What a team does with identities and policies, through the endpoint and the SDK as it comes.
describe('access to secrets', () => {
  let test: TestCore
  let endpoint: string
  let offsetMs = 0
  const clients: { destroy(): void }[] = []
  const arns = new Map<string, string>()

  const options = (credentials: Credentials) => ({ region: TEST_REGION, endpoint, credentials, maxAttempts: 1, systemClockOffset: offsetMs })
  const secrets = (credentials: Credentials): SecretsManagerClient => kept(new SecretsManagerClient(options(credentials)))
  const sts = (credentials: Credentials): STSClient => kept(new STSClient(options(credentials)))
  function kept<T extends { destroy(): void }>(client: T): T {
    clients.push(client)
    return client
  }
  /** The value, or why not. */
  async function read(credentials: Credentials, secretId: string, more: { VersionStage?: string } = {}): Promise<string> {
    try {
      return (await secrets(credentials).send(new GetSecretValueCommand({ SecretId: secretId, ...more }))).SecretString ?? ''
    } catch (thrown) {
      return `${(thrown as Error).name}: ${(thrown as Error).message}`
    }
  }
  async function assume(credentials: Credentials, input: ConstructorParameters<typeof AssumeRoleCommand>[0]): Promise<Credentials> {
    const { Credentials: made } = await sts(credentials).send(new AssumeRoleCommand(input))
    return { accessKeyId: made?.AccessKeyId ?? '', secretAccessKey: made?.SecretAccessKey ?? '', sessionToken: made?.SessionToken ?? '' }
  }
  const arn = (name: string): string => arns.get(name) ?? ''
  const refusedOn = (who: string, name: string, why: string): string =>
    `AccessDeniedException: User: ${who} is not authorized to perform: ${GET} on resource: ${arn(name)} ${why}`
  const NO_ALLOW = `because no identity-based policy allows the ${GET} action`

  beforeAll(async () => {
    const clock = createSystemClock()
    test = await startTestCore({ overrides: { clock: { ...clock, nowMs: () => clock.nowMs() + offsetMs } } })
    await test.call('workbench:CreateVault', { Protection: 'passphrase', Passphrase: TEST_PASSPHRASE })
    endpoint = (await test.call('workbench:SetEndpoint', { Enabled: true, Port: 0 })).Url ?? ''
    for (const name of ['prod/db', 'prod/mail', 'dev/db']) {
      arns.set(name, (await test.call('secretsmanager:CreateSecret', { Name: name, SecretString: `${name} one` })).ARN)
      await test.call('secretsmanager:PutSecretValue', { SecretId: name, SecretString: `${name} two` })
    }
  })
  afterAll(async () => {
    for (const client of clients) client.destroy()
    await test.close()
  })

  it('grants one secret to several users through their group', async () => {
    await test.call('workbench:CreateGroup', { GroupName: 'readers' })
    await test.call('workbench:PutGroupPolicy', { GroupName: 'readers', PolicyName: 'prod-db', PolicyDocument: policy(allow(GET, arn('prod/db'), { Sid: 'ProdDb' })) })
    const ann = await makeUser(test, 'ann')
    const bob = await makeUser(test, 'bob')
    const eve = await makeUser(test, 'eve')
    for (const UserName of ['ann', 'bob']) await test.call('workbench:AddUserToGroup', { GroupName: 'readers', UserName })
    expect([await read(ann, 'prod/db'), await read(bob, arn('prod/db')), await read(eve, 'prod/db'), await read(ann, 'prod/mail')]).toEqual([
      'prod/db two',
      'prod/db two',
      refusedOn(user('eve'), 'prod/db', NO_ALLOW),
      refusedOn(user('ann'), 'prod/mail', NO_ALLOW),
    ])
    await test.call('workbench:RemoveUserFromGroup', { GroupName: 'readers', UserName: 'bob' })
    expect(await read(bob, 'prod/db')).toBe(refusedOn(user('bob'), 'prod/db', NO_ALLOW))
  })

  it('holds an explicit deny against every allow', async () => {
    const carl = await makeUser(test, 'carl', policy(allow('secretsmanager:*')))
    expect(await read(carl, 'prod/mail')).toBe('prod/mail two')
    await test.call('workbench:PutUserPolicy', { UserName: 'carl', PolicyName: 'not-prod', PolicyDocument: policy(deny('*', 'arn:aws:secretsmanager:*:*:secret:prod/*')) })
    expect([await read(carl, 'prod/mail'), await read(carl, 'dev/db')]).toEqual([
      refusedOn(user('carl'), 'prod/mail', 'with an explicit deny in an identity-based policy'),
      'dev/db two',
    ])
  })

  it('lets a user assume a role that reads only the current version', async () => {
    const dora = await makeUser(test, 'dora')
    await test.call('workbench:CreateRole', { RoleName: 'api', AssumeRolePolicyDocument: policy(trust(user('dora'))) })
    await test.call('workbench:PutRolePolicy', {
      RoleName: 'api',
      PolicyName: 'current-only',
      PolicyDocument: policy(allow(GET, '*', { Condition: { StringEqualsIfExists: { 'secretsmanager:VersionStage': 'AWSCURRENT' } } })),
    })
    const session = await assume(dora, { RoleArn: role('api'), RoleSessionName: 'web-1' })
    const { Arn, Account } = await sts(session).send(new GetCallerIdentityCommand({}))
    const sessionArn = `arn:aws:sts::${TEST_ACCOUNT}:assumed-role/api/web-1`
    expect([Arn, Account]).toEqual([sessionArn, TEST_ACCOUNT])
    expect([await read(session, 'prod/db'), await read(session, 'prod/db', { VersionStage: 'AWSPREVIOUS' }), await read(dora, 'prod/db')]).toEqual([
      'prod/db two',
      refusedOn(sessionArn, 'prod/db', NO_ALLOW),
      refusedOn(user('dora'), 'prod/db', NO_ALLOW),
    ])
  })

  it('refuses the role to whom its trust policy does not name, in STS’s words, and the same for a role that is not there', async () => {
    const fred = await makeUser(test, 'fred', policy(allow('sts:AssumeRole')))
    for (const name of ['api', 'nowhere']) {
      await expect(assume(fred, { RoleArn: role(name), RoleSessionName: 'web-1' })).rejects.toMatchObject({
        name: 'AccessDenied',
        message: `User: ${user('fred')} is not authorized to perform: sts:AssumeRole on resource: ${role(name)}`,
        $metadata: { httpStatusCode: 403 },
      })
    }
  })

  it('needs the yes of both when the trust policy leaves it to the account, and the external id that it asks for', async () => {
    await test.call('workbench:CreateRole', {
      RoleName: 'partner',
      AssumeRolePolicyDocument: policy(trust(TEST_ACCOUNT, { Condition: { StringEquals: { 'sts:ExternalId': 'order-66' } } })),
    })
    const gina = await makeUser(test, 'gina')
    const request = { RoleArn: role('partner'), RoleSessionName: 'p1', ExternalId: 'order-66' }
    await expect(assume(gina, request)).rejects.toMatchObject({ name: 'AccessDenied' })
    await test.call('workbench:PutUserPolicy', { UserName: 'gina', PolicyName: 'own', PolicyDocument: policy(allow('sts:AssumeRole', role('partner'))) })
    expect((await assume(gina, request)).accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/)
    await expect(assume(gina, { ...request, ExternalId: 'order-67' })).rejects.toMatchObject({ name: 'AccessDenied' })
  })

  it('takes from a session what its session policy does not allow', async () => {
    const hugo = await makeUser(test, 'hugo')
    await test.call('workbench:CreateRole', { RoleName: 'admin', AssumeRolePolicyDocument: policy(trust(user('hugo'))) })
    await test.call('workbench:PutRolePolicy', { RoleName: 'admin', PolicyName: 'all', PolicyDocument: policy(allow('*')) })
    const narrow = await assume(hugo, { RoleArn: role('admin'), RoleSessionName: 'narrow', Policy: policy(allow(GET, arn('dev/db')), allow('kms:Decrypt')) })
    expect([await read(narrow, 'dev/db'), await read(narrow, 'prod/db')]).toEqual([
      'dev/db two',
      refusedOn(`arn:aws:sts::${TEST_ACCOUNT}:assumed-role/admin/narrow`, 'prod/db', `because no session policy allows the ${GET} action`),
    ])
  })

  it('limits a user by the permissions boundary, whatever its policies allow', async () => {
    const ines = await makeUser(test, 'ines', policy(allow('*')))
    await test.call('workbench:PutUserPermissionsBoundary', { UserName: 'ines', PolicyDocument: policy(allow(GET, arn('dev/db')), allow('kms:Decrypt')) })
    expect([await read(ines, 'dev/db'), await read(ines, 'prod/db')]).toEqual([
      'dev/db two',
      refusedOn(user('ines'), 'prod/db', `because no permissions boundary allows the ${GET} action`),
    ])
    await expect(secrets(ines).send(new PutSecretValueCommand({ SecretId: 'dev/db', SecretString: 'x' }))).rejects.toMatchObject({ name: 'AccessDeniedException' })
    await test.call('workbench:DeleteUserPermissionsBoundary', { UserName: 'ines' })
    expect(await read(ines, 'prod/db')).toBe('prod/db two')
  })

  it('shares a secret and its key with a role of another account, once both accounts say yes', async () => {
    const other = '444455556666'
    const partner: RootCaller['call'] = (operation, input) => callCore(test.address, operation, input, { accountId: other, region: TEST_REGION })
    await partner('workbench:PutAccount', { AccountId: other, Name: 'partner' })
    const lena = await makeUser({ call: partner }, 'lena')
    await partner('workbench:CreateRole', { RoleName: 'reader', AssumeRolePolicyDocument: policy(trust(`arn:aws:iam::${other}:user/lena`)) })
    const reader = `arn:aws:iam::${other}:role/reader`
    const session = await assume(lena, { RoleArn: reader, RoleSessionName: 'l1' })
    const who = `arn:aws:sts::${other}:assumed-role/reader/l1`
    const { KeyMetadata } = await test.call('kms:CreateKey', {})
    arns.set('shared/db', (await test.call('secretsmanager:CreateSecret', { Name: 'shared/db', SecretString: 'shared', KmsKeyId: KeyMetadata.Arn })).ARN)
    const readShared = (): Promise<string> => read(session, arn('shared/db'))

    expect(await readShared()).toBe(refusedOn(who, 'shared/db', NO_ALLOW))
    await partner('workbench:PutRolePolicy', { RoleName: 'reader', PolicyName: 'shared', PolicyDocument: policy(allow([GET, 'kms:Decrypt'])) })
    expect(await readShared()).toBe(refusedOn(who, 'shared/db', `because no resource-based policy allows the ${GET} action`))
    await test.call('secretsmanager:PutResourcePolicy', { SecretId: 'shared/db', ResourcePolicy: policy({ ...allow(GET), Principal: { AWS: reader } }) })
    expect(await readShared()).toBe('AccessDeniedException: Access to KMS is not allowed')
    await test.call('kms:PutKeyPolicy', {
      KeyId: KeyMetadata.KeyId,
      Policy: policy({ ...allow('kms:*'), Principal: { AWS: TEST_ACCOUNT } }, { ...allow('kms:Decrypt'), Principal: { AWS: other } }),
    })
    expect(await readShared()).toBe('shared')
  })

  it('holds a deny on the secret against everybody, and lets the root of the account take it away again', async () => {
    const mona = await makeUser(test, 'mona', policy(allow('*')))
    await test.call('secretsmanager:PutResourcePolicy', { SecretId: 'prod/mail', ResourcePolicy: policy({ ...deny('secretsmanager:*'), Principal: '*' }), BlockPublicPolicy: false })
    expect(await read(mona, 'prod/mail')).toBe(refusedOn(user('mona'), 'prod/mail', 'with an explicit deny in a resource-based policy'))
    await expect(test.call('secretsmanager:GetSecretValue', { SecretId: 'prod/mail' })).rejects.toMatchObject({ code: 'AccessDeniedException' })
    await test.call('secretsmanager:DeleteResourcePolicy', { SecretId: 'prod/mail' })
    expect(await read(mona, 'prod/mail')).toBe('prod/mail two')
  })

  it('keeps a session over a restart of the vault, and ends it with its role', async () => {
    const jane = await makeUser(test, 'jane')
    await test.call('workbench:CreateRole', { RoleName: 'short', AssumeRolePolicyDocument: policy(trust(user('jane'))) })
    await test.call('workbench:PutRolePolicy', { RoleName: 'short', PolicyName: 'all', PolicyDocument: policy(allow('*')) })
    const session = await assume(jane, { RoleArn: role('short'), RoleSessionName: 's1' })
    await test.call('workbench:Seal', {})
    await test.call('workbench:Unlock', { Method: 'passphrase', Passphrase: TEST_PASSPHRASE })
    expect(await read(session, 'dev/db')).toBe('dev/db two')
    await test.call('workbench:DeleteRole', { RoleName: 'short' })
    await test.call('workbench:CreateRole', { RoleName: 'short', AssumeRolePolicyDocument: policy(trust(user('jane'))) })
    await test.call('workbench:PutRolePolicy', { RoleName: 'short', PolicyName: 'all', PolicyDocument: policy(allow('*')) })
    expect(await read(session, 'dev/db')).toMatch(/^InvalidSignatureException: /)
  })

  it('refuses the credentials of a session that has ended, and a key without its token', async () => {
    const kim = await makeUser(test, 'kim')
    await test.call('workbench:CreateRole', { RoleName: 'brief', AssumeRolePolicyDocument: policy(trust(user('kim'))) })
    await test.call('workbench:PutRolePolicy', { RoleName: 'brief', PolicyName: 'all', PolicyDocument: policy(allow('*')) })
    const session = await assume(kim, { RoleArn: role('brief'), RoleSessionName: 's1', DurationSeconds: 900 })
    const { sessionToken: _token, ...withoutToken } = session
    expect(await read(withoutToken, 'dev/db')).toBe('UnrecognizedClientException: The security token included in the request is invalid.')
    offsetMs = 840_000
    expect(await read(session, 'dev/db')).toBe('dev/db two')
    offsetMs = 900_000
    expect(await read(session, 'dev/db')).toBe('ExpiredTokenException: The security token included in the request is expired')
    await expect(sts(session).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'ExpiredToken', $metadata: { httpStatusCode: 403 } })
    offsetMs = 0
  })
})

import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import { allow, deniedText, makeUser, noIdentityAllows, noResourceAllows, OTHER_ACCOUNT, OTHER_ROOT, policyText, RESOURCE_DENIES, type UserPrincipal } from '../../support/make-user.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT, openTestVault } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, constraint, INVALID_NAME, MARKED_FOR_DELETION, NOT_FOUND, NOT_NULL } from './aws-words.ts'
import { versionId } from './secrets.ts'

const vault = sharedVault()
const ROOT_ARN = `arn:aws:iam::${ACCOUNT}:root`
const MALFORMED = refusal('MalformedPolicyDocumentException', 'This policy has invalid syntax.')
const UNSUPPORTED_PRINCIPAL = refusal('MalformedPolicyDocumentException', 'This resource policy contains an unsupported principal.')
const TOO_BROAD = "You can't attach a resource-based policy that allows broad access to the secret."
const statement = (Principal: unknown, more: object = {}) => ({ Effect: 'Allow', Principal, Action: 'secretsmanager:GetSecretValue', Resource: '*', ...more })
const deny = (Action: string | string[], Principal: unknown = '*', more: object = {}) => ({ Effect: 'Deny', Principal, Action, Resource: '*', ...more })

let full: UserPrincipal
let reader: UserPrincipal
let nobody: UserPrincipal
beforeAll(async () => {
  full = await makeUser(vault, 'rp-full', [allow('secretsmanager:*', 'kms:*')])
  reader = await makeUser(vault, 'rp-reader', [allow('secretsmanager:GetSecretValue', 'kms:Decrypt')])
  nobody = await makeUser(vault, 'rp-nobody')
})

let serial = 0
let Name = ''
let ARN = ''
beforeEach(async () => {
  serial += 1
  Name = `policy/${serial}`
  ARN = (await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v', ClientRequestToken: versionId(1) })).ARN
})
const put = (ResourcePolicy: string, input: Record<string, unknown> = {}, as?: Principal) =>
  vault.callRaw('secretsmanager:PutResourcePolicy', { SecretId: ARN, ResourcePolicy, ...input }, as)
const get = (as?: Principal) => vault.callRaw('secretsmanager:GetResourcePolicy', { SecretId: ARN }, as)
const remove = (as?: Principal) => vault.callRaw('secretsmanager:DeleteResourcePolicy', { SecretId: ARN }, as)
const validate = (ResourcePolicy: string, input: Record<string, unknown> = {}, as?: Principal) =>
  vault.callRaw('secretsmanager:ValidateResourcePolicy', { SecretId: ARN, ResourcePolicy, ...input }, as)
const read = (as?: Principal, input: Record<string, unknown> = {}) => vault.callRaw('secretsmanager:GetSecretValue', { SecretId: ARN, ...input }, as)
const refused = (who: UserPrincipal, operation: string, reason: string) =>
  refusal('AccessDeniedException', deniedText(who, `secretsmanager:${operation}`, ARN, reason))

describe('put, get, delete', () => {
  test('the text comes back to the letter; without a policy the member is left out', async () => {
    const text = ` ${JSON.stringify({ Version: '2012-10-17', Statement: [statement({ AWS: reader.arn })] }, null, 4)}\n`
    expect(await get()).toEqual({ ARN, Name })
    expect(await put(text)).toEqual({ ARN, Name })
    expect(await get()).toEqual({ ARN, Name, ResourcePolicy: text })
    expect(await put(policyText([deny('secretsmanager:DeleteSecret')]))).toEqual({ ARN, Name })
    expect(await get()).toEqual({ ARN, Name, ResourcePolicy: policyText([deny('secretsmanager:DeleteSecret')]) })
    expect(await remove()).toEqual({ ARN, Name })
    expect(await get()).toEqual({ ARN, Name })
  })

  test('deleting where there is none is answered, and changes nothing', async () => {
    const before = await vault.call('secretsmanager:DescribeSecret', { SecretId: ARN })
    vault.clock.advance(5000)
    expect(await remove()).toEqual({ ARN, Name })
    expect(await vault.call('secretsmanager:DescribeSecret', { SecretId: ARN })).toEqual(before)
  })

  test('putting and deleting one is a change of the secret', async () => {
    const changed = async () => (await vault.call('secretsmanager:DescribeSecret', { SecretId: ARN })).LastChangedDate
    const dates = [await changed()]
    for (const change of [() => put(policyText([statement({ AWS: reader.arn })])), () => remove()]) {
      vault.clock.advance(5000)
      await change()
      dates.push(await changed())
    }
    expect(dates.map((date) => (date ?? 0) - (dates[0] ?? 0))).toEqual([0, 5, 10])
  })

  test('a policy outlives sealing', async () => {
    const fresh = await openTestVault()
    const text = policyText([deny('secretsmanager:GetSecretValue')])
    await fresh.call('secretsmanager:CreateSecret', { Name: 'sealed', SecretString: 'v' })
    await fresh.call('secretsmanager:PutResourcePolicy', { SecretId: 'sealed', ResourcePolicy: text })
    const again = await fresh.reopen()
    try {
      expect((await again.call('secretsmanager:GetResourcePolicy', { SecretId: 'sealed' })).ResourcePolicy).toBe(text)
      expect((await refusalOf(again.call('secretsmanager:GetSecretValue', { SecretId: 'sealed' }))).code).toBe('AccessDeniedException')
    } finally {
      await again.close()
    }
  })
})

const OPERATIONS: readonly (readonly [string, Record<string, unknown>])[] = [
  ['PutResourcePolicy', { ResourcePolicy: policyText([deny('secretsmanager:DeleteSecret')]) }],
  ['GetResourcePolicy', {}],
  ['DeleteResourcePolicy', {}],
  ['ValidateResourcePolicy', { ResourcePolicy: policyText([deny('secretsmanager:DeleteSecret')]) }],
]
describe.each(OPERATIONS)('%s', (operation, input) => {
  const run = (SecretId: unknown, as?: Principal) => vault.callRaw(`secretsmanager:${operation}`, { SecretId, ...input }, as)

  test('names that no secret has, secrets that are not there, secrets marked for deletion', async () => {
    expect(await refusalOf(run('unknown secret'))).toEqual(INVALID_NAME)
    expect(await refusalOf(run('nowhere'))).toEqual(NOT_FOUND)
    await vault.call('secretsmanager:DeleteSecret', { SecretId: ARN })
    expect(await refusalOf(run(ARN))).toEqual(MARKED_FOR_DELETION)
  })

  test('finds a secret by name and by ARN, and asks for permission before existence', async () => {
    await expect(run(Name)).resolves.toMatchObject(operation === 'ValidateResourcePolicy' ? { PolicyValidationPassed: true } : { ARN, Name })
    expect(await refusalOf(run('nowhere', nobody))).toEqual(
      refusal('AccessDeniedException', deniedText(nobody, `secretsmanager:${operation}`, 'nowhere', noIdentityAllows(`secretsmanager:${operation}`))),
    )
    expect(await refusalOf(run(Name, nobody))).toEqual(refused(nobody, operation, noIdentityAllows(`secretsmanager:${operation}`)))
  })
})

const MALFORMED_TEXTS: readonly (readonly [string, string, object])[] = [
  ['no JSON', 'some policy', MALFORMED],
  ['half a JSON', '{"Version":"2012-10-17","Statement":[', MALFORMED],
  ['an unknown version', JSON.stringify({ Version: '2019-10-19', Statement: [statement('*')] }), MALFORMED],
  ['an unknown element', JSON.stringify({ Version: '2012-10-17', Statement: [statement('*')], Extra: 1 }), MALFORMED],
  ['an unknown element of a statement', policyText([statement('*', { Effects: 'Allow' })]), MALFORMED],
  ['no statements', JSON.stringify({ Version: '2012-10-17', Statement: [] }), MALFORMED],
  ['no principal', policyText([{ Effect: 'Allow', Action: '*', Resource: '*' }]), MALFORMED],
  ['no action', policyText([{ Effect: 'Allow', Principal: '*', Resource: '*' }]), MALFORMED],
  ['an action and its opposite', policyText([statement('*', { NotAction: 'secretsmanager:DeleteSecret' })]), MALFORMED],
  ['an effect in lower case', policyText([statement('*', { Effect: 'allow' })]), MALFORMED],
  ['an unknown condition operator', policyText([statement('*', { Condition: { Equals: { 'aws:username': 'a' } } })]), MALFORMED],
  ['a key twice', '{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}', MALFORMED],
  ['a wildcard in a principal', policyText([statement({ AWS: `arn:aws:iam::${ACCOUNT}:role/*` })]), UNSUPPORTED_PRINCIPAL],
  ['a principal that is none', policyText([statement({ AWS: 'somebody' })]), UNSUPPORTED_PRINCIPAL],
  ['a user who is not there', policyText([statement({ AWS: `arn:aws:iam::${ACCOUNT}:user/never-made` })]), UNSUPPORTED_PRINCIPAL],
  ['a user who was deleted', policyText([statement({ AWS: 'AIDAEXAMPLEEXAMPLE' })]), UNSUPPORTED_PRINCIPAL],
]
describe.each([['PutResourcePolicy'], ['ValidateResourcePolicy']])('texts that %s refuses', (operation) => {
  test.each(MALFORMED_TEXTS)('%s', async (_title, ResourcePolicy, expected) => {
    expect(await refusalOf(vault.callRaw(`secretsmanager:${operation}`, { SecretId: ARN, ResourcePolicy }))).toEqual(expected)
    expect(await get()).toEqual({ ARN, Name })
  })

  test.each<[string, unknown, object]>([
    ['none', undefined, constraint('resourcePolicy', null, NOT_NULL)],
    ['an empty one', '', constraint('resourcePolicy', '', atLeast(1))],
    ['one over 20,480 characters', 'p'.repeat(20_481), constraint('resourcePolicy', 'p'.repeat(20_481), atMost(20_480))],
  ])('%s', async (_title, ResourcePolicy, expected) => {
    expect(await refusalOf(vault.callRaw(`secretsmanager:${operation}`, { SecretId: ARN, ResourcePolicy }))).toEqual(expected)
  })
})

describe('BlockPublicPolicy', () => {
  const pinned = (Condition: object) => statement('*', { Condition })
  const TABLE: readonly (readonly [string, object, boolean])[] = [
    ['everybody', statement('*'), true],
    ['every AWS principal', statement({ AWS: '*' }), true],
    ['everybody but one', { ...statement('*'), Principal: undefined, NotPrincipal: { AWS: ROOT_ARN } }, true],
    ['everybody at any address', pinned({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }), true],
    ['everybody with a name that a wildcard fits', pinned({ StringLike: { 'aws:PrincipalArn': '*' } }), true],
    ['everybody of an account', pinned({ StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }), false],
    ['everybody of an organisation', pinned({ StringEquals: { 'aws:PrincipalOrgID': 'o-12345' } }), false],
    ['a user', statement({ AWS: `arn:aws:iam::${ACCOUNT}:user/rp-reader` }), false],
    ['an account', statement({ AWS: OTHER_ACCOUNT }), false],
    ['a Deny for everybody', deny('secretsmanager:DeleteSecret'), false],
  ]
  test.each(TABLE)('%s', async (_title, one, isBroad) => {
    const text = policyText([one])
    const passed = isBroad
      ? { PolicyValidationPassed: false, ValidationErrors: [{ CheckName: 'REFLEXIVE_PRINCIPAL_CHECK', ErrorMessage: TOO_BROAD }] }
      : { PolicyValidationPassed: true, ValidationErrors: [] }
    expect(await validate(text)).toEqual(passed)
    if (isBroad) expect(await refusalOf(put(text, { BlockPublicPolicy: true }))).toEqual(refusal('PublicPolicyException', TOO_BROAD))
    else expect(await put(text, { BlockPublicPolicy: true })).toEqual({ ARN, Name })
    expect([await put(text), await put(text, { BlockPublicPolicy: false })]).toEqual([{ ARN, Name }, { ARN, Name }])
  })
})

describe('a policy that would lock its author out', () => {
  const forbidsAll = policyText([deny('secretsmanager:*')])
  const forbidsPut = (who: UserPrincipal) => policyText([deny('secretsmanager:PutResourcePolicy', { AWS: who.arn })])

  test('is refused for a user, and the old policy stays', async () => {
    const before = policyText([deny('secretsmanager:DeleteSecret')])
    await put(before)
    for (const text of [forbidsAll, forbidsPut(full)]) {
      expect((await refusalOf(put(text, {}, full))).code).toBe('InvalidParameterException')
      expect(await validate(text, {}, full)).toMatchObject({ PolicyValidationPassed: false, ValidationErrors: [{ CheckName: 'LOCKOUT_CHECK' }] })
    }
    expect(await get()).toMatchObject({ ResourcePolicy: before })
    expect(await put(forbidsPut(reader), {}, full)).toEqual({ ARN, Name })
  })

  test('is not one for the account’s root, which always gets back in', async () => {
    expect(await put(forbidsAll)).toEqual({ ARN, Name })
    const root = `User: ${ROOT_ARN} is not authorized to perform: secretsmanager:GetSecretValue on resource: ${ARN} ${RESOURCE_DENIES}`
    expect(await refusalOf(read())).toEqual(refusal('AccessDeniedException', root))
    expect((await refusalOf(get())).code).toBe('AccessDeniedException')
    expect(await refusalOf(put(forbidsPut(full), {}, full))).toEqual(refused(full, 'PutResourcePolicy', RESOURCE_DENIES))
    expect(await put(policyText([deny('secretsmanager:DeleteSecret')]))).toEqual({ ARN, Name })
    await put(forbidsAll)
    expect(await remove()).toEqual({ ARN, Name })
    expect(await read()).toMatchObject({ SecretString: 'v' })
  })
})

describe('a change of tags that would lock its author out', () => {
  test('is refused when a policy looks at tags, and the tags stay', async () => {
    const owned = { StringEquals: { 'aws:ResourceTag/owner': 'ann' } }
    const ann = await makeUser(vault, `rp-owner-${serial}`, [{ Effect: 'Allow', Action: ['secretsmanager:TagResource', 'secretsmanager:UntagResource'], Resource: '*', Condition: owned }])
    const tag = (Value: string, as?: Principal) => vault.callRaw('secretsmanager:TagResource', { SecretId: ARN, Tags: [{ Key: 'owner', Value }] }, as)
    await tag('ann')
    expect(await refusalOf(tag('bob', ann))).toEqual(refused(ann, 'TagResource', noIdentityAllows('secretsmanager:TagResource')))
    const untag = vault.callRaw('secretsmanager:UntagResource', { SecretId: ARN, TagKeys: ['owner'] }, ann)
    expect(await refusalOf(untag)).toEqual(refused(ann, 'UntagResource', noIdentityAllows('secretsmanager:UntagResource')))
    expect((await vault.call('secretsmanager:DescribeSecret', { SecretId: ARN })).Tags).toEqual([{ Key: 'owner', Value: 'ann' }])
    expect(await tag('ann', ann)).toBeUndefined()
    expect(await tag('bob')).toBeUndefined()
  })
})

describe('within one account', () => {
  test('one secret granted to several users', async () => {
    const [one, two] = [await makeUser(vault, `rp-one-${serial}`), await makeUser(vault, `rp-two-${serial}`)]
    await put(policyText([statement({ AWS: [one.arn, two.arn] })]))
    expect([await read(one), await read(two)]).toMatchObject([{ SecretString: 'v' }, { SecretString: 'v' }])
    expect(await refusalOf(read(nobody))).toEqual(refused(nobody, 'GetSecretValue', noIdentityAllows('secretsmanager:GetSecretValue')))
    const describeIt = vault.callRaw('secretsmanager:DescribeSecret', { SecretId: ARN }, one)
    expect(await refusalOf(describeIt)).toEqual(refused(one, 'DescribeSecret', noIdentityAllows('secretsmanager:DescribeSecret')))
  })

  test('an explicit deny beats what the identity allows', async () => {
    await put(policyText([deny('secretsmanager:GetSecretValue', { AWS: reader.arn })]))
    expect(await refusalOf(read(reader))).toEqual(refused(reader, 'GetSecretValue', RESOURCE_DENIES))
    expect(await read(full)).toMatchObject({ SecretString: 'v' })
    await remove()
    expect(await read(reader)).toMatchObject({ SecretString: 'v' })
  })

  test('naming the account delegates and grants nothing by itself', async () => {
    await put(policyText([statement({ AWS: ROOT_ARN })]))
    expect((await refusalOf(read(nobody))).code).toBe('AccessDeniedException')
    await put(policyText([statement('*')]))
    expect(await read(nobody)).toMatchObject({ SecretString: 'v' })
  })

  test('everybody but those listed, by NotPrincipal', async () => {
    await put(policyText([{ Effect: 'Deny', NotPrincipal: { AWS: [reader.arn, ROOT_ARN] }, Action: 'secretsmanager:GetSecretValue', Resource: '*' }]))
    expect(await read(reader)).toMatchObject({ SecretString: 'v' })
    expect(await refusalOf(read(full))).toEqual(refused(full, 'GetSecretValue', RESOURCE_DENIES))
  })

  const EVERY: readonly (readonly [string, Record<string, unknown>])[] = [
    ['GetSecretValue', {}],
    ['DescribeSecret', {}],
    ['ListSecretVersionIds', {}],
    ['PutSecretValue', { SecretString: 'w', ClientRequestToken: versionId(2) }],
    ['UpdateSecret', { Description: 'd', ClientRequestToken: versionId(2) }],
    ['UpdateSecretVersionStage', { VersionStage: 'X', MoveToVersionId: versionId(1) }],
    ['TagResource', { Tags: [] }],
    ['UntagResource', { TagKeys: [] }],
    ['DeleteSecret', {}],
    ['RestoreSecret', {}],
    ['PutResourcePolicy', { ResourcePolicy: policyText([deny('secretsmanager:DeleteSecret')]) }],
    ['GetResourcePolicy', {}],
    ['DeleteResourcePolicy', {}],
    ['ValidateResourcePolicy', { ResourcePolicy: policyText([deny('secretsmanager:DeleteSecret')]) }],
  ]
  test.each(EVERY)('%s asks the policy', async (operation, input) => {
    await put(policyText([deny(`secretsmanager:${operation}`)]), {})
    expect(await refusalOf(vault.callRaw(`secretsmanager:${operation}`, { SecretId: Name, ...input }, full))).toEqual(refused(full, operation, RESOURCE_DENIES))
  })

  test('a batch answers what is allowed and lists what is denied', async () => {
    const open = `${Name}/open`
    await vault.call('secretsmanager:CreateSecret', { Name: open, SecretString: 'w' })
    await put(policyText([deny('secretsmanager:GetSecretValue')]))
    const batch = (await vault.callRaw('secretsmanager:BatchGetSecretValue', { SecretIdList: [Name, open] }, full)) as { SecretValues: { Name: string }[]; Errors: { ErrorCode: string }[] }
    expect([batch.SecretValues.map((value) => value.Name), batch.Errors.map((error) => error.ErrorCode)]).toEqual([[open], ['AccessDeniedException']])
  })

  test('an import asks it too, and then writes nothing at all', async () => {
    await put(policyText([deny('secretsmanager:PutSecretValue')]))
    const Text = JSON.stringify({ [`${Name}/new`]: 'n', [Name]: 'imported' })
    const applied = vault.callRaw('workbench:ApplyImport', { Format: 'json', Text, Layout: 'one-secret-per-entry', Names: [`${Name}/new`, Name] })
    expect((await refusalOf(applied)).code).toBe('UnknownOperationException')
    const inWindow = vault.call('workbench:ApplyImport', { Format: 'json', Text, Layout: 'one-secret-per-entry', Names: [`${Name}/new`, Name] })
    expect((await refusalOf(inWindow)).message).toContain(RESOURCE_DENIES)
    expect(await refusalOf(vault.call('secretsmanager:DescribeSecret', { SecretId: `${Name}/new` }))).toEqual(NOT_FOUND)
    expect(await read()).toMatchObject({ SecretString: 'v' })
  })

  test('ValidateResourcePolicy needs PutResourcePolicy too', async () => {
    const half = await makeUser(vault, `rp-half-${serial}`, [allow('secretsmanager:ValidateResourcePolicy')])
    const text = policyText([deny('secretsmanager:DeleteSecret')])
    expect(await refusalOf(validate(text, {}, half))).toEqual(refused(half, 'PutResourcePolicy', noIdentityAllows('secretsmanager:PutResourcePolicy')))
    const unnamed = () => vault.callRaw('secretsmanager:ValidateResourcePolicy', { ResourcePolicy: text }, half)
    expect((await refusalOf(unnamed())).message).toContain('secretsmanager:PutResourcePolicy because')
    expect(await vault.callRaw('secretsmanager:ValidateResourcePolicy', { ResourcePolicy: text }, full)).toEqual({ PolicyValidationPassed: true, ValidationErrors: [] })
  })
})

describe('resources in a policy', () => {
  test.each<[string, () => string, boolean]>([
    ['* is this secret', () => '*', true],
    ['the full ARN', () => ARN, true],
    ['the name and six characters', () => `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:${Name}-??????`, true],
    ['the name alone fits no secret', () => `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:${Name}`, false],
    ['another secret', () => `arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:other-??????`, false],
  ])('%s', async (_title, Resource, isDenied) => {
    await put(policyText([deny('secretsmanager:GetSecretValue', '*', { Resource: Resource() })]))
    if (isDenied) expect(await refusalOf(read(reader))).toEqual(refused(reader, 'GetSecretValue', RESOURCE_DENIES))
    else expect(await read(reader)).toMatchObject({ SecretString: 'v' })
  })
})

describe('condition keys', () => {
  const denyWhen = (operation: string, Condition: object) => put(policyText([deny(`secretsmanager:${operation}`, '*', { Condition })]))

  test('VersionStage is there only when it was sent', async () => {
    await denyWhen('GetSecretValue', { StringNotEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } })
    expect(await read(full, { VersionStage: 'AWSCURRENT' })).toMatchObject({ SecretString: 'v' })
    expect(await refusalOf(read(full))).toEqual(refused(full, 'GetSecretValue', RESOURCE_DENIES))
  })

  test.each<[string, object, string, Record<string, unknown>, boolean]>([
    ['forced deletion', { Bool: { 'secretsmanager:ForceDeleteWithoutRecovery': 'true' } }, 'DeleteSecret', { ForceDeleteWithoutRecovery: true }, true],
    ['deletion with a window', { Bool: { 'secretsmanager:ForceDeleteWithoutRecovery': 'true' } }, 'DeleteSecret', { RecoveryWindowInDays: 7 }, false],
    ['a short window', { NumericLessThan: { 'secretsmanager:RecoveryWindowInDays': '14' } }, 'DeleteSecret', { RecoveryWindowInDays: 7 }, true],
    ['a policy put without blocking', { Null: { 'secretsmanager:BlockPublicPolicy': 'true' } }, 'PutResourcePolicy', { ResourcePolicy: policyText([deny('secretsmanager:DeleteSecret')]) }, true],
    ['a policy put with blocking', { Null: { 'secretsmanager:BlockPublicPolicy': 'true' } }, 'PutResourcePolicy', { ResourcePolicy: policyText([deny('secretsmanager:DeleteSecret')]), BlockPublicPolicy: true }, false],
    ['a tag key', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team'] } }, 'TagResource', { Tags: [{ Key: 'team', Value: 'x' }] }, true],
    ['another tag key', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['team'] } }, 'TagResource', { Tags: [{ Key: 'more', Value: 'x' }] }, false],
    ['the caller', { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:user/rp-full` } }, 'DescribeSecret', {}, true],
    ['another caller', { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:user/rp-reader` } }, 'DescribeSecret', {}, false],
    ['a date long gone', { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }, 'DescribeSecret', {}, false],
  ])('%s', async (_title, Condition, operation, input, isDenied) => {
    await denyWhen(operation, Condition)
    const call = vault.callRaw(`secretsmanager:${operation}`, { SecretId: ARN, ...input }, full)
    if (isDenied) expect(await refusalOf(call)).toEqual(refused(full, operation, RESOURCE_DENIES))
    else await expect(call).resolves.not.toBeNull()
  })

  test('a tag of the secret, as it is at the time of the call', async () => {
    await denyWhen('GetSecretValue', { StringEquals: { 'aws:ResourceTag/stage': 'prod' } })
    expect(await read(reader)).toMatchObject({ SecretString: 'v' })
    await vault.call('secretsmanager:TagResource', { SecretId: ARN, Tags: [{ Key: 'stage', Value: 'prod' }] })
    expect(await refusalOf(read(reader))).toEqual(refused(reader, 'GetSecretValue', RESOURCE_DENIES))
  })

  test('KmsKeyArn is the key that an alias stands for', async () => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    await vault.call('kms:CreateAlias', { AliasName: `alias/rp-${serial}`, TargetKeyId: KeyMetadata.KeyId })
    await denyWhen('UpdateSecret', { ArnEquals: { 'secretsmanager:KmsKeyArn': KeyMetadata.Arn } })
    const update = (KmsKeyId: string) => vault.callRaw('secretsmanager:UpdateSecret', { SecretId: ARN, KmsKeyId, ClientRequestToken: versionId(5) }, full)
    for (const name of [KeyMetadata.KeyId, KeyMetadata.Arn, `alias/rp-${serial}`]) expect(await refusalOf(update(name))).toEqual(refused(full, 'UpdateSecret', RESOURCE_DENIES))
    expect(await update((await vault.call('kms:CreateKey', {})).KeyMetadata.KeyId)).toEqual({ ARN, Name })
  })
})

describe('sharing with another account', () => {
  const DEFAULT_KEY = refusal('InvalidRequestException', "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.")
  const share = () => put(policyText([statement({ AWS: OTHER_ACCOUNT }, { Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'] })]))

  async function underCustomerKey(policy: readonly object[]): Promise<void> {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    await vault.call('kms:PutKeyPolicy', { KeyId: KeyMetadata.KeyId, Policy: policyText([{ Effect: 'Allow', Principal: { AWS: ROOT_ARN }, Action: 'kms:*', Resource: '*' }, ...policy]) })
    await vault.call('secretsmanager:UpdateSecret', { SecretId: ARN, KmsKeyId: KeyMetadata.Arn })
  }
  const decryptFor = (AWS: string) => ({ Effect: 'Allow', Principal: { AWS }, Action: 'kms:Decrypt', Resource: '*' })

  test('needs the secret’s policy, a customer key whose policy allows it, and the other account’s identity policy', async () => {
    const foreign = await makeUser(vault, `rp-foreign-${serial}`, [allow('secretsmanager:GetSecretValue', 'kms:Decrypt')], OTHER_ACCOUNT)
    const lacking = await makeUser(vault, `rp-lacking-${serial}`, [], OTHER_ACCOUNT)
    expect(await refusalOf(read(foreign))).toEqual(refused(foreign, 'GetSecretValue', noResourceAllows('secretsmanager:GetSecretValue')))
    await share()
    expect(await refusalOf(read(foreign))).toEqual(DEFAULT_KEY)
    await underCustomerKey([])
    expect(await refusalOf(read(foreign))).toEqual(refusal('AccessDeniedException', 'Access to KMS is not allowed'))
    await underCustomerKey([decryptFor(OTHER_ACCOUNT)])
    expect(await read(foreign)).toMatchObject({ ARN, SecretString: 'v' })
    expect(await refusalOf(read(lacking))).toEqual(refused(lacking, 'GetSecretValue', noIdentityAllows('secretsmanager:GetSecretValue')))
    expect(await read(OTHER_ROOT)).toMatchObject({ SecretString: 'v' })
  })

  test('is ended by a deny, by deleting the policy, and never lists the secret over there', async () => {
    await share()
    await underCustomerKey([decryptFor(OTHER_ACCOUNT)])
    const list = (await vault.callRaw('secretsmanager:ListSecrets', {}, OTHER_ROOT)) as { SecretList: unknown[] }
    expect(list.SecretList).toEqual([])
    expect(await vault.callRaw('secretsmanager:DescribeSecret', { SecretId: ARN }, OTHER_ROOT)).toMatchObject({ ARN })
    await put(policyText([statement({ AWS: OTHER_ACCOUNT }), deny('secretsmanager:GetSecretValue', { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` })]))
    expect((await refusalOf(read(OTHER_ROOT))).message).toContain(RESOURCE_DENIES)
    await remove()
    expect((await refusalOf(read(OTHER_ROOT))).message).toContain(noResourceAllows('secretsmanager:GetSecretValue'))
  })

  test('by name there is no such secret: a name is of the caller’s own account', async () => {
    await share()
    expect(await refusalOf(vault.callRaw('secretsmanager:GetSecretValue', { SecretId: Name }, OTHER_ROOT))).toEqual(NOT_FOUND)
  })

  test('the other account cannot lock itself out of what it may manage', async () => {
    await put(policyText([statement({ AWS: OTHER_ACCOUNT }, { Action: 'secretsmanager:*' })]))
    expect((await refusalOf(put(policyText([deny('secretsmanager:DeleteSecret')]), {}, OTHER_ROOT))).code).toBe('InvalidParameterException')
    const keeps = policyText([statement({ AWS: OTHER_ACCOUNT }, { Action: 'secretsmanager:PutResourcePolicy' })])
    expect(await put(keeps, {}, OTHER_ROOT)).toEqual({ ARN, Name })
  })
})

test('the activity names the statement that decided', async () => {
  await put(policyText([deny('secretsmanager:GetSecretValue', { AWS: reader.arn }, { Sid: 'NotThisReader' })]))
  await refusalOf(read(reader))
  const { Events } = await vault.call('workbench:ListActivity', { MaxResults: 1 })
  expect(JSON.stringify(Events)).toContain('explicit-deny-resource-policy (resource policy, statement NotThisReader)')
})

import { beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import { allow, deniedText, makeUser, noIdentityAllows, policyText, RESOURCE_DENIES, type UserPrincipal } from '../../support/make-user.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { INVALID_MARKER } from './kms-words.ts'

const vault = sharedVault()
const ROOT_ARN = `arn:aws:iam::${ACCOUNT}:root`
const MALFORMED = refusal('MalformedPolicyDocumentException', 'This policy has invalid syntax.')
const INVALID_PRINCIPALS = refusal('MalformedPolicyDocumentException', 'Policy contains a statement with one or more invalid principals.')
const LOCKOUT = refusal('MalformedPolicyDocumentException', 'The new key policy will not allow you to update the key policy in the future.')
const delegating = { Effect: 'Allow', Principal: { AWS: ROOT_ARN }, Action: 'kms:*', Resource: '*' }
const createKey = async () => (await vault.call('kms:CreateKey', {})).KeyMetadata
const put = (KeyId: string, Policy: string, input: Record<string, unknown> = {}, as?: Principal) => vault.callRaw('kms:PutKeyPolicy', { KeyId, Policy, ...input }, as)
const policyOf = async (KeyId: string) => (await vault.call('kms:GetKeyPolicy', { KeyId })).Policy

let ann: UserPrincipal
beforeAll(async () => {
  ann = await makeUser(vault, 'policy-ann', [allow('kms:*')])
})

describe('a key has one policy', () => {
  test('named default, which delegates to the account until another is put', async () => {
    const { KeyId } = await createKey()
    const { Policy, PolicyName } = await vault.call('kms:GetKeyPolicy', { KeyId })
    expect(PolicyName).toBe('default')
    expect(JSON.parse(Policy)).toEqual({
      Version: '2012-10-17',
      Id: 'key-default-1',
      Statement: [{ Sid: 'Enable IAM User Permissions', Effect: 'Allow', Principal: { AWS: ROOT_ARN }, Action: 'kms:*', Resource: '*' }],
    })
    expect(await vault.call('kms:ListKeyPolicies', { KeyId })).toEqual({ PolicyNames: ['default'], Truncated: false })
  })

  test('which comes back as it was put, to the letter', async () => {
    const { KeyId, Arn } = await createKey()
    const text = `  ${JSON.stringify({ Version: '2012-10-17', Statement: [delegating] }, null, 3)}\n`
    expect(await put(Arn, text, { PolicyName: 'default' })).toBeUndefined()
    expect(await policyOf(KeyId)).toBe(text)
  })

  test('of no other name', async () => {
    const { KeyId } = await createKey()
    expect(await refusalOf(vault.callRaw('kms:GetKeyPolicy', { KeyId, PolicyName: 'other' }))).toEqual(refusal('NotFoundException', 'No such policy exists'))
    expect(await refusalOf(put(KeyId, policyText([delegating]), { PolicyName: 'other' }))).toEqual(
      refusal('UnsupportedOperationException', 'Only default policy is supported'),
    )
    expect(await refusalOf(vault.callRaw('kms:ListKeyPolicies', { KeyId, Marker: 'made-up' }))).toEqual(INVALID_MARKER)
  })
})

describe('refused policies leave the old one', () => {
  test.each<[string, string, object]>([
    ['no JSON', 'my policy', MALFORMED],
    ['an unknown version', JSON.stringify({ Version: '2019-10-19', Statement: [delegating] }), MALFORMED],
    ['no statement', JSON.stringify({ Version: '2012-10-17' }), MALFORMED],
    ['no principal element', policyText([{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }]), MALFORMED],
    ['an effect in lower case', policyText([{ ...delegating, Effect: 'allow' }]), MALFORMED],
    ['a principal that is no ARN', policyText([{ ...delegating, Principal: { AWS: 'arn:aws:iam:123456789012:root' } }]), INVALID_PRINCIPALS],
    ['a group', policyText([{ ...delegating, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:group/all` } }]), INVALID_PRINCIPALS],
    ['a wildcard in a principal', policyText([{ ...delegating, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/*` } }]), INVALID_PRINCIPALS],
    ['a user who is not there', policyText([delegating, { ...delegating, Principal: { AWS: [ROOT_ARN, `arn:aws:iam::${ACCOUNT}:user/nobody`] } }]), INVALID_PRINCIPALS],
    ['a user who was deleted', policyText([delegating, { ...delegating, Principal: { AWS: 'AIDAEXAMPLEEXAMPLE' } }]), INVALID_PRINCIPALS],
    ['a policy that lets nobody change it', policyText([{ ...delegating, Action: 'kms:Decrypt' }]), LOCKOUT],
    ['a policy that denies changing it', policyText([delegating, { Effect: 'Deny', Principal: '*', Action: 'kms:PutKeyPolicy', Resource: '*' }]), LOCKOUT],
  ])('%s', async (_title, policy, expected) => {
    const { KeyId } = await createKey()
    const before = await policyOf(KeyId)
    expect(await refusalOf(put(KeyId, policy))).toEqual(expected)
    expect(await policyOf(KeyId)).toBe(before)
  })

  test('over 32,768 bytes', async () => {
    const { KeyId } = await createKey()
    const long = JSON.stringify({ Version: '2012-10-17', Id: 'ü'.repeat(16_384), Statement: [delegating] })
    expect((await refusalOf(put(KeyId, long))).code).toBe('LimitExceededException')
  })

  test('users of accounts that are not in the vault cannot be known, and are taken', async () => {
    const { KeyId } = await createKey()
    const text = policyText([delegating, { ...delegating, Principal: { AWS: ['arn:aws:iam::111122223333:user/x', 'arn:aws:iam::111122223333:role/y'] } }])
    await put(KeyId, text)
    expect(await policyOf(KeyId)).toBe(text)
  })
})

describe('the policy decides', () => {
  test('who may use a key, for users and for the root', async () => {
    const { KeyId, Arn } = await createKey()
    const onlyAnn = policyText([{ Effect: 'Allow', Principal: { AWS: ann.arn }, Action: 'kms:*', Resource: '*' }])
    const bob = await makeUser(vault, 'policy-bob', [allow('kms:*')])
    await put(KeyId, onlyAnn, { BypassPolicyLockoutSafetyCheck: true }, ann)
    const encrypt = (as?: Principal) => vault.callRaw('kms:Encrypt', { KeyId, Plaintext: 'AAEC' }, as)
    expect(await encrypt(ann)).toMatchObject({ KeyId: Arn })
    const refused = refusal('AccessDeniedException', deniedText(bob, 'kms:Encrypt', Arn, 'because no resource-based policy allows the kms:Encrypt action'))
    expect(await refusalOf(encrypt(bob))).toEqual(refused)
    expect((await refusalOf(encrypt())).code).toBe('AccessDeniedException')
  })

  test('identity policies alone never suffice, nor does delegation alone', async () => {
    const { KeyId, Arn } = await createKey()
    const without = await makeUser(vault, 'policy-without')
    expect(await refusalOf(vault.callRaw('kms:Encrypt', { KeyId, Plaintext: 'AAEC' }, without))).toEqual(
      refusal('AccessDeniedException', deniedText(without, 'kms:Encrypt', Arn, noIdentityAllows('kms:Encrypt'))),
    )
  })

  test('by condition keys of the call', async () => {
    const { KeyId, Arn } = await createKey()
    const conditions = [
      { StringEquals: { 'kms:EncryptionContext:app': 'shop' } },
      { StringEquals: { 'kms:RequestAlias': 'alias/conditional' } },
    ]
    await put(KeyId, policyText([delegating, ...conditions.map((Condition) => ({ Effect: 'Deny', Principal: '*', Action: 'kms:Encrypt', Resource: '*', Condition }))]))
    await vault.call('kms:CreateAlias', { AliasName: 'alias/conditional', TargetKeyId: KeyId })
    const encrypt = (input: object) => vault.callRaw('kms:Encrypt', { KeyId, Plaintext: 'AAEC', ...input }, ann)
    const denied = refusal('AccessDeniedException', deniedText(ann, 'kms:Encrypt', Arn, RESOURCE_DENIES))
    expect(await encrypt({ EncryptionContext: { app: 'bank' } })).toMatchObject({ KeyId: Arn })
    expect(await refusalOf(encrypt({ EncryptionContext: { app: 'shop' } }))).toEqual(denied)
    expect(await refusalOf(encrypt({ KeyId: 'alias/conditional' }))).toEqual(denied)
  })

  test.each<[string, object, string, Record<string, unknown>, boolean]>([
    ['deletion in 7 days', { NumericLessThan: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '14' } }, 'ScheduleKeyDeletion', { PendingWindowInDays: 7 }, false],
    ['deletion in 14 days', { NumericLessThan: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '14' } }, 'ScheduleKeyDeletion', { PendingWindowInDays: 14 }, true],
    ['rotation every 90 days', { NumericEquals: { 'kms:RotationPeriodInDays': '90' } }, 'EnableKeyRotation', { RotationPeriodInDays: 90 }, false],
    ['rotation every 91 days', { NumericEquals: { 'kms:RotationPeriodInDays': '90' } }, 'EnableKeyRotation', { RotationPeriodInDays: 91 }, true],
    ['a bypass of the lock-out check', { Bool: { 'kms:BypassPolicyLockoutSafetyCheck': 'true' } }, 'PutKeyPolicy', { BypassPolicyLockoutSafetyCheck: true }, false],
    ['no bypass', { Bool: { 'kms:BypassPolicyLockoutSafetyCheck': 'true' } }, 'PutKeyPolicy', {}, true],
    ['a tag key', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } }, 'TagResource', { Tags: [{ TagKey: 'team', TagValue: 'x' }] }, false],
    ['another tag key', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'team' } }, 'TagResource', { Tags: [{ TagKey: 'other', TagValue: 'x' }] }, true],
    ['a grant for decryption', { 'ForAnyValue:StringEquals': { 'kms:GrantOperations': 'Decrypt' } }, 'CreateGrant', { Operations: ['Encrypt', 'Decrypt'], GranteePrincipal: ROOT_ARN }, false],
    ['a grant for encryption', { 'ForAnyValue:StringEquals': { 'kms:GrantOperations': 'Decrypt' } }, 'CreateGrant', { Operations: ['Encrypt'], GranteePrincipal: ROOT_ARN }, true],
    ['a grant to the account', { ArnEquals: { 'kms:GranteePrincipal': ROOT_ARN } }, 'CreateGrant', { Operations: ['Encrypt'], GranteePrincipal: ROOT_ARN }, false],
  ])('%s', async (_title, Condition, operation, input, isAllowed) => {
    const { KeyId } = await createKey()
    await put(KeyId, policyText([delegating, { Effect: 'Deny', Principal: '*', Action: `kms:${operation}`, Resource: '*', Condition }]), { BypassPolicyLockoutSafetyCheck: true })
    const call = vault.callRaw(`kms:${operation}`, { KeyId, ...(operation === 'PutKeyPolicy' ? { Policy: policyText([delegating]) } : {}), ...input }, ann)
    if (isAllowed) await expect(call).resolves.not.toBeNull()
    else expect((await refusalOf(call)).code).toBe('AccessDeniedException')
  })
})

test('the owner of the vault gets back into a key that nobody may manage', async () => {
  const { KeyId } = await createKey()
  const nobody = policyText([{ Effect: 'Deny', Principal: '*', Action: 'kms:*', Resource: '*' }])
  await put(KeyId, nobody, { BypassPolicyLockoutSafetyCheck: true })
  expect((await refusalOf(vault.callRaw('kms:DisableKey', { KeyId }))).code).toBe('AccessDeniedException')
  expect((await refusalOf(put(KeyId, policyText([delegating]), {}, ann))).code).toBe('AccessDeniedException')
  await put(KeyId, policyText([delegating]))
  expect(await vault.callRaw('kms:DisableKey', { KeyId })).toBeUndefined()
})

describe('AWS managed keys', () => {
  const MANAGED = 'alias/aws/secretsmanager'
  let KeyId = ''
  let Arn = ''
  beforeAll(async () => {
    const { KeyMetadata } = await vault.call('kms:DescribeKey', { KeyId: MANAGED })
    KeyId = KeyMetadata.KeyId
    Arn = KeyMetadata.Arn
  })

  test.each<[string, Record<string, unknown>]>([
    ['EnableKey', {}],
    ['DisableKey', {}],
    ['ScheduleKeyDeletion', {}],
    ['CancelKeyDeletion', {}],
    ['UpdateKeyDescription', { Description: 'mine' }],
    ['PutKeyPolicy', { Policy: policyText([delegating]) }],
    ['EnableKeyRotation', {}],
    ['DisableKeyRotation', {}],
    ['RotateKeyOnDemand', {}],
    ['TagResource', { Tags: [] }],
    ['UntagResource', { TagKeys: [] }],
    ['CreateGrant', { GranteePrincipal: ROOT_ARN, Operations: ['Decrypt'] }],
    ['CreateAlias', { AliasName: 'alias/mine', TargetKeyId: 'managed' }],
    ['Encrypt', { Plaintext: 'AAEC' }],
    ['GenerateDataKey', { KeySpec: 'AES_256' }],
  ])('%s is refused, also for the root', async (operation, input) => {
    const given = 'TargetKeyId' in input ? { ...input, TargetKeyId: KeyId } : { KeyId, ...input }
    expect(await refusalOf(vault.callRaw(`kms:${operation}`, given))).toEqual(
      refusal('AccessDeniedException', `User: ${ROOT_ARN} is not authorized to perform: kms:${operation} on resource: ${Arn} because no resource-based policy allows the kms:${operation} action`),
    )
  })

  test('can be looked at, and rotate every year', async () => {
    const { KeyMetadata } = await vault.call('kms:DescribeKey', { KeyId })
    expect(await vault.call('kms:GetKeyRotationStatus', { KeyId })).toEqual({
      KeyId: Arn,
      KeyRotationEnabled: true,
      RotationPeriodInDays: 365,
      NextRotationDate: KeyMetadata.CreationDate + 365 * 86_400,
    })
    expect(JSON.parse(await policyOf(KeyId))).toMatchObject({ Id: 'auto-secretsmanager-1' })
    expect(await vault.call('kms:ListResourceTags', { KeyId })).toEqual({ Tags: [], Truncated: false })
  })
})

import { describe, expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { allow, deny, makeUser, policyText, type StatementJson } from '../../support/users.ts'
import { KMS_NOT_ALLOWED } from '../secretsmanager/aws-words.ts'
import { versionId } from '../secretsmanager/secrets.ts'

const vault = sharedVault()
const SECRETS = allow('secretsmanager:*')
const ROOT_ARN = `arn:aws:iam::${ACCOUNT}:root`

async function makeKey(...statements: StatementJson[]): Promise<string> {
  const Policy = statements.length === 0 ? {} : { Policy: policyText(...statements), BypassPolicyLockoutSafetyCheck: true }
  return (await vault.call('kms:CreateKey', Policy)).KeyMetadata.Arn
}
const makeSecret = (Name: string, KmsKeyId: string, as?: Principal) =>
  vault.callRaw('secretsmanager:CreateSecret', { Name, SecretString: `value of ${Name}`, KmsKeyId, ClientRequestToken: versionId(1) }, as)
const read = (SecretId: string, as?: Principal, more: Record<string, unknown> = {}) => vault.callRaw('secretsmanager:GetSecretValue', { SecretId, ...more }, as)
const grant = (principal: string, Action: string | string[], more: StatementJson = {}): StatementJson => ({ Effect: 'Allow', Principal: { AWS: principal }, Action, Resource: '*', ...more })

describe('the default key', () => {
  test('needs no KMS permission of the caller’s own', async () => {
    const user = await makeUser(vault, 'default-key', SECRETS)
    await vault.callRaw('secretsmanager:CreateSecret', { Name: 'default', SecretString: 'v', ClientRequestToken: versionId(1) }, user)
    expect(await read('default', user)).toMatchObject({ SecretString: 'v' })
  })

  test('an explicit deny of kms:Decrypt holds for it too', async () => {
    const user = await makeUser(vault, 'default-deny', SECRETS, deny('kms:Decrypt'))
    await vault.call('secretsmanager:CreateSecret', { Name: 'default/deny', SecretString: 'v' })
    expect(await refusalOf(read('default/deny', user))).toEqual(KMS_NOT_ALLOWED)
  })
})

describe('a customer key', () => {
  test('reading needs kms:Decrypt on the identity side, when the key leaves it to the account', async () => {
    const key = await makeKey()
    await makeSecret('customer', key)
    const without = await makeUser(vault, 'without-kms', SECRETS)
    const withDecrypt = await makeUser(vault, 'with-decrypt', SECRETS, allow('kms:Decrypt', key))
    const otherKey = await makeUser(vault, 'other-key', SECRETS, allow('kms:Decrypt', `arn:aws:kms:us-east-1:${ACCOUNT}:key/0d990263-018e-4e65-a703-eff731de951e`))
    expect(await refusalOf(read('customer', without))).toEqual(KMS_NOT_ALLOWED)
    expect(await refusalOf(read('customer', otherKey))).toEqual(KMS_NOT_ALLOWED)
    expect(await read('customer', withDecrypt)).toMatchObject({ SecretString: 'value of customer' })
  })

  test('what does not need the key works without it', async () => {
    await makeSecret('customer/meta', await makeKey())
    const user = await makeUser(vault, 'meta', SECRETS)
    const calls = [
      ['DescribeSecret', {}],
      ['ListSecretVersionIds', {}],
      ['TagResource', { Tags: [{ Key: 'k', Value: 'v' }] }],
      ['UpdateSecret', { Description: 'd', ClientRequestToken: versionId(2) }],
      ['UpdateSecretVersionStage', { VersionStage: 'BLUE', MoveToVersionId: versionId(1) }],
      ['DeleteSecret', {}],
      ['RestoreSecret', {}],
    ] as const
    const refused: string[] = []
    for (const [operation, input] of calls) await vault.callRaw(`secretsmanager:${operation}`, { SecretId: 'customer/meta', ...input }, user).catch(() => refused.push(operation))
    expect(refused).toEqual([])
  })

  test('writing needs kms:GenerateDataKey, and comparing a token’s value kms:Decrypt', async () => {
    const key = await makeKey()
    await makeSecret('customer/write', key)
    const put = (as: Principal, version: number, SecretString: string) => vault.callRaw('secretsmanager:PutSecretValue', { SecretId: 'customer/write', SecretString, ClientRequestToken: versionId(version) }, as)
    const reader = await makeUser(vault, 'write-reader', SECRETS, allow('kms:Decrypt'))
    const writer = await makeUser(vault, 'write-writer', SECRETS, allow('kms:GenerateDataKey'))
    expect(await refusalOf(put(reader, 2, 'two'))).toEqual(KMS_NOT_ALLOWED)
    expect(await put(writer, 2, 'two')).toMatchObject({ VersionId: versionId(2) })
    expect(await refusalOf(put(writer, 2, 'two'))).toEqual(KMS_NOT_ALLOWED)
    expect(await put(reader, 2, 'two')).toMatchObject({ VersionId: versionId(2) })
  })

  test('choosing it for a secret needs both, also without a value', async () => {
    const key = await makeKey()
    const create = (Name: string, as: Principal) => vault.callRaw('secretsmanager:CreateSecret', { Name, KmsKeyId: key, ClientRequestToken: versionId(1) }, as)
    const half = await makeUser(vault, 'choose-half', SECRETS, allow('kms:GenerateDataKey'))
    const both = await makeUser(vault, 'choose-both', SECRETS, allow(['kms:GenerateDataKey', 'kms:Decrypt']))
    expect(await refusalOf(create('choose/half', half))).toEqual(KMS_NOT_ALLOWED)
    expect(await create('choose/both', both)).toMatchObject({ Name: 'choose/both' })
  })

  test('a key policy that names the user is enough, one that does not allow is not, whatever the identity side says', async () => {
    const named = await makeUser(vault, 'named', SECRETS)
    const forNamed = await makeKey(grant(named.arn, ['kms:Decrypt', 'kms:GenerateDataKey']))
    await makeSecret('policy/named', forNamed, named)
    expect(await read('policy/named', named)).toMatchObject({ SecretString: 'value of policy/named' })
    const full = await makeUser(vault, 'full', allow('*'))
    expect(await refusalOf(read('policy/named', full))).toEqual(KMS_NOT_ALLOWED)
    expect(await refusalOf(read('policy/named'))).toEqual(KMS_NOT_ALLOWED)
  })

  test('an explicit deny in the key policy stops the account root too', async () => {
    const key = await makeKey(grant(ROOT_ARN, 'kms:*'), { Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*', Condition: { StringEquals: { 'kms:EncryptionContext:SecretVersionId': versionId(1) } } })
    await makeSecret('policy/deny', key)
    expect(await refusalOf(read('policy/deny'))).toEqual(KMS_NOT_ALLOWED)
  })

  test('kms:ViaService and the encryption context are there for conditions', async () => {
    const key = await makeKey()
    const { ARN } = (await makeSecret('policy/via', key)) as { ARN: string }
    const withCondition = (name: string, Condition: StatementJson) => makeUser(vault, name, SECRETS, allow('kms:Decrypt', '*', { Condition }))
    const users = {
      right: await withCondition('via-right', { StringEquals: { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com', 'kms:CallerAccount': ACCOUNT, 'kms:EncryptionContext:SecretARN': ARN } }),
      otherService: await withCondition('via-other', { StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' } }),
      otherSecret: await withCondition('via-secret', { StringEquals: { 'kms:EncryptionContext:SecretARN': `${ARN}x` } }),
      keys: await withCondition('via-keys', { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['SecretARN', 'SecretVersionId'] } }),
    }
    expect(await read('policy/via', users.right)).toMatchObject({ SecretString: 'value of policy/via' })
    expect(await read('policy/via', users.keys)).toMatchObject({ SecretString: 'value of policy/via' })
    expect([await refusalOf(read('policy/via', users.otherService)), await refusalOf(read('policy/via', users.otherSecret))]).toEqual([KMS_NOT_ALLOWED, KMS_NOT_ALLOWED])
  })
})

describe('a change of the key', () => {
  const change = (SecretId: string, KmsKeyId: string, as: Principal) => vault.callRaw('secretsmanager:UpdateSecret', { SecretId, KmsKeyId, ClientRequestToken: versionId(9) }, as)
  const keysOf = async (SecretId: string) => (await vault.call('secretsmanager:ListSecretVersionIds', { SecretId })).Versions.map((version) => version.KmsKeyIds)

  test('without kms:Encrypt on the new key it is set, but the versions stay under the old one', async () => {
    const [first, second] = [await makeKey(), await makeKey()]
    await makeSecret('change/half', first)
    const user = await makeUser(vault, 'change-half', SECRETS, allow(['kms:GenerateDataKey', 'kms:Decrypt']))
    await change('change/half', second, user)
    expect([(await vault.call('secretsmanager:DescribeSecret', { SecretId: 'change/half' })).KmsKeyId, await keysOf('change/half')]).toEqual([second, [[first]]])
  })

  test('with it the versions move', async () => {
    const [first, second] = [await makeKey(), await makeKey()]
    await makeSecret('change/full', first)
    const user = await makeUser(vault, 'change-full', SECRETS, allow(['kms:GenerateDataKey', 'kms:Decrypt', 'kms:Encrypt']))
    await change('change/full', second, user)
    expect(await keysOf('change/full')).toEqual([[second]])
  })

  test('without permission to use the new key nothing changes', async () => {
    const [first, second] = [await makeKey(), await makeKey()]
    await makeSecret('change/none', first)
    const user = await makeUser(vault, 'change-none', SECRETS, allow('kms:*', first))
    expect(await refusalOf(change('change/none', second, user))).toEqual(KMS_NOT_ALLOWED)
    expect([(await vault.call('secretsmanager:DescribeSecret', { SecretId: 'change/none' })).KmsKeyId, await keysOf('change/none')]).toEqual([first, [[first]]])
  })

  test('a version that is still under an older key is refused with the words for that', async () => {
    const [first, second] = [await makeKey(), await makeKey()]
    await makeSecret('change/older', first)
    await vault.call('secretsmanager:PutSecretValue', { SecretId: 'change/older', SecretString: 'kept', ClientRequestToken: versionId(2), VersionStages: ['CUSTOM'] })
    await vault.call('secretsmanager:UpdateSecret', { SecretId: 'change/older', KmsKeyId: second })
    const user = await makeUser(vault, 'change-older', SECRETS, allow('kms:Decrypt', second))
    expect(await read('change/older', user)).toMatchObject({ SecretString: 'value of change/older' })
    expect(await refusalOf(read('change/older', user, { VersionStage: 'CUSTOM' }))).toEqual(
      refusal('AccessDeniedException', 'Access to KMS is not allowed. This version of secret is not encrypted with the current KMS key.'),
    )
  })
})

describe('KMS operations on keys and aliases', () => {
  const denied = (arn: string, action: string, resource: string) =>
    refusal('AccessDeniedException', `User: ${arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`)

  test('a key that is not there and one that is are refused alike', async () => {
    const user = await makeUser(vault, 'kms-none', SECRETS)
    const key = await makeKey()
    const absent = `arn:aws:kms:us-east-1:${ACCOUNT}:key/0d990263-018e-4e65-a703-eff731de951e`
    for (const KeyId of [key, absent]) expect(await refusalOf(vault.callRaw('kms:DescribeKey', { KeyId }, user))).toEqual(denied(user.arn, 'kms:DescribeKey', KeyId))
  })

  test('alias operations need the action on the alias and on the keys it points to', async () => {
    const [first, second] = [await makeKey(), await makeKey()]
    const alias = `arn:aws:kms:us-east-1:${ACCOUNT}:alias/needs`
    const onAlias = await makeUser(vault, 'alias-only', allow('kms:*', alias))
    const onFirst = await makeUser(vault, 'alias-first', allow('kms:*', [alias, first]))
    const onBoth = await makeUser(vault, 'alias-both', allow('kms:*', [alias, first, second]))
    const run = (operation: string, as: Principal, TargetKeyId?: string) => vault.callRaw(`kms:${operation}`, { AliasName: 'alias/needs', TargetKeyId }, as)
    expect(await refusalOf(run('CreateAlias', onAlias, first))).toEqual(denied(onAlias.arn, 'kms:CreateAlias', first))
    await run('CreateAlias', onFirst, first)
    expect(await refusalOf(run('UpdateAlias', onFirst, second))).toEqual(denied(onFirst.arn, 'kms:UpdateAlias', second))
    await run('UpdateAlias', onBoth, second)
    expect(await refusalOf(run('UpdateAlias', onFirst, first))).toEqual(denied(onFirst.arn, 'kms:UpdateAlias', second))
    expect(await refusalOf(run('DeleteAlias', onFirst))).toEqual(denied(onFirst.arn, 'kms:DeleteAlias', second))
    expect(await run('DeleteAlias', onBoth)).toBeUndefined()
  })
})

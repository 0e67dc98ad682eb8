import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf, type Refusal } from '../../support/refusal.ts'
import { versionId } from './secrets.ts'

/** What becomes of secrets when their key is taken away, in the words that Secrets Manager wraps KMS's in. */
const vault = sharedVault()
const tail = (code: string) => ` (Service: AWSKMS; Status Code: 400; Error Code: ${code}; Request ID: {uuid}; Proxy: null)`
const withoutRequestId = ({ message, ...rest }: Refusal): Refusal => ({ ...rest, message: message.replace(/Request ID: [0-9a-f-]{36}/, 'Request ID: {uuid}') })
const refused = async (operation: string, input: object) => withoutRequestId(await refusalOf(vault.callRaw(`secretsmanager:${operation}`, input)))

async function secretUnderKey(Name: string): Promise<{ KeyId: string; Arn: string }> {
  const { KeyMetadata } = await vault.call('kms:CreateKey', {})
  await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v', KmsKeyId: KeyMetadata.Arn, ClientRequestToken: versionId(1) })
  return { KeyId: KeyMetadata.KeyId, Arn: KeyMetadata.Arn }
}
const read = async (SecretId: string) => (await vault.call('secretsmanager:GetSecretValue', { SecretId })).SecretString

const AWAY = [
  ['disabled', 'kms:DisableKey', 'is disabled.', 'DisabledException', ['kms:EnableKey']],
  ['scheduled for deletion', 'kms:ScheduleKeyDeletion', 'is pending deletion.', 'KMSInvalidStateException', ['kms:CancelKeyDeletion', 'kms:EnableKey']],
] as const

describe.each(AWAY)('a key that is %s', (title, away, words, code, back) => {
  test('makes its secrets unreadable, and bringing it back brings them back', async () => {
    const name = `loss/read/${code}`
    const { KeyId, Arn } = await secretUnderKey(name)
    await vault.callRaw(away, { KeyId })
    const expected = refusal('DecryptionFailure', `Secrets Manager can't decrypt the secret value: ${Arn} ${words}${tail(code)}`)
    expect(await refused('GetSecretValue', { SecretId: name })).toEqual(expected)
    const batch = await vault.call('secretsmanager:BatchGetSecretValue', { SecretIdList: [name] })
    expect([batch.SecretValues, batch.Errors.map((error) => error.ErrorCode)]).toEqual([[], ['DecryptionFailure']])
    for (const operation of back) await vault.callRaw(operation, { KeyId })
    expect(await read(name)).toBe('v')
  })

  test('takes no new value and no new secret', async () => {
    const name = `loss/write/${code}`
    const { KeyId, Arn } = await secretUnderKey(name)
    await vault.callRaw(away, { KeyId })
    const expected = refusal('EncryptionFailure', `Secrets Manager can't encrypt the secret value: ${Arn} ${words}${tail(code)}`)
    expect(await refused('PutSecretValue', { SecretId: name, SecretString: 'w', ClientRequestToken: versionId(2) })).toEqual(expected)
    expect(await refused('CreateSecret', { Name: `${name}/new`, SecretString: 'w', KmsKeyId: Arn, ClientRequestToken: versionId(3) })).toEqual(expected)
  })

  test('leaves what needs no key: description, lists, labels, tags, deletion', async () => {
    const name = `loss/rest/${code}`
    const { KeyId } = await secretUnderKey(name)
    await vault.callRaw(away, { KeyId })
    for (const [operation, input] of [
      ['DescribeSecret', {}],
      ['ListSecretVersionIds', {}],
      ['TagResource', { Tags: [{ Key: 'a', Value: 'b' }] }],
      ['GetResourcePolicy', {}],
      ['UpdateSecretVersionStage', { VersionStage: 'KEPT', MoveToVersionId: versionId(1) }],
      ['DeleteSecret', {}],
      ['RestoreSecret', {}],
    ] as const) await expect(vault.callRaw(`secretsmanager:${operation}`, { SecretId: name, ...input }), operation).resolves.not.toBeNull()
    expect((await vault.call('secretsmanager:ListSecrets', { Filters: [{ Key: 'name', Values: [name] }] })).SecretList.map((secret) => secret.Name)).toEqual([name])
    expect(title).not.toBe('')
  })

  test('does not keep other secrets from being read', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: `loss/other/${code}`, SecretString: 'other' })
    const { KeyId } = await secretUnderKey(`loss/this/${code}`)
    await vault.callRaw(away, { KeyId })
    expect(await read(`loss/other/${code}`)).toBe('other')
  })
})

describe('keys that Secrets Manager does not take', () => {
  test.each([
    ['HMAC_256', 'GENERATE_VERIFY_MAC'],
    ['RSA_2048', 'ENCRYPT_DECRYPT'],
    ['ECC_NIST_P256', 'SIGN_VERIFY'],
  ] as const)('%s for %s', async (KeySpec, KeyUsage) => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', { KeySpec, KeyUsage })
    const expected = refusal('InvalidParameterException', 'The operation failed because of an invalid KMS key: Cannot generate a data key with an asymmetric KMS key')
    const Name = `kind/${KeySpec}`
    expect(await refused('CreateSecret', { Name, SecretString: 'v', KmsKeyId: KeyMetadata.Arn, ClientRequestToken: versionId(1) })).toEqual(expected)
    await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v', ClientRequestToken: versionId(1) })
    expect(await refused('UpdateSecret', { SecretId: Name, KmsKeyId: KeyMetadata.Arn, ClientRequestToken: versionId(2) })).toEqual(expected)
    expect(await read(Name)).toBe('v')
  })

  test('an alias that was deleted and made again for such a key', async () => {
    const symmetric = (await vault.call('kms:CreateKey', {})).KeyMetadata.KeyId
    const rsa = (await vault.call('kms:CreateKey', { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })).KeyMetadata.KeyId
    await vault.call('kms:CreateAlias', { AliasName: 'alias/turns', TargetKeyId: symmetric })
    await vault.call('secretsmanager:CreateSecret', { Name: 'turns', SecretString: 'v', KmsKeyId: 'alias/turns' })
    await vault.call('kms:DeleteAlias', { AliasName: 'alias/turns' })
    await vault.call('kms:CreateAlias', { AliasName: 'alias/turns', TargetKeyId: rsa })
    expect((await refused('PutSecretValue', { SecretId: 'turns', SecretString: 'w', ClientRequestToken: versionId(2) })).code).toBe('EncryptionFailure')
    expect(await read('turns')).toBe('v')
  })
})

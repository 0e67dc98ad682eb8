import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'

/** Behaviours of KMS that emulators of AWS get wrong, each with the right one. The numbers are those of the list they come from. */
const vault = sharedVault()
const createKey = async () => (await vault.call('kms:CreateKey', {})).KeyMetadata
const encrypt = async (KeyId: string, EncryptionContext: Record<string, string> = {}) => (await vault.call('kms:Encrypt', { KeyId, Plaintext: 'AAEC', EncryptionContext })).CiphertextBlob
const decrypt = (CiphertextBlob: string, input: object = {}) => vault.callRaw('kms:Decrypt', { CiphertextBlob, ...input })

describe('ciphertexts', () => {
  test('62: Decrypt does not ignore a wrong KeyId', async () => {
    const [key, other] = [await createKey(), await createKey()]
    expect(await refusalOf(decrypt(await encrypt(key.KeyId), { KeyId: other.KeyId }))).toEqual(
      refusal('IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.'),
    )
  })

  test('63: a wrong context is InvalidCiphertextException without a message', async () => {
    const blob = await encrypt((await createKey()).KeyId, { a: 'b' })
    expect(await refusalOf(decrypt(blob, { EncryptionContext: { a: 'c' } }))).toEqual(refusal('InvalidCiphertextException', ''))
  })

  test('64: Decrypt answers KeyMaterialId, Encrypt does not', async () => {
    const key = await createKey()
    const sealed = await vault.call('kms:Encrypt', { KeyId: key.KeyId, Plaintext: 'AAEC' })
    const opened = await vault.call('kms:Decrypt', { CiphertextBlob: sealed.CiphertextBlob })
    expect([Object.keys(sealed).sort(), Object.keys(opened).sort()]).toEqual([
      ['CiphertextBlob', 'EncryptionAlgorithm', 'KeyId'],
      ['EncryptionAlgorithm', 'KeyId', 'KeyMaterialId', 'Plaintext'],
    ])
  })

  test('68: RotateKeyOnDemand leaves old ciphertexts readable', async () => {
    const key = await createKey()
    const blob = await encrypt(key.KeyId)
    await vault.call('kms:RotateKeyOnDemand', { KeyId: key.KeyId })
    expect(await decrypt(blob)).toMatchObject({ Plaintext: 'AAEC', KeyMaterialId: key.CurrentKeyMaterialId })
  })
})

describe('keys', () => {
  test('65: a key without a description has an empty one, in both answers', async () => {
    const made = await createKey()
    const { KeyMetadata } = await vault.call('kms:DescribeKey', { KeyId: made.KeyId })
    expect([made.Description, KeyMetadata.Description]).toEqual(['', ''])
  })

  test('66: CancelKeyDeletion leaves the key disabled', async () => {
    const { KeyId } = await createKey()
    await vault.call('kms:ScheduleKeyDeletion', { KeyId })
    await vault.call('kms:CancelKeyDeletion', { KeyId })
    expect((await vault.call('kms:DescribeKey', { KeyId })).KeyMetadata).toMatchObject({ KeyState: 'Disabled', Enabled: false })
  })

  test('67: PutKeyPolicy, DescribeKey and DeleteAlias work on a key that is pending deletion', async () => {
    const { KeyId } = await createKey()
    await vault.call('kms:CreateAlias', { AliasName: 'alias/t67', TargetKeyId: KeyId })
    const { Policy } = await vault.call('kms:GetKeyPolicy', { KeyId })
    await vault.call('kms:ScheduleKeyDeletion', { KeyId })
    expect(await vault.callRaw('kms:PutKeyPolicy', { KeyId, Policy })).toBeUndefined()
    expect(await vault.callRaw('kms:DeleteAlias', { AliasName: 'alias/t67' })).toBeUndefined()
    expect((await vault.call('kms:DescribeKey', { KeyId })).KeyMetadata.KeyState).toBe('PendingDeletion')
  })

  test('69: GetKeyRotationStatus tells period and date only while rotation is on', async () => {
    const { KeyId } = await createKey()
    const members = async () => Object.keys(await vault.call('kms:GetKeyRotationStatus', { KeyId })).sort()
    const before = await members()
    await vault.call('kms:EnableKeyRotation', { KeyId })
    const during = await members()
    await vault.call('kms:DisableKeyRotation', { KeyId })
    expect([before, during, await members()]).toEqual([
      ['KeyId', 'KeyRotationEnabled'],
      ['KeyId', 'KeyRotationEnabled', 'NextRotationDate', 'RotationPeriodInDays'],
      ['KeyId', 'KeyRotationEnabled'],
    ])
  })

  test('70: a secret’s value is under its key: without the key it cannot be read, with it again it can', async () => {
    const { KeyId } = await createKey()
    await vault.call('secretsmanager:CreateSecret', { Name: 't70', SecretString: 'v', KmsKeyId: KeyId })
    const read = () => vault.call('secretsmanager:GetSecretValue', { SecretId: 't70' })
    await vault.call('kms:DisableKey', { KeyId })
    expect((await refusalOf(read())).code).toBe('DecryptionFailure')
    await vault.call('kms:EnableKey', { KeyId })
    expect((await read()).SecretString).toBe('v')
  })
})

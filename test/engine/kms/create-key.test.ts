import { beforeAll, describe, expect, test } from 'vitest'
import type { Principal } from '../../../electron/engine/caller.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, constraint } from '../secretsmanager/aws-words.ts'

const vault = sharedVault()
const create = (input: Record<string, unknown> = {}, as?: Principal) => vault.callRaw('kms:CreateKey', input, as) as Promise<{ KeyMetadata: Record<string, unknown> }>
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

describe('answers', () => {
  test('the members that KMS was seen to send for a plain key, no more and no fewer', async () => {
    const { KeyMetadata } = await create()
    expect(KeyMetadata).toEqual({
      AWSAccountId: ACCOUNT,
      Arn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/${String(KeyMetadata['KeyId'])}`,
      CreationDate: vault.clock.nowMs() / 1000,
      CurrentKeyMaterialId: expect.stringMatching(/^[0-9a-f]{64}$/),
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      Description: '',
      Enabled: true,
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      KeyId: expect.stringMatching(UUID),
      KeyManager: 'CUSTOMER',
      KeySpec: 'SYMMETRIC_DEFAULT',
      KeyState: 'Enabled',
      KeyUsage: 'ENCRYPT_DECRYPT',
      MultiRegion: false,
      Origin: 'AWS_KMS',
    })
  })

  test('every call makes another key with other material', async () => {
    const [first, second] = [await create(), await create()]
    expect(first.KeyMetadata['KeyId']).not.toBe(second.KeyMetadata['KeyId'])
    expect(first.KeyMetadata['CurrentKeyMaterialId']).not.toBe(second.KeyMetadata['CurrentKeyMaterialId'])
  })

  test.each([
    ['a description', { Description: 'for payments' }, { Description: 'for payments' }],
    ['the spec spelled out', { KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT', Origin: 'AWS_KMS', MultiRegion: false }, { KeySpec: 'SYMMETRIC_DEFAULT' }],
    ['the spec by its older name', { CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT' }, { KeySpec: 'SYMMETRIC_DEFAULT' }],
    ['tags', { Tags: [{ TagKey: 'team', TagValue: 'payments' }] }, { KeyState: 'Enabled' }],
  ])('takes %s', async (_title, input, shown) => {
    expect((await create(input)).KeyMetadata).toMatchObject(shown)
  })
})

describe('specs', () => {
  const RSA_SIGNING = ['RSASSA_PKCS1_V1_5_SHA_256', 'RSASSA_PKCS1_V1_5_SHA_384', 'RSASSA_PKCS1_V1_5_SHA_512', 'RSASSA_PSS_SHA_256', 'RSASSA_PSS_SHA_384', 'RSASSA_PSS_SHA_512']
  test.each([
    ['RSA_2048', 'ENCRYPT_DECRYPT', { EncryptionAlgorithms: ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'] }],
    ['RSA_3072', 'SIGN_VERIFY', { SigningAlgorithms: RSA_SIGNING }],
    ['RSA_4096', 'SIGN_VERIFY', { SigningAlgorithms: RSA_SIGNING }],
    ['ECC_NIST_P256', 'SIGN_VERIFY', { SigningAlgorithms: ['ECDSA_SHA_256'] }],
    ['ECC_NIST_P384', 'SIGN_VERIFY', { SigningAlgorithms: ['ECDSA_SHA_384'] }],
    ['ECC_NIST_P521', 'SIGN_VERIFY', { SigningAlgorithms: ['ECDSA_SHA_512'] }],
    ['ECC_SECG_P256K1', 'SIGN_VERIFY', { SigningAlgorithms: ['ECDSA_SHA_256'] }],
    ['ECC_NIST_P256', 'KEY_AGREEMENT', { KeyAgreementAlgorithms: ['ECDH'] }],
    ['HMAC_224', 'GENERATE_VERIFY_MAC', { MacAlgorithms: ['HMAC_SHA_224'] }],
    ['HMAC_512', 'GENERATE_VERIFY_MAC', { MacAlgorithms: ['HMAC_SHA_512'] }],
  ])('%s for %s lists its algorithms and has no CurrentKeyMaterialId', async (KeySpec, KeyUsage, algorithms) => {
    const { KeyMetadata } = await create({ KeySpec, KeyUsage })
    expect(KeyMetadata).toEqual({
      AWSAccountId: ACCOUNT,
      Arn: `arn:aws:kms:us-east-1:${ACCOUNT}:key/${String(KeyMetadata['KeyId'])}`,
      CreationDate: vault.clock.nowMs() / 1000,
      CustomerMasterKeySpec: KeySpec,
      Description: '',
      Enabled: true,
      KeyId: expect.stringMatching(UUID),
      KeyManager: 'CUSTOMER',
      KeySpec,
      KeyState: 'Enabled',
      KeyUsage,
      MultiRegion: false,
      Origin: 'AWS_KMS',
      ...algorithms,
    })
  })

  test('a key for imported material waits for it', async () => {
    const { KeyMetadata } = await create({ Origin: 'EXTERNAL' })
    expect(KeyMetadata).toMatchObject({ Origin: 'EXTERNAL', KeyState: 'PendingImport', Enabled: false })
    expect(KeyMetadata).not.toHaveProperty('CurrentKeyMaterialId')
  })
})

describe('refusals', () => {
  const SPECS = '[RSA_2048, ECC_NIST_P384, ECC_NIST_P256, ECC_NIST_P521, HMAC_384, RSA_3072, ECC_SECG_P256K1, RSA_4096, SYMMETRIC_DEFAULT, HMAC_256, HMAC_224, HMAC_512]'
  const NEEDS_USAGE = refusal('ValidationException', 'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.')
  const incompatible = (usage: string, spec: string) => refusal('ValidationException', `KeyUsage ${usage} is not compatible with KeySpec ${spec}`)
  const UNSUPPORTED = refusal('UnsupportedOperationException', 'Coffer makes single-Region keys without custom key stores only.')
  const tag = (TagKey: string, TagValue = 'v') => ({ TagKey, TagValue })
  test.each([
    ['a spec that is none', { KeySpec: 'AES' }, constraint('keySpec', 'AES', `Member must satisfy enum value set: ${SPECS}`)],
    ['an asymmetric spec without usage', { KeySpec: 'RSA_2048' }, NEEDS_USAGE],
    ['an HMAC spec without usage', { CustomerMasterKeySpec: 'HMAC_256' }, NEEDS_USAGE],
    ['key agreement with RSA', { KeySpec: 'RSA_2048', KeyUsage: 'KEY_AGREEMENT' }, incompatible('KEY_AGREEMENT', 'RSA_2048')],
    ['encryption with a curve', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'ENCRYPT_DECRYPT' }, incompatible('ENCRYPT_DECRYPT', 'ECC_NIST_P256')],
    ['agreement with the curve of Bitcoin', { KeySpec: 'ECC_SECG_P256K1', KeyUsage: 'KEY_AGREEMENT' }, incompatible('KEY_AGREEMENT', 'ECC_SECG_P256K1')],
    ['signing with HMAC', { KeySpec: 'HMAC_512', KeyUsage: 'SIGN_VERIFY' }, incompatible('SIGN_VERIFY', 'HMAC_512')],
    ['signing with a symmetric key', { KeyUsage: 'SIGN_VERIFY' }, incompatible('SIGN_VERIFY', 'SYMMETRIC_DEFAULT')],
    ['a multi-Region key', { MultiRegion: true }, UNSUPPORTED],
    ['a custom key store', { Origin: 'AWS_CLOUDHSM' }, UNSUPPORTED],
    ['a key store by its id', { CustomKeyStoreId: 'cks-1234567890abcdef0' }, UNSUPPORTED],
    ['a key that lies outside', { XksKeyId: 'bb8562717f809024' }, UNSUPPORTED],
    ['a key store outside', { Origin: 'EXTERNAL_KEY_STORE' }, UNSUPPORTED],
    ['a policy over 32,768 bytes', { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'i'.repeat(32_768), Statement: [] }) }, refusal('LimitExceededException', 'The key policy is longer than 32768 bytes.')],
    ['a policy for nobody that can be', { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::x' }, Action: 'kms:*', Resource: '*' }] }) }, refusal('MalformedPolicyDocumentException', 'Policy contains a statement with one or more invalid principals.')],
    ['a description over 8192', { Description: 'd'.repeat(8193) }, constraint('description', 'd'.repeat(8193), atMost(8192))],
    ['an empty policy', { Policy: '' }, constraint('policy', '', atLeast(1))],
    ['a policy that is none', { Policy: 'my policy' }, refusal('MalformedPolicyDocumentException', 'This policy has invalid syntax.')],
    ['the same tag twice', { Tags: [tag('a'), tag('a')] }, refusal('TagException', 'Duplicate tag keys')],
    ['more than 50 tags', { Tags: Array.from({ length: 51 }, (_, n) => tag(`k${n}`)) }, refusal('TagException', 'Too many tags')],
    ['a reserved tag', { Tags: [tag('aWs:x')] }, refusal('TagException', 'Tags beginning with aws: are reserved')],
    ['a tag key over 128', { Tags: [tag('k'.repeat(129))] }, constraint('tags.1.member.tagKey', 'k'.repeat(129), atMost(128))],
    ['a tag value over 256', { Tags: [tag('k', 'v'.repeat(257))] }, constraint('tags.1.member.tagValue', 'v'.repeat(257), atMost(256))],
  ])('%s', async (_title, input, expected) => {
    expect(await refusalOf(create(input))).toEqual(expected)
  })
})

describe('a policy that locks out', () => {
  const LOCKOUT = refusal('MalformedPolicyDocumentException', 'The new key policy will not allow you to update the key policy in the future.')
  const policy = (principal: string, action: string) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: action, Resource: '*' }] })
  const ann = `arn:aws:iam::${ACCOUNT}:user/ann`
  beforeAll(() => user('ann'))
  const root = `arn:aws:iam::${ACCOUNT}:root`
  const user = async (UserName: string): Promise<Principal> => {
    const { User } = await vault.call('workbench:CreateUser', { UserName })
    return { type: 'user', accountId: ACCOUNT, userName: UserName, userId: User.UserId, arn: User.Arn }
  }

  test('the account may manage it: taken', async () => {
    expect((await create({ Policy: policy(root, 'kms:*') })).KeyMetadata['KeyState']).toBe('Enabled')
  })

  test.each([
    ['only another may manage it', policy(ann, 'kms:*')],
    ['the account may only use it', policy(root, 'kms:Decrypt')],
  ])('%s: refused, unless the check is bypassed', async (_title, Policy) => {
    expect(await refusalOf(create({ Policy }))).toEqual(LOCKOUT)
    expect((await create({ Policy, BypassPolicyLockoutSafetyCheck: true })).KeyMetadata['KeyState']).toBe('Enabled')
  })

  test('the caller alone may manage it: taken', async () => {
    const caller = await user('lone-manager')
    expect((await create({ Policy: policy(`arn:aws:iam::${ACCOUNT}:user/lone-manager`, 'kms:*') }, caller)).KeyMetadata['KeyState']).toBe('Enabled')
  })

  test('a refused key is not there', async () => {
    const count = async () => (await vault.call('kms:ListKeys', { Limit: 1000 })).Keys.length
    const before = await count()
    await refusalOf(create({ Policy: policy(ann, 'kms:*') }))
    expect(await count()).toBe(before)
  })
})

test('tags need kms:TagResource too', async () => {
  const { User } = await vault.call('workbench:CreateUser', {
    UserName: 'untagged',
    PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:CreateKey', Resource: '*' }] }),
  })
  const maker: Principal = { type: 'user', accountId: ACCOUNT, userName: 'untagged', userId: User.UserId, arn: User.Arn }
  expect((await create({}, maker)).KeyMetadata['KeyState']).toBe('Enabled')
  expect(await refusalOf(create({ Tags: [{ TagKey: 'a', TagValue: 'b' }] }, maker))).toEqual(
    refusal('AccessDeniedException', `User: ${User.Arn} is not authorized to perform: kms:TagResource because no identity-based policy allows the kms:TagResource action`),
  )
})

test('a caller without permission', async () => {
  const nobody: Principal = { type: 'user', accountId: ACCOUNT, userName: 'nobody', userId: 'AIDANOBODY', arn: `arn:aws:iam::${ACCOUNT}:user/nobody` }
  expect(await refusalOf(create({}, nobody))).toEqual(
    refusal('AccessDeniedException', `User: ${nobody.arn} is not authorized to perform: kms:CreateKey because no identity-based policy allows the kms:CreateKey action`),
  )
})

import { beforeAll, describe, expect, test } from 'vitest'
import { makeUser, allow, deniedText, noIdentityAllows, OTHER_ACCOUNT, OTHER_ROOT, type UserPrincipal } from '../../support/make-user.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, constraint, NOT_NULL, valueAtLeast, valueAtMost } from '../secretsmanager/aws-words.ts'
import { ABSENT_ARN, ABSENT_ID, aliasAbsent, aliasArn, keyAbsent } from './kms-words.ts'

const vault = sharedVault()
const base64 = (text: string | Uint8Array) => Buffer.from(text as string).toString('base64')
const PLAINTEXT = base64('attack at dawn')
const INVALID_CIPHERTEXT = refusal('InvalidCiphertextException', '')
const INCORRECT_KEY = refusal('IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.')
const DRY_RUN = refusal('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.')
const elsewhere = (arn: string, action: string) =>
  refusal(
    'AccessDeniedException',
    `User: ${arn} is not authorized to perform: ${action} on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
  )
const ROOT_ARN = `arn:aws:iam::${ACCOUNT}:root`

let KeyId = ''
let Arn = ''
let MaterialId = ''
let other = ''
beforeAll(async () => {
  const { KeyMetadata } = await vault.call('kms:CreateKey', {})
  KeyId = KeyMetadata.KeyId
  Arn = KeyMetadata.Arn
  MaterialId = KeyMetadata.CurrentKeyMaterialId ?? ''
  other = (await vault.call('kms:CreateKey', {})).KeyMetadata.KeyId
  await vault.call('kms:CreateAlias', { AliasName: 'alias/crypto', TargetKeyId: KeyId })
})
const encrypt = async (input: Record<string, unknown> = {}) =>
  ((await vault.callRaw('kms:Encrypt', { KeyId, Plaintext: PLAINTEXT, ...input })) as { CiphertextBlob: string }).CiphertextBlob
const decrypt = (CiphertextBlob: string, input: Record<string, unknown> = {}) => vault.callRaw('kms:Decrypt', { CiphertextBlob, ...input })
const changed = (blob: string, change: (bytes: Buffer) => Buffer) => change(Buffer.from(blob, 'base64')).toString('base64')

describe('Encrypt and Decrypt', () => {
  test('by every name of the key, with the members that KMS sends', async () => {
    for (const name of [KeyId, Arn, 'alias/crypto', aliasArn('alias/crypto')]) {
      const sealed = await vault.call('kms:Encrypt', { KeyId: name, Plaintext: PLAINTEXT })
      expect(sealed).toEqual({ CiphertextBlob: expect.any(String), KeyId: Arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
      const opened = { KeyId: Arn, Plaintext: PLAINTEXT, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT', KeyMaterialId: MaterialId }
      expect(await decrypt(sealed.CiphertextBlob)).toEqual(opened)
      expect(await decrypt(sealed.CiphertextBlob, { KeyId: name, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })).toEqual(opened)
    }
  })

  test('the same plaintext twice gives two blobs; neither shows it; both begin as KMS’s do', async () => {
    const blobs = [await encrypt(), await encrypt()]
    expect(blobs[0]).not.toBe(blobs[1])
    expect(blobs.map((blob) => blob.startsWith('AQICAH'))).toEqual([true, true])
    expect(blobs.some((blob) => Buffer.from(blob, 'base64').includes('attack'))).toBe(false)
  })

  test.each([1, 4096])('%i bytes, in a blob of at most 6,144', async (size) => {
    const bytes = base64(Buffer.alloc(size, 7))
    const blob = await encrypt({ Plaintext: bytes })
    expect(Buffer.from(blob, 'base64').length).toBeLessThanOrEqual(6144)
    expect(await decrypt(blob)).toMatchObject({ Plaintext: bytes })
  })
})

describe('the encryption context', () => {
  const context = { Department: 'Finance', zone: 'eu', ünïcode: '✓', '': 'empty name' }

  test('opens with equal pairs in any order; none is the same as an empty one', async () => {
    const blob = await encrypt({ EncryptionContext: context })
    expect(await decrypt(blob, { EncryptionContext: Object.fromEntries(Object.entries(context).reverse()) })).toMatchObject({ Plaintext: PLAINTEXT })
    expect(await decrypt(await encrypt({ EncryptionContext: {} }))).toMatchObject({ Plaintext: PLAINTEXT })
    expect(await decrypt(await encrypt(), { EncryptionContext: {} })).toMatchObject({ Plaintext: PLAINTEXT })
  })

  test.each<[string, Record<string, string> | undefined]>([
    ['none', undefined],
    ['an empty one', {}],
    ['one pair less', { Department: 'Finance', zone: 'eu', ünïcode: '✓' }],
    ['one pair more', { ...context, more: 'x' }],
    ['another value', { ...context, zone: 'us' }],
    ['another case of a name', { department: 'Finance', zone: 'eu', ünïcode: '✓', '': 'empty name' }],
    ['another case of a value', { ...context, zone: 'EU' }],
    ['pairs of a data key of ours', { 'coffer:backing-key': 'x', keyId: 'y', backingKeyId: 'z' }],
  ])('does not open with %s, and KMS says nothing more', async (_title, EncryptionContext) => {
    const blob = await encrypt({ EncryptionContext: context })
    expect(await refusalOf(decrypt(blob, { EncryptionContext }))).toEqual(INVALID_CIPHERTEXT)
  })

  test('pairs that run together are other pairs', async () => {
    const blob = await encrypt({ EncryptionContext: { a: 'bc' } })
    for (const EncryptionContext of [{ ab: 'c' }, { a: 'b', c: '' }, { abc: '' }]) expect(await refusalOf(decrypt(blob, { EncryptionContext }))).toEqual(INVALID_CIPHERTEXT)
  })

  test('with a lone surrogate is refused', async () => {
    expect((await refusalOf(encrypt({ EncryptionContext: { a: '\ud800' } }))).code).toBe('ValidationException')
  })
})

describe('a ciphertext', () => {
  test('opens with no byte changed, missing or added', async () => {
    const blob = await encrypt()
    const { length } = Buffer.from(blob, 'base64')
    for (let at = 0; at < length; at += 1) {
      const flipped = changed(blob, (bytes) => {
        bytes[at] = (bytes[at] as number) ^ 0x40
        return bytes
      })
      expect(await refusalOf(decrypt(flipped)), `byte ${at}`).toEqual(INVALID_CIPHERTEXT)
    }
    for (const cut of [0, 1, 8, 36, length - 1]) if (cut > 0) expect(await refusalOf(decrypt(changed(blob, (bytes) => bytes.subarray(0, cut))))).toEqual(INVALID_CIPHERTEXT)
    expect(await refusalOf(decrypt(changed(blob, (bytes) => Buffer.concat([bytes, Buffer.of(0)]))))).toEqual(INVALID_CIPHERTEXT)
    expect(await refusalOf(decrypt(base64('no ciphertext at all')))).toEqual(INVALID_CIPHERTEXT)
  })

  test('of another key than the one named is refused', async () => {
    const hmac = await vault.call('kms:CreateKey', { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })
    for (const named of [other, hmac.KeyMetadata.KeyId]) expect(await refusalOf(decrypt(await encrypt(), { KeyId: named }))).toEqual(INCORRECT_KEY)
  })

  test('with a key named that is not there', async () => {
    const blob = await encrypt()
    expect(await refusalOf(decrypt(blob, { KeyId: ABSENT_ID }))).toEqual(keyAbsent(ABSENT_ARN))
    expect(await refusalOf(decrypt(blob, { KeyId: 'alias/none' }))).toEqual(aliasAbsent('alias/none'))
  })

  test('of a key that is not there, or that the caller may not use, is refused with the same words', async () => {
    const nobody = await makeUser(vault, 'crypto-nobody')
    const blob = await encrypt()
    expect(await refusalOf(vault.callRaw('kms:Decrypt', { CiphertextBlob: blob }, nobody))).toEqual(elsewhere(nobody.arn, 'kms:Decrypt'))
    const gone = await vault.call('kms:CreateKey', {})
    const orphan = await encrypt({ KeyId: gone.KeyMetadata.KeyId })
    const { keys } = [...vault.vault.regions.values()][0] ?? { keys: null }
    vault.vault.regions.get('us-east-1')?.store.transaction(() => keys?.keys.delete(gone.KeyMetadata.KeyId))
    expect(await refusalOf(decrypt(orphan))).toEqual(elsewhere(ROOT_ARN, 'kms:Decrypt'))
    expect(await refusalOf(vault.callRaw('kms:Decrypt', { CiphertextBlob: orphan }, nobody))).toEqual(elsewhere(nobody.arn, 'kms:Decrypt'))
    expect(await refusalOf(vault.callRaw('kms:ReEncrypt', { CiphertextBlob: orphan, DestinationKeyId: KeyId }))).toEqual(elsewhere(ROOT_ARN, 'kms:ReEncryptFrom'))
  })

  test('with the key named, a refusal names the key', async () => {
    const nobody = await makeUser(vault, 'crypto-nobody-named')
    expect(await refusalOf(vault.callRaw('kms:Decrypt', { CiphertextBlob: await encrypt(), KeyId }, nobody))).toEqual(
      refusal('AccessDeniedException', deniedText(nobody, 'kms:Decrypt', Arn, noIdentityAllows('kms:Decrypt'))),
    )
  })

  test('of an asymmetric key says nothing of its key: KeyId is needed', async () => {
    expect((await refusalOf(decrypt(await encrypt(), { EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }))).code).toBe('ValidationException')
  })
})

describe('algorithms', () => {
  test('of RSA do not fit a symmetric key', async () => {
    const expected = refusal('InvalidKeyUsageException', 'Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.')
    expect(await refusalOf(encrypt({ EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }))).toEqual(expected)
    expect(await refusalOf(decrypt(await encrypt(), { KeyId, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' }))).toEqual(expected)
  })

  test('RSA keys are told what Coffer does not do', async () => {
    const rsa = (await vault.call('kms:CreateKey', { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })).KeyMetadata
    expect(await refusalOf(encrypt({ KeyId: rsa.KeyId }))).toEqual(refusal('InvalidKeyUsageException', 'Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.'))
    expect((await refusalOf(encrypt({ KeyId: rsa.KeyId, EncryptionAlgorithm: 'RSAES_OAEP_SHA_1' }))).code).toBe('UnsupportedOperationException')
    expect(await refusalOf(vault.callRaw('kms:GenerateDataKey', { KeyId: rsa.KeyId, KeySpec: 'AES_256' }))).toEqual(
      refusal('InvalidKeyUsageException', 'Cannot generate a data key with an asymmetric KMS key'),
    )
  })
})

describe('ReEncrypt', () => {
  test('moves to another key and context, and the plaintext does not show', async () => {
    const source = await encrypt({ EncryptionContext: { from: 'a' } })
    const answer = await vault.call('kms:ReEncrypt', {
      CiphertextBlob: source,
      SourceEncryptionContext: { from: 'a' },
      DestinationKeyId: other,
      DestinationEncryptionContext: { to: 'b' },
    })
    const target = (await vault.call('kms:DescribeKey', { KeyId: other })).KeyMetadata
    expect(answer).toEqual({
      CiphertextBlob: expect.any(String),
      SourceKeyId: Arn,
      KeyId: target.Arn,
      SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      SourceKeyMaterialId: MaterialId,
      DestinationKeyMaterialId: target.CurrentKeyMaterialId,
    })
    expect(await decrypt(answer.CiphertextBlob, { EncryptionContext: { to: 'b' } })).toMatchObject({ KeyId: target.Arn, Plaintext: PLAINTEXT })
  })

  test.each<[string, Record<string, unknown>, object]>([
    ['a wrong source context', { SourceEncryptionContext: { a: 'b' } }, INVALID_CIPHERTEXT],
    ['a wrong source key', { SourceKeyId: 'other' }, INCORRECT_KEY],
    ['a destination that is not there', { DestinationKeyId: ABSENT_ID }, keyAbsent(ABSENT_ARN)],
    ['a dry run', { DryRun: true }, DRY_RUN],
  ])('%s', async (_title, input, expected) => {
    const given = input['SourceKeyId'] === 'other' ? { SourceKeyId: other } : input
    expect(await refusalOf(vault.callRaw('kms:ReEncrypt', { CiphertextBlob: await encrypt(), DestinationKeyId: other, ...given }))).toEqual(expected)
  })

  test('needs ReEncryptFrom on the one key and ReEncryptTo on the other', async () => {
    const blob = await encrypt()
    const from = await makeUser(vault, 're-encrypt-from', [allow('kms:ReEncryptFrom')])
    const to = await makeUser(vault, 're-encrypt-to', [allow('kms:ReEncryptTo')])
    const both = await makeUser(vault, 're-encrypt-both', [allow('kms:ReEncrypt*')])
    const run = (who: UserPrincipal) => vault.callRaw('kms:ReEncrypt', { CiphertextBlob: blob, DestinationKeyId: KeyId }, who)
    expect(await refusalOf(run(from))).toEqual(refusal('AccessDeniedException', deniedText(from, 'kms:ReEncryptTo', Arn, noIdentityAllows('kms:ReEncryptTo'))))
    expect(await refusalOf(run(to))).toEqual(elsewhere(to.arn, 'kms:ReEncryptFrom'))
    expect(await run(both)).toMatchObject({ SourceKeyId: Arn, KeyId: Arn })
  })
})

describe('data keys', () => {
  test.each([
    [{ KeySpec: 'AES_256' }, 32],
    [{ KeySpec: 'AES_128' }, 16],
    [{ NumberOfBytes: 1 }, 1],
    [{ NumberOfBytes: 1024 }, 1024],
  ])('%j gives %i bytes that the blob opens to', async (size, bytes) => {
    const answer = (await vault.callRaw('kms:GenerateDataKey', { KeyId: 'alias/crypto', EncryptionContext: { a: 'b' }, ...size })) as Record<string, string>
    expect(answer).toEqual({ CiphertextBlob: expect.any(String), Plaintext: expect.any(String), KeyId: Arn, KeyMaterialId: MaterialId })
    expect(Buffer.from(answer['Plaintext'] ?? '', 'base64').length).toBe(bytes)
    expect(await decrypt(answer['CiphertextBlob'] ?? '', { EncryptionContext: { a: 'b' } })).toMatchObject({ Plaintext: answer['Plaintext'] })
  })

  test('without plaintext show none, and are new each time', async () => {
    const answers = await Promise.all([1, 2].map(() => vault.call('kms:GenerateDataKeyWithoutPlaintext', { KeyId, KeySpec: 'AES_256' })))
    for (const answer of answers) expect(answer).toEqual({ CiphertextBlob: expect.any(String), KeyId: Arn, KeyMaterialId: MaterialId })
    const [first, second] = await Promise.all(answers.map((answer) => vault.call('kms:Decrypt', { CiphertextBlob: answer.CiphertextBlob })))
    expect(first?.Plaintext).not.toBe(second?.Plaintext)
  })

  const EITHER = refusal('ValidationException', 'Please specify either number of bytes or key spec.')
  test.each<[Record<string, unknown>, object]>([
    [{}, EITHER],
    [{ KeySpec: 'AES_256', NumberOfBytes: 32 }, EITHER],
    [{ KeySpec: 'AES_512' }, constraint('keySpec', 'AES_512', 'Member must satisfy enum value set: [AES_256, AES_128]')],
    [{ NumberOfBytes: 0 }, constraint('numberOfBytes', '0', valueAtLeast(1))],
    [{ NumberOfBytes: 1025 }, constraint('numberOfBytes', '1025', valueAtMost(1024))],
    [{ KeySpec: 'AES_256', DryRun: true }, DRY_RUN],
  ])('%j is refused by both operations', async (input, expected) => {
    for (const operation of ['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext']) expect(await refusalOf(vault.callRaw(`kms:${operation}`, { KeyId, ...input }))).toEqual(expected)
  })
})

describe('GenerateRandom', () => {
  test.each([1, 1024])('%i bytes', async (NumberOfBytes) => {
    const { Plaintext } = await vault.call('kms:GenerateRandom', { NumberOfBytes })
    expect(Buffer.from(Plaintext, 'base64').length).toBe(NumberOfBytes)
  })

  test.each<[Record<string, unknown>, object]>([
    [{}, refusal('ValidationException', 'NumberOfBytes is required.')],
    [{ NumberOfBytes: 0 }, constraint('numberOfBytes', '0', valueAtLeast(1))],
    [{ NumberOfBytes: 1025 }, constraint('numberOfBytes', '1025', valueAtMost(1024))],
  ])('%j is refused', async (input, expected) => {
    expect(await refusalOf(vault.callRaw('kms:GenerateRandom', input))).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each<[string, Record<string, unknown>, object]>([
    ['no plaintext', { Plaintext: undefined }, constraint('plaintext', null, NOT_NULL)],
    ['an empty plaintext, whose value is not shown', { Plaintext: '' }, constraint('plaintext', undefined, atLeast(1))],
    ['4,097 bytes, which are not shown', { Plaintext: base64(Buffer.alloc(4097)) }, constraint('plaintext', undefined, atMost(4096))],
    ['a key that is not there', { KeyId: ABSENT_ID }, keyAbsent(ABSENT_ARN)],
    ['a dry run that would succeed', { DryRun: true }, DRY_RUN],
    ['a token that is none', { GrantTokens: ['made-up'] }, refusal('InvalidGrantTokenException', 'The grant token is not valid.')],
  ])('Encrypt: %s', async (_title, input, expected) => {
    expect(await refusalOf(encrypt(input))).toEqual(expected)
  })

  test('Decrypt: a dry run, and a blob over 6,144 bytes', async () => {
    expect(await refusalOf(decrypt(await encrypt(), { DryRun: true }))).toEqual(DRY_RUN)
    expect(await refusalOf(decrypt(base64(Buffer.alloc(6145))))).toEqual(constraint('ciphertextBlob', undefined, atMost(6144)))
  })

  test('a dry run of what is forbidden says so', async () => {
    const nobody = await makeUser(vault, 'dry-nobody')
    expect(await refusalOf(vault.callRaw('kms:Encrypt', { KeyId, Plaintext: PLAINTEXT, DryRun: true }, nobody))).toEqual(
      refusal('AccessDeniedException', deniedText(nobody, 'kms:Encrypt', Arn, noIdentityAllows('kms:Encrypt'))),
    )
  })

  test('answers for enclaves are not made, so that no plaintext leaves in their place', async () => {
    const Recipient = { KeyEncryptionAlgorithm: 'RSAES_OAEP_SHA_256', AttestationDocument: 'AAEC' }
    const blob = await encrypt()
    const calls = [
      vault.callRaw('kms:Decrypt', { CiphertextBlob: blob, Recipient }),
      vault.callRaw('kms:GenerateDataKey', { KeyId, KeySpec: 'AES_256', Recipient }),
      vault.callRaw('kms:GenerateRandom', { NumberOfBytes: 8, Recipient }),
    ]
    for (const call of calls) expect((await refusalOf(call)).code).toBe('UnsupportedOperationException')
  })
})

describe('another account', () => {
  test('may use a key when its policy and their own identity say so', async () => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    const statements = [
      { Effect: 'Allow', Principal: { AWS: ROOT_ARN }, Action: 'kms:*', Resource: '*' },
      { Effect: 'Allow', Principal: { AWS: OTHER_ACCOUNT }, Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:DisableKey'], Resource: '*' },
    ]
    const call = (operation: string, input: object) => vault.callRaw(`kms:${operation}`, input, OTHER_ROOT)
    const foreign = { KeyId: KeyMetadata.Arn, Plaintext: PLAINTEXT }
    expect((await refusalOf(call('Encrypt', foreign))).code).toBe('AccessDeniedException')
    await vault.call('kms:PutKeyPolicy', { KeyId: KeyMetadata.KeyId, Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }) })
    const { CiphertextBlob } = (await call('Encrypt', foreign)) as { CiphertextBlob: string }
    expect(await call('Decrypt', { CiphertextBlob })).toMatchObject({ Plaintext: PLAINTEXT, KeyId: KeyMetadata.Arn })
    // Managing a key does not work across accounts, whatever its policy says; and an id without account is the caller's own.
    expect((await refusalOf(call('DisableKey', { KeyId: KeyMetadata.Arn }))).code).toBe('AccessDeniedException')
    expect(await refusalOf(call('Encrypt', { ...foreign, KeyId: KeyMetadata.KeyId }))).toEqual(
      keyAbsent(KeyMetadata.Arn.replace(ACCOUNT, OTHER_ACCOUNT)),
    )
  })

  test('learns nothing of keys that are not there', async () => {
    const refused = await refusalOf(vault.callRaw('kms:DescribeKey', { KeyId: ABSENT_ARN }, OTHER_ROOT))
    expect(refused.code).toBe('AccessDeniedException')
  })
})

test('what a caller encrypts and decrypts never gets into the record of activity', async () => {
  const secretText = 'canary-plaintext-51c7'
  const blob = await encrypt({ Plaintext: base64(secretText) })
  await decrypt(blob)
  const { Events } = await vault.call('workbench:ListActivity', {})
  expect(Events.map((event) => event.Operation)).toEqual(expect.arrayContaining(['kms:Encrypt', 'kms:Decrypt']))
  expect(JSON.stringify(Events)).not.toMatch(new RegExp(`${secretText}|${base64(secretText)}`))
})

import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { alreadyExists, atLeast, atMost, BOTH_VALUES, constraint, INVALID_NAME, NOT_NULL, systemTag, tokenInUse } from './aws-words.ts'
import { currentValue, describe as describeSecret, versionId } from './secrets.ts'

const vault = sharedVault()
const create = (input: Record<string, unknown>) => vault.callRaw('secretsmanager:CreateSecret', { ClientRequestToken: versionId(1), ...input }) as Promise<Record<string, string>>
const refused = (input: Record<string, unknown>) => refusalOf(create(input))

describe('answers', () => {
  test('with a value: ARN, Name and the token as VersionId, which is AWSCURRENT', async () => {
    const output = await create({ Name: 'answer/value', SecretString: 'v' })
    expect(output).toEqual({ ARN: expect.stringMatching(/^arn:aws:secretsmanager:us-east-1:123456789012:secret:answer\/value-[A-Za-z0-9]{6}$/), Name: 'answer/value', VersionId: versionId(1) })
    expect((await describeSecret(vault, 'answer/value')).VersionIdsToStages).toEqual({ [versionId(1)]: ['AWSCURRENT'] })
  })

  test('without a value: no VersionId and no version; a read says that AWSCURRENT has no value', async () => {
    const output = await create({ Name: 'answer/empty' })
    expect(output).toEqual({ ARN: output['ARN'], Name: 'answer/empty' })
    expect(await describeSecret(vault, 'answer/empty')).toEqual({
      ARN: output['ARN'],
      Name: 'answer/empty',
      CreatedDate: vault.clock.nowMs() / 1000,
      LastChangedDate: vault.clock.nowMs() / 1000,
    })
  })

  test('every part of the request is kept', async () => {
    const { ARN } = await create({ Name: 'answer/all', SecretString: 'v', Description: 'what for', Tags: [{ Key: 'b', Value: '2' }, { Key: 'a', Value: '' }], Type: 'kind' })
    expect(await describeSecret(vault, 'answer/all')).toEqual({
      ARN,
      Name: 'answer/all',
      Description: 'what for',
      Tags: [{ Key: 'b', Value: '2' }, { Key: 'a', Value: '' }],
      Type: 'kind',
      CreatedDate: vault.clock.nowMs() / 1000,
      LastChangedDate: vault.clock.nowMs() / 1000,
      VersionIdsToStages: { [versionId(1)]: ['AWSCURRENT'] },
    })
  })

  test('the suffix of the ARN is drawn anew for every secret, also for the same name again', async () => {
    const first = await create({ Name: 'answer/again', SecretString: 'v' })
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'answer/again', ForceDeleteWithoutRecovery: true })
    const second = await create({ Name: 'answer/again', SecretString: 'v' })
    expect(second['ARN']).not.toBe(first['ARN'])
  })

  test('names differ by case', async () => {
    await create({ Name: 'Case', SecretString: 'upper' })
    await create({ Name: 'case', SecretString: 'lower' })
    expect([await currentValue(vault, 'Case'), await currentValue(vault, 'case')]).toEqual(['upper', 'lower'])
  })
})

describe('values', () => {
  test.each([
    ['one byte', 'x'],
    ['65,536 bytes', 'x'.repeat(65_536)],
    ['65,536 bytes of two-byte characters', 'é'.repeat(32_768)],
    ['characters beyond the basic plane', '🔐'.repeat(100)],
    ['blanks, line ends and NUL', ' \r\n\t\u0000 '],
  ])('a text of %s comes back as it was', async (label, text) => {
    await create({ Name: `text/${label.replaceAll(/[^a-z0-9]/g, '-')}`, SecretString: text })
    expect(await currentValue(vault, `text/${label.replaceAll(/[^a-z0-9]/g, '-')}`)).toBe(text)
  })

  test('bytes come back as the same base64', async () => {
    const bytes = Buffer.from([0, 255, 128, 10, 13]).toString('base64')
    await create({ Name: 'binary', SecretBinary: bytes })
    expect(await vault.callRaw('secretsmanager:GetSecretValue', { SecretId: 'binary' })).toMatchObject({ SecretBinary: bytes })
  })

  test.each([
    ['an empty text', { SecretString: '' }, constraint('secretString', undefined, atLeast(1))],
    ['a text over 65,536 bytes', { SecretString: 'x'.repeat(65_537) }, constraint('secretString', undefined, atMost(65_536))],
    ['a text whose bytes, not characters, are too many', { SecretString: 'é'.repeat(32_769) }, constraint('secretString', undefined, atMost(65_536))],
    ['empty bytes', { SecretBinary: '' }, constraint('secretBinary', undefined, atLeast(1))],
    ['too many bytes', { SecretBinary: Buffer.alloc(65_537).toString('base64') }, constraint('secretBinary', undefined, atMost(65_536))],
    ['bytes that are no base64', { SecretBinary: 'not base64!' }, refusal('SerializationException', 'The blob is not valid base64.')],
    ['a number for a text', { SecretString: 5 }, refusal('SerializationException', 'NUMBER_VALUE can not be converted to a String')],
    ['text and bytes', { SecretString: 'x', SecretBinary: 'eA==' }, BOTH_VALUES],
  ])('%s is refused without showing it', async (_label, input, expected) => {
    expect(await refused({ Name: 'values/refused', ...input })).toEqual(expected)
  })
})

describe('names', () => {
  test.each(['a', 'n'.repeat(512), 'A-Za-z0-9/_+=.@-', '/lead', 'trail/', '-', '2026'])('%s is taken', async (Name) => {
    expect(await create({ Name, SecretString: 'v' })).toMatchObject({ Name })
  })

  test.each([
    ['', constraint('name', '', atLeast(1))],
    ['n'.repeat(513), constraint('name', 'n'.repeat(513), atMost(512))],
    ['with blank', INVALID_NAME],
    ['rds!cluster', INVALID_NAME],
    ['ünïcode', INVALID_NAME],
    ['semi;colon', INVALID_NAME],
    ['arn:aws:secretsmanager:us-east-1:123456789012:secret:x', INVALID_NAME],
  ])('%s is refused', async (Name, expected) => {
    expect(await refused({ Name, SecretString: 'v' })).toEqual(expected)
  })

  test('a missing name is refused', async () => {
    expect(await refused({ SecretString: 'v' })).toEqual(constraint('name', null, NOT_NULL))
  })
})

describe('other constraints', () => {
  const long = (count: number) => 'l'.repeat(count)
  test.each([
    ['Description over 2048', { Description: long(2049) }, constraint('description', long(2049), atMost(2048))],
    ['KmsKeyId over 2048', { KmsKeyId: long(2049) }, constraint('kmsKeyId', long(2049), atMost(2048))],
    ['Type over 256', { Type: long(257) }, constraint('type', long(257), atMost(256))],
    ['a tag key of no characters', { Tags: [{ Key: '', Value: '' }] }, constraint('tags.1.member.key', '', atLeast(1))],
    ['a tag key over 128', { Tags: [{ Key: 'k', Value: '' }, { Key: long(129), Value: '' }] }, constraint('tags.2.member.key', long(129), atMost(128))],
    ['a tag value over 256', { Tags: [{ Key: 'k', Value: long(257) }] }, constraint('tags.1.member.value', long(257), atMost(256))],
    ['a system tag', { Tags: [{ Key: 'AWS:owner', Value: 'x' }] }, systemTag('AWS:owner')],
    ['more than 50 tags', { Tags: Array.from({ length: 51 }, (_, n) => ({ Key: `k${n}`, Value: '' })) }, refusal('InvalidParameterException', 'A secret can have at most 50 tags.')],
    ['the same tag twice', { Tags: [{ Key: 'k', Value: '1' }, { Key: 'k', Value: '2' }] }, refusal('InvalidParameterException', "The tag key 'k' is in the request more than once.")],
    ['a replica in its own Region', { AddReplicaRegions: [{ Region: 'us-east-1' }] }, refusal('InvalidParameterException', 'Invalid replica region.')],
    ['no replica Region in the list', { AddReplicaRegions: [] }, constraint('addReplicaRegions', '[]', atLeast(1))],
    ['a replica Region that is none', { AddReplicaRegions: [{ Region: 'Mars' }] }, constraint('addReplicaRegions.1.member.region', 'Mars', 'Member must satisfy regular expression pattern: ^([a-z]+-)+\\d+$')],
    ['tags that are no list', { Tags: { k: 'v' } }, refusal('SerializationException', 'START_OBJECT can not be converted to a List')],
  ])('%s is refused', async (_label, input, expected) => {
    expect(await refused({ Name: 'constraints', SecretString: 'v', ...input })).toEqual(expected)
  })

  test('a refused call leaves nothing behind', async () => {
    expect((await vault.call('secretsmanager:ListSecrets', { Filters: [{ Key: 'name', Values: ['constraints', 'values/refused'] }] })).SecretList).toEqual([])
  })

  test('lengths count characters, not UTF-16 units', async () => {
    expect(await create({ Name: 'code-points', Description: '🔐'.repeat(2048) })).toMatchObject({ Name: 'code-points' })
  })
})

describe('a taken name', () => {
  test('with a new token: the secret already exists', async () => {
    await create({ Name: 'taken', SecretString: 'v' })
    expect(await refused({ Name: 'taken', SecretString: 'v', ClientRequestToken: versionId(2) })).toEqual(alreadyExists('taken'))
    expect(await refused({ Name: 'taken' })).toEqual(alreadyExists('taken'))
  })

  test('with the same token and value: the same answer, and nothing changes', async () => {
    const first = await create({ Name: 'taken/same', SecretString: 'v', Description: 'first' })
    const before = await describeSecret(vault, 'taken/same')
    vault.clock.advance(60_000)
    expect(await create({ Name: 'taken/same', SecretString: 'v', Description: 'second' })).toEqual(first)
    expect(await describeSecret(vault, 'taken/same')).toEqual(before)
  })

  test('with the same token and another value, or another kind of the same bytes: the token is in use', async () => {
    const { ARN } = await create({ Name: 'taken/other', SecretString: 'v' })
    expect(await refused({ Name: 'taken/other', SecretString: 'w' })).toEqual(tokenInUse(versionId(1), ARN as string))
    expect(await refused({ Name: 'taken/other', SecretBinary: Buffer.from('v').toString('base64') })).toEqual(tokenInUse(versionId(1), ARN as string))
  })

  test('of a secret scheduled for deletion stays taken', async () => {
    await create({ Name: 'taken/pending', SecretString: 'v' })
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'taken/pending' })
    const expected = refusal('InvalidRequestException', "You can't create this secret because a secret with this name is already scheduled for deletion.")
    expect(await refused({ Name: 'taken/pending', SecretString: 'v' })).toEqual(expected)
    expect(await refused({ Name: 'taken/pending', SecretString: 'w', ClientRequestToken: versionId(9) })).toEqual(expected)
  })

  test('is free again after a forced deletion, and another account’s name is another name', async () => {
    await create({ Name: 'taken/free', SecretString: 'v' })
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'taken/free', ForceDeleteWithoutRecovery: true })
    await create({ Name: 'taken/free', SecretString: 'new' })
    expect(await currentValue(vault, 'taken/free')).toBe('new')
    const other = { type: 'root', accountId: '999999999999' } as const
    const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: 'taken/free', SecretString: 'theirs' }, other)
    expect(ARN).toContain(':999999999999:secret:taken/free-')
    expect(await currentValue(vault, 'taken/free')).toBe('new')
  })
})

describe('KmsKeyId', () => {
  test.each(['fake-key-id', '0d990263018e4e65a703eff731de951e'])('%s is no key id', async (KmsKeyId) => {
    expect(await refused({ Name: 'kms/malformed', SecretString: 'v', KmsKeyId })).toEqual(
      refusal('InvalidParameterException', `The operation failed because of an invalid KMS key: Invalid keyId '${KmsKeyId}'`),
    )
  })

  test('a key that is not there is refused, also without a value', async () => {
    const id = '0d990263-018e-4e65-a703-eff731de951e'
    for (const value of [{ SecretString: 'v' }, {}]) {
      const { code, message } = await refused({ Name: 'kms/absent', KmsKeyId: id, ...value })
      expect(code).toBe('EncryptionFailure')
      expect(message).toMatch(
        new RegExp(`^Secrets Manager can't encrypt the secret value: Key 'arn:aws:kms:us-east-1:${ACCOUNT}:key/${id}' does not exist \\(Service: AWSKMS; Status Code: 400; Error Code: NotFoundException; Request ID: [0-9a-f-]{36}\\)$`),
      )
    }
  })

  test('an alias that is not there is refused', async () => {
    const { code, message } = await refused({ Name: 'kms/alias', KmsKeyId: 'alias/nowhere', SecretString: 'v' })
    expect([code, message]).toEqual(['EncryptionFailure', expect.stringContaining(`Alias arn:aws:kms:us-east-1:${ACCOUNT}:alias/nowhere is not found. (Service: AWSKMS;`)])
  })

  test('key id, key ARN, alias and alias ARN all name the key; a bare alias is shown as its ARN', async () => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    await vault.call('kms:CreateAlias', { AliasName: 'alias/mine', TargetKeyId: KeyMetadata.KeyId })
    const aliasArn = `arn:aws:kms:us-east-1:${ACCOUNT}:alias/mine`
    const forms = [KeyMetadata.KeyId, KeyMetadata.Arn, 'alias/mine', aliasArn]
    for (const [index, KmsKeyId] of forms.entries()) await create({ Name: `kms/form-${index}`, SecretString: `v${index}`, KmsKeyId })
    const shown = await Promise.all(forms.map(async (_, index) => [(await describeSecret(vault, `kms/form-${index}`)).KmsKeyId, await currentValue(vault, `kms/form-${index}`)]))
    expect(shown).toEqual([[KeyMetadata.KeyId, 'v0'], [KeyMetadata.Arn, 'v1'], [aliasArn, 'v2'], [aliasArn, 'v3']])
  })

  test('the default key is not shown, however it is named', async () => {
    await create({ Name: 'kms/first', SecretString: 'v' })
    const { KeyMetadata } = await vault.call('kms:DescribeKey', { KeyId: 'alias/aws/secretsmanager' })
    const forms = ['', 'alias/aws/secretsmanager', `arn:aws:kms:us-east-1:${ACCOUNT}:alias/aws/secretsmanager`, KeyMetadata.KeyId, KeyMetadata.Arn]
    for (const [index, KmsKeyId] of forms.entries()) await create({ Name: `kms/default-${index}`, SecretString: 'v', KmsKeyId })
    const shown = await Promise.all(forms.map(async (_, index) => (await describeSecret(vault, `kms/default-${index}`)).KmsKeyId))
    expect(shown).toEqual(forms.map(() => undefined))
  })
})

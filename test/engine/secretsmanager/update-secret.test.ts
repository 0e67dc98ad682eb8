import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atMost, BOTH_VALUES, constraint, tokenInUse } from './aws-words.ts'
import { currentValue, describe as describeSecret, labelsOf, versionId } from './secrets.ts'

const vault = sharedVault()
const create = async (Name: string, input: Record<string, unknown> = { SecretString: 'one' }) =>
  ((await vault.callRaw('secretsmanager:CreateSecret', { Name, ClientRequestToken: versionId(1), ...input })) as { ARN: string }).ARN
const update = (SecretId: string, version: number, input: Record<string, unknown> = {}) =>
  vault.callRaw('secretsmanager:UpdateSecret', { SecretId, ClientRequestToken: versionId(version), ...input })

describe('what changes', () => {
  test('nothing given: answered without VersionId, and nothing changes', async () => {
    const ARN = await create('nothing')
    const before = await describeSecret(vault, 'nothing')
    vault.clock.advance(5000)
    expect(await update('nothing', 2)).toEqual({ ARN, Name: 'nothing' })
    expect(await describeSecret(vault, 'nothing')).toEqual(before)
  })

  test('Description only: no version, no VersionId', async () => {
    const ARN = await create('description')
    const before = await describeSecret(vault, 'description')
    vault.clock.advance(5000)
    expect(await update('description', 2, { Description: 'new' })).toEqual({ ARN, Name: 'description' })
    expect(await describeSecret(vault, 'description')).toEqual({ ...before, Description: 'new', LastChangedDate: (before.LastChangedDate ?? 0) + 5 })
  })

  test('an empty Description clears it', async () => {
    await create('description/clear', { SecretString: 'v', Description: 'old' })
    await update('description/clear', 2, { Description: '' })
    expect(Object.keys(await describeSecret(vault, 'description/clear'))).not.toContain('Description')
  })

  test('a value: a new version becomes AWSCURRENT and its id is answered', async () => {
    const ARN = await create('value')
    expect(await update('value', 2, { SecretString: 'two' })).toEqual({ ARN, Name: 'value', VersionId: versionId(2) })
    expect(await labelsOf(vault, 'value')).toEqual({ v1: 'P', v2: 'C' })
    expect(await currentValue(vault, 'value')).toBe('two')
  })

  test('the value it has already, under a new token: a new version, and LastChangedDate moves', async () => {
    await create('value/same')
    const before = await describeSecret(vault, 'value/same')
    vault.clock.advance(5000)
    await update('value/same', 2, { SecretString: 'one' })
    expect(await labelsOf(vault, 'value/same')).toEqual({ v1: 'P', v2: 'C' })
    expect((await describeSecret(vault, 'value/same')).LastChangedDate).toBe((before.LastChangedDate ?? 0) + 5)
  })

  test('value and Description: both', async () => {
    await create('both')
    await update('both', 2, { SecretString: 'two', Description: 'd' })
    expect([await currentValue(vault, 'both'), (await describeSecret(vault, 'both')).Description]).toEqual(['two', 'd'])
  })

  test('a value for a secret without versions: its first version', async () => {
    await create('first', {})
    expect(await update('first', 2, { SecretBinary: 'AAEC' })).toMatchObject({ VersionId: versionId(2) })
    expect(await labelsOf(vault, 'first')).toEqual({ v2: 'C' })
  })

  test('Type is kept', async () => {
    await create('type')
    await update('type', 2, { Type: 'kind' })
    expect((await describeSecret(vault, 'type')).Type).toBe('kind')
  })

  test('AWSPENDING of the version that AWSCURRENT leaves vanishes', async () => {
    await create('pending', {})
    await vault.callRaw('secretsmanager:PutSecretValue', { SecretId: 'pending', SecretString: 'x', ClientRequestToken: versionId(1), VersionStages: ['AWSPENDING'] })
    expect(await labelsOf(vault, 'pending')).toEqual({ v1: 'C,PENDING' })
    await update('pending', 2, { SecretString: 'two' })
    expect(await labelsOf(vault, 'pending')).toEqual({ v1: 'P', v2: 'C' })
  })
})

describe('the same token again', () => {
  test('with the same value: the same VersionId and no new version', async () => {
    const ARN = await create('again')
    expect(await update('again', 1, { SecretString: 'one' })).toEqual({ ARN, Name: 'again', VersionId: versionId(1) })
    expect(await labelsOf(vault, 'again')).toEqual({ v1: 'C' })
  })

  test('with another value it is refused, and nothing of the request is done', async () => {
    const ARN = await create('again/other')
    const before = await describeSecret(vault, 'again/other')
    expect(await refusalOf(update('again/other', 1, { SecretString: 'two', Description: 'lost' }))).toEqual(tokenInUse(versionId(1), ARN))
    expect(await describeSecret(vault, 'again/other')).toEqual(before)
  })
})

describe('refusals', () => {
  test.each([
    ['text and bytes', { SecretString: 'x', SecretBinary: 'eA==' }, BOTH_VALUES],
    ['Description over 2048', { Description: 'd'.repeat(2049) }, constraint('description', 'd'.repeat(2049), atMost(2048))],
    ['KmsKeyId over 2048', { KmsKeyId: 'k'.repeat(2049) }, constraint('kmsKeyId', 'k'.repeat(2049), atMost(2048))],
    ['Type over 256', { Type: 't'.repeat(257) }, constraint('type', 't'.repeat(257), atMost(256))],
    ['bytes over 65,536', { SecretBinary: Buffer.alloc(65_537).toString('base64') }, constraint('secretBinary', undefined, atMost(65_536))],
    ['a malformed key', { KmsKeyId: 'fake' }, refusal('InvalidParameterException', "The operation failed because of an invalid KMS key: Invalid keyId 'fake'")],
    ['a key of another Region', { KmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/0d990263-018e-4e65-a703-eff731de951e' }, refusal('InvalidParameterException', 'The operation failed because of an invalid KMS key: Invalid arn eu-west-1')],
  ])('%s', async (_label, input, expected) => {
    await create('refusals').catch(() => undefined)
    expect(await refusalOf(update('refusals', 2, input))).toEqual(expected)
  })

  test('a key that is not there leaves the secret as it was', async () => {
    await create('refusals/key')
    const before = await describeSecret(vault, 'refusals/key')
    expect((await refusalOf(update('refusals/key', 2, { KmsKeyId: '0d990263-018e-4e65-a703-eff731de951e', SecretString: 'two' }))).code).toBe('EncryptionFailure')
    expect(await describeSecret(vault, 'refusals/key')).toEqual(before)
    expect(await currentValue(vault, 'refusals/key')).toBe('one')
  })
})

import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT, REGION } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, BOTH_VALUES, constraint, tokenInUse } from './aws-words.ts'
import { currentValue, describe as describeSecret, labelsOf, versionId } from './secrets.ts'

const vault = sharedVault()
const create = async (Name: string, input: { SecretString?: string } = { SecretString: 'one' }) =>
  (await vault.call('secretsmanager:CreateSecret', { Name, ClientRequestToken: versionId(1), ...input })).ARN
const put = (SecretId: string, version: number, input: Record<string, unknown> = { SecretString: `value ${version}` }) =>
  vault.callRaw('secretsmanager:PutSecretValue', { SecretId, ClientRequestToken: versionId(version), ...input })

describe('answers', () => {
  test('ARN, Name, VersionId and the labels that the version now has', async () => {
    const ARN = await create('answer')
    expect(await put('answer', 2)).toEqual({ ARN, Name: 'answer', VersionId: versionId(2), VersionStages: ['AWSCURRENT'] })
    expect(await put('answer', 3, { SecretString: 'x', VersionStages: ['B', 'A'] })).toEqual({ ARN, Name: 'answer', VersionId: versionId(3), VersionStages: ['B', 'A'] })
  })

  test('the dates: LastChangedDate moves, CreatedDate stays', async () => {
    await create('dates')
    const before = await describeSecret(vault, 'dates')
    vault.clock.advance(5000)
    await put('dates', 2)
    const after = await describeSecret(vault, 'dates')
    expect([after.CreatedDate, after.LastChangedDate]).toEqual([before.CreatedDate, (before.LastChangedDate ?? 0) + 5])
  })

  test('kinds of values may change between versions', async () => {
    await create('kinds')
    await put('kinds', 2, { SecretBinary: 'AAEC' })
    expect(await vault.callRaw('secretsmanager:GetSecretValue', { SecretId: 'kinds' })).toMatchObject({ SecretBinary: 'AAEC' })
    expect(await vault.callRaw('secretsmanager:GetSecretValue', { SecretId: 'kinds', VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'one' })
  })
})

describe('labels', () => {
  test('without VersionStages the version becomes AWSCURRENT, the one before AWSPREVIOUS', async () => {
    await create('labels/default')
    await put('labels/default', 2)
    expect(await labelsOf(vault, 'labels/default')).toEqual({ v1: 'P', v2: 'C' })
    await put('labels/default', 3)
    expect(await labelsOf(vault, 'labels/default')).toEqual({ v2: 'P', v3: 'C' })
  })

  test('with other labels AWSCURRENT stays where it is', async () => {
    await create('labels/custom')
    await put('labels/custom', 2, { SecretString: 'two', VersionStages: ['BLUE', 'AWSSOMETHING'] })
    expect(await labelsOf(vault, 'labels/custom')).toEqual({ v1: 'C', v2: 'AWSSOMETHING,BLUE' })
    expect(await currentValue(vault, 'labels/custom')).toBe('one')
  })

  test('a label is taken from the version that has it', async () => {
    await create('labels/taken')
    await put('labels/taken', 2, { SecretString: 'two', VersionStages: ['BLUE', 'GREEN'] })
    await put('labels/taken', 3, { SecretString: 'three', VersionStages: ['BLUE'] })
    expect(await labelsOf(vault, 'labels/taken')).toEqual({ v1: 'C', v2: 'GREEN', v3: 'BLUE' })
  })

  test('the first version of an empty secret gets AWSCURRENT after what was asked for', async () => {
    await create('labels/first', {})
    expect(await put('labels/first', 2, { SecretString: 'x', VersionStages: ['AWSPENDING'] })).toMatchObject({ VersionStages: ['AWSPENDING', 'AWSCURRENT'] })
  })

  test('the same label twice counts once', async () => {
    await create('labels/twice')
    expect(await put('labels/twice', 2, { SecretString: 'x', VersionStages: ['A', 'A'] })).toMatchObject({ VersionStages: ['A'] })
  })

  test('AWSPREVIOUS asked for together with AWSCURRENT goes to the version that AWSCURRENT left', async () => {
    await create('labels/previous')
    expect(await put('labels/previous', 2, { SecretString: 'x', VersionStages: ['AWSPREVIOUS', 'AWSCURRENT'] })).toMatchObject({ VersionStages: ['AWSCURRENT'] })
    expect(await labelsOf(vault, 'labels/previous')).toEqual({ v1: 'P', v2: 'C' })
  })

  test('a secret has at most 20 labels on all its versions together', async () => {
    await create('labels/limit')
    await put('labels/limit', 2, { SecretString: 'x', VersionStages: Array.from({ length: 19 }, (_, n) => `L${n}`) })
    const before = await labelsOf(vault, 'labels/limit')
    expect(await refusalOf(put('labels/limit', 3, { SecretString: 'y', VersionStages: ['ONE-MORE'] }))).toEqual(
      refusal('LimitExceededException', 'A secret can have at most 20 staging labels attached to its versions.'),
    )
    expect(await labelsOf(vault, 'labels/limit')).toEqual(before)
    expect(await put('labels/limit', 3, { SecretString: 'y', VersionStages: ['L3'] })).toMatchObject({ VersionStages: ['L3'] })
  })
})

describe('the same token again', () => {
  test('with the same value: the same version, and nothing changes', async () => {
    await create('again/same')
    const first = await put('again/same', 2)
    const before = await describeSecret(vault, 'again/same')
    vault.clock.advance(5000)
    expect(await put('again/same', 2)).toEqual(first)
    expect(await put('again/same', 2, { SecretString: 'value 2', VersionStages: ['OTHER'] })).toEqual(first)
    expect(await describeSecret(vault, 'again/same')).toEqual(before)
  })

  test('with the same value of a version that lost its labels: it stays without', async () => {
    await create('again/deprecated')
    await put('again/deprecated', 2)
    await put('again/deprecated', 3)
    expect(await put('again/deprecated', 1, { SecretString: 'one' })).toMatchObject({ VersionId: versionId(1), VersionStages: [] })
    expect(await labelsOf(vault, 'again/deprecated')).toEqual({ v2: 'P', v3: 'C' })
  })

  test('with another value, or another kind of the same bytes, it is refused and the version keeps its value', async () => {
    const ARN = await create('again/other')
    expect(await refusalOf(put('again/other', 1, { SecretString: 'two' }))).toEqual(tokenInUse(versionId(1), ARN))
    expect(await refusalOf(put('again/other', 1, { SecretBinary: Buffer.from('one').toString('base64') }))).toEqual(tokenInUse(versionId(1), ARN))
    expect(await currentValue(vault, 'again/other')).toBe('one')
  })

  test('the same value under a new token is a new version', async () => {
    await create('again/new')
    await put('again/new', 2, { SecretString: 'one' })
    expect(await labelsOf(vault, 'again/new')).toEqual({ v1: 'P', v2: 'C' })
  })

  test('two secrets may have the same token', async () => {
    await create('again/a')
    await create('again/b', { SecretString: 'b' })
    expect([await currentValue(vault, 'again/a'), await currentValue(vault, 'again/b')]).toEqual(['one', 'b'])
  })
})

describe('refusals', () => {
  test.each([
    ['no value', {}, refusal('InvalidRequestException', 'You must provide either SecretString or SecretBinary.')],
    ['text and bytes', { SecretString: 'x', SecretBinary: 'eA==' }, BOTH_VALUES],
    ['a text over 65,536 bytes', { SecretString: 'x'.repeat(65_537) }, constraint('secretString', undefined, atMost(65_536))],
    ['no labels in the list', { SecretString: 'x', VersionStages: [] }, constraint('versionStages', '[]', atLeast(1))],
    [
      'more than 20 labels in the list',
      { SecretString: 'x', VersionStages: Array.from({ length: 21 }, (_, n) => `L${n}`) },
      constraint('versionStages', `[${Array.from({ length: 21 }, (_, n) => `L${n}`).join(', ')}]`, atMost(20)),
    ],
    ['an empty label', { SecretString: 'x', VersionStages: ['A', ''] }, constraint('versionStages.2.member', '', atLeast(1))],
    ['a label over 256 characters', { SecretString: 'x', VersionStages: ['l'.repeat(257)] }, constraint('versionStages.1.member', 'l'.repeat(257), atMost(256))],
    ['a short RotationToken, which is not shown', { SecretString: 'x', RotationToken: 'short' }, constraint('rotationToken', undefined, atLeast(36))],
    [
      'a RotationToken of other characters',
      { SecretString: 'x', RotationToken: 'ö'.repeat(36) },
      constraint('rotationToken', undefined, 'Member must satisfy regular expression pattern: ^[a-zA-Z0-9\\-]+$'),
    ],
  ])('%s', async (_label, input, expected) => {
    expect(await refusalOf(put('refusals', 1, input))).toEqual(expected)
  })

  test('a secret that is not there is not made', async () => {
    expect((await refusalOf(put('refusals', 1))).code).toBe('ResourceNotFoundException')
    expect((await refusalOf(describeSecret(vault, 'refusals'))).code).toBe('ResourceNotFoundException')
  })

  test('a right RotationToken is taken and ignored', async () => {
    await create('rotation-token')
    expect(await put('rotation-token', 2, { SecretString: 'x', RotationToken: 'a1b2c3d4-'.repeat(4) })).toMatchObject({ VersionStages: ['AWSCURRENT'] })
  })
})

describe('old versions', () => {
  test('the newest 100 without labels are kept, older ones go when they are a day old, and their values with them', async () => {
    await create('prune')
    for (let version = 2; version <= 104; version += 1) await put('prune', version)
    const count = async () => (await vault.call('secretsmanager:ListSecretVersionIds', { SecretId: 'prune', IncludeDeprecated: true, MaxResults: 100 })).NextToken === undefined
    expect(await count()).toBe(false)
    expect(await vault.callRaw('secretsmanager:GetSecretValue', { SecretId: 'prune', VersionId: versionId(1) })).toMatchObject({ SecretString: 'one' })
    const region = vault.vault.regions.get(REGION)
    const valueIds = () => (region?.secrets.findByName(ACCOUNT, 'prune')?.versions ?? []).map((version) => version.valueId ?? '')
    const before = valueIds()
    vault.clock.advance(24 * 60 * 60 * 1000)
    await put('prune', 105)
    const dropped = before.filter((id) => !valueIds().includes(id))
    expect(dropped.map((id) => region?.store.values.get(id))).toEqual([null, null, null])
    expect((await refusalOf(vault.callRaw('secretsmanager:GetSecretValue', { SecretId: 'prune', VersionId: versionId(3) }))).code).toBe('ResourceNotFoundException')
    expect(await vault.callRaw('secretsmanager:GetSecretValue', { SecretId: 'prune', VersionId: versionId(4) })).toMatchObject({ SecretString: 'value 4' })
    expect(await labelsOf(vault, 'prune')).toEqual({ v104: 'P', v105: 'C' })
  })

  test('of one day are at most 200 without labels; the next day there is room again', async () => {
    await create('many')
    for (let version = 2; version <= 202; version += 1) await put('many', version)
    expect(await refusalOf(put('many', 203))).toEqual(
      refusal('LimitExceededException', 'A secret can have at most 200 versions without staging labels, and none that is younger than 24 hours is removed. Write less often.'),
    )
    expect(await labelsOf(vault, 'many')).toEqual({ v201: 'P', v202: 'C' })
    vault.clock.advance(24 * 60 * 60 * 1000)
    await put('many', 203)
    expect(await labelsOf(vault, 'many')).toEqual({ v202: 'P', v203: 'C' })
  })
})

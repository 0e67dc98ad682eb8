import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, constraint, noValueForStage, noValueForVersion } from './aws-words.ts'
import { describe as describeSecret, versionId } from './secrets.ts'

const vault = sharedVault()
const DAY_SECONDS = 86_400
const get = (input: Record<string, unknown>) => vault.callRaw('secretsmanager:GetSecretValue', input)
const refused = (input: Record<string, unknown>) => refusalOf(get(input))

/** v1 AWSPREVIOUS "one", v2 AWSCURRENT "two", v3 without labels "three", v4 AWSPENDING "four". */
async function makeVersions(Name: string): Promise<string> {
  const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'one', ClientRequestToken: versionId(1) })
  const put = (version: number, SecretString: string, VersionStages: string[]) =>
    vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretString, ClientRequestToken: versionId(version), VersionStages })
  await put(2, 'two', ['AWSCURRENT'])
  await put(3, 'three', ['SHORT'])
  await put(4, 'four', ['AWSPENDING'])
  await vault.call('secretsmanager:UpdateSecretVersionStage', { SecretId: Name, VersionStage: 'SHORT', RemoveFromVersionId: versionId(3) })
  return ARN
}

describe('which version', () => {
  test.each([
    ['none asked for: AWSCURRENT', {}, 2, 'two', ['AWSCURRENT']],
    ['by label', { VersionStage: 'AWSPREVIOUS' }, 1, 'one', ['AWSPREVIOUS']],
    ['by another label', { VersionStage: 'AWSPENDING' }, 4, 'four', ['AWSPENDING']],
    ['by id', { VersionId: versionId(1) }, 1, 'one', ['AWSPREVIOUS']],
    ['by id, a version without labels: VersionStages is absent', { VersionId: versionId(3) }, 3, 'three', undefined],
    ['by id and label of the same version', { VersionId: versionId(2), VersionStage: 'AWSCURRENT' }, 2, 'two', ['AWSCURRENT']],
  ])('%s', async (label, input, version, SecretString, stages) => {
    const Name = `choose/${label.replaceAll(/[^a-zA-Z]/g, '-')}`
    const ARN = await makeVersions(Name)
    expect(await get({ SecretId: Name, ...input })).toEqual({
      ARN,
      Name,
      VersionId: versionId(version),
      SecretString,
      ...(stages === undefined ? {} : { VersionStages: stages }),
      CreatedDate: vault.clock.nowMs() / 1000,
    })
  })

  test.each([
    ['a label that no version has', { VersionStage: 'NOWHERE' }, noValueForStage('NOWHERE')],
    ['an id that no version has', { VersionId: versionId(9) }, noValueForVersion(versionId(9))],
    ['an id that no version has, with a label that one has', { VersionId: versionId(9), VersionStage: 'AWSCURRENT' }, noValueForVersion(versionId(9))],
    [
      'an id and the label of another version',
      { VersionId: versionId(1), VersionStage: 'AWSCURRENT' },
      refusal('InvalidRequestException', 'You provided a VersionStage that is not associated to the provided VersionId.'),
    ],
    [
      'an id and a label that no version has',
      { VersionId: versionId(1), VersionStage: 'NOWHERE' },
      refusal('InvalidRequestException', 'You provided a VersionStage that is not associated to the provided VersionId.'),
    ],
    ['a short VersionId', { VersionId: 'short' }, constraint('versionId', 'short', atLeast(32))],
    ['a long VersionId', { VersionId: 'v'.repeat(65) }, constraint('versionId', 'v'.repeat(65), atMost(64))],
    ['an empty VersionStage', { VersionStage: '' }, constraint('versionStage', '', atLeast(1))],
    ['a long VersionStage', { VersionStage: 's'.repeat(257) }, constraint('versionStage', 's'.repeat(257), atMost(256))],
  ])('%s is refused', async (label, input, expected) => {
    const Name = `refuse/${label.replaceAll(/[^a-zA-Z]/g, '-')}`
    await makeVersions(Name)
    expect(await refused({ SecretId: Name, ...input })).toEqual(expected)
  })

  test('a secret without a value has no AWSCURRENT', async () => {
    await vault.call('secretsmanager:CreateSecret', { Name: 'choose/empty' })
    expect(await refused({ SecretId: 'choose/empty' })).toEqual(noValueForStage('AWSCURRENT'))
  })
})

describe('which secret', () => {
  test('by name, by full ARN and by ARN without the suffix', async () => {
    const ARN = await makeVersions('which/plain')
    const partial = ARN.slice(0, -7)
    expect(await Promise.all(['which/plain', ARN, partial].map((SecretId) => get({ SecretId })))).toMatchObject([{ ARN }, { ARN }, { ARN }])
  })

  test.each([
    ['Invalid/_+=.@-Name-a1b2c3', false],
    ['my-secret', false],
    ['db-passwd', false],
    ['x-a1b2', true],
    ['x-a1b2c3-', true],
    ['nohyphen', true],
  ])('a partial ARN of %s, whose last seven characters may look like a suffix, resolves: %s', async (Name, resolves) => {
    const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v' })
    const partial = get({ SecretId: ARN.slice(0, -7) })
    if (resolves) expect(await partial).toMatchObject({ ARN })
    else expect((await refusalOf(partial)).code).toBe('ResourceNotFoundException')
    expect(await get({ SecretId: ARN })).toMatchObject({ ARN })
    expect(await get({ SecretId: Name })).toMatchObject({ ARN })
  })
})

describe('the day of the last access', () => {
  test('is absent before the first read, midnight UTC after it, and a read changes nothing else', async () => {
    await makeVersions('day/first')
    const before = await describeSecret(vault, 'day/first')
    expect(before.LastAccessedDate).toBeUndefined()
    vault.clock.advance(3_600_000)
    await get({ SecretId: 'day/first' })
    const after = await describeSecret(vault, 'day/first')
    const midnight = after.LastAccessedDate ?? 0
    expect([midnight % DAY_SECONDS, Math.floor(vault.clock.nowMs() / 1000 / DAY_SECONDS)]).toEqual([0, midnight / DAY_SECONDS])
    expect(after).toEqual({ ...before, LastAccessedDate: midnight })
  })

  test('stays the same for reads of one day and moves on the next, for the secret and for the version that was read', async () => {
    await makeVersions('day/next')
    await get({ SecretId: 'day/next', VersionId: versionId(1) })
    const first = (await describeSecret(vault, 'day/next')).LastAccessedDate ?? 0
    await get({ SecretId: 'day/next' })
    vault.clock.advance(DAY_SECONDS * 1000)
    expect((await describeSecret(vault, 'day/next')).LastAccessedDate).toBe(first)
    await get({ SecretId: 'day/next' })
    expect((await describeSecret(vault, 'day/next')).LastAccessedDate).toBe(first + DAY_SECONDS)
    const { Versions } = await vault.call('secretsmanager:ListSecretVersionIds', { SecretId: 'day/next' })
    expect(Versions.map((version) => [version.VersionId, version.LastAccessedDate])).toEqual([
      [versionId(1), first],
      [versionId(2), first + DAY_SECONDS],
      [versionId(4), undefined],
    ])
  })

  test('a refused read leaves no date', async () => {
    await makeVersions('day/refused')
    await refused({ SecretId: 'day/refused', VersionStage: 'NOWHERE' })
    expect((await describeSecret(vault, 'day/refused')).LastAccessedDate).toBeUndefined()
  })
})

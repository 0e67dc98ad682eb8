import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, constraint, NOT_NULL } from './aws-words.ts'
import { currentValue, describe as describeSecret, labelsOf, versionId } from './secrets.ts'

const vault = sharedVault()
const stage = (SecretId: string, VersionStage: string, from?: number, to?: number) =>
  vault.callRaw('secretsmanager:UpdateSecretVersionStage', {
    SecretId,
    VersionStage,
    ...(from === undefined ? {} : { RemoveFromVersionId: versionId(from) }),
    ...(to === undefined ? {} : { MoveToVersionId: versionId(to) }),
  })

/** v1 AWSPREVIOUS, v2 AWSCURRENT, v3 BLUE. */
async function make(Name: string): Promise<string> {
  const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'one', ClientRequestToken: versionId(1) })
  await vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretString: '{"two":2}', ClientRequestToken: versionId(2) })
  await vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'three', ClientRequestToken: versionId(3), VersionStages: ['BLUE'] })
  return ARN
}

describe('moves', () => {
  test.each([
    ['a free label is attached', 'GREEN', undefined, 1, { v1: 'GREEN,P', v2: 'C', v3: 'BLUE' }],
    ['a label is moved from the version that has it', 'BLUE', 3, 1, { v1: 'BLUE,P', v2: 'C' }],
    ['a label is removed', 'BLUE', 3, undefined, { v1: 'P', v2: 'C' }],
    ['AWSCURRENT moves forth, AWSPREVIOUS follows', 'AWSCURRENT', 2, 3, { v2: 'P', v3: 'BLUE,C' }],
    ['AWSCURRENT moves back', 'AWSCURRENT', 2, 1, { v1: 'C', v2: 'P', v3: 'BLUE' }],
    ['to where it is already, named twice: nothing moves', 'AWSCURRENT', 2, 2, { v1: 'P', v2: 'C', v3: 'BLUE' }],
    ['to where it is already, named once: nothing moves', 'BLUE', undefined, 3, { v1: 'P', v2: 'C', v3: 'BLUE' }],
    ['AWSPREVIOUS may be removed', 'AWSPREVIOUS', 1, undefined, { v2: 'C', v3: 'BLUE' }],
  ] as const)('%s', async (title, label, from, to, after) => {
    const Name = `moves/${title.replaceAll(/[^a-zA-Z]/g, '-')}`
    const ARN = await make(Name)
    expect(await stage(Name, label, from, to)).toEqual({ ARN, Name })
    expect(await labelsOf(vault, Name)).toEqual(after)
  })

  test('a default read follows AWSCURRENT, and LastChangedDate moves', async () => {
    await make('moves/read')
    const before = await describeSecret(vault, 'moves/read')
    vault.clock.advance(5000)
    await stage('moves/read', 'AWSCURRENT', 2, 1)
    expect(await currentValue(vault, 'moves/read')).toBe('one')
    expect((await describeSecret(vault, 'moves/read')).LastChangedDate).toBe((before.LastChangedDate ?? 0) + 5)
  })

  test('a version that loses its last label is deprecated: hidden, but readable by its id', async () => {
    await make('moves/deprecated')
    await stage('moves/deprecated', 'BLUE', 3)
    expect(await vault.callRaw('secretsmanager:GetSecretValue', { SecretId: 'moves/deprecated', VersionId: versionId(3) })).toMatchObject({ SecretString: 'three' })
    const ids = async (IncludeDeprecated: boolean) =>
      (await vault.call('secretsmanager:ListSecretVersionIds', { SecretId: 'moves/deprecated', IncludeDeprecated })).Versions.map((version) => version.VersionId)
    expect([await ids(false), await ids(true)]).toEqual([
      [versionId(1), versionId(2)],
      [versionId(1), versionId(2), versionId(3)],
    ])
  })
})

describe('refusals', () => {
  const INVALID = 'InvalidParameterException'
  test.each([
    [
      'AWSCURRENT without saying where it is now',
      ['AWSCURRENT', undefined, 1],
      refusal(INVALID, `The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to version ${versionId(2)}, so you must explicitly reference that version in RemoveFromVersionId.`),
    ],
    [
      'another label without saying where it is now',
      ['BLUE', undefined, 1],
      refusal(INVALID, `The parameter RemoveFromVersionId can't be empty. Staging label BLUE is currently attached to version ${versionId(3)}, so you must explicitly reference that version in RemoveFromVersionId.`),
    ],
    [
      'AWSCURRENT removed from everywhere',
      ['AWSCURRENT', 2, undefined],
      refusal(INVALID, 'You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.'),
    ],
    ['a label that is on another version', ['BLUE', 1, 2], refusal(INVALID, `Version stage BLUE not found in version ${versionId(1)}`)],
    ['a label that is nowhere', ['GREEN', 1, undefined], refusal(INVALID, `Version stage GREEN not found in version ${versionId(1)}`)],
    ['to a version that is not there', ['GREEN', undefined, 9], refusal(INVALID, `Not a valid version: ${versionId(9)}`)],
    ['from a version that is not there', ['BLUE', 9, 1], refusal(INVALID, `Not a valid version: ${versionId(9)}`)],
    ['neither version', ['BLUE', undefined, undefined], refusal(INVALID, 'You must specify MoveToVersionId, RemoveFromVersionId, or both.')],
  ] as const)('%s', async (title, [label, from, to], expected) => {
    const Name = `refusals/${title.replaceAll(/[^a-zA-Z]/g, '-')}`
    await make(Name)
    const before = await describeSecret(vault, Name)
    vault.clock.advance(1000)
    expect(await refusalOf(stage(Name, label, from, to))).toEqual(expected)
    expect(await describeSecret(vault, Name)).toEqual(before)
  })

  test('more than 20 labels on the secret', async () => {
    await make('refusals/limit')
    for (let label = 0; label < 17; label += 1) await stage('refusals/limit', `L${label}`, undefined, 1)
    expect(await refusalOf(stage('refusals/limit', 'ONE-MORE', undefined, 3))).toEqual(
      refusal('LimitExceededException', 'A secret can have at most 20 staging labels attached to its versions.'),
    )
    expect(await stage('refusals/limit', 'L4', 1, 3)).toMatchObject({ Name: 'refusals/limit' })
  })

  test.each([
    [{}, constraint('versionStage', null, NOT_NULL)],
    [{ VersionStage: '' }, constraint('versionStage', '', atLeast(1))],
    [{ VersionStage: 's'.repeat(257) }, constraint('versionStage', 's'.repeat(257), atMost(256))],
    [{ VersionStage: 'A', MoveToVersionId: 'short' }, constraint('moveToVersionId', 'short', atLeast(32))],
    [{ VersionStage: 'A', RemoveFromVersionId: 'r'.repeat(65) }, constraint('removeFromVersionId', 'r'.repeat(65), atMost(64))],
  ])('constraints %#', async (input, expected) => {
    expect(await refusalOf(vault.callRaw('secretsmanager:UpdateSecretVersionStage', { SecretId: 'anything', ...input }))).toEqual(expected)
  })
})

import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusalOf } from '../../support/refusal.ts'
import { atMost, constraint, INVALID_NEXT_TOKEN, valueAtLeast, valueAtMost } from './aws-words.ts'
import { versionId } from './secrets.ts'

const vault = sharedVault()
const list = (SecretId: string, input: Record<string, unknown> = {}) =>
  vault.callRaw('secretsmanager:ListSecretVersionIds', { SecretId, ...input }) as Promise<{ Versions: { VersionId: string }[]; NextToken?: string }>

/** Versions 1 to `count`, a second apart; the newest two have labels. */
async function make(Name: string, count: number): Promise<string> {
  const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name, SecretString: 'v', ClientRequestToken: versionId(1) })
  for (let version = 2; version <= count; version += 1) {
    vault.clock.advance(1000)
    await vault.call('secretsmanager:PutSecretValue', { SecretId: Name, SecretString: 'v', ClientRequestToken: versionId(version) })
  }
  return ARN
}

describe('entries', () => {
  test('labelled versions, oldest first, with the name of the default key', async () => {
    const ARN = await make('labelled', 3)
    const newest = vault.clock.nowMs() / 1000
    expect(await list('labelled')).toEqual({
      ARN,
      Name: 'labelled',
      Versions: [
        { VersionId: versionId(2), VersionStages: ['AWSPREVIOUS'], CreatedDate: newest - 1, KmsKeyIds: ['DefaultEncryptionKey'] },
        { VersionId: versionId(3), VersionStages: ['AWSCURRENT'], CreatedDate: newest, KmsKeyIds: ['DefaultEncryptionKey'] },
      ],
    })
  })

  test('with IncludeDeprecated also those without labels, which have no VersionStages', async () => {
    await make('deprecated', 3)
    const { Versions } = await list('deprecated', { IncludeDeprecated: true })
    expect(Versions.map(({ VersionId }) => VersionId)).toEqual([versionId(1), versionId(2), versionId(3)])
    expect(Object.keys(Versions[0] ?? {}).sort()).toEqual(['CreatedDate', 'KmsKeyIds', 'VersionId'])
  })

  test('each version keeps the key that wraps it', async () => {
    await make('keys', 1)
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    await vault.call('secretsmanager:PutSecretValue', { SecretId: 'keys', SecretString: 'v', ClientRequestToken: versionId(2), VersionStages: ['PLAIN'] })
    await vault.call('secretsmanager:UpdateSecret', { SecretId: 'keys', KmsKeyId: KeyMetadata.Arn })
    expect((await list('keys')).Versions).toMatchObject([
      { VersionId: versionId(1), KmsKeyIds: [KeyMetadata.Arn] },
      { VersionId: versionId(2), KmsKeyIds: ['DefaultEncryptionKey'] },
    ])
  })

  test('a secret without versions has none', async () => {
    const { ARN } = await vault.call('secretsmanager:CreateSecret', { Name: 'empty' })
    expect(await list('empty')).toEqual({ ARN, Name: 'empty', Versions: [] })
  })
})

describe('pages', () => {
  test('of every size hold every version once, in order', async () => {
    await make('pages', 7)
    for (const MaxResults of [1, 2, 3, 7]) {
      const seen: string[] = []
      let NextToken: string | undefined
      do {
        const page = await list('pages', { IncludeDeprecated: true, MaxResults, ...(NextToken === undefined ? {} : { NextToken }) })
        expect(page.Versions.length).toBeLessThanOrEqual(MaxResults)
        seen.push(...page.Versions.map((version) => version.VersionId))
        NextToken = page.NextToken
      } while (NextToken !== undefined)
      expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7].map(versionId))
    }
  })

  test('a token of another secret, of another query, or of nobody is refused', async () => {
    await make('pages/a', 3)
    await make('pages/b', 3)
    const { NextToken } = await list('pages/a', { IncludeDeprecated: true, MaxResults: 1 })
    expect(NextToken).toBeDefined()
    const refusals = [list('pages/b', { IncludeDeprecated: true, NextToken }), list('pages/a', { NextToken }), list('pages/a', { NextToken: 'made-up' })]
    expect(await Promise.all(refusals.map(refusalOf))).toEqual([INVALID_NEXT_TOKEN, INVALID_NEXT_TOKEN, INVALID_NEXT_TOKEN])
  })

  test.each([
    [{ MaxResults: 0 }, constraint('maxResults', '0', valueAtLeast(1))],
    [{ MaxResults: 101 }, constraint('maxResults', '101', valueAtMost(100))],
    [{ NextToken: 't'.repeat(4097) }, constraint('nextToken', 't'.repeat(4097), atMost(4096))],
  ])('constraints %#', async (input, expected) => {
    expect(await refusalOf(list('anything', input))).toEqual(expected)
  })
})

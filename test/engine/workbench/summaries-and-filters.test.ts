import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusalOf } from '../../support/refusal.ts'
import { versionId } from '../secretsmanager/secrets.ts'

const vault = sharedVault()
const summary = async (name: string) => (await vault.call('workbench:ListSecretSummaries', {})).Summaries.find((entry) => entry.Name === name)
const create = (Name: string, input: Record<string, unknown>) => vault.callRaw('secretsmanager:CreateSecret', { Name, ClientRequestToken: versionId(1), ...input }) as Promise<{ ARN: string }>

describe('summaries', () => {
  test.each([
    ['database', JSON.stringify({ engine: 'postgres', host: 'h', username: 'u', password: 'p' }), ['engine', 'host', 'username', 'password']],
    ['key-value', JSON.stringify({ colour: 'blue', size: 3 }), ['colour', 'size']],
    ['text', 'just text', []],
  ])('say the kind (%s) and the keys of the current value, never a value', async (kind, SecretString, keys) => {
    await create(`kind/${kind}`, { SecretString })
    expect(await summary(`kind/${kind}`)).toMatchObject({ Kind: kind, JsonKeys: keys })
  })

  test('of bytes and of an empty secret', async () => {
    await create('kind/binary', { SecretBinary: 'AAEC' })
    await create('kind/empty', {})
    expect([(await summary('kind/binary'))?.Kind, (await summary('kind/empty'))?.Kind]).toEqual(['binary', 'empty'])
  })

  test('have all that the grid shows', async () => {
    const { KeyMetadata } = await vault.call('kms:CreateKey', {})
    const { ARN } = await create('full', { SecretString: '{"a":"canary-summary"}', Description: 'd', KmsKeyId: KeyMetadata.Arn, Tags: [{ Key: 'k', Value: 'v' }] })
    await vault.call('secretsmanager:GetSecretValue', { SecretId: 'full' })
    const { DeletionDate } = await vault.call('secretsmanager:DeleteSecret', { SecretId: 'full' })
    const now = vault.clock.nowMs() / 1000
    const shown = await summary('full')
    expect(shown).toEqual({
      ARN,
      Name: 'full',
      Kind: 'key-value',
      Description: 'd',
      KmsKeyId: KeyMetadata.Arn,
      CreatedDate: now,
      LastChangedDate: now,
      LastAccessedDate: now - (now % 86_400),
      DeletedDate: DeletionDate,
      Tags: [{ Key: 'k', Value: 'v' }],
      JsonKeys: ['a'],
      VersionIdsToStages: { [versionId(1)]: ['AWSCURRENT'] },
      VersionCount: 1,
    })
    expect(JSON.stringify(shown)).not.toContain('canary')
  })

  test('follow AWSCURRENT: a put, a label that moves, and a label move without the permission to read', async () => {
    await create('follows', { SecretString: '{"one":1}' })
    const keys: (readonly string[] | undefined)[] = [(await summary('follows'))?.JsonKeys]
    await vault.call('secretsmanager:PutSecretValue', { SecretId: 'follows', SecretString: '{"two":2}', ClientRequestToken: versionId(2) })
    keys.push((await summary('follows'))?.JsonKeys)
    await vault.call('secretsmanager:PutSecretValue', { SecretId: 'follows', SecretString: '{"three":3}', ClientRequestToken: versionId(3), VersionStages: ['NEXT'] })
    keys.push((await summary('follows'))?.JsonKeys)
    await vault.call('secretsmanager:UpdateSecretVersionStage', { SecretId: 'follows', VersionStage: 'AWSCURRENT', RemoveFromVersionId: versionId(2), MoveToVersionId: versionId(1) })
    keys.push((await summary('follows'))?.JsonKeys)
    expect(keys).toEqual([['one'], ['two'], ['two'], ['one']])
  })

  test('come in pages with the number of all, and by ARN without those that are gone', async () => {
    const other = { type: 'root', accountId: '999999999999' } as const
    const arns: string[] = []
    for (let number = 0; number < 5; number += 1) arns.push((await vault.call('secretsmanager:CreateSecret', { Name: `page/${number}` }, other)).ARN)
    const first = await vault.call('workbench:ListSecretSummaries', { MaxResults: 3 }, other)
    const second = await vault.call('workbench:ListSecretSummaries', { MaxResults: 3, NextToken: first.NextToken ?? '' }, other)
    expect([...first.Summaries, ...second.Summaries].map((entry) => entry.ARN)).toEqual(arns)
    expect([first.TotalCount, second.TotalCount, second.NextToken]).toEqual([5, 5, undefined])
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'page/1', ForceDeleteWithoutRecovery: true }, other)
    const asked = await vault.call('workbench:GetSecretSummaries', { ARNs: [...arns, 'arn:aws:secretsmanager:us-east-1:999999999999:secret:none-a1b2c3'] }, other)
    expect(asked.Summaries.map((entry) => entry.Name)).toEqual(['page/0', 'page/2', 'page/3', 'page/4'])
    expect((await vault.call('workbench:GetSecretSummaries', { ARNs: arns })).Summaries).toEqual([])
  })
})

describe('saved filters', () => {
  const list = async () => (await vault.call('workbench:ListSavedFilters', {})).Filters

  test('are kept, changed by id and forgotten; forgetting twice is no error', async () => {
    const { Id } = await vault.call('workbench:PutSavedFilter', { Label: 'Databases', Query: 'kind:database' })
    const { Id: second } = await vault.call('workbench:PutSavedFilter', { Label: 'Mine', Query: 'tag:owner=me' })
    expect(await vault.call('workbench:PutSavedFilter', { Id, Label: 'DBs', Query: 'kind:database' })).toEqual({ Id })
    expect(await list()).toEqual([
      { Id, Label: 'DBs', Query: 'kind:database' },
      { Id: second, Label: 'Mine', Query: 'tag:owner=me' },
    ])
    for (const _round of [1, 2]) expect(await vault.call('workbench:DeleteSavedFilter', { Id })).toBeUndefined()
    expect((await list()).map((filter) => filter.Id)).toEqual([second])
  })

  test('need a label and a query', async () => {
    expect((await refusalOf(vault.call('workbench:PutSavedFilter', { Label: '', Query: 'x' }))).code).toBe('ValidationException')
    expect((await refusalOf(vault.call('workbench:PutSavedFilter', { Label: 'x', Query: 'q'.repeat(513) }))).code).toBe('ValidationException')
  })
})

import { describe, expect, test } from 'vitest'
import { sharedVault } from '../../support/shared-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, constraint, INVALID_NAME, INVALID_NEXT_TOKEN, MARKED_FOR_DELETION, noValueForStage, NOT_FOUND, valueAtMost } from './aws-words.ts'
import { describe as describeSecret, versionId } from './secrets.ts'

const vault = sharedVault()
interface Batch {
  readonly SecretValues: readonly { readonly Name: string; readonly SecretString?: string }[]
  readonly Errors: readonly unknown[]
  readonly NextToken?: string
}
const batch = (input: Record<string, unknown>) => vault.callRaw('secretsmanager:BatchGetSecretValue', input) as Promise<Batch>
const create = (Name: string, input: Record<string, unknown> = { SecretString: `value of ${Name}` }) =>
  vault.callRaw('secretsmanager:CreateSecret', { Name, ClientRequestToken: versionId(1), ...input }) as Promise<{ ARN: string }>
const asEntry = (SecretId: string, { code, message }: { code: string; message: string }) => ({ SecretId, ErrorCode: code, Message: message })

describe('by SecretIdList', () => {
  test('values in the order asked for, by name and by ARN, each as GetSecretValue has it', async () => {
    const { ARN } = await create('list/a')
    await create('list/b', { SecretBinary: 'AAEC' })
    const CreatedDate = vault.clock.nowMs() / 1000
    const both = { VersionId: versionId(1), VersionStages: ['AWSCURRENT'], CreatedDate }
    const b = await describeSecret(vault, 'list/b')
    expect(await batch({ SecretIdList: ['list/b', ARN] })).toEqual({
      SecretValues: [
        { ARN: b.ARN, Name: 'list/b', SecretBinary: 'AAEC', ...both },
        { ARN, Name: 'list/a', SecretString: 'value of list/a', ...both },
      ],
      Errors: [],
    })
  })

  test('one that fails is an entry in Errors, with the id as typed; the others are answered', async () => {
    await create('list/good')
    await create('list/empty', {})
    await create('list/deleted')
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'list/deleted' })
    const output = await batch({ SecretIdList: ['list/unknown', 'list/good', 'list/deleted', 'list/empty', 'bad name'] })
    expect(output.SecretValues.map(({ SecretString }) => SecretString)).toEqual(['value of list/good'])
    expect(output.Errors).toEqual([
      asEntry('list/unknown', NOT_FOUND),
      asEntry('list/deleted', MARKED_FOR_DELETION),
      asEntry('list/empty', noValueForStage('AWSCURRENT')),
      asEntry('bad name', INVALID_NAME),
    ])
  })

  test('when all fail it is still answered', async () => {
    expect(await batch({ SecretIdList: ['list/none'] })).toEqual({ SecretValues: [], Errors: [asEntry('list/none', NOT_FOUND)] })
  })

  test('a read leaves its day as GetSecretValue does', async () => {
    await create('list/day')
    await batch({ SecretIdList: ['list/day'] })
    expect((await describeSecret(vault, 'list/day')).LastAccessedDate).toBe(Date.UTC(2026, 0, 15) / 1000)
  })
})

describe('by Filters', () => {
  test('pages hold at most MaxResults, all together every secret that passes, not those scheduled for deletion', async () => {
    for (let number = 0; number < 23; number += 1) await create(`filter/${String(number).padStart(2, '0')}`)
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'filter/11' })
    const Filters = [{ Key: 'name', Values: ['filter/'] }]
    const sizes: number[] = []
    const names: string[] = []
    let NextToken: string | undefined
    do {
      const page = await batch({ Filters, MaxResults: 9, ...(NextToken === undefined ? {} : { NextToken }) })
      sizes.push(page.SecretValues.length)
      names.push(...page.SecretValues.map((value) => value.Name))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    expect(sizes).toEqual([9, 9, 4])
    expect(names).toEqual(Array.from({ length: 23 }, (_, number) => `filter/${String(number).padStart(2, '0')}`).filter((name) => name !== 'filter/11'))
    expect((await batch({ Filters })).SecretValues).toHaveLength(20)
  })

  test('a secret without a value is an entry in Errors', async () => {
    const { ARN } = await create('filter-empty', {})
    expect(await batch({ Filters: [{ Key: 'name', Values: ['filter-empty'] }] })).toEqual({ SecretValues: [], Errors: [asEntry(ARN, noValueForStage('AWSCURRENT'))] })
  })

  test('a NextToken of another query or of nobody is refused', async () => {
    const Filters = [{ Key: 'name', Values: ['filter/'] }]
    const { NextToken } = await batch({ Filters, MaxResults: 1 })
    expect(await refusalOf(batch({ Filters: [{ Key: 'name', Values: ['list/'] }], NextToken }))).toEqual(INVALID_NEXT_TOKEN)
    expect(await refusalOf(batch({ Filters, NextToken: 'made-up' }))).toEqual(INVALID_NEXT_TOKEN)
  })
})

describe('refusals', () => {
  const EITHER = refusal('InvalidParameterException', "Either 'SecretIdList' or 'Filters' must be provided, but not both.")
  const many = Array.from({ length: 21 }, (_, n) => `s${n}`)
  test.each([
    ['neither selector', {}, EITHER],
    ['both selectors', { SecretIdList: ['a'], Filters: [] }, EITHER],
    [
      'MaxResults without Filters',
      { SecretIdList: ['a'], MaxResults: 5 },
      refusal('InvalidParameterException', "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided."),
    ],
    ['an empty SecretIdList', { SecretIdList: [] }, constraint('secretIdList', '[]', atLeast(1))],
    ['more than 20 ids', { SecretIdList: many }, constraint('secretIdList', `[${many.join(', ')}]`, atMost(20))],
    ['MaxResults over 20', { Filters: [], MaxResults: 21 }, constraint('maxResults', '21', valueAtMost(20))],
  ])('%s', async (_title, input, expected) => {
    expect(await refusalOf(batch(input))).toEqual(expected)
  })
})

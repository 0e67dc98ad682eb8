import { beforeAll, describe, expect, test } from 'vitest'
import type { WireInput } from '../../../shared/operations/catalog.ts'
import { sharedVault } from '../../support/shared-vault.ts'
import { ACCOUNT } from '../../support/test-vault.ts'
import { refusal, refusalOf } from '../../support/refusal.ts'
import { atLeast, atMost, constraint, INVALID_NEXT_TOKEN, valueAtLeast, valueAtMost } from './aws-words.ts'
import { versionId } from './secrets.ts'

const vault = sharedVault()
type ListInput = WireInput<'secretsmanager:ListSecrets'>
type Filter = readonly [key: string, ...values: string[]]

/** In the order of creation, a second apart. Tags as `key=value`. */
const SECRETS: readonly { readonly name: string; readonly description?: string; readonly tags?: readonly string[]; readonly account?: string }[] = [
  { name: '/prod/db', description: 'one two', tags: ['team=Payments', 'env=prod'] },
  { name: 'testing1/one-a', description: 'one and two' },
  { name: 'testing1/one-b', description: 'an secret' },
  { name: 'Testing2', description: 'asecret' },
  { name: 'SecretOne', tags: ['Owner=jane', 'env=dev'] },
  { name: 'uat/COMPANY/x' },
  { name: 'COMPANYthings', tags: ['teamwork=yes'] },
  { name: 'prod-AppBeta/x', description: 'Beta software' },
  { name: 'gone', description: 'scheduled for deletion' },
  { name: 'theirs', description: 'one two', account: '999999999999' },
]
const NAMES = SECRETS.filter(({ name }) => name !== 'gone' && name !== 'theirs').map(({ name }) => name)

const list = (input: ListInput = {}) => vault.call('secretsmanager:ListSecrets', input)
const names = async (input: ListInput = {}) => (await list(input)).SecretList.map((secret) => secret.Name)
const filtered = (...filters: Filter[]) => names({ Filters: filters.map(([Key, ...Values]) => ({ Key, Values })) })

beforeAll(async () => {
  for (const { name, description, tags = [], account = ACCOUNT } of SECRETS) {
    vault.clock.advance(1000)
    await vault.call(
      'secretsmanager:CreateSecret',
      {
        Name: name,
        SecretString: 'v',
        ClientRequestToken: versionId(1),
        ...(description === undefined ? {} : { Description: description }),
        ...(tags.length === 0 ? {} : { Tags: tags.map((tag) => ({ Key: tag.split('=')[0], Value: tag.split('=')[1] })) }),
      },
      { type: 'root', accountId: account },
    )
  }
  await vault.call('secretsmanager:DeleteSecret', { SecretId: 'gone' })
})

describe('what is listed', () => {
  test('the caller’s own account, in order of creation, without what is scheduled for deletion', async () => {
    expect(await names()).toEqual(NAMES)
    expect((await vault.call('secretsmanager:ListSecrets', {}, { type: 'root', accountId: '999999999999' })).SecretList.map((secret) => secret.Name)).toEqual(['theirs'])
  })

  test('with IncludePlannedDeletion also those, with DeletedDate', async () => {
    const { SecretList } = await list({ IncludePlannedDeletion: true })
    expect(SecretList.map((secret) => secret.Name)).toEqual([...NAMES, 'gone'])
    expect(SecretList.filter((secret) => secret.DeletedDate !== undefined).map((secret) => secret.Name)).toEqual(['gone'])
  })

  test('an entry has the members of DescribeSecret, but its version map is SecretVersionsToStages', async () => {
    const { VersionIdsToStages, ...described } = await vault.call('secretsmanager:DescribeSecret', { SecretId: '/prod/db' })
    expect((await list({ MaxResults: 1 })).SecretList).toEqual([{ ...described, SecretVersionsToStages: { [versionId(1)]: ['AWSCURRENT'] } }])
    expect(VersionIdsToStages).toEqual({ [versionId(1)]: ['AWSCURRENT'] })
  })
})

describe('filters', () => {
  test.each<[title: string, filters: Filter[], found: string[]]>([
    ['name: the beginning of the whole name', [['name', 'testing1/one-']], ['testing1/one-a', 'testing1/one-b']],
    ['name: not its words', [['name', 'testing1 one']], []],
    ['name: case counts', [['name', 'testing']], ['testing1/one-a', 'testing1/one-b']],
    ['name: no part from the middle', [['name', 'db']], []],
    ['name: a leading slash', [['name', '/']], ['/prod/db']],
    ['name: not', [['name', '!/']], NAMES.filter((name) => name !== '/prod/db')],
    ['name: any of the values', [['name', '/', 'Testing']], ['/prod/db', 'Testing2']],
    ['description: words in any order', [['description', 't o']], ['/prod/db', 'testing1/one-a']],
    ['description: one word', [['description', 'two']], ['/prod/db', 'testing1/one-a']],
    ['description: beginnings of words only', [['description', 'a secret']], ['testing1/one-b']],
    ['description: case does not count', [['description', 'SOFT']], ['prod-AppBeta/x']],
    ['description: not', [['description', '!a']], NAMES.filter((name) => !['testing1/one-a', 'testing1/one-b', 'Testing2'].includes(name))],
    ['description: a value or the negation of another', [['description', 'one', '!two']], NAMES],
    ['tag-key: beginning, case counts', [['tag-key', 'team']], ['/prod/db', 'COMPANYthings']],
    ['tag-key: other case', [['tag-key', 'owner']], []],
    ['tag-value: beginning, case counts', [['tag-value', 'Pay', 'jane']], ['/prod/db', 'SecretOne']],
    ['tag-value: other case', [['tag-value', 'pay']], []],
    ['primary-region: a secret without replicas has none', [['primary-region', 'us-east-1']], []],
    ['owning-service: a secret that no service made has none', [['owning-service', 'rds']], []],
    ['all: words of names', [['all', 'secret']], ['testing1/one-b', 'SecretOne']],
    ['all: words of names in capitals', [['all', 'company']], ['uat/COMPANY/x']],
    ['all: words of tags', [['all', 'payments', 'JANE']], ['/prod/db', 'SecretOne']],
    ['all: one attribute must hold all words', [['all', 'one payments']], []],
    ['all: a name with two kinds of separators is not split', [['all', 'AppBeta']], []],
    ['all: a lone separator has no words', [['all', '+']], []],
    ['several filters: all must pass', [['name', 'testing1'], ['description', 'secret']], ['testing1/one-b']],
    ['several filters of one key: all must pass', [['description', 'one'], ['description', 'and']], ['testing1/one-a']],
    ['several tag filters: different tags may pass', [['tag-key', 'env'], ['tag-value', 'dev']], ['SecretOne']],
  ])('%s', async (_title, filters, found) => {
    expect(await filtered(...filters)).toEqual(found)
  })

  test('no filters in the list: every secret', async () => {
    expect(await names({ Filters: [] })).toEqual(NAMES)
  })
})

describe('sorting', () => {
  test.each<[title: string, input: ListInput, expected: () => readonly string[]]>([
    ['by creation, newest first', { SortOrder: 'desc' }, () => [...NAMES].reverse()],
    ['by created-date, oldest first', { SortBy: 'created-date', SortOrder: 'asc' }, () => NAMES],
    ['by name', { SortBy: 'name' }, () => [...NAMES].sort()],
    ['by name, backwards', { SortBy: 'name', SortOrder: 'desc' }, () => [...NAMES].sort().reverse()],
  ])('%s', async (_title, input, expected) => {
    expect(await names(input)).toEqual(expected())
  })

  test('by last-changed-date and by last-accessed-date', async () => {
    vault.clock.advance(1000)
    await vault.call('secretsmanager:UpdateSecret', { SecretId: 'SecretOne', Description: 'changed last' })
    expect((await names({ SortBy: 'last-changed-date', SortOrder: 'desc' }))[0]).toBe('SecretOne')
    vault.clock.advance(86_400_000)
    await vault.call('secretsmanager:GetSecretValue', { SecretId: 'Testing2' })
    vault.clock.advance(86_400_000)
    await vault.call('secretsmanager:GetSecretValue', { SecretId: 'uat/COMPANY/x' })
    expect((await names({ SortBy: 'last-accessed-date', SortOrder: 'desc' })).slice(0, 2)).toEqual(['uat/COMPANY/x', 'Testing2'])
    expect((await names({ SortBy: 'last-accessed-date' })).slice(-2)).toEqual(['Testing2', 'uat/COMPANY/x'])
    await vault.call('secretsmanager:UpdateSecret', { SecretId: 'SecretOne', Description: '' })
  })
})

describe('pages', () => {
  async function pagesOf(input: ListInput): Promise<string[][]> {
    const pages: string[][] = []
    let NextToken: string | undefined
    do {
      const page = await list({ ...input, ...(NextToken === undefined ? {} : { NextToken }) })
      pages.push(page.SecretList.map((secret) => secret.Name))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    return pages
  }

  test.each<ListInput>([
    { MaxResults: 1 },
    { MaxResults: 3 },
    { MaxResults: 3, SortOrder: 'desc' },
    { MaxResults: 3, SortBy: 'name' },
    { MaxResults: 3, SortBy: 'name', SortOrder: 'desc' },
    { MaxResults: 2, SortBy: 'last-changed-date' },
    { MaxResults: 2, SortBy: 'last-accessed-date', SortOrder: 'desc' },
    { MaxResults: 100 },
  ])('%j hold every secret once, in the order of the whole list', async (input) => {
    const pages = await pagesOf(input)
    const { MaxResults, ...whole } = input
    expect(pages.flat()).toEqual(await names(whole))
    expect(pages.slice(0, -1).every((page) => page.length === MaxResults)).toBe(true)
  })

  test('secrets that come and go between two pages shift nothing', async () => {
    const first = await list({ MaxResults: 3, SortBy: 'name' })
    await vault.call('secretsmanager:CreateSecret', { Name: '.before', SecretString: 'v' })
    await vault.call('secretsmanager:DeleteSecret', { SecretId: 'COMPANYthings' })
    const second = await list({ MaxResults: 3, SortBy: 'name', NextToken: first.NextToken ?? '' })
    await vault.call('secretsmanager:RestoreSecret', { SecretId: 'COMPANYthings' })
    await vault.call('secretsmanager:DeleteSecret', { SecretId: '.before', ForceDeleteWithoutRecovery: true })
    expect([...first.SecretList, ...second.SecretList].map((secret) => secret.Name)).toEqual([...NAMES].sort().slice(0, 6))
  })

  test('a page holds 100 unless told otherwise', async () => {
    const account = { type: 'root', accountId: '555555555555' } as const
    for (let number = 0; number < 101; number += 1) await vault.call('secretsmanager:CreateSecret', { Name: `many/${number}` }, account)
    const first = await vault.call('secretsmanager:ListSecrets', {}, account)
    const second = await vault.call('secretsmanager:ListSecrets', { NextToken: first.NextToken ?? '' }, account)
    expect([first.SecretList.length, second.SecretList.map((secret) => secret.Name), second.NextToken]).toEqual([100, ['many/100'], undefined])
  })

  test('a token of another query, another operation, another account or of nobody is refused', async () => {
    const { NextToken = '' } = await list({ MaxResults: 1 })
    const { NextToken: batchToken = '' } = await vault.call('secretsmanager:BatchGetSecretValue', { Filters: [], MaxResults: 1 })
    expect(
      await Promise.all([
        refusalOf(list({ NextToken, SortBy: 'name' })),
        refusalOf(list({ NextToken, Filters: [{ Key: 'name', Values: ['a'] }] })),
        refusalOf(list({ NextToken: batchToken })),
        refusalOf(vault.call('secretsmanager:ListSecrets', { NextToken }, { type: 'root', accountId: '999999999999' })),
        refusalOf(list({ NextToken: `${NextToken.slice(0, -2)}AA` })),
        refusalOf(list({ NextToken: '2' })),
      ]),
    ).toEqual(Array.from({ length: 6 }, () => INVALID_NEXT_TOKEN))
  })
})

describe('refusals', () => {
  const PATTERN = 'Member must satisfy regular expression pattern: ^\\!?[a-zA-Z0-9 :_@\\/\\+\\=\\.\\-\\!]*$'
  const values = (count: number) => Array.from({ length: count }, (_, n) => `v${n}`)
  test.each<[string, Record<string, unknown>, ReturnType<typeof refusal>]>([
    [
      'a key that is none',
      { Filters: [{ Key: 'colour', Values: ['blue'] }] },
      constraint('filters.1.member.key', 'colour', 'Member must satisfy enum value set: [all, name, tag-key, description, tag-value]'),
    ],
    [
      'a key that is none, in the second filter',
      { Filters: [{ Key: 'name', Values: ['a'] }, { Key: 'Name', Values: ['a'] }] },
      constraint('filters.2.member.key', 'Name', 'Member must satisfy enum value set: [all, name, tag-key, description, tag-value]'),
    ],
    ['no key', { Filters: [{ Values: ['a'] }] }, refusal('InvalidParameterException', 'Invalid filter key')],
    ['no values', { Filters: [{ Key: 'name' }] }, refusal('InvalidParameterException', 'Invalid filter values for key: name')],
    ['an empty list of values', { Filters: [{ Key: 'name', Values: [] }] }, constraint('filters.1.member.values', '[]', atLeast(1))],
    ['more than 10 values', { Filters: [{ Key: 'name', Values: values(11) }] }, constraint('filters.1.member.values', `[${values(11).join(', ')}]`, atMost(10))],
    ['a value over 512 characters', { Filters: [{ Key: 'name', Values: ['v'.repeat(513)] }] }, constraint('filters.1.member.values.1.member', 'v'.repeat(513), atMost(512))],
    ['a value with other characters', { Filters: [{ Key: 'name', Values: ['a', 'b*'] }] }, constraint('filters.1.member.values.2.member', 'b*', PATTERN)],
    ['more than 10 filters', { Filters: values(11).map((value) => ({ Key: 'name', Values: [value] })) }, constraint('filters', undefined, atMost(10))],
    ['MaxResults 0', { MaxResults: 0 }, constraint('maxResults', '0', valueAtLeast(1))],
    ['MaxResults 101', { MaxResults: 101 }, constraint('maxResults', '101', valueAtMost(100))],
    ['SortOrder', { SortOrder: 'up' }, constraint('sortOrder', 'up', 'Member must satisfy enum value set: [asc, desc]')],
    ['SortBy', { SortBy: 'size' }, constraint('sortBy', 'size', 'Member must satisfy enum value set: [created-date, last-accessed-date, last-changed-date, name]')],
    ['an empty NextToken', { NextToken: '' }, constraint('nextToken', '', atLeast(1))],
  ])('%s', async (_title, input, expected) => {
    expect(await refusalOf(vault.callRaw('secretsmanager:ListSecrets', input))).toEqual(expected)
  })
})

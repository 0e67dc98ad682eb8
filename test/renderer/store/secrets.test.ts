import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { folderTree, forgetSecrets, loadSecrets, refreshSecrets, searchSecrets, visibleSecrets } from '../../../renderer/store/secrets.ts'
import { initialState, type SecretSummary } from '../../../renderer/store/state.ts'
import { patch, store } from '../../../renderer/store/store.ts'
import { summaryNumber } from '../support/search-bench.ts'

type Answer = (input: Record<string, unknown>) => Promise<unknown>
let answers: Record<string, Answer> = {}

const named = (name: string, change: Partial<SecretSummary> = {}): SecretSummary => ({ ...summaryNumber(0), ARN: `arn:${name}`, Name: name, ...change })

beforeEach(() => {
  vi.stubGlobal('window', {
    coffer: {
      execute: async ({ operation, input }: { operation: string; input: Record<string, unknown> }) => ({ ok: true, value: await (answers[operation] as Answer)(input) }),
    },
  })
  store.setState(initialState(), true)
  forgetSecrets()
})
afterEach(() => {
  vi.unstubAllGlobals()
  answers = {}
})

/** A promise and the way to settle it. */
function later<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let settle: (value: T) => void = () => undefined
  const promise = new Promise<T>((resolve) => {
    settle = resolve
  })
  return { promise, resolve: settle }
}

describe('reading the list of secrets', () => {
  test('the first page can be used while the second is on its way', async () => {
    const second = later<unknown>()
    answers['workbench:ListSecretSummaries'] = async ({ NextToken }) =>
      NextToken === undefined ? { Summaries: [named('b'), named('a')], TotalCount: 3, NextToken: '2' } : second.promise
    const done = loadSecrets()
    await vi.waitFor(() => expect(store.getState().secrets.order).toEqual(['arn:a', 'arn:b']))
    expect(store.getState().secrets).toMatchObject({ loading: true, totalCount: 3 })
    second.resolve({ Summaries: [named('aa')], TotalCount: 3 })
    await done
    expect(store.getState().secrets).toMatchObject({ loading: false, order: ['arn:a', 'arn:aa', 'arn:b'] })
  })

  test('an answer for the account that was left is dropped', async () => {
    const late = later<unknown>()
    answers['workbench:ListSecretSummaries'] = async () => late.promise
    const first = loadSecrets()
    answers['workbench:ListSecretSummaries'] = async () => ({ Summaries: [named('new')], TotalCount: 1 })
    forgetSecrets()
    await loadSecrets()
    late.resolve({ Summaries: [named('old')], TotalCount: 1 })
    await first
    expect(store.getState().secrets.order).toEqual(['arn:new'])
    expect(searchSecrets('old', 10)).toEqual([])
  })

  test('a failed read keeps what is there and says why', async () => {
    vi.stubGlobal('window', { coffer: { execute: async () => ({ ok: false, error: { code: 'VaultLocked', message: 'The vault is sealed.', statusCode: 503 } }) } })
    await loadSecrets()
    expect(store.getState().secrets).toMatchObject({ loading: false, error: { code: 'VaultLocked', message: 'The vault is sealed.' } })
  })
})

describe('following changes', () => {
  beforeEach(async () => {
    answers['workbench:ListSecretSummaries'] = async () => ({ Summaries: [named('prod/a'), named('prod/b'), named('c')], TotalCount: 3 })
    await loadSecrets()
  })

  test('changed, deleted and new secrets find their places; folders, search and selection follow', async () => {
    patch('selection', { focusedArn: 'arn:prod/a', selectedArns: new Set(['arn:prod/a', 'arn:prod/b', 'arn:c']) })
    answers['workbench:GetSecretSummaries'] = async () => ({
      Summaries: [named('prod/b', { DeletedDate: 1_800_000_000 }), named('c', { Description: 'changed words' }), named('d')],
    })
    await refreshSecrets(['arn:prod/a', 'arn:prod/b', 'arn:c', 'arn:d'])
    const { secrets, selection } = store.getState()
    expect(secrets).toMatchObject({ order: ['arn:c', 'arn:d'], trashOrder: ['arn:prod/b'], totalCount: 3 })
    expect(folderTree()).toMatchObject({ count: 2, folders: new Map() })
    expect(searchSecrets('changed words', 10)).toEqual(['arn:c'])
    expect(selection).toMatchObject({ focusedArn: null, selectedArns: new Set(['arn:c']) })
  })

  test('what is shown follows section, folder and query', () => {
    patch('view', { folder: 'prod/' })
    expect(visibleSecrets(store.getState())).toEqual(['arn:prod/a', 'arn:prod/b'])
    patch('view', { query: 'prod/b' })
    expect(visibleSecrets(store.getState())).toEqual(['arn:prod/b'])
    patch('view', { section: 'trash', query: '' })
    expect(visibleSecrets(store.getState())).toEqual([])
  })

  test('forgetting leaves no name behind', () => {
    forgetSecrets()
    expect(store.getState().secrets).toMatchObject({ order: [], trashOrder: [], summaries: new Map(), totalCount: 0 })
    expect(searchSecrets('prod', 10)).toEqual([])
    expect(folderTree()).toMatchObject({ count: 0, folders: new Map() })
  })
})

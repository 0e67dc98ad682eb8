import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SearchIndex } from '../../../renderer/store/search-index.ts'
import type { SecretSummary } from '../../../renderer/store/state.ts'
import { measureSearch, summaryNumber } from '../support/search-bench.ts'

const NOW_MS = 1_700_000_000_000
const NOW_SECONDS = NOW_MS / 1000

function summary(name: string, change: Partial<SecretSummary> = {}): SecretSummary {
  return { ...summaryNumber(0), ARN: `arn:${name}`, Name: name, Description: undefined, Tags: [], JsonKeys: [], CreatedDate: NOW_SECONDS, ...change }
}

function indexOf(...summaries: SecretSummary[]): { index: SearchIndex; order: string[] } {
  const index = new SearchIndex()
  for (const one of summaries) index.put(one)
  return { index, order: summaries.map((one) => one.ARN) }
}

describe('search', () => {
  const { index, order } = indexOf(
    summary('prod/payments/db', { Description: 'Main Ledger', Tags: [{ Key: 'Env', Value: 'Prod' }], JsonKeys: ['password', 'host'], RotationEnabled: true, NextRotationDate: NOW_SECONDS + 86_400 }),
    summary('prod/web/session', { Kind: 'text', LastAccessedDate: NOW_SECONDS - 200 * 86_400, CreatedDate: NOW_SECONDS - 300 * 86_400 }),
    summary('staging/db', { JsonKeys: ['api_key'], VersionIdsToStages: { a: ['AWSPENDING'] } }),
  )
  const find = (query: string, folder: string | null = null) => index.find(order, folder, query, NOW_MS)

  test.each([
    ['in names', 'payments', ['arn:prod/payments/db']],
    ['in descriptions, whatever the case', 'LEDGER', ['arn:prod/payments/db']],
    ['in tags', 'env=prod', ['arn:prod/payments/db']],
    ['in JSON keys', 'api_key', ['arn:staging/db']],
    ['for all words in any order', 'db prod', ['arn:prod/payments/db']],
    ['for nothing that is not there', 'db nowhere', []],
    ['for due rotations', 'is:due', ['arn:prod/payments/db']],
    ['for what never rotates', 'is:never-rotated', ['arn:prod/web/session', 'arn:staging/db']],
    ['for what nobody reads', 'is:unused', ['arn:prod/web/session']],
    ['for running rotations', 'is:rotating', ['arn:staging/db']],
    ['by kind', 'kind:text', ['arn:prod/web/session']],
    ['by tag and value', 'tag:env=prod', ['arn:prod/payments/db']],
    ['by JSON key', 'has:host', ['arn:prod/payments/db']],
    ['by path', 'in:prod/', ['arn:prod/payments/db', 'arn:prod/web/session']],
    ['by prefix and word together', 'in:prod/ session', ['arn:prod/web/session']],
    ['for an unknown prefix as it stands', 'colour:red', []],
  ])('looks %s', (_, query, expected) => {
    expect(find(query)).toEqual(expected)
  })

  test('gives the very order for an empty query, so that nothing is drawn again', () => {
    expect(find('  ')).toBe(order)
  })

  test('stays inside the folder', () => {
    expect(find('db', 'prod/')).toEqual(['arn:prod/payments/db'])
  })

  test('finds a changed secret by its new words only', () => {
    const fresh = indexOf(summary('a', { Description: 'before' }), summary('b'))
    expect(fresh.index.find(fresh.order, null, 'before', NOW_MS)).toEqual(['arn:a'])
    fresh.index.put(summary('a', { Description: 'after' }))
    expect(fresh.index.find(fresh.order, null, 'before', NOW_MS)).toEqual([])
    expect(fresh.index.find(fresh.order, null, 'after', NOW_MS)).toEqual(['arn:a'])
    fresh.index.delete('arn:a')
    expect(fresh.index.find(fresh.order, null, 'after', NOW_MS)).toEqual([])
  })

  test('typing letter by letter finds the same as asking at once, for any words and prefixes', () => {
    const words = fc.constantFrom('prod', 'db', 'web', 'is:due', 'is:d', 'kind:text', 'in:pro', 'in:prod/', 'tag:env', 'tag:env=', 'tag:env=prod', 'has:host', ':', 'x')
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), (parts) => {
        const query = parts.join(' ')
        const typed = indexOf(...otherSummaries())
        let last: readonly string[] = []
        for (let length = 1; length <= query.length; length += 1) last = typed.index.find(typed.order, null, query.slice(0, length), NOW_MS)
        const atOnce = indexOf(...otherSummaries())
        expect(last).toEqual(atOnce.index.find(atOnce.order, null, query, NOW_MS))
      }),
      { numRuns: 500 },
    )
  })

  function* otherSummaries(): Iterable<SecretSummary> {
    yield summary('prod/payments/db', { Tags: [{ Key: 'env', Value: 'prod' }], JsonKeys: ['host'], NextRotationDate: NOW_SECONDS })
    yield summary('prod/web/session', { Kind: 'text' })
    yield summary('staging/db:x', {})
    yield summary('products', { Tags: [{ Key: 'environment', Value: 'is:d' }] })
  }
})

describe('speed of search', () => {
  test('a keystroke takes less than a frame with 10,000 secrets and works with 100,000', () => {
    const small = measureSearch(10_000)
    const large = measureSearch(100_000)
    console.log(
      [small, large]
        .map((f) => `search of ${f.secretCount}: build ${f.buildMs.toFixed(0)} ms, keystroke median ${f.medianKeystrokeMs.toFixed(2)} ms, slowest ${f.slowestKeystrokeMs.toFixed(1)} ms`)
        .join('\n'),
    )
    expect(small.medianKeystrokeMs).toBeLessThan(16)
    expect(small.slowestKeystrokeMs).toBeLessThan(64)
    expect(large.medianKeystrokeMs).toBeLessThan(200)
  }, 180_000)
})

import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AuditRecord } from '../../../electron/engine/audit/audit-record.ts'
import { batchText } from '../../../electron/engine/audit/audit-segment.ts'
import { RecentBatches } from '../../../electron/engine/audit/recent-batches.ts'

const record = (n: number): AuditRecord => ({
  id: `id-${String(n)}`, timeMs: n, door: 'endpoint', principalArn: 'p', accountId: '1', operation: 'o', resources: [`r${String(n)}`], region: 'eu-central-1', requestId: 'q', outcome: 'allowed', durationMicros: n,
})

/** Adds batches of these sizes, one after the other, the first record of all with sequence 1. */
function filled(sizes: readonly number[]): { readonly recent: RecentBatches; readonly last: number } {
  const recent = new RecentBatches()
  let last = 0
  for (const size of sizes) {
    recent.add(last + 1, size, batchText(Array.from({ length: size }, (_, index) => record(last + 1 + index))))
    last += size
  }
  return { recent, last }
}

test('records come back newest first and whole, before any sequence, however they came in batches', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 }), fc.nat(120), (sizes, before) => {
      const { recent, last } = filled(sizes)
      const expected = Array.from({ length: last }, (_, n) => ({ ...record(n + 1), sequence: n + 1 })).filter(({ sequence }) => sequence < before)
      expect([...recent.newestFirst(before)]).toEqual(expected.toReversed())
      expect(recent.oldestSequence).toBe(last === 0 ? null : 1)
    }),
  )
})

test('at most twice four thousand are kept, in whole batches and without a gap', () => {
  const { recent, last } = filled(Array.from({ length: 300 }, (_, n) => 1 + (n * 7) % 60))
  const kept = [...recent.newestFirst(Number.POSITIVE_INFINITY)].map(({ sequence }) => sequence)
  expect(last).toBeGreaterThan(8_000)
  expect(kept.length).toBeGreaterThan(2_000)
  expect(kept.length).toBeLessThanOrEqual(8_000)
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, n) => last - n))
  expect(recent.oldestSequence).toBe(kept.at(-1))
  recent.clear()
  expect([...recent.newestFirst(Number.POSITIVE_INFINITY), recent.oldestSequence]).toEqual([null])
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { gatherer } from '../../../renderer/store/gather.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const OPTIONS = { waitMs: 40, restFactor: 3, longestWaitMs: 500 }
const after = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms))

test('what comes in a burst is one batch, each thing once', async () => {
  const batches: (readonly string[])[] = []
  const gather = gatherer<string>((items) => void batches.push(items), OPTIONS)
  gather(['a', 'b'])
  gather(['b', 'c'])
  gather([])
  await vi.advanceTimersByTimeAsync(39)
  expect(batches).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(batches).toEqual([['a', 'b', 'c']])
  await vi.advanceTimersByTimeAsync(1_000)
  expect(batches).toHaveLength(1)
})

test('one batch at a time, and after one that took long the next waits three times as long, up to half a second', async () => {
  const started: [number, readonly string[]][] = []
  let takesMs = 100
  const gather = gatherer<string>(async (items) => {
    started.push([performance.now() - beganMs, items])
    await after(takesMs)
  }, OPTIONS)
  const beganMs = performance.now()
  gather(['a'])
  await vi.advanceTimersByTimeAsync(60)
  gather(['b'])
  gather(['c'])
  await vi.advanceTimersByTimeAsync(1_000)
  // At 40 ms; its end at 140 ms, and 300 ms of rest.
  expect(started).toEqual([[40, ['a']], [440, ['b', 'c']]])
  takesMs = 900
  gather(['d'])
  await vi.advanceTimersByTimeAsync(1_200)
  gather(['e'])
  await vi.advanceTimersByTimeAsync(499)
  expect(started).toHaveLength(3)
  await vi.advanceTimersByTimeAsync(1)
  expect(started.at(-1)?.[1]).toEqual(['e'])
})

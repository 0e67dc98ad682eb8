import { expect, test } from 'vitest'
import { cellLines, dayWords, runsByDay } from '../../../../renderer/features/rotation/calendar-runs.ts'
import { dayKey } from '../../../../renderer/features/rotation/calendar-days.ts'
import type { RotationRun } from '../../../../renderer/store/rotations.ts'

const NOON = new Date(2026, 10, 24, 12).getTime()
const HOUR = 3_600_000
const run = (Name: string, Outcome: RotationRun['Outcome'], endedAtMs: number): RotationRun => ({ ARN: `arn:${Name}`, Name, VersionId: `${Name} ${endedAtMs}`, Outcome, EndedDate: endedAtMs / 1000 })

test('runs stand on the local day on which they ended, the earliest first, and only those of secrets that are shown', () => {
  const runs = [run('a', 'failing', NOON + HOUR), run('b', 'succeeded', NOON), run('hidden', 'succeeded', NOON), run('a', 'abandoned', NOON - 24 * HOUR)]
  const days = runsByDay(runs, new Set(['arn:a', 'arn:b']))
  expect([...days.keys()].toSorted()).toEqual([dayKey(NOON - 24 * HOUR), dayKey(NOON)])
  expect(days.get(dayKey(NOON))).toMatchObject([
    { name: 'b', mark: 'done', words: 'done', endedAtMs: NOON },
    { name: 'a', mark: 'failed', words: 'failed, not over' },
  ])
})

test('a cell names a secret once for each thing, what needs a person first, and says all of it in words', () => {
  const ofDay = runsByDay([run('a', 'succeeded', NOON), run('a', 'succeeded', NOON + 1), run('b', 'failed', NOON), run('c', 'abandoned', NOON)], new Set(['arn:a', 'arn:b', 'arn:c'])).get(dayKey(NOON)) ?? []
  const windows = [
    { arn: 'arn:a', name: 'a', startMs: NOON + HOUR, isNext: true },
    { arn: 'arn:b', name: 'b', startMs: NOON - HOUR, isNext: true },
    { arn: 'arn:b', name: 'b', startMs: NOON + HOUR, isNext: false },
  ]
  const lines = cellLines(ofDay, windows, new Set(['arn:b']))
  expect(lines.map(({ name, mark, times }) => `${name} ${mark} ${times}`)).toEqual(['b failed 1', 'b late 1', 'a coming 1', 'b coming 1', 'a done 2', 'c abandoned 1'])
  expect(dayWords(lines)).toBe('1 failed, 1 overdue, 2 to come, 2 done, 1 abandoned')
  expect(dayWords([])).toBe('no rotation')
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayKey, entriesByDay, monthWeeks } from '../../../../renderer/features/rotation/calendar-days.ts'
import type { RotationSummary } from '../../../../renderer/store/rotations.ts'

test('a month is whole weeks from Monday, each day once and in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2000, max: 2100 }), fc.integer({ min: 0, max: 11 }), (year, month) => {
      const weeks = monthWeeks(year, month)
      const days = weeks.flat()
      expect(weeks.every((week) => week.length === 7 && new Date(week[0]?.startMs ?? 0).getDay() === 1)).toBe(true)
      expect(new Set(days.map((day) => day.key)).size).toBe(days.length)
      expect(days.filter((day) => day.isInMonth)).toHaveLength(new Date(year, month + 1, 0).getDate())
    }),
  )
})

const START = Date.UTC(2026, 11, 24)
const rotation = (more: Partial<RotationSummary>): RotationSummary => ({ ARN: 'arn:one', Name: 'prod/db', RotationEnabled: true, RotationLambdaARN: 'arn:f', WhenMissed: 'as-soon-as-possible', IsOverdue: false, NextWindowStartDate: START / 1000, ...more })
const daysFrom = (more: Partial<RotationSummary>, days: number) => [...entriesByDay([rotation(more)], START, START + days * 86_400_000).values()].flat()

test('the planned window comes first and those after it follow the schedule', () => {
  expect(daysFrom({ AutomaticallyAfterDays: 7 }, 20).map(({ startMs, isNext }) => [startMs - START, isNext])).toEqual([
    [0, true],
    [7 * 86_400_000, false],
    [14 * 86_400_000, false],
  ])
  expect(daysFrom({ ScheduleExpression: 'rate(12 hours)', AutomaticallyAfterDays: 1 }, 1)).toHaveLength(2)
  expect(entriesByDay([rotation({ AutomaticallyAfterDays: 7 })], START, START + 1).has(dayKey(START))).toBe(true)
})

test('a rotation that is off, or has no schedule, has no window', () => {
  expect(daysFrom({ AutomaticallyAfterDays: 7, RotationEnabled: false }, 20)).toEqual([])
  expect(entriesByDay([{ ...rotation({}), NextWindowStartDate: undefined } as never], START, START + 86_400_000).size).toBe(0)
})

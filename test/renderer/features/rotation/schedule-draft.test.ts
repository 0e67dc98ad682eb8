import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseRules } from '../../../../shared/rotation/schedule.ts'
import { draftOf, FIRST_DRAFT, rulesOf, type ScheduleDraft, scheduleOfDraft } from '../../../../renderer/features/rotation/schedule-draft.ts'

test.each([
  [{ AutomaticallyAfterDays: 30 }, { kind: 'days', days: 30 }],
  [{ ScheduleExpression: 'rate(10 days)', Duration: '3h' }, { kind: 'days', days: 10, windowHours: 3 }],
  [{ ScheduleExpression: 'rate(8 hours)' }, { kind: 'hours', hours: 8 }],
  [{ ScheduleExpression: 'cron(0 18 ? * SAT *)' }, { kind: 'weekly', weekday: 7, hour: 18 }],
  [{ ScheduleExpression: 'cron(0 17 L * ? *)' }, { kind: 'monthly', monthDay: 'L', hour: 17 }],
  [{ ScheduleExpression: 'cron(0 3 ? * MON#5 *)' }, { kind: 'expression', expression: 'cron(0 3 ? * MON#5 *)' }],
] as const)('the rules %j are edited as %j', (rules, expected) => {
  expect(draftOf(rules)).toMatchObject(expected)
})

const draft = fc.record<ScheduleDraft>({
  kind: fc.constantFrom('days', 'hours', 'weekly', 'monthly', 'expression'),
  days: fc.integer({ min: 1, max: 1000 }),
  hours: fc.integer({ min: 4, max: 23_976 }),
  weekday: fc.integer({ min: 1, max: 7 }),
  monthDay: fc.oneof(fc.integer({ min: 1, max: 31 }).map(String), fc.constant('L')),
  hour: fc.integer({ min: 0, max: 23 }),
  expression: fc.constantFrom('cron(0 /8 * * ? *)', 'cron(0 16 1,15 * ? *)', 'rate(999 days)'),
  windowHours: fc.option(fc.integer({ min: 1, max: 24 })),
})

test('a draft that is stored and opened again means the same rules', () => {
  fc.assert(
    fc.property(draft, (typed) => {
      const rules = rulesOf(typed)
      const parsed = parseRules(rules)
      const again = parseRules(rulesOf(draftOf(rules)))
      expect(again).toEqual(parsed)
    }),
  )
})

test('what the fields of a kind can say is a schedule, unless its window is too long', () => {
  fc.assert(
    fc.property(draft, (typed) => {
      expect(scheduleOfDraft({ ...typed, windowHours: null }).problem).toBeNull()
    }),
  )
  expect(scheduleOfDraft({ ...FIRST_DRAFT, kind: 'weekly', hour: 22, windowHours: 4 }).problem).toContain('goes into the next day')
})

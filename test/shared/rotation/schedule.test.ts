import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { parseRules, type RotationRules, type Schedule } from '../../../shared/rotation/schedule.ts'
import { scheduleWords } from '../../../shared/rotation/schedule-words.ts'
import { computedDays, nextRotationDateMs, nextUnusedWindow, nextWindow, nextWindows } from '../../../shared/rotation/windows.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

function scheduleOf(rules: RotationRules): Schedule {
  const parsed = parseRules(rules)
  if (!parsed.ok || parsed.schedule === null) throw new Error(parsed.ok ? 'no schedule' : parsed.problem)
  return parsed.schedule
}

function problemOf(rules: RotationRules): string | null {
  const parsed = parseRules(rules)
  return parsed.ok ? null : parsed.problem
}

const expression = (ScheduleExpression: string, Duration?: string): Schedule => scheduleOf({ ScheduleExpression, Duration })
const hour = (ms: number): string => new Date(ms).toISOString().slice(0, 13).replace('T', ' ')

describe('rate()', () => {
  test.each(['rate(4 hours)', 'rate(1 day)', 'rate(1 days)', 'rate(10 day)', 'rate(10 days)', 'rate(24 hours)', 'rate(999 days)', 'rate(23976 hours)'])('%s is a schedule', (text) => {
    expect(problemOf({ ScheduleExpression: text })).toBeNull()
  })

  test.each([
    ['rate(3 hours)', 'every 4 hours at most'],
    ['rate(1 hour)', 'every 4 hours at most'],
    ['rate(1000 days)', 'at most 999 days'],
    ['rate(23977 hours)', 'at most 999 days'],
    ['rate(0 days)', 'at least 1 day'],
    ['rate(1.5 days)', 'not a rate'],
    ['rate(90 minutes)', 'not a rate'],
    ['rate(10  days)', 'not a rate'],
    ['rate( 10 days)', 'not a rate'],
    ['rate(10 DAYS)', 'not a rate'],
    ['rate(-1 days)', 'not a rate'],
    ['RATE(10 days)', 'neither rate'],
    ['every day', 'neither rate'],
  ])('%s is refused: %s', (text, words) => {
    expect(problemOf({ ScheduleExpression: text })).toContain(words)
  })
})

describe('cron()', () => {
  const FROM = Date.UTC(2026, 2, 3, 10, 30)

  test.each([
    ['cron(0 /8 * * ? *)', ['2026-03-03 16', '2026-03-04 00', '2026-03-04 08']],
    ['cron(0 8/8 * * ? *)', ['2026-03-03 16', '2026-03-04 08', '2026-03-04 16']],
    ['cron(0 2/10 * * ? *)', ['2026-03-03 12', '2026-03-03 22', '2026-03-04 02']],
    ['cron(0 4/12 * * ? *)', ['2026-03-03 16', '2026-03-04 04', '2026-03-04 16']],
    ['cron(0 18 ? * SAT *)', ['2026-03-07 18', '2026-03-14 18', '2026-03-21 18']],
    ['cron(0 18 ? * L *)', ['2026-03-07 18', '2026-03-14 18', '2026-03-21 18']],
    ['cron(0 1 ? 1/3 SUN#1 *)', ['2026-04-05 01', '2026-07-05 01', '2026-10-04 01']],
    ['cron(0 17 L * ? *)', ['2026-03-31 17', '2026-04-30 17', '2026-05-31 17']],
    ['cron(0 16 1,15 * ? *)', ['2026-03-15 16', '2026-04-01 16', '2026-04-15 16']],
    ['cron(0 16 15,L * ? *)', ['2026-03-15 16', '2026-03-31 16', '2026-04-15 16']],
    ['cron(0 8 ? * MON-FRI *)', ['2026-03-04 08', '2026-03-05 08', '2026-03-06 08']],
    ['cron(0 8 ? * mon-fri *)', ['2026-03-04 08', '2026-03-05 08', '2026-03-06 08']],
    ['cron(0 22 ? * FRIL *)', ['2026-03-27 22', '2026-04-24 22', '2026-05-29 22']],
    ['cron(0 22 ? * 6L *)', ['2026-03-27 22', '2026-04-24 22', '2026-05-29 22']],
    ['cron(0 22 FRIL * ? *)', ['2026-03-27 22', '2026-04-24 22', '2026-05-29 22']],
    ['cron(0 3 ? * MON#5 *)', ['2026-03-30 03', '2026-06-29 03', '2026-08-31 03']],
    ['cron(0 3 31 * ? *)', ['2026-03-31 03', '2026-05-31 03', '2026-07-31 03']],
    ['cron(0 3 29 2 ? *)', ['2028-02-29 03', '2032-02-29 03', '2036-02-29 03']],
    ['cron(0 0 1/2 * ? *)', ['2026-03-05 00', '2026-03-07 00', '2026-03-09 00']],
    ['cron(0 10 3 MAR,SEP ? *)', ['2026-09-03 10', '2027-03-03 10', '2027-09-03 10']],
  ])('%s opens at %j', (text, starts) => {
    expect(nextWindows(expression(text), FROM, 3).map((window) => hour(window.startMs))).toEqual(starts)
  })

  test.each([
    ['cron(0 8 * * ?)', 'six'],
    ['cron(0 8 * * ? * *)', 'six'],
    ['cron(0  8 * * ? *)', 'six'],
    ['cron(5 8 * * ? *)', 'minutes must be 0'],
    ['cron(* 8 * * ? *)', 'minutes must be 0'],
    ['cron(0 8 * * ? 2027)', 'year must be *'],
    ['cron(0 8 * * * *)', 'exactly one'],
    ['cron(0 8 ? * ? *)', 'exactly one'],
    ['cron(0 /2 * * ? *)', '2 h apart'],
    ['cron(0 * * * ? *)', '1 h apart'],
    ['cron(0 1,22 * * ? *)', '3 h apart'],
    ['cron(0 24 * * ? *)', '0 to 23'],
    ['cron(0 8 0 * ? *)', '1 to 31'],
    ['cron(0 8 32 * ? *)', '1 to 31'],
    ['cron(0 8 1 13 ? *)', 'JAN to DEC'],
    ['cron(0 8 ? * 8 *)', 'SUN to SAT'],
    ['cron(0 8 ? * MON#6 *)', 'n-th weekday'],
    ['cron(0 8 ? * FRI-MON *)', 'goes down'],
    ['cron(0 8 1/0 * ? *)', 'at least 1'],
    ['cron(0 8 1,,2 * ? *)', 'An empty entry'],
    ['cron(0 8 30 2 ? *)', 'no day that exists'],
    ['cron(0 8 1 * ? *', 'not a cron'],
  ])('%s is refused: %s', (text, words) => {
    expect(problemOf({ ScheduleExpression: text })).toContain(words)
  })

  test('hours with a gap of 4 at midnight are allowed, and a list that only meets on far days too', () => {
    expect(problemOf({ ScheduleExpression: 'cron(0 2/10 * * ? *)' })).toBeNull()
    expect(problemOf({ ScheduleExpression: 'cron(0 1,22 ? * SUN *)' })).toBeNull()
  })
})

describe('AutomaticallyAfterDays and Duration', () => {
  test.each([
    [{ AutomaticallyAfterDays: 0 }, 'RotationRules.AutomaticallyAfterDays must be within 1-1000.'],
    [{ AutomaticallyAfterDays: 1001 }, 'RotationRules.AutomaticallyAfterDays must be within 1-1000.'],
    [{ AutomaticallyAfterDays: 7, ScheduleExpression: 'rate(7 days)' }, 'You cannot specify both rotation frequency and schedule expression together.'],
    [{ AutomaticallyAfterDays: 7, Duration: 'h2' }, 'Duration h2 is no window: write 1h to 24h.'],
    [{ AutomaticallyAfterDays: 7, Duration: '0h' }, 'Duration 0h is no window: write 1h to 24h.'],
    [{ AutomaticallyAfterDays: 7, Duration: '25h' }, 'Duration 25h is no window: write 1h to 24h.'],
    [{ Duration: '3h' }, 'Duration needs AutomaticallyAfterDays or ScheduleExpression: it is the length of their window.'],
    [{ ScheduleExpression: 'rate(4 hours)', Duration: '5h' }, 'A window of 5 h is still open when the next one opens after 4 h. Shorten Duration.'],
    [{ ScheduleExpression: 'cron(0 2/10 * * ? *)', Duration: '5h' }, 'A window of 5 h is still open when the next one opens: the shortest time between two is 4 h. Shorten Duration.'],
    [{ ScheduleExpression: 'cron(0 18 ? * SAT *)', Duration: '7h' }, 'A window of 7 h from 18:00 UTC goes into the next day. It may last 6 h.'],
  ])('%j is refused', (rules, problem) => {
    expect(problemOf(rules)).toBe(problem)
  })

  test('no rules are no schedule and no error', () => {
    expect(parseRules({})).toEqual({ ok: true, schedule: null })
  })

  test.each([
    [{ AutomaticallyAfterDays: 7, Duration: '3h' }, '2026-02-03T17:42:00Z', '2026-02-10T00:00:00.000Z', '2026-02-10T02:59:59.000Z'],
    // Counted from a change by hand, stamped with the end of the day, as AWS's answers show it.
    [{ AutomaticallyAfterDays: 30 }, '2026-02-03T17:42:00Z', '2026-03-05T00:00:00.000Z', '2026-03-05T23:59:59.000Z'],
    [{ ScheduleExpression: 'rate(10 days)' }, '2026-02-03T00:00:00Z', '2026-02-13T00:00:00.000Z', '2026-02-13T23:59:59.000Z'],
    [{ ScheduleExpression: 'rate(10 hours)' }, '2026-02-03T17:42:00Z', '2026-02-04T03:00:00.000Z', '2026-02-04T03:59:59.000Z'],
    [{ ScheduleExpression: 'rate(10 hours)', Duration: '10h' }, '2026-02-03T17:42:00Z', '2026-02-04T03:00:00.000Z', '2026-02-04T12:59:59.000Z'],
    [{ ScheduleExpression: 'cron(0 16 1,15 * ? *)', Duration: '2h' }, '2026-02-03T17:42:00Z', '2026-02-15T16:00:00.000Z', '2026-02-15T17:59:59.000Z'],
    [{ ScheduleExpression: 'cron(0 16 1,15 * ? *)' }, '2026-02-03T17:42:00Z', '2026-02-15T16:00:00.000Z', '2026-02-15T23:59:59.000Z'],
    [{ ScheduleExpression: 'cron(0 /8 * * ? *)' }, '2026-02-03T16:00:00Z', '2026-02-04T00:00:00.000Z', '2026-02-04T00:59:59.000Z'],
  ])('%j after %s opens at %s, NextRotationDate %s', (rules, base, start, nextDate) => {
    const window = nextWindow(scheduleOf(rules), Date.parse(base))
    expect(new Date(window.startMs).toISOString()).toBe(start)
    expect(new Date(nextRotationDateMs(window)).toISOString()).toBe(nextDate)
  })

  test.each([
    ['rate(10 hours)', '2026-02-01T16:30:00Z', 1],
    ['cron(0 16 1,15 * ? *)', '2026-02-01T16:30:00Z', 14],
    ['cron(0 16 1,15 * ? *)', '2026-02-15T16:30:00Z', 14],
    ['rate(10 days)', '2026-02-15T16:30:00Z', 10],
    ['rate(30 hours)', '2026-02-15T16:00:00Z', 2],
  ])('%s shows, after a success at %s, %i days', (text, base, days) => {
    expect(computedDays(expression(text), Date.parse(base))).toBe(days)
  })
})

describe('in words', () => {
  test.each([
    [{ AutomaticallyAfterDays: 30 }, 'every 30 days, in the night from 00:00 UTC'],
    [{ AutomaticallyAfterDays: 1, Duration: '3h' }, 'every day, between 00:00 and 03:00 UTC'],
    [{ ScheduleExpression: 'rate(4 hours)' }, 'every 4 hours, on the hour, within 1 h'],
    [{ ScheduleExpression: 'cron(0 16 1,15 * ? *)' }, 'on the 1st and 15th of the month, from 16:00 UTC to the end of the day'],
    [{ ScheduleExpression: 'cron(0 16 1,15 * ? *)', Duration: '2h' }, 'on the 1st and 15th of the month, between 16:00 and 18:00 UTC'],
    [{ ScheduleExpression: 'cron(0 17 L * ? *)', Duration: '7h' }, 'on the last day of the month, between 17:00 and 24:00 UTC'],
    [{ ScheduleExpression: 'cron(0 18 ? * SAT *)' }, 'every Saturday, from 18:00 UTC to the end of the day'],
    [{ ScheduleExpression: 'cron(0 1 ? 1/3 SUN#1 *)' }, 'on the first Sunday of the month in January, April, July and October, from 01:00 UTC to the end of the day'],
    [{ ScheduleExpression: 'cron(0 22 ? * FRIL *)' }, 'on the last Friday of the month, from 22:00 UTC to the end of the day'],
    [{ ScheduleExpression: 'cron(0 /8 * * ? *)' }, 'every day, at 00:00, 08:00 and 16:00 UTC, within 1 h'],
  ])('%j: %s', (rules, words) => {
    expect(scheduleWords(scheduleOf(rules))).toBe(words)
  })
})

describe('properties', () => {
  const field = (min: number, max: number) =>
    fc.oneof(
      fc.integer({ min, max }).map(String),
      fc.uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 4 }).map((values) => values.join(',')),
      fc.tuple(fc.integer({ min, max }), fc.integer({ min: 1, max: 12 })).map(([from, step]) => `${from}/${step}`),
      fc.constant('*'),
    )
  const rules: fc.Arbitrary<RotationRules> = fc.oneof(
    fc.integer({ min: 1, max: 1000 }).map((AutomaticallyAfterDays) => ({ AutomaticallyAfterDays })),
    fc.integer({ min: 4, max: 2000 }).map((hours) => ({ ScheduleExpression: `rate(${hours} hours)` })),
    fc.tuple(field(0, 23), field(1, 31), field(1, 12)).map(([hours, days, months]) => ({ ScheduleExpression: `cron(0 ${hours} ${days} ${months} ? *)` })),
    fc.tuple(field(0, 23), field(1, 7), field(1, 12)).map(([hours, days, months]) => ({ ScheduleExpression: `cron(0 ${hours} ? ${months} ${days} *)` })),
  )
  const base = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2040, 0, 1) })
  const valid = rules.filter((candidate) => problemOf(candidate) === null)

  test('windows open later than their base, on the hour, at least 4 hours apart, and never overlap', () => {
    fc.assert(
      fc.property(valid, base, (candidate, baseMs) => {
        const windows = nextWindows(scheduleOf(candidate), baseMs, 6)
        let lastStart = -Infinity
        let lastEnd = baseMs - 31 * DAY
        for (const [index, window] of windows.entries()) {
          expect(window.startMs).toBeGreaterThan(baseMs)
          expect(window.startMs % HOUR).toBe(0)
          expect(window.endMs - window.startMs).toBeGreaterThanOrEqual(HOUR)
          expect(window.endMs - window.startMs).toBeLessThanOrEqual(DAY)
          if (index > 0) expect(window.startMs - lastStart).toBeGreaterThanOrEqual(4 * HOUR)
          expect(window.startMs).toBeGreaterThanOrEqual(lastEnd)
          ;({ startMs: lastStart, endMs: lastEnd } = window)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('a success anywhere in a cron window uses that window up', () => {
    fc.assert(
      fc.property(valid, base, fc.double({ min: 0, max: 0.999, noNaN: true }), (candidate, baseMs, part) => {
        const schedule = scheduleOf(candidate)
        const window = nextWindow(schedule, baseMs)
        const successMs = window.startMs + Math.floor((window.endMs - window.startMs) * part)
        expect(nextWindow(schedule, successMs).startMs).toBeGreaterThan(window.startMs)
      }),
      { numRuns: 150 },
    )
  })

  test('after the clock was set back no window comes twice', () => {
    fc.assert(
      fc.property(valid, base, fc.integer({ min: 0, max: 400 * DAY }), (candidate, baseMs, backMs) => {
        const schedule = scheduleOf(candidate)
        const used = nextWindow(schedule, baseMs)
        expect(nextUnusedWindow(schedule, baseMs - backMs, used.startMs).startMs).toBeGreaterThan(used.startMs)
      }),
      { numRuns: 150 },
    )
  })

  test('any text is either a schedule with words and windows or refused with a reason', () => {
    const text = fc.stringMatching(/^[0-9A-Za-z()#?*\-/, ]{1,40}$/).chain((inner) => fc.constantFrom(inner, `cron(${inner})`, `rate(${inner})`, `cron(0 ${inner} ? *)`))
    fc.assert(
      fc.property(text, (ScheduleExpression) => {
        const parsed = parseRules({ ScheduleExpression })
        const answer = !parsed.ok ? parsed.problem : parsed.schedule === null ? '' : `${scheduleWords(parsed.schedule)}, ${nextWindows(parsed.schedule, 0, 2).length} windows.`
        expect(answer).toMatch(/\S.*\.$/)
      }),
      { numRuns: 300 },
    )
  })
})

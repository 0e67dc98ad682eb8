import { parseRules } from '../../../shared/rotation/schedule.ts'
import { nextWindow } from '../../../shared/rotation/windows.ts'
import type { RotationSummary } from '../../store/rotations.ts'

/** A day of the calendar in local time. `key` is `2026-12-24`. */
export interface CalendarDay {
  readonly key: string
  readonly startMs: number
  readonly day: number
  readonly isInMonth: boolean
}

/** One window of a secret's rotation on a day. */
export interface CalendarEntry {
  readonly arn: string
  readonly name: string
  readonly startMs: number
  /** The planned window, not one that follows if all goes well. */
  readonly isNext: boolean
}

const MAX_WINDOWS = 200
const DAYS_A_WEEK = 7

export function dayKey(ms: number): string {
  const date = new Date(ms)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}

/** The weeks of a month, Monday first, with the days of its neighbours that complete them. Months count from 0. */
export function monthWeeks(year: number, month: number): readonly (readonly CalendarDay[])[] {
  const first = new Date(year, month, 1)
  const lead = (first.getDay() + 6) % DAYS_A_WEEK
  const length = new Date(year, month + 1, 0).getDate()
  const weeks: CalendarDay[][] = []
  for (let offset = -lead; offset < length; offset += DAYS_A_WEEK) {
    weeks.push(
      Array.from({ length: DAYS_A_WEEK }, (_, index) => {
        // Days are made by the calendar, not by adding hours: one of them has 23 or 25.
        const date = new Date(year, month, 1 + offset + index)
        return { key: dayKey(date.getTime()), startMs: date.getTime(), day: date.getDate(), isInMonth: date.getMonth() === first.getMonth() }
      }),
    )
  }
  return weeks
}

/** The windows of rotations that are on, from `fromMs` to before `toMs`, by local day; the earliest first. */
export function entriesByDay(rotations: readonly RotationSummary[], fromMs: number, toMs: number): ReadonlyMap<string, readonly CalendarEntry[]> {
  const found = new Map<string, CalendarEntry[]>()
  for (const rotation of rotations) {
    for (const entry of entriesOf(rotation, fromMs, toMs)) found.set(dayKey(entry.startMs), [...(found.get(dayKey(entry.startMs)) ?? []), entry])
  }
  for (const entries of found.values()) entries.sort((left, right) => left.startMs - right.startMs || (left.name < right.name ? -1 : 1))
  return found
}

function entriesOf(rotation: RotationSummary, fromMs: number, toMs: number): CalendarEntry[] {
  if (!rotation.RotationEnabled || rotation.NextWindowStartDate === undefined) return []
  const parsed = parseRules({ AutomaticallyAfterDays: rotation.ScheduleExpression === undefined ? rotation.AutomaticallyAfterDays : undefined, ScheduleExpression: rotation.ScheduleExpression, Duration: rotation.Duration })
  const schedule = parsed.ok ? parsed.schedule : null
  const entries: CalendarEntry[] = []
  let startMs = rotation.NextWindowStartDate * 1000
  for (let count = 0; startMs < toMs && entries.length < MAX_WINDOWS && count < 100 * MAX_WINDOWS; count++) {
    if (startMs >= fromMs) entries.push({ arn: rotation.ARN, name: rotation.Name, startMs, isNext: count === 0 })
    if (schedule === null) break
    startMs = nextWindow(schedule, startMs).startMs
  }
  return entries
}

import { isDayOf, type CronSchedule } from './cron.ts'
import type { Schedule } from './schedule.ts'

/** A time in which a rotation may happen, from `startMs` to before `endMs`, epoch milliseconds. */
export interface RotationWindow {
  readonly startMs: number
  readonly endMs: number
}

const SECOND_MS = 1000
const HOUR_MS = 60 * 60 * SECOND_MS
const DAY_MS = 24 * HOUR_MS
/** A fifth Monday in February comes after at most 40 years, over a century without a leap day. */
const LONGEST_SEARCH_DAYS = 41 * 366

/**
 * The window after a moment: that of the last success, of the last change of the value by hand, or of the configuration.
 * Days and hours count from there; a cron pattern opens at its first match strictly later, so that one success uses up its
 * whole window.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
export function nextWindow(schedule: Schedule, baseMs: number): RotationWindow {
  const startMs = nextStart(schedule, baseMs)
  return { startMs, endMs: windowEnd(schedule, startMs) }
}

/** The next `count` windows, each one used when it opens. */
export function nextWindows(schedule: Schedule, baseMs: number, count: number): readonly RotationWindow[] {
  const windows: RotationWindow[] = []
  let base = baseMs
  while (windows.length < count) {
    const window = nextWindow(schedule, base)
    windows.push(window)
    base = window.startMs
  }
  return windows
}

/** The window after a moment that is not one of those up to `usedStartMs`: a clock that was set back brings no window twice. */
export function nextUnusedWindow(schedule: Schedule, baseMs: number, usedStartMs: number | undefined): RotationWindow {
  const window = nextWindow(schedule, baseMs)
  return usedStartMs === undefined || window.startMs > usedStartMs ? window : nextWindow(schedule, usedStartMs)
}

/** `NextRotationDate` of a window: the last second in it. */
export function nextRotationDateMs(window: RotationWindow): number {
  return window.endMs - SECOND_MS
}

/** What DescribeSecret shows as AutomaticallyAfterDays of an expression: whole days from a success to the next window, rounded up, at least 1. */
export function computedDays(schedule: Schedule, baseMs: number): number {
  if (schedule.kind === 'days') return schedule.days
  return Math.max(1, Math.ceil((nextStart(schedule, baseMs) - baseMs) / DAY_MS))
}

function nextStart(schedule: Schedule, baseMs: number): number {
  switch (schedule.kind) {
    case 'days':
      return floorTo(baseMs, DAY_MS) + schedule.days * DAY_MS
    case 'hours':
      return floorTo(baseMs, HOUR_MS) + schedule.hours * HOUR_MS
    case 'cron':
      return nextMatch(schedule.cron, baseMs)
  }
}

function nextMatch(cron: CronSchedule, baseMs: number): number {
  const firstDay = floorTo(baseMs, DAY_MS)
  for (let day = 0; day <= LONGEST_SEARCH_DAYS; day++) {
    const dayMs = firstDay + day * DAY_MS
    if (!isDayOf(cron, dayMs)) continue
    for (const hour of cron.hours) if (dayMs + hour * HOUR_MS > baseMs) return dayMs + hour * HOUR_MS
  }
  throw new Error('Invariant broken: a cron schedule that was accepted has a next window')
}

function windowEnd(schedule: Schedule, startMs: number): number {
  if (schedule.durationHours !== null) return startMs + schedule.durationHours * HOUR_MS
  const isHourly = schedule.kind === 'hours' || (schedule.kind === 'cron' && schedule.cron.hours.length > 1)
  return isHourly ? startMs + HOUR_MS : floorTo(startMs, DAY_MS) + DAY_MS
}

function floorTo(timeMs: number, unitMs: number): number {
  return Math.floor(timeMs / unitMs) * unitMs
}

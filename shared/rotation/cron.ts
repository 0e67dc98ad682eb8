import { type CronFieldRule, cronNumber, parseCronField } from './cron-field.ts'

/** Which days of a month a schedule opens its windows on. Weekdays count from 1 = Sunday, as in AWS's cron. */
export type CronDays =
  | { readonly kind: 'of-month'; readonly days: readonly number[]; readonly isLast: boolean }
  | { readonly kind: 'of-week'; readonly weekdays: readonly number[] }
  | { readonly kind: 'nth'; readonly weekday: number; readonly nth: number }
  | { readonly kind: 'last'; readonly weekday: number }

/** A `cron(…)` expression, understood. All in UTC. */
export interface CronSchedule {
  readonly hours: readonly number[]
  readonly days: CronDays
  /** 1 to 12. */
  readonly months: readonly number[]
  /** The shortest time between the starts of two windows, in hours; 24 also when it is more. */
  readonly shortestGapHours: number
}

const DAY_MS = 24 * 60 * 60 * 1000
const HOURS_A_DAY = 24
const HOURS: CronFieldRule = { name: 'hours', min: 0, max: 23 }
const DAYS: CronFieldRule = { name: 'days of the month', min: 1, max: 31 }
const MONTHS: CronFieldRule = { name: 'months', min: 1, max: 12, names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] }
const WEEKDAYS: CronFieldRule = { name: 'days of the week', min: 1, max: 7, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] }
const SATURDAY = 7
/** Weekdays and dates fall together again after 28 years, inside a century. */
const PROBE_FROM = Date.UTC(2024, 0, 1)
const PROBE_DAYS = 7 * 1461

/**
 * Reads `cron(Minutes Hours Day-of-month Month Day-of-week Year)`; a text is the reason why it is none.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html#rotate-secrets_schedule-cron
 */
export function parseCron(expression: string): CronSchedule | string {
  const fields = /^cron\(([^()]*)\)$/.exec(expression)?.[1]?.split(' ')
  if (fields === undefined) return `${expression} is not a cron expression. Write cron(Minutes Hours Day-of-month Month Day-of-week Year).`
  if (fields.length !== 6 || fields.includes('')) {
    return `${expression} has ${fields.filter((field) => field !== '').length} fields; a cron expression has six with one blank between: minutes, hours, day of month, month, day of week, year.`
  }
  const [minutes, hourText, dayText, monthText, weekdayText, year] = fields as [string, string, string, string, string, string]
  if (minutes !== '0') return `${expression}: the minutes must be 0, since windows open on the hour.`
  if (year !== '*') return `${expression}: the year must be *, since a rotation repeats.`
  if ((dayText === '?') === (weekdayText === '?')) return `${expression}: exactly one of day of month and day of week must be ?, and the other must say the days.`
  const hours = parseCronField(hourText, HOURS)
  if (typeof hours === 'string') return `${expression}: ${hours}`
  const months = parseCronField(monthText, MONTHS)
  if (typeof months === 'string') return `${expression}: ${months}`
  const days = weekdayText === '?' ? parseDaysOfMonth(dayText) : parseDaysOfWeek(weekdayText)
  if (typeof days === 'string') return `${expression}: ${days}`
  const shortestGapHours = shortestGap(hours, (dayMs) => isDayOf({ days, months }, dayMs))
  return shortestGapHours === null ? `${expression} names no day that exists.` : { hours, days, months, shortestGapHours }
}

/** Whether windows open on the UTC day that begins at `dayMs`. */
export function isDayOf({ days, months }: Pick<CronSchedule, 'days' | 'months'>, dayMs: number): boolean {
  const date = new Date(dayMs)
  const day = date.getUTCDate()
  const weekday = date.getUTCDay() + 1
  if (!months.includes(date.getUTCMonth() + 1)) return false
  switch (days.kind) {
    case 'of-month':
      return days.days.includes(day) || (days.isLast && isInLastDays(dayMs, 1))
    case 'of-week':
      return days.weekdays.includes(weekday)
    case 'nth':
      return weekday === days.weekday && Math.ceil(day / 7) === days.nth
    case 'last':
      return weekday === days.weekday && isInLastDays(dayMs, 7)
  }
}

function isInLastDays(dayMs: number, count: number): boolean {
  return new Date(dayMs).getUTCMonth() !== new Date(dayMs + count * DAY_MS).getUTCMonth()
}

function parseDaysOfMonth(text: string): CronDays | string {
  if (/^[A-Za-z]{3}L$/.test(text)) return lastWeekday(text)
  const items = text.split(',')
  const numbers = items.filter((item) => item.toUpperCase() !== 'L')
  const days = numbers.length === 0 ? [] : parseCronField(numbers.join(','), DAYS)
  return typeof days === 'string' ? days : { kind: 'of-month', days, isLast: numbers.length < items.length }
}

function parseDaysOfWeek(text: string): CronDays | string {
  if (text.toUpperCase() === 'L') return { kind: 'of-week', weekdays: [SATURDAY] }
  if (/^[A-Za-z0-9]+L$/i.test(text) && cronNumber(text.slice(0, -1), WEEKDAYS) !== null) return lastWeekday(text)
  if (text.includes('#')) {
    const [day = '', nth = ''] = text.split('#')
    const weekday = cronNumber(day, WEEKDAYS)
    if (weekday === null || !/^[1-5]$/.test(nth) || text.split('#').length > 2) return `${text} is not the n-th weekday of a month: write SUN#1 to SAT#5.`
    return { kind: 'nth', weekday, nth: Number(nth) }
  }
  const weekdays = parseCronField(text, WEEKDAYS)
  return typeof weekdays === 'string' ? weekdays : { kind: 'of-week', weekdays }
}

function lastWeekday(text: string): CronDays | string {
  const weekday = cronNumber(text.slice(0, -1), WEEKDAYS)
  return weekday === null ? `${text} is not the last weekday of a month: write SUNL to SATL.` : { kind: 'last', weekday }
}

/**
 * The shortest time between two starts in hours, 24 when no day has two; null when no day occurs. Two hours of one day are
 * less than a day apart, so that of two days only those side by side can be closer.
 */
function shortestGap(hours: readonly number[], isDay: (dayMs: number) => boolean): number | null {
  const [first = 0] = hours
  const last = hours.at(-1) ?? 0
  let shortest = HOURS_A_DAY
  for (const [index, hour] of hours.entries()) if (index > 0) shortest = Math.min(shortest, hour - (hours[index - 1] ?? 0))
  const overMidnight = HOURS_A_DAY - last + first
  let wasDay = false
  let isAny = false
  for (let day = 0; day < PROBE_DAYS; day++) {
    const matches = isDay(PROBE_FROM + day * DAY_MS)
    if (matches && wasDay) return Math.min(shortest, overMidnight)
    isAny ||= matches
    wasDay = matches
    if (isAny && overMidnight >= shortest) break
  }
  return isAny ? shortest : null
}

import { type CronSchedule, parseCron } from './cron.ts'

/** `RotationRules` of Secrets Manager as a request gives them. */
export interface RotationRules {
  readonly AutomaticallyAfterDays?: number | undefined
  readonly ScheduleExpression?: string | undefined
  readonly Duration?: string | undefined
}

/** When a secret is rotated, understood: whole days, whole hours or a cron pattern, all in UTC. */
export type Schedule = ScheduleRhythm & {
  /** Length of the window in hours; null for the default. */
  readonly durationHours: number | null
}

type ScheduleRhythm =
  | { readonly kind: 'days'; readonly days: number }
  | { readonly kind: 'hours'; readonly hours: number }
  | { readonly kind: 'cron'; readonly cron: CronSchedule }

/** A schedule, or why it is none, in words for the person who wrote it. `schedule` is null when the rules name no rhythm. */
export type ParsedRules = { readonly ok: true; readonly schedule: Schedule | null } | { readonly ok: false; readonly problem: string }

const MIN_DAYS = 1
const MAX_DAYS = 1000
const MAX_RATE_DAYS = 999
/** Secrets Manager rotates at most every four hours. */
export const SHORTEST_GAP_HOURS = 4
const DAY_HOURS = 24
const RATE = /^rate\((\d+) (hours?|days?)\)$/
const DURATION = /^(\d{1,2})h$/

/**
 * Reads rotation rules. Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
export function parseRules(rules: RotationRules): ParsedRules {
  const { AutomaticallyAfterDays: days, ScheduleExpression: expression } = rules
  if (days !== undefined && expression !== undefined) return problem('You cannot specify both rotation frequency and schedule expression together.')
  if (days !== undefined && (!Number.isInteger(days) || days < MIN_DAYS || days > MAX_DAYS)) {
    return problem(`RotationRules.AutomaticallyAfterDays must be within ${MIN_DAYS}-${MAX_DAYS}.`)
  }
  const rhythm = days !== undefined ? ({ kind: 'days', days } as const) : expression === undefined ? null : parseExpression(expression)
  if (typeof rhythm === 'string') return problem(rhythm)
  const durationHours = parseDuration(rules.Duration)
  if (typeof durationHours === 'string') return problem(durationHours)
  if (rhythm === null) return durationHours === null ? { ok: true, schedule: null } : problem('Duration needs AutomaticallyAfterDays or ScheduleExpression: it is the length of their window.')
  const tooLong = durationHours === null ? null : windowProblem(rhythm, durationHours)
  return tooLong === null ? { ok: true, schedule: { ...rhythm, durationHours } } : problem(tooLong)
}

function parseExpression(expression: string): ScheduleRhythm | string {
  if (expression.startsWith('rate(')) return parseRate(expression)
  if (expression.startsWith('cron(')) {
    const cron = parseCron(expression)
    if (typeof cron === 'string') return cron
    if (cron.shortestGapHours < SHORTEST_GAP_HOURS) {
      return `${expression} opens windows ${cron.shortestGapHours} h apart. A secret can be rotated every ${SHORTEST_GAP_HOURS} hours at most: leave more hours between them.`
    }
    return { kind: 'cron', cron }
  }
  return `ScheduleExpression ${expression} is neither rate(…) nor cron(…). Write for example rate(10 days) or cron(0 16 1,15 * ? *).`
}

function parseRate(expression: string): ScheduleRhythm | string {
  const match = RATE.exec(expression)
  if (match === null) return `${expression} is not a rate. Write rate(, a whole number, one blank, and hours or days: rate(10 days).`
  const [, digits = '', unit = ''] = match
  const count = Number(digits)
  const isHours = unit.startsWith('hour')
  if (isHours && count < SHORTEST_GAP_HOURS) return `${expression} is too often: a secret can be rotated every ${SHORTEST_GAP_HOURS} hours at most.`
  if (count === 0) return `${expression} is no interval: it must be at least 1 day or ${SHORTEST_GAP_HOURS} hours.`
  if (count > (isHours ? MAX_RATE_DAYS * DAY_HOURS : MAX_RATE_DAYS)) return `${expression} is too rare: a rate is at most ${MAX_RATE_DAYS} days.`
  return isHours ? { kind: 'hours', hours: count } : { kind: 'days', days: count }
}

function parseDuration(duration: string | undefined): number | null | string {
  if (duration === undefined) return null
  const hours = Number(DURATION.exec(duration)?.[1])
  return hours >= 1 && hours <= DAY_HOURS ? hours : `Duration ${duration} is no window: write 1h to 24h.`
}

/** A window may reach neither the next one nor, when the schedule counts days, the next UTC day. */
function windowProblem(rhythm: ScheduleRhythm, durationHours: number): string | null {
  switch (rhythm.kind) {
    case 'days':
      return null
    case 'hours':
      return durationHours <= rhythm.hours ? null : `A window of ${durationHours} h is still open when the next one opens after ${rhythm.hours} h. Shorten Duration.`
    case 'cron': {
      const { hours, shortestGapHours } = rhythm.cron
      if (hours.length > 1) {
        return durationHours <= shortestGapHours ? null : `A window of ${durationHours} h is still open when the next one opens: the shortest time between two is ${shortestGapHours} h. Shorten Duration.`
      }
      const start = hours[0] ?? 0
      return start + durationHours <= DAY_HOURS ? null : `A window of ${durationHours} h from ${String(start).padStart(2, '0')}:00 UTC goes into the next day. It may last ${DAY_HOURS - start} h.`
    }
  }
}

function problem(text: string): ParsedRules {
  return { ok: false, problem: text }
}

import { parseRules, type RotationRules, type Schedule } from '../../../shared/rotation/schedule.ts'

export type DraftKind = 'days' | 'hours' | 'weekly' | 'monthly' | 'expression'

/** A schedule as a person sets it up. What the chosen kind does not use stays as it was typed. */
export interface ScheduleDraft {
  readonly kind: DraftKind
  readonly days: number
  readonly hours: number
  /** 1 is Sunday, as in AWS's cron. */
  readonly weekday: number
  /** Day of the month; `L` is the last. */
  readonly monthDay: string
  /** UTC, of weekly and monthly windows. */
  readonly hour: number
  readonly expression: string
  /** Length of the window in hours; null for AWS's default. */
  readonly windowHours: number | null
}

export const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const

export const FIRST_DRAFT: ScheduleDraft = { kind: 'days', days: 30, hours: 12, weekday: 1, monthDay: '1', hour: 2, expression: 'cron(0 2 ? * SUN#1 *)', windowHours: null }

/** What RotateSecret is told. */
export function rulesOf(draft: ScheduleDraft): RotationRules {
  const window = draft.windowHours === null ? {} : { Duration: `${draft.windowHours}h` }
  switch (draft.kind) {
    case 'days':
      return { AutomaticallyAfterDays: draft.days, ...window }
    case 'hours':
      return { ScheduleExpression: `rate(${draft.hours} hours)`, ...window }
    case 'weekly':
      return { ScheduleExpression: `cron(0 ${draft.hour} ? * ${WEEKDAYS[draft.weekday - 1] ?? 'SUN'} *)`, ...window }
    case 'monthly':
      return { ScheduleExpression: `cron(0 ${draft.hour} ${draft.monthDay} * ? *)`, ...window }
    case 'expression':
      return { ScheduleExpression: draft.expression.trim(), ...window }
  }
}

/** The draft of rules that are stored; a pattern that the simple kinds cannot say is shown as its expression. */
export function draftOf(rules: RotationRules): ScheduleDraft {
  const { AutomaticallyAfterDays: days, ScheduleExpression: expression, Duration } = rules
  const windowHours = Duration === undefined ? null : Number.parseInt(Duration, 10)
  const base = { ...FIRST_DRAFT, windowHours }
  if (expression === undefined) return { ...base, days: days ?? FIRST_DRAFT.days }
  const rateDays = /^rate\((\d+) days?\)$/.exec(expression)?.[1]
  // AutomaticallyAfterDays and rate(n days) open the same windows.
  if (rateDays !== undefined) return { ...base, days: Number(rateDays) }
  const hours = /^rate\((\d+) hours?\)$/.exec(expression)?.[1]
  if (hours !== undefined) return { ...base, kind: 'hours', hours: Number(hours) }
  const weekly = /^cron\(0 (\d{1,2}) \? \* ([A-Z]{3}) \*\)$/.exec(expression)
  const weekday = WEEKDAYS.findIndex((name) => name === weekly?.[2]) + 1
  if (weekly !== null && weekday > 0) return { ...base, kind: 'weekly', hour: Number(weekly[1]), weekday, expression }
  const monthly = /^cron\(0 (\d{1,2}) (\d{1,2}|L) \* \? \*\)$/.exec(expression)
  if (monthly !== null) return { ...base, kind: 'monthly', hour: Number(monthly[1]), monthDay: monthly[2] ?? '1', expression }
  return { ...base, kind: 'expression', expression }
}

/** The schedule of a draft, or why it is none. */
export function scheduleOfDraft(draft: ScheduleDraft): { readonly schedule: Schedule | null; readonly problem: string | null } {
  const parsed = parseRules(rulesOf(draft))
  return parsed.ok ? { schedule: parsed.schedule, problem: null } : { schedule: null, problem: parsed.problem }
}

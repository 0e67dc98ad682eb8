import { createHash } from 'node:crypto'
import { parseRules, type RotationRules, type Schedule } from '../../../shared/rotation/schedule.ts'
import { computedDays, nextUnusedWindow } from '../../../shared/rotation/windows.ts'
import type { RotationConfig } from '../secretsmanager/secret-record.ts'

/** A rotation starts up to this long after its moment, so that not all start at the stroke of the hour. */
const MAX_JITTER_MS = 120_000

/** Rules are frozen rows, and lists ask for the same ones again and again. */
const known = new WeakMap<RotationRules, Schedule | null>()

/** The schedule of rules that were accepted once; null when they name none. */
export function scheduleOf(rules: RotationRules | undefined): Schedule | null {
  if (rules === undefined) return null
  const before = known.get(rules)
  if (before !== undefined) return before
  const parsed = parseRules(rules)
  const schedule = parsed.ok ? parsed.schedule : null
  known.set(rules, schedule)
  return schedule
}

/** The configuration with its next window counted from a moment: a success, a change by hand, or the configuration itself. */
export function plannedFrom(config: RotationConfig, baseMs: number): RotationConfig {
  const schedule = config.enabled ? scheduleOf(config.rules) : null
  return { ...config, nextWindow: schedule === null ? undefined : nextUnusedWindow(schedule, baseMs, config.usedWindowStartMs) }
}

/** The configuration after a success: the window that it was for, or that it happened in, is used up. */
export function afterSuccess(config: RotationConfig, nowMs: number, windowStartMs: number | undefined): RotationConfig {
  const inWindow = config.nextWindow !== undefined && nowMs >= config.nextWindow.startMs ? config.nextWindow.startMs : undefined
  const used = [config.usedWindowStartMs, windowStartMs, inWindow].filter((start) => start !== undefined)
  const schedule = scheduleOf(config.rules)
  const isComputed = schedule !== null && config.rules?.ScheduleExpression !== undefined
  return plannedFrom(
    {
      ...config,
      lastRotatedAtMs: nowMs,
      usedWindowStartMs: used.length === 0 ? undefined : Math.max(...used),
      computedDays: isComputed ? computedDays(schedule, nowMs) : undefined,
    },
    nowMs,
  )
}

/** How long after its moment a rotation starts, in milliseconds: always the same for one secret and one moment. */
export function jitterMs(secretArn: string, momentMs: number): number {
  return createHash('sha256').update(`${secretArn} ${momentMs}`).digest().readUInt32BE(0) % MAX_JITTER_MS
}

import type { RotationRun } from '../../store/rotations.ts'
import { type CalendarEntry, dayKey } from './calendar-days.ts'

/** What a line of the calendar tells of a secret: what was, or what is to come. */
export type CalendarMarkName = 'failed' | 'late' | 'coming' | 'done' | 'abandoned'

/** In the order in which a day names them, with their words. */
export const MARK_WORDS: Readonly<Record<CalendarMarkName, string>> = { failed: 'failed', late: 'overdue', coming: 'to come', done: 'done', abandoned: 'abandoned' }
const ORDER = Object.keys(MARK_WORDS) as CalendarMarkName[]

/** A rotation that was, on its day. */
export interface CalendarRun {
  readonly arn: string
  readonly name: string
  readonly endedAtMs: number
  readonly versionId: string
  readonly mark: 'done' | 'failed' | 'abandoned'
  /** `failed`, `failed, tries again`. */
  readonly words: string
  readonly reason: string | undefined
}

/** A line of a day's cell: a secret once for each thing that it has there. */
export interface CellLine {
  readonly arn: string
  readonly name: string
  readonly times: number
  readonly mark: CalendarMarkName
}

const OUTCOMES: Readonly<Record<RotationRun['Outcome'], Pick<CalendarRun, 'mark' | 'words'>>> = {
  succeeded: { mark: 'done', words: 'done' },
  failed: { mark: 'failed', words: 'failed' },
  failing: { mark: 'failed', words: 'failed, not over' },
  abandoned: { mark: 'abandoned', words: 'abandoned' },
}

/** The runs of the secrets that are shown, by local day; the earliest first. */
export function runsByDay(runs: readonly RotationRun[], arns: ReadonlySet<string>): ReadonlyMap<string, readonly CalendarRun[]> {
  const found = new Map<string, CalendarRun[]>()
  for (const run of runs) {
    if (!arns.has(run.ARN)) continue
    const endedAtMs = Math.round(run.EndedDate * 1000)
    const key = dayKey(endedAtMs)
    found.set(key, [...(found.get(key) ?? []), { arn: run.ARN, name: run.Name, endedAtMs, versionId: run.VersionId, ...OUTCOMES[run.Outcome], reason: run.Reason }])
  }
  for (const ofDay of found.values()) ofDay.sort((left, right) => left.endedAtMs - right.endedAtMs)
  return found
}

/** What a day's cell names: each secret once for each mark, what needs a person first. */
export function cellLines(runs: readonly CalendarRun[], windows: readonly CalendarEntry[], late: ReadonlySet<string>): readonly CellLine[] {
  const lines = new Map<string, CellLine>()
  const add = (arn: string, name: string, mark: CalendarMarkName): void => {
    const key = `${mark} ${arn}`
    lines.set(key, { arn, name, mark, times: (lines.get(key)?.times ?? 0) + 1 })
  }
  for (const { arn, name, mark } of runs) add(arn, name, mark)
  for (const { arn, name, isNext } of windows) add(arn, name, isNext && late.has(arn) ? 'late' : 'coming')
  return [...lines.values()].sort((left, right) => ORDER.indexOf(left.mark) - ORDER.indexOf(right.mark))
}

/** `1 failed, 2 to come`; `no rotation`. */
export function dayWords(lines: readonly CellLine[]): string {
  const counts = ORDER.flatMap((mark) => {
    const count = lines.reduce((sum, line) => sum + (line.mark === mark ? line.times : 0), 0)
    return count === 0 ? [] : [`${count} ${MARK_WORDS[mark]}`]
  })
  return counts.length === 0 ? 'no rotation' : counts.join(', ')
}

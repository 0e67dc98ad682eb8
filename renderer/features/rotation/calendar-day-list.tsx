import { Button as AriaButton } from 'react-aria-components'
import { utcMinuteText, utcSecondText } from '../../../shared/utc-text.ts'
import { SecretName } from '../../components/secret-name.tsx'
import type { CalendarEntry } from './calendar-days.ts'
import { CalendarMark } from './calendar-mark.tsx'
import type { CalendarMarkName, CalendarRun } from './calendar-runs.ts'
import { clockTime } from './date-words.ts'

const ROWS_SHOWN = 200

interface Row {
  readonly key: string
  readonly arn: string
  readonly name: string
  readonly atMs: number
  readonly utc: string
  readonly mark: CalendarMarkName
  readonly words: string
  readonly reason: string | undefined
}

/** The rotations of one day: those that ended on it, and the windows that open. */
export function CalendarDayList(props: { readonly title: string; readonly runs: readonly CalendarRun[]; readonly windows: readonly CalendarEntry[]; readonly late: ReadonlySet<string>; readonly onChoose: (arn: string) => void }) {
  const rows = [...props.runs.map(runRow), ...props.windows.map((entry) => windowRow(entry, props.late))].sort((left, right) => left.atMs - right.atMs)
  return (
    <section aria-label={props.title} className="px-3 py-2.5">
      <h3 className="mb-1.5">{props.title}</h3>
      {rows.length === 0 ? <p className="text-muted">No rotation ended on this day, and no window opens.</p> : null}
      <ul className="overflow-hidden rounded-lg border border-line empty:hidden">
        {rows.slice(0, ROWS_SHOWN).map((row) => (
          <li key={row.key} className="border-line2 not-first:border-t">
            <AriaButton onPress={() => props.onChoose(row.arn)} className="flex min-h-[30px] w-full cursor-default items-center gap-2 px-3 text-left hover:bg-sunken focus-visible:-outline-offset-2">
              <CalendarMark mark={row.mark} />
              <span className="w-10 flex-none text-sm text-muted tabular-nums" title={row.utc}>
                {clockTime(row.atMs).slice(0, 5)}
              </span>
              <span className="min-w-0 flex-1">
                <SecretName name={row.name} />
              </span>
              <span className={`min-w-0 flex-none text-sm ${row.mark === 'failed' || row.mark === 'late' ? 'text-red' : 'text-muted'}`} title={row.reason ?? ''}>
                {row.words}
              </span>
            </AriaButton>
          </li>
        ))}
      </ul>
      {rows.length > ROWS_SHOWN ? <p className="mt-1 text-sm text-faint">and {(rows.length - ROWS_SHOWN).toLocaleString('en')} more</p> : null}
    </section>
  )
}

function runRow({ arn, name, endedAtMs, versionId, mark, words, reason }: CalendarRun): Row {
  return { key: `${versionId} ${endedAtMs}`, arn, name, atMs: endedAtMs, utc: utcSecondText(endedAtMs), mark, words, reason }
}

function windowRow({ arn, name, startMs, isNext }: CalendarEntry, late: ReadonlySet<string>): Row {
  const isLate = isNext && late.has(arn)
  return { key: `${arn} ${startMs}`, arn, name, atMs: startMs, utc: utcMinuteText(startMs), mark: isLate ? 'late' : 'coming', words: !isNext ? 'window after the next' : isLate ? 'window, failed or overdue' : 'next window', reason: undefined }
}

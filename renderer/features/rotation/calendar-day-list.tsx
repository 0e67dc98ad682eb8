import { Button as AriaButton } from 'react-aria-components'
import { utcMinuteText } from '../../../shared/utc-text.ts'
import { SecretName } from '../../components/secret-name.tsx'
import type { CalendarEntry } from './calendar-days.ts'
import { clockTime } from './date-words.ts'

const ENTRIES_SHOWN = 200

/** The windows that open on one day. */
export function CalendarDayList(props: { readonly title: string; readonly entries: readonly CalendarEntry[]; readonly late: ReadonlySet<string>; readonly onChoose: (arn: string) => void }) {
  const { entries, late } = props
  return (
    <section aria-label={props.title} className="px-3 py-2.5">
      <h3 className="mb-1.5">{props.title}</h3>
      {entries.length === 0 ? <p className="text-muted">No window opens on this day.</p> : null}
      <ul className="overflow-hidden rounded-lg border border-line empty:hidden">
        {entries.slice(0, ENTRIES_SHOWN).map((entry) => (
          <li key={`${entry.arn} ${entry.startMs}`} className="border-line2 not-first:border-t">
            <AriaButton onPress={() => props.onChoose(entry.arn)} className="flex h-[30px] w-full cursor-default items-center gap-3 px-3 text-left hover:bg-sunken focus-visible:-outline-offset-2">
              <span className="flex-none text-sm text-muted tabular-nums" title={utcMinuteText(entry.startMs)}>
                {clockTime(entry.startMs).slice(0, 5)}
              </span>
              <span className="min-w-0 flex-1">
                <SecretName name={entry.name} />
              </span>
              <span className={`flex-none text-sm ${entry.isNext && late.has(entry.arn) ? 'text-red' : 'text-muted'}`}>{!entry.isNext ? 'after the next' : late.has(entry.arn) ? 'failed or overdue' : 'next'}</span>
            </AriaButton>
          </li>
        ))}
      </ul>
      {entries.length > ENTRIES_SHOWN ? <p className="mt-1 text-sm text-faint">and {(entries.length - ENTRIES_SHOWN).toLocaleString('en')} more</p> : null}
    </section>
  )
}

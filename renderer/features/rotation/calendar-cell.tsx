import { classNames } from '../../components/class-names.ts'
import type { CalendarDay } from './calendar-days.ts'
import { CalendarMark } from './calendar-mark.tsx'
import { type CellLine, dayWords, MARK_WORDS, type CalendarMarkName } from './calendar-runs.ts'
import { fullDay } from './date-words.ts'

const LINES_SHOWN = 2

interface DayCellProps {
  readonly day: CalendarDay
  readonly lines: readonly CellLine[]
  readonly isToday: boolean
  readonly isChosen: boolean
  readonly onChoose: () => void
}

/** A day of the month with what was and what is to come on it. */
export function DayCell({ day, lines, isToday, isChosen, onChoose }: DayCellProps) {
  return (
    <td
      role="gridcell"
      tabIndex={isChosen ? 0 : -1}
      aria-selected={isChosen}
      {...(isToday ? { 'aria-current': 'date' as const } : {})}
      onClick={onChoose}
      className={classNames('h-[62px] cursor-default border border-line2 px-1.5 py-1 align-top focus-visible:outline-2 focus-visible:-outline-offset-2', isChosen ? 'bg-accent-soft' : 'hover:bg-sunken')}
    >
      <span className="sr-only">{`${fullDay(day.startMs)}: ${dayWords(lines)}`}</span>
      <div aria-hidden className="@container flex h-full flex-col overflow-hidden">
        <span className={classNames('mb-0.5 grid size-[18px] flex-none place-items-center rounded-full text-xs tabular-nums', isToday ? 'bg-accent font-bold text-on-accent' : day.isInMonth ? '' : 'text-faint')}>{day.day}</span>
        <Counts lines={lines} />
        {lines.slice(0, lines.length > LINES_SHOWN ? 1 : LINES_SHOWN).map(({ arn, name, times, mark }) => (
          <span key={`${mark} ${arn}`} className={classNames('flex items-center gap-1 text-xs leading-[15px] @max-[52px]:hidden', mark === 'late' || mark === 'failed' ? 'text-red' : 'text-muted')} title={name}>
            <CalendarMark mark={mark} />
            <span className="min-w-0 truncate">
              {name.slice(name.lastIndexOf('/') + 1)}
              {times > 1 ? ` ×${times}` : ''}
            </span>
          </span>
        ))}
        {lines.length > LINES_SHOWN ? <span className="text-xs leading-[15px] text-muted @max-[52px]:hidden">{lines.length - 1} more</span> : null}
      </div>
    </td>
  )
}

/** In a window that is too narrow for names: how many of each. */
function Counts({ lines }: { readonly lines: readonly CellLine[] }) {
  const counts = (Object.keys(MARK_WORDS) as CalendarMarkName[]).map((mark) => ({ mark, count: lines.reduce((sum, line) => sum + (line.mark === mark ? line.times : 0), 0) }))
  return (
    <span className="hidden flex-wrap gap-x-1.5 @max-[52px]:flex">
      {counts.map(({ mark, count }) =>
        count === 0 ? null : (
          <span key={mark} className={classNames('flex items-center gap-0.5 text-xs leading-[15px] tabular-nums', mark === 'late' || mark === 'failed' ? 'text-red' : 'text-muted')}>
            <CalendarMark mark={mark} />
            {count}
          </span>
        ),
      )}
    </span>
  )
}

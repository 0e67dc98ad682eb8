import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { classNames } from '../../components/class-names.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { focusRotation, type RotationSummary } from '../../store/rotations.ts'
import { type CalendarDay, type CalendarEntry, dayKey, entriesByDay, monthWeeks } from './calendar-days.ts'
import { CalendarDayList } from './calendar-day-list.tsx'
import { stateOf } from './rotation-words.ts'

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric' })
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
const NAMES_SHOWN = 2
/** Further than this nobody knows when a rotation comes. */
const MONTHS_AHEAD = 12

interface Chosen {
  readonly year: number
  /** From 0. */
  readonly month: number
  readonly day: number
}

function chosenOf(ms: number): Chosen {
  const date = new Date(ms)
  return { year: date.getFullYear(), month: date.getMonth(), day: date.getDate() }
}

function msOf({ year, month, day }: Chosen): number {
  return new Date(year, month, day).getTime()
}

/** The same day another month, or that month's last. */
function inMonth({ year, month, day }: Chosen, by: number): Chosen {
  const last = new Date(year, month + by + 1, 0).getDate()
  return chosenOf(new Date(year, month + by, Math.min(day, last)).getTime())
}

/** The coming windows by day. Arrows go by days and weeks, Page Up and Down by months, Home and End to the ends of a week. */
export function RotationCalendar({ rotations, nowMs }: { readonly rotations: readonly RotationSummary[]; readonly nowMs: number }) {
  const [chosen, setChosen] = useState(() => chosenOf(nowMs))
  const grid = useRef<HTMLTableElement>(null)
  const weeks = useMemo(() => monthWeeks(chosen.year, chosen.month), [chosen.year, chosen.month])
  const fromMs = weeks[0]?.[0]?.startMs ?? 0
  const toMs = new Date(chosen.year, chosen.month + 1, 8).getTime()
  const byDay = useMemo(() => entriesByDay(rotations, fromMs, toMs), [rotations, fromMs, toMs])
  const late = useMemo(() => new Set(rotations.filter((item) => ['failing', 'overdue'].includes(stateOf(item, nowMs))).map((item) => item.ARN)), [rotations, nowMs])
  const today = dayKey(nowMs)
  const chosenKey = dayKey(msOf(chosen))
  const thisMonth = chosenOf(nowMs)
  const monthsAway = (chosen.year - thisMonth.year) * 12 + chosen.month - thisMonth.month

  function go(next: Chosen): void {
    const away = (next.year - thisMonth.year) * 12 + next.month - thisMonth.month
    if (Math.abs(away) > MONTHS_AHEAD) return
    setChosen(next)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const weekday = (new Date(msOf(chosen)).getDay() + 6) % 7
    const days = (by: number) => chosenOf(new Date(chosen.year, chosen.month, chosen.day + by).getTime())
    const moves: Readonly<Record<string, () => Chosen>> = {
      ArrowLeft: () => days(-1),
      ArrowRight: () => days(1),
      ArrowUp: () => days(-7),
      ArrowDown: () => days(7),
      Home: () => days(-weekday),
      End: () => days(6 - weekday),
      PageUp: () => inMonth(chosen, -1),
      PageDown: () => inMonth(chosen, 1),
    }
    const move = moves[event.key]
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    event.stopPropagation()
    go(move())
    // The day has the focus once React has drawn it.
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus())
  }

  return (
    <div className="flex h-full flex-col overflow-y-auto">
      <header className="flex flex-none items-center gap-1 px-3 py-2">
        <h2 className="flex-1" aria-live="polite">
          {MONTH.format(msOf(chosen))}
        </h2>
        <Button onPress={() => setChosen(chosenOf(nowMs))}>Today</Button>
        <IconButton label="Month before" icon={<ChevronLeft size={16} />} isDisabled={monthsAway <= -MONTHS_AHEAD} onPress={() => go(inMonth(chosen, -1))} />
        <IconButton label="Next month" icon={<ChevronRight size={16} />} isDisabled={monthsAway >= MONTHS_AHEAD} onPress={() => go(inMonth(chosen, 1))} />
      </header>
      <table ref={grid} role="grid" aria-label={`Rotations in ${MONTH.format(msOf(chosen))}`} onKeyDown={onKeyDown} className="w-full flex-none table-fixed border-collapse [&_td:first-child]:border-l-0 [&_td:last-child]:border-r-0">
        <thead>
          <tr>
            {WEEKDAYS.map((name) => (
              <th key={name} scope="col" className="h-6 px-2 text-left text-xs font-medium text-faint">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.key}>
              {week.map((day) => (
                <DayCell key={day.key} day={day} names={namesOf(byDay.get(day.key) ?? [], late)} windowCount={byDay.get(day.key)?.length ?? 0} isToday={day.key === today} isChosen={day.key === chosenKey} onChoose={() => go(chosenOf(day.startMs))} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <CalendarDayList title={DAY.format(msOf(chosen))} entries={byDay.get(chosenKey) ?? []} late={late} onChoose={focusRotation} />
    </div>
  )
}

interface CellName {
  readonly name: string
  readonly times: number
  readonly isLate: boolean
}

/** Each secret of a day once, with how many windows it has there. */
function namesOf(entries: readonly CalendarEntry[], late: ReadonlySet<string>): readonly CellName[] {
  const byArn = new Map<string, CellName>()
  for (const { arn, name, isNext } of entries) {
    const before = byArn.get(arn)
    byArn.set(arn, { name, times: (before?.times ?? 0) + 1, isLate: before?.isLate === true || (isNext && late.has(arn)) })
  }
  return [...byArn.values()]
}

interface DayCellProps {
  readonly day: CalendarDay
  readonly names: readonly CellName[]
  readonly windowCount: number
  readonly isToday: boolean
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function DayCell({ day, names, windowCount, isToday, isChosen, onChoose }: DayCellProps) {
  const count = windowCount === 0 ? 'no rotation' : windowCount === 1 ? '1 rotation' : `${windowCount} rotations`
  return (
    <td
      role="gridcell"
      tabIndex={isChosen ? 0 : -1}
      aria-selected={isChosen}
      {...(isToday ? { 'aria-current': 'date' as const } : {})}
      onClick={onChoose}
      className={classNames('h-[62px] cursor-default border border-line2 px-1.5 py-1 align-top focus-visible:outline-2 focus-visible:-outline-offset-2', isChosen ? 'bg-accent-soft' : 'hover:bg-sunken')}
    >
      <span className="sr-only">{`${DAY.format(day.startMs)}: ${count}`}</span>
      <div aria-hidden className="flex h-full flex-col overflow-hidden">
        <span className={classNames('mb-0.5 grid size-[18px] flex-none place-items-center rounded-full text-xs tabular-nums', isToday ? 'bg-accent font-bold text-on-accent' : day.isInMonth ? '' : 'text-faint')}>{day.day}</span>
        {names.slice(0, names.length > NAMES_SHOWN ? 1 : NAMES_SHOWN).map(({ name, times, isLate }, index) => (
          <span key={index} className={classNames('block truncate text-xs leading-[15px]', isLate ? 'text-red' : 'text-muted')} title={name}>
            {name.slice(name.lastIndexOf('/') + 1)}
            {times > 1 ? ` ×${times}` : ''}
          </span>
        ))}
        {names.length > NAMES_SHOWN ? <span className="text-xs leading-[15px] text-faint">{names.length - 1} more</span> : null}
      </div>
    </td>
  )
}

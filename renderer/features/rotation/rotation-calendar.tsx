import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { useRotationRuns } from '../../hooks/use-rotation-runs.ts'
import { focusRotation, type RotationSummary } from '../../store/rotations.ts'
import { DayCell } from './calendar-cell.tsx'
import { CalendarDayList } from './calendar-day-list.tsx'
import { dayKey, entriesByDay, monthWeeks } from './calendar-days.ts'
import { CalendarLegend } from './calendar-mark.tsx'
import { cellLines, runsByDay } from './calendar-runs.ts'
import { fullDay } from './date-words.ts'
import { stateOf } from './rotation-words.ts'

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTH = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric' })
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

/** The rotations of a month by day: those that were, and the windows to come. Arrows go by days and weeks, Page Up and Down by months, Home and End to the ends of a week. */
export function RotationCalendar({ rotations, nowMs }: { readonly rotations: readonly RotationSummary[]; readonly nowMs: number }) {
  const [chosen, setChosen] = useState(() => chosenOf(nowMs))
  const grid = useRef<HTMLTableElement>(null)
  const weeks = useMemo(() => monthWeeks(chosen.year, chosen.month), [chosen.year, chosen.month])
  const fromMs = weeks[0]?.[0]?.startMs ?? 0
  const toMs = new Date(chosen.year, chosen.month + 1, 8).getTime()
  const windows = useMemo(() => entriesByDay(rotations, fromMs, toMs), [rotations, fromMs, toMs])
  const past = useRotationRuns(fromMs, toMs)
  const runs = useMemo(() => runsByDay(past.runs, new Set(rotations.map((item) => item.ARN))), [past.runs, rotations])
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
      {past.error === null ? null : <ErrorNote error={past.error} className="mx-3 mb-2" />}
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
                <DayCell key={day.key} day={day} lines={cellLines(runs.get(day.key) ?? [], windows.get(day.key) ?? [], late)} isToday={day.key === today} isChosen={day.key === chosenKey} onChoose={() => go(chosenOf(day.startMs))} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <CalendarLegend />
      <CalendarDayList title={fullDay(msOf(chosen))} runs={runs.get(chosenKey) ?? []} windows={windows.get(chosenKey) ?? []} late={late} onChoose={focusRotation} />
    </div>
  )
}

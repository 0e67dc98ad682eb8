import { Check, Circle, Minus, TriangleAlert, X } from 'lucide-react'
import { type CalendarMarkName, MARK_WORDS } from './calendar-runs.ts'

const ICONS = { done: Check, failed: X, abandoned: Minus, coming: Circle, late: TriangleAlert } as const
const TONES: Readonly<Record<CalendarMarkName, string>> = { done: 'text-accent', failed: 'text-red', abandoned: 'text-muted', coming: 'text-faint', late: 'text-red' }
const SIZES: Readonly<Record<CalendarMarkName, number>> = { done: 12, failed: 12, abandoned: 12, coming: 8, late: 11 }

/** The sign of what was or is to come: each has a shape of its own, so that nobody needs its colour. */
export function CalendarMark({ mark }: { readonly mark: CalendarMarkName }) {
  const Icon = ICONS[mark]
  return (
    <span aria-hidden className={`grid size-3 flex-none place-items-center ${TONES[mark]}`}>
      <Icon size={SIZES[mark]} strokeWidth={mark === 'coming' ? 3 : 2.5} />
    </span>
  )
}

/** What the signs mean. */
export function CalendarLegend() {
  return (
    <ul aria-label="Signs" title="The last 20 rotations of each secret are kept." className="flex flex-none flex-wrap gap-x-3 gap-y-0.5 px-3 pt-1.5 text-xs text-muted">
      {(['done', 'failed', 'abandoned', 'coming', 'late'] as const).map((mark) => (
        <li key={mark} className="flex items-center gap-1">
          <CalendarMark mark={mark} />
          {MARK_WORDS[mark]}
        </li>
      ))}
    </ul>
  )
}

import { useState } from 'react'
import { nextWindows } from '../../../shared/rotation/windows.ts'
import { scheduleWords } from '../../../shared/rotation/schedule-words.ts'
import type { Schedule } from '../../../shared/rotation/schedule.ts'
import { NumberField } from '../../components/number-field.tsx'
import { Select, type SelectOption } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { NextDates } from './next-dates.tsx'
import { type DraftKind, type ScheduleDraft, scheduleOfDraft } from './schedule-draft.ts'

const DATES_SHOWN = 5
const KINDS: readonly SelectOption<DraftKind>[] = [
  { value: 'days', label: 'Every n days' },
  { value: 'hours', label: 'Every n hours' },
  { value: 'weekly', label: 'Weekly' },
  { value: 'monthly', label: 'Monthly' },
  { value: 'expression', label: 'Expression' },
]
const WEEKDAY_NAMES = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const WEEKDAY_OPTIONS = WEEKDAY_NAMES.map((label, index) => ({ value: String(index + 1), label }))
const MONTH_DAYS = [...Array.from({ length: 31 }, (_, index) => ({ value: String(index + 1), label: String(index + 1) })), { value: 'L', label: 'last' }]
const HOURS = Array.from({ length: 24 }, (_, hour) => ({ value: String(hour), label: `${String(hour).padStart(2, '0')}:00` }))
const DEFAULT_WINDOW = 'default'
const WINDOWS = [{ value: DEFAULT_WINDOW, label: 'default' }, ...Array.from({ length: 24 }, (_, index) => ({ value: String(index + 1), label: `${index + 1} h` }))]

/** When a secret is rotated: the rhythm, the window, what that means in words, and the next five dates. */
export function ScheduleEditor({ draft, onChange }: { readonly draft: ScheduleDraft; readonly onChange: (draft: ScheduleDraft) => void }) {
  const [nowMs] = useState(() => Date.now())
  const { schedule, problem } = scheduleOfDraft(draft)
  const isInField = draft.kind === 'expression'
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2.5">
        <Select label="Rhythm" options={KINDS} value={draft.kind} onChange={(kind) => onChange({ ...draft, kind })} className="w-[128px]" />
        <RhythmFields draft={draft} problem={isInField ? problem : null} onChange={onChange} />
        <Select
          label="Window"
          options={WINDOWS}
          value={draft.windowHours === null ? DEFAULT_WINDOW : String(draft.windowHours)}
          onChange={(hours) => onChange({ ...draft, windowHours: hours === DEFAULT_WINDOW ? null : Number(hours) })}
          className="w-24"
        />
      </div>
      {schedule === null ? (
        isInField ? null : (
          <p role="alert" className="text-sm text-red">
            {problem}
          </p>
        )
      ) : (
        <>
          <p className="text-muted" role="status">
            {sentenceOf(schedule)}. The rotation begins at some time inside the window.
          </p>
          <NextDates label="The next five windows open" startsMs={nextWindows(schedule, nowMs, DATES_SHOWN).map((window) => window.startMs)} nowMs={nowMs} />
        </>
      )}
    </div>
  )
}

function RhythmFields({ draft, problem, onChange }: { readonly draft: ScheduleDraft; readonly problem: string | null; readonly onChange: (draft: ScheduleDraft) => void }) {
  const hour = <Select label="From, UTC" options={HOURS} value={String(draft.hour)} onChange={(next) => onChange({ ...draft, hour: Number(next) })} className="w-24" />
  switch (draft.kind) {
    case 'days':
      return <NumberField label="Every" value={draft.days} onChange={(days) => onChange({ ...draft, days })} minimum={1} maximum={1000} unit="days" className="w-[130px]" />
    case 'hours':
      return <NumberField label="Every" value={draft.hours} onChange={(hours) => onChange({ ...draft, hours })} minimum={4} maximum={23_976} unit="hours" className="w-[136px]" />
    case 'weekly':
      return (
        <>
          <Select label="Day" options={WEEKDAY_OPTIONS} value={String(draft.weekday)} onChange={(next) => onChange({ ...draft, weekday: Number(next) })} className="w-32" />
          {hour}
        </>
      )
    case 'monthly':
      return (
        <>
          <Select label="Day" options={MONTH_DAYS} value={draft.monthDay} onChange={(monthDay) => onChange({ ...draft, monthDay })} className="w-24" />
          {hour}
        </>
      )
    case 'expression':
      return (
        <TextField
          label="Expression"
          value={draft.expression}
          onChange={(expression) => onChange({ ...draft, expression })}
          error={problem}
          hint="cron(Minutes Hours Day-of-month Month Day-of-week Year) or rate(…), in UTC; minutes 0, one day field ?."
          placeholder="cron(0 16 1,15 * ? *)"
          mono
          className="min-w-64 flex-1"
        />
      )
  }
}

function sentenceOf(schedule: Schedule): string {
  const words = scheduleWords(schedule)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

import { useEffect, useState } from 'react'
import { utcSecondText } from '../../shared/utc-text.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** A duration in its largest unit: `now`, `3 min`, `2 h`, `5 d`, `7 mo`, `2 y`. */
export function durationText(ms: number): string {
  const length = Math.abs(ms)
  if (length < MINUTE_MS) return 'now'
  if (length < HOUR_MS) return `${Math.floor(length / MINUTE_MS)} min`
  if (length < DAY_MS) return `${Math.floor(length / HOUR_MS)} h`
  if (length < 60 * DAY_MS) return `${Math.floor(length / DAY_MS)} d`
  if (length < 730 * DAY_MS) return `${Math.floor(length / (30 * DAY_MS))} mo`
  return `${Math.floor(length / (365 * DAY_MS))} y`
}

/** `3 min ago`, `in 4 d`, `now`. */
export function relativeText(ms: number, nowMs: number): string {
  const text = durationText(ms - nowMs)
  if (text === 'now') return text
  return ms < nowMs ? `${text} ago` : `in ${text}`
}

const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })

/** A time in full, local, with UTC behind it. */
export function fullTimeText(ms: number): string {
  return `${FULL.format(ms)} (${utcSecondText(ms)})`
}

/** A time in full, local; UTC follows, and goes to the next line as one where it has to. */
export function FullTime({ ms }: { readonly ms: number }) {
  return (
    <time dateTime={new Date(ms).toISOString()}>
      <span className="whitespace-nowrap">{FULL.format(ms)}</span> <span className="text-sm whitespace-nowrap text-muted">({utcSecondText(ms)})</span>
    </time>
  )
}

/** How long ago or until, in words, with the full time as its title. `bare` leaves out "ago" and "in". */
export function RelativeTime({ ms, bare = false }: { readonly ms: number; readonly bare?: boolean }) {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), MINUTE_MS / 2)
    return () => clearInterval(timer)
  }, [])
  return (
    <time dateTime={new Date(ms).toISOString()} title={fullTimeText(ms)}>
      {bare ? durationText(ms - nowMs) : relativeText(ms, nowMs)}
    </time>
  )
}

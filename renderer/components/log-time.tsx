import { utcMillisecondText } from '../../shared/utc-text.ts'

const LOCAL = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 })

/** When a line of a log was written: local time, UTC on hover. Lines of an older Coffer have none. */
export function LogTime({ seconds }: { readonly seconds: number | undefined }) {
  if (seconds === undefined) return <span aria-hidden />
  const ms = Math.round(seconds * 1000)
  return (
    <time dateTime={new Date(ms).toISOString()} title={utcMillisecondText(ms)} className="text-faint tabular-nums">
      {LOCAL.format(ms)}
    </time>
  )
}

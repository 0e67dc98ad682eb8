import { utcMinuteText } from '../../../shared/utc-text.ts'
import { relativeText } from '../../components/relative-time.tsx'
import { localDateTime } from './date-words.ts'

/** When the next windows open, in local time with UTC beside it. */
export function NextDates({ startsMs, nowMs, label }: { readonly startsMs: readonly number[]; readonly nowMs: number; readonly label: string }) {
  return (
    <table className="w-full border-separate border-spacing-0 overflow-hidden rounded-lg border border-line bg-panel">
      <caption className="mb-1 text-left text-sm font-medium text-muted">{label}</caption>
      <thead>
        <tr className="text-left text-xs text-faint [&>th]:h-6 [&>th]:font-medium">
          <th scope="col" className="px-3">
            Here
          </th>
          <th scope="col" className="px-2">
            UTC
          </th>
          <th scope="col" className="px-3 text-right">
            From now
          </th>
        </tr>
      </thead>
      <tbody>
        {startsMs.map((ms, index) => (
          <tr key={ms} className="whitespace-nowrap [&>td]:h-[26px] [&>td]:border-t [&>td]:border-line2">
            <td className={`px-3 tabular-nums ${index === 0 ? '' : 'text-muted'}`}>{localDateTime(ms)}</td>
            <td className="mono px-2 text-sm text-muted">{utcMinuteText(ms).slice(0, -4)}</td>
            <td className="px-3 text-right text-sm text-muted">{relativeText(ms, nowMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

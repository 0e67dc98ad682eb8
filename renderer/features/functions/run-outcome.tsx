import { Chip } from '../../components/chip.tsx'
import { LogTime } from '../../components/log-time.tsx'
import type { FunctionInvocation } from '../../store/functions.ts'

/** How one run ended: the result, the time, the answer or the error, and every line that it wrote, with its time. */
export function RunOutcome({ run, payload }: { readonly run: FunctionInvocation; readonly payload: string | undefined }) {
  return (
    <section aria-label="Outcome" className="mt-2 overflow-hidden rounded-lg border border-line bg-panel">
      <header className="flex min-h-[30px] flex-wrap items-center gap-2 px-3 py-1">
        <Chip tone={run.Status === 'succeeded' ? 'accent' : 'red'}>{run.Status}</Chip>
        <span className="text-sm text-muted">{run.DurationMs.toLocaleString('en')} ms</span>
        <span className="mono selectable ml-auto truncate text-xs text-faint" title={run.RequestId}>
          {run.RequestId}
        </span>
      </header>
      {run.ErrorMessage === undefined ? null : (
        <div className="selectable border-t border-line2 px-3 py-1.5 text-red [overflow-wrap:anywhere]">
          <span className="mono text-sm">{run.ErrorType}</span>
          <div>{run.ErrorMessage}</div>
        </div>
      )}
      {payload === undefined ? null : <pre className="mono selectable border-t border-line2 px-3 py-1.5 text-sm whitespace-pre-wrap [overflow-wrap:anywhere]">{payload}</pre>}
      <div tabIndex={0} role="log" aria-label="Log" className="mono selectable max-h-72 overflow-auto border-t border-line2 bg-sunken px-3 py-2 text-sm leading-[19px]">
        {run.Log.length === 0 ? <span className="text-faint">It wrote nothing.</span> : null}
        {run.Log.map((line, index) => (
          // The lines of a run that has ended stay as they are.
          <div key={index} className="grid grid-cols-[86px_minmax(0,1fr)] gap-x-2">
            <LogTime seconds={line.Timestamp} />
            <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">{line.Text}</span>
          </div>
        ))}
      </div>
    </section>
  )
}

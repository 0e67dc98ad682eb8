import { Chip } from '../../components/chip.tsx'
import type { FunctionInvocation } from '../../store/functions.ts'

/** How one run ended: the result, the time, the answer or the error, and every line that it wrote. */
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
      <pre tabIndex={0} aria-label="Log" className="mono selectable max-h-72 overflow-auto border-t border-line2 bg-sunken px-3 py-2 text-sm leading-[19px] whitespace-pre-wrap [overflow-wrap:anywhere]">
        {run.Log.length === 0 ? <span className="text-faint">It wrote nothing.</span> : run.Log.join('\n')}
      </pre>
    </section>
  )
}

import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { call } from '../../api/coffer-api.ts'
import { Chip } from '../../components/chip.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import type { FunctionInvocation, RotationFunction } from '../../store/functions.ts'
import { useStore } from '../../store/store.ts'
import { RunOutcome } from './run-outcome.tsx'

/** The last runs of a function, by rotations and by hand; each opens to its log. */
export function FunctionRuns({ item, runCount }: { readonly item: RotationFunction; readonly runCount: number }) {
  const [opened, setOpened] = useState<string | null>(null)
  const runs = useLatest(`${item.FunctionArn} ${runCount}`, () => call('workbench:ListFunctionInvocations', { FunctionName: item.FunctionArn }))
  const invocations = runs.value?.Invocations ?? []
  return (
    <>
      <SectionHeader title="Last runs">{invocations.length === 0 ? null : 'the last 50 are kept'}</SectionHeader>
      {runs.error === null ? null : <ErrorNote error={runs.error} />}
      {runs.value !== null && invocations.length === 0 ? <p className="text-muted">It has not run yet.</p> : null}
      <ul className="overflow-hidden rounded-lg border border-line bg-panel empty:hidden">
        {invocations.map((run) => (
          <li key={run.RequestId} className="border-line2 not-first:border-t">
            <RunRow run={run} isOpen={opened === run.RequestId} onToggle={() => setOpened(opened === run.RequestId ? null : run.RequestId)} />
          </li>
        ))}
      </ul>
    </>
  )
}

function RunRow({ run, isOpen, onToggle }: { readonly run: FunctionInvocation; readonly isOpen: boolean; readonly onToggle: () => void }) {
  const name = useStore((state) => (run.SecretId === undefined ? undefined : state.secrets.summaries.get(run.SecretId)?.Name))
  return (
    <>
      <AriaButton onPress={onToggle} aria-expanded={isOpen} className="flex h-[30px] w-full cursor-default items-center gap-3 px-3 text-left hover:bg-sunken focus-visible:-outline-offset-2">
        <span className="w-20 flex-none text-sm text-muted">
          <RelativeTime ms={run.StartedDate * 1000} />
        </span>
        <span className="mono min-w-0 flex-1 truncate">{run.Step === undefined ? 'test run' : `${run.Step} ${name ?? ''}`}</span>
        <span className="text-sm text-muted tabular-nums">{run.DurationMs.toLocaleString('en')} ms</span>
        <Chip tone={run.Status === 'succeeded' ? 'accent' : 'red'}>{run.Status}</Chip>
      </AriaButton>
      {isOpen ? (
        <div className="px-3 pb-2.5">
          <RunOutcome run={run} payload={undefined} />
        </div>
      ) : null}
    </>
  )
}

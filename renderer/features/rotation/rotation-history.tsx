import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { call } from '../../api/coffer-api.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { fullTimeText } from '../../components/relative-time.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { useLatest } from '../../hooks/use-latest.ts'
import type { FinishedRotation } from '../../store/rotations.ts'
import { elapsedText, shortDateTime } from './date-words.ts'
import { RotationLog } from './rotation-log.tsx'
import { causeWords, lastTry, STEPS } from './rotation-words.ts'
import { StepLine } from './step-line.tsx'

const OUTCOME: Readonly<Record<FinishedRotation['Outcome'], string>> = { succeeded: 'text-accent-text', failed: 'text-red', abandoned: 'text-muted' }

function secondsOf(run: FinishedRotation): string {
  const started = run.Steps[0]?.StartedDate ?? run.CreatedDate
  return elapsedText((run.EndedDate - started) * 1000)
}

/** The rotations that ended, newest first: when, how long, why, how; each opens to its steps and log. */
export function RotationHistory({ arn, history }: { readonly arn: string; readonly history: readonly FinishedRotation[] }) {
  const [opened, setOpened] = useState<string | null>(null)
  const succeeded = history.filter((run) => run.Outcome === 'succeeded').length
  return (
    <>
      <SectionHeader title="History">{history.length === 0 ? null : `${succeeded} of ${history.length} succeeded`}</SectionHeader>
      {history.length === 0 ? <p className="text-muted">No rotation has ended yet. The last 20 are kept here.</p> : null}
      <ul className="overflow-hidden rounded-lg border border-line bg-panel empty:hidden">
        {history.map((run) => {
          const isOpen = opened === run.VersionId
          return (
            <li key={run.VersionId} className="border-line2 not-first:border-t">
              <AriaButton
                onPress={() => setOpened(isOpen ? null : run.VersionId)}
                aria-expanded={isOpen}
                className="flex min-h-[34px] w-full cursor-default items-center gap-2.5 px-2.5 py-1 text-left hover:bg-sunken focus-visible:-outline-offset-2"
              >
                <ChevronRight size={14} aria-hidden className={`flex-none text-muted ${isOpen ? 'rotate-90' : ''}`} />
                <span className="flex-none tabular-nums" title={fullTimeText(run.EndedDate * 1000)}>
                  {shortDateTime(run.EndedDate * 1000)}
                </span>
                <span className="min-w-0 flex-1 truncate text-sm text-muted">
                  {secondsOf(run)} · {causeWords(run)}
                  {run.Reason === undefined ? '' : ` · ${run.Reason}`}
                </span>
                <span className={`flex-none text-sm ${OUTCOME[run.Outcome]}`}>{run.Outcome}</span>
              </AriaButton>
              {isOpen ? <RunDetails arn={arn} run={run} /> : null}
            </li>
          )
        })}
      </ul>
    </>
  )
}

function RunDetails({ arn, run }: { readonly arn: string; readonly run: FinishedRotation }) {
  const loaded = useLatest(`${arn} ${run.VersionId}`, () => call('workbench:GetRotation', { SecretId: arn, VersionId: run.VersionId }))
  const runs = lastTry(run.Steps)
  const failed = [...runs.values()].find((step) => step.Status === 'failed')
  return (
    <div className="flex flex-col gap-2.5 border-t border-line2 px-3 py-3">
      <StepLine steps={run.Kind === 'test' ? ['testSecret'] : STEPS} runs={runs} />
      {run.Reason === undefined ? null : <p className="selectable text-sm text-muted [overflow-wrap:anywhere]">{run.Reason}</p>}
      {loaded.error === null ? null : <ErrorNote error={loaded.error} />}
      {loaded.value === null ? null : <RotationLog lines={loaded.value.Log} failingStep={failed?.Step} />}
      <p className="mono selectable text-xs break-all text-faint">VersionId {run.VersionId}</p>
    </div>
  )
}

import { ErrorNote } from '../../components/error-note.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { useRotation } from '../../hooks/use-rotation.ts'
import type { SecretSummary } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { FailureNote } from './failure-note.tsx'
import { NotSetUp } from './not-set-up.tsx'
import { PausedNote } from './paused-note.tsx'
import { RotationActions } from './rotation-actions.tsx'
import { RotationFacts } from './rotation-facts.tsx'
import { RotationHistory } from './rotation-history.tsx'
import { RotationLog } from './rotation-log.tsx'
import { RunningRotation } from './running-rotation.tsx'
import { StuckRotation } from './stuck-rotation.tsx'
import { isStuck } from './rotation-words.ts'

/** How one secret is rotated: the rotation that runs, what is wrong and the ways out, the schedule, what was before. */
export function RotationTab({ arn }: { readonly arn: string }) {
  const isSetUp = useStore((state) => isOwnRotation(state.secrets.summaries.get(arn)))
  return isSetUp ? <SetUpRotation arn={arn} /> : <NotSetUp arn={arn} />
}

/** A replica shows its primary's rotation, and has none of its own to run. */
function isOwnRotation(summary: SecretSummary | undefined): boolean {
  return summary?.RotationEnabled !== undefined && summary.PrimaryRegion === undefined
}

function SetUpRotation({ arn }: { readonly arn: string }) {
  const { value, error, reload } = useRotation(arn, null)
  if (error !== null) return <ErrorNote error={error} />
  if (value === null) return <Spinner label="Reading the rotation" />
  const { Active: active, PendingVersionId: pendingVersionId, Rotation: rotation } = value
  const isGoing = active?.State === 'running' || active?.State === 'waiting'
  const stuck = isStuck(active, pendingVersionId)
  return (
    <>
      {value.IsPaused ? <PausedNote /> : null}
      {active === undefined ? null : <RunningRotation active={active} log={isGoing ? value.Log : null} isPaused={value.IsPaused} />}
      <FailureNote rotation={value} />
      {stuck && pendingVersionId !== undefined ? <StuckRotation arn={arn} rotation={value} pendingVersionId={pendingVersionId} onChange={reload} /> : null}
      {active === undefined || isGoing || active.Steps.length === 0 ? null : (
        <div className="mb-3">
          <h3 className="mb-1.5">What the function wrote</h3>
          <RotationLog lines={value.Log} failingStep={active.Steps.findLast((run) => run.Status === 'failed')?.Step} />
        </div>
      )}
      <RotationActions rotation={rotation} isBusy={isGoing} isStuck={stuck} />
      <RotationFacts arn={arn} rotation={value} />
      <RotationHistory arn={arn} history={value.History} />
    </>
  )
}

import { RelativeTime } from '../../components/relative-time.tsx'
import { useNow } from '../../hooks/use-now.ts'
import { shortVersionId } from '../../store/secret-values.ts'
import type { ActiveRotation, SecretRotation } from '../../store/rotations.ts'
import { elapsedText } from './date-words.ts'
import { RotationLog } from './rotation-log.tsx'
import { causeWords, lastTry, STEPS } from './rotation-words.ts'
import { StepLine } from './step-line.tsx'

/** The rotation that has not ended: its steps as they run, and what they write; null where the log stands elsewhere. */
export function RunningRotation({ active, log, isPaused }: { readonly active: ActiveRotation; readonly log: SecretRotation['Log'] | null; readonly isPaused: boolean }) {
  const runs = lastTry(active.Steps)
  const steps = active.Kind === 'test' ? (['testSecret'] as const) : STEPS
  return (
    <section aria-label={active.Kind === 'test' ? 'Test of the rotation' : 'Rotation in progress'} className="mb-3">
      <p className="mb-2.5 text-sm text-muted" role="status">
        <Standing active={active} isPaused={isPaused} />
        {' · '}
        <span>
          {causeWords(active)} <RelativeTime ms={active.CreatedDate * 1000} /> · version{' '}
          <span className="mono" title={active.VersionId}>
            {shortVersionId(active.VersionId)}
          </span>
        </span>
      </p>
      <StepLine steps={steps} runs={runs} />
      {log === null || active.Steps.length === 0 ? null : (
        <div className="mt-3">
          <RotationLog lines={log} />
        </div>
      )}
    </section>
  )
}

function Standing({ active, isPaused }: { readonly active: ActiveRotation; readonly isPaused: boolean }) {
  if (isPaused && active.State !== 'running') return <span className="text-amber">Waits until rotations are resumed</span>
  switch (active.State) {
    case 'waiting':
      return <span className="text-amber">Begins in a moment</span>
    case 'running':
      return <span className="text-amber">{active.Kind === 'test' ? 'Testing now' : 'Rotating now'}</span>
    case 'postponed':
      return (
        <span className="text-amber">
          Postponed: the database cannot be reached <NextTry active={active} />
        </span>
      )
    case 'retrying':
      return (
        <span className="text-red">
          Failed {active.FailedTries === 1 ? 'once' : `${active.FailedTries} times`} <NextTry active={active} />
        </span>
      )
    case 'failed':
      return <span className="text-red">Failed {active.FailedTries} times; it waits for you, or for the next window</span>
  }
}

function NextTry({ active }: { readonly active: ActiveRotation }) {
  const nowMs = useNow(500)
  if (active.NextTryDate === undefined) return null
  const leftMs = active.NextTryDate * 1000 - nowMs
  return <>· next try {leftMs <= 0 ? 'now' : `in ${elapsedText(Math.ceil(leftMs / 1000) * 1000)}`}</>
}

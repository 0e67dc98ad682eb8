import { Check, X } from 'lucide-react'
import { classNames } from '../../components/class-names.ts'
import { useNow } from '../../hooks/use-now.ts'
import type { RotationStepRun } from '../../store/rotations.ts'
import { clockTime, elapsedText } from './date-words.ts'
import { STEP_WORDS, type StepName } from './rotation-words.ts'

type Look = 'done' | 'running' | 'failed' | 'waiting'

function lookOf(run: RotationStepRun | undefined): Look {
  if (run === undefined) return 'waiting'
  return run.Status === 'succeeded' ? 'done' : run.Status
}

const DOT: Readonly<Record<Look, string>> = {
  done: 'border-accent bg-accent text-on-accent',
  running: 'border-amber bg-amber-soft text-amber',
  failed: 'border-red bg-red text-on-red',
  waiting: 'border-line bg-panel text-faint',
}
const SAID: Readonly<Record<Look, string>> = { done: 'done', running: 'running', failed: 'failed', waiting: 'not yet' }

/** The steps of a rotation as dots on a line, each with how long it took; the one that runs counts on. */
export function StepLine({ steps, runs }: { readonly steps: readonly StepName[]; readonly runs: ReadonlyMap<StepName, RotationStepRun> }) {
  return (
    <ol aria-label="Steps" className="grid" style={{ gridTemplateColumns: `repeat(${steps.length}, minmax(0, 1fr))` }}>
      {steps.map((step, index) => {
        const run = runs.get(step)
        const look = lookOf(run)
        return (
          <li key={step} aria-label={`${STEP_WORDS[step]}: ${SAID[look]}`} className="relative flex flex-col items-center gap-1">
            {index === 0 ? null : <span aria-hidden className={classNames('absolute top-[9px] right-1/2 left-[-50%] mr-[14px] ml-[14px] h-[1.5px]', look === 'waiting' ? 'bg-line' : 'bg-accent')} />}
            <span aria-hidden className={classNames('grid size-5 place-items-center rounded-full border-[1.5px] text-xs font-bold', DOT[look])}>
              {look === 'done' ? <Check size={12} strokeWidth={2.5} /> : look === 'failed' ? <X size={12} strokeWidth={2.5} /> : index + 1}
            </span>
            <span className={classNames('mt-0.5', look === 'waiting' ? 'text-muted' : look === 'failed' ? 'text-red' : '')}>{STEP_WORDS[step]}</span>
            <StepTime run={run} />
          </li>
        )
      })}
    </ol>
  )
}

function StepTime({ run }: { readonly run: RotationStepRun | undefined }) {
  if (run === undefined) return <span className="text-sm text-faint">—</span>
  const startedMs = run.StartedDate * 1000
  return (
    <span className="text-sm text-muted tabular-nums" title={`Began at ${clockTime(startedMs)}`}>
      {run.EndedDate === undefined ? <Running sinceMs={startedMs} /> : elapsedText(run.EndedDate * 1000 - startedMs)}
    </span>
  )
}

function Running({ sinceMs }: { readonly sinceMs: number }) {
  const nowMs = useNow(200)
  return <>{elapsedText(nowMs - sinceMs)}…</>
}

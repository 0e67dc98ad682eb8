import { Fragment, useEffect, useRef } from 'react'
import { classNames } from '../../components/class-names.ts'
import { LogTime } from '../../components/log-time.tsx'
import type { SecretRotation } from '../../store/rotations.ts'

/** What the function wrote, step by step, each line with its time; new lines come into view. Values never stand in it: the runner takes them out. */
export function RotationLog({ lines, failingStep }: { readonly lines: SecretRotation['Log']; readonly failingStep?: string | undefined }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [lines.length])
  const hasTries = lines.some((line) => line.Try > 1)
  return (
    <div ref={box} role="log" aria-label="Log" tabIndex={0} className="mono selectable max-h-56 overflow-auto rounded-lg border border-line bg-panel px-3 py-2 text-sm leading-[19px]">
      {lines.length === 0 ? <span className="text-faint">Nothing written yet.</span> : null}
      {lines.map((line, index) => (
        // Lines are only ever added.
        <Fragment key={index}>
          {isSame(line, lines[index - 1]) ? null : (
            <div className={classNames(index > 0 && 'mt-1', line.Step === failingStep ? 'text-red' : 'text-muted')}>
              {line.Step}
              {hasTries ? ` ${line.Try}` : ''}
            </div>
          )}
          <div className="grid grid-cols-[86px_minmax(0,1fr)] gap-x-2">
            <LogTime seconds={line.Timestamp} />
            <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">{line.Text}</span>
          </div>
        </Fragment>
      ))}
    </div>
  )
}

/** The step is said once, at its first line. */
function isSame(line: SecretRotation['Log'][number], before: SecretRotation['Log'][number] | undefined): boolean {
  return line.Step === before?.Step && line.Try === before.Try
}

import { Check, TriangleAlert } from 'lucide-react'
import { durationLabel, operationLabel, principalLabel } from '../../shared/activity-words.ts'
import type { ActivityLine } from '../../shared/activity-words.ts'
import { Spinner } from './spinner.tsx'

interface FirstRequestProps {
  /** The last call that came with the access key, or null while there was none. */
  readonly request: ActivityLine | null
}

/** Waits for a program's first request, then says that it came and how it went. */
export function FirstRequest({ request }: FirstRequestProps) {
  return (
    <p className={`flex min-h-[20px] gap-2 ${request === null ? 'items-center' : 'items-start'}`} role="status">
      {request === null ? (
        <>
          <Spinner />
          <span className="text-muted">Waiting for the first request</span>
        </>
      ) : request.Outcome === 'allowed' ? (
        <>
          <Check size={16} className="mt-0.5 text-accent" aria-hidden="true" />
          <span>
            <b className="text-accent-text">First request seen.</b>{' '}
            <span className="text-muted">
              {operationLabel(request.Operation)} by {principalLabel(request.PrincipalArn)}, {durationLabel(request.DurationMicros)}
            </span>
          </span>
        </>
      ) : (
        <>
          <TriangleAlert size={16} className="mt-0.5 text-amber" aria-hidden="true" />
          <span>
            <b className="text-amber">A request came and was refused.</b>{' '}
            <span className="text-muted">
              {operationLabel(request.Operation)}: {request.ErrorCode ?? request.Outcome}. Check that all lines were pasted whole.
            </span>
          </span>
        </>
      )}
    </p>
  )
}

import { useEffect, useState } from 'react'
import { durationLabel, operationLabel, principalLabel, resourcesLabel } from '../../../shared/activity-words.ts'
import { call, CofferError } from '../../api/coffer-api.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { TextLink } from '../../components/text-link.tsx'
import type { ActivityEvent } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { showSection } from '../../store/view.ts'

const SHOWN = 8

/** The last calls that came through the endpoint. */
export function RecentCalls() {
  const [recorded, setRecorded] = useState<readonly ActivityEvent[]>([])
  const [error, setError] = useState<CofferError | null>(null)
  useEffect(() => {
    let current = true
    call('workbench:ListActivity', { Door: 'endpoint', MaxResults: SHOWN }).then(
      ({ Events }) => current && setRecorded(Events),
      (thrown: unknown) => current && setError(CofferError.from(thrown)),
    )
    return () => {
      current = false
    }
  }, [])
  const live = useStore((state) => state.activity.events)
  const newest = recorded[0]?.Sequence ?? 0
  const events = [...live.filter((event) => event.Door === 'endpoint' && event.Sequence > newest), ...recorded].slice(0, SHOWN)
  if (error !== null) return <ErrorNote error={error} />
  if (events.length === 0) return <p className="text-muted">No program has called yet.</p>
  return (
    <>
      <ul className="overflow-hidden rounded-lg border border-line bg-panel">
        {events.map((event) => (
          <li key={event.Sequence} className="flex h-(--row) items-center gap-3 border-t border-line2 px-3 first:border-t-0">
            <span className="flex-none">{operationLabel(event.Operation)}</span>
            <span className="mono min-w-0 flex-1 truncate">{resourcesLabel(event.Resources)}</span>
            <span className="min-w-0 truncate text-sm text-muted">{principalLabel(event.PrincipalArn)}</span>
            <span className={`flex-none ${event.Outcome === 'allowed' ? 'text-accent-text' : event.Outcome === 'refused' ? 'text-red' : 'text-amber'}`}>{event.Outcome}</span>
            <span className="w-16 flex-none text-right text-sm text-muted tabular-nums">{durationLabel(event.DurationMicros)}</span>
            <span className="w-20 flex-none text-right text-sm text-muted">
              <RelativeTime ms={event.EventDate * 1000} />
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-2">
        <TextLink onPress={() => showSection('activity')}>All activity</TextLink>
      </p>
    </>
  )
}

import type { ReactNode } from 'react'
import { doorLabel, durationLabel, operationLabel, principalLabel, resourcesLabel } from '../../../shared/activity-words.ts'
import type { GridColumn } from '../../components/data-grid.tsx'
import { fullTimeText } from '../../components/relative-time.tsx'
import type { ActivityEvent } from '../../store/state.ts'

type Column = 'time' | 'operation' | 'secret' | 'who' | 'door' | 'outcome' | 'took'

export const ACTIVITY_COLUMNS: readonly GridColumn<Column>[] = [
  { id: 'time', label: 'Time', width: '132px' },
  { id: 'operation', label: 'Operation', width: 'minmax(110px, 156px)' },
  { id: 'secret', label: 'On', width: 'minmax(0, 1fr)', fromWidth: 430 },
  { id: 'who', label: 'Who', width: 'minmax(90px, 136px)', fromWidth: 620 },
  { id: 'door', label: 'Door', width: '104px', fromWidth: 880 },
  { id: 'outcome', label: 'Outcome', width: '84px', fromWidth: 500 },
  { id: 'took', label: 'Took', width: '72px', fromWidth: 780 },
]

const DAY = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short' })
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** `21 Sep 14:02:11`, local, in characters of one width. */
function timeText(ms: number): string {
  return `${DAY.format(ms).replace('Sept', 'Sep')} ${TIME.format(ms)}`
}

export const OUTCOME_TONE: Readonly<Record<ActivityEvent['Outcome'], string>> = { allowed: 'text-accent-text', refused: 'text-red', failed: 'text-amber' }

/** Draws one cell of a call. */
export function ActivityCell(bySequence: ReadonlyMap<string, ActivityEvent>): (row: string, column: Column) => ReactNode {
  return (row, column) => {
    const event = bySequence.get(row)
    if (event === undefined) return null
    switch (column) {
      case 'time':
        return (
          <span className="mono whitespace-pre text-muted" title={fullTimeText(event.EventDate * 1000)}>
            {timeText(event.EventDate * 1000)}
          </span>
        )
      case 'operation':
        // Where the list is too narrow for the outcome, the colour stands for it.
        return (
          <span title={`${operationLabel(event.Operation)}, ${event.Outcome}`} className={event.Outcome === 'allowed' ? '' : OUTCOME_TONE[event.Outcome]}>
            {operationLabel(event.Operation)}
          </span>
        )
      case 'secret':
        return (
          <span className="mono" title={resourcesLabel(event.Resources)}>
            {resourcesLabel(event.Resources)}
          </span>
        )
      case 'who':
        return (
          <span className="text-muted" title={event.PrincipalArn}>
            {principalLabel(event.PrincipalArn)}
          </span>
        )
      case 'door':
        return <span className="text-sm text-muted">{doorLabel(event.Door)}</span>
      case 'outcome':
        return <span className={OUTCOME_TONE[event.Outcome]}>{event.Outcome}</span>
      case 'took':
        return <span className="text-sm text-muted tabular-nums">{durationLabel(event.DurationMicros)}</span>
    }
  }
}

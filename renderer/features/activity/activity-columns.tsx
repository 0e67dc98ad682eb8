import type { ReactNode } from 'react'
import { doorLabel, durationLabel, operationLabel, principalLabel, resourcesLabel } from '../../../shared/activity-words.ts'
import type { GridColumn } from '../../components/data-grid.tsx'
import type { ActivityEvent } from '../../store/state.ts'

type Column = 'time' | 'operation' | 'secret' | 'who' | 'door' | 'outcome' | 'took'

export const ACTIVITY_COLUMNS: readonly GridColumn<Column>[] = [
  { id: 'time', label: 'Time', width: '138px' },
  { id: 'operation', label: 'Operation', width: 'minmax(110px, 156px)' },
  { id: 'secret', label: 'On', width: 'minmax(0, 1fr)', fromWidth: 430 },
  { id: 'who', label: 'Who', width: 'minmax(90px, 136px)', fromWidth: 620 },
  { id: 'door', label: 'Door', width: '104px', fromWidth: 880 },
  { id: 'outcome', label: 'Outcome', width: '84px' },
  { id: 'took', label: 'Took', width: '72px', fromWidth: 780 },
]

const DAY = new Intl.DateTimeFormat('en-US', { day: 'numeric', month: 'short' })
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** `Sep 21 14:02:11`, local, in characters of one width. */
function timeText(ms: number): string {
  const [month = '', day = ''] = DAY.format(ms).split(' ')
  return `${month} ${day.padStart(2, ' ')} ${TIME.format(ms)}`
}

export const OUTCOME_TONE: Readonly<Record<ActivityEvent['Outcome'], string>> = { allowed: 'text-accent-text', refused: 'text-red', failed: 'text-amber' }

/** Draws one cell of a call. */
export function ActivityCell(bySequence: ReadonlyMap<string, ActivityEvent>): (row: string, column: Column) => ReactNode {
  return (row, column) => {
    const event = bySequence.get(row)
    if (event === undefined) return null
    switch (column) {
      case 'time':
        return <span className="mono whitespace-pre text-muted">{timeText(event.EventDate * 1000)}</span>
      case 'operation':
        return operationLabel(event.Operation)
      case 'secret':
        return <span className="mono">{resourcesLabel(event.Resources)}</span>
      case 'who':
        return <span className="text-muted">{principalLabel(event.PrincipalArn)}</span>
      case 'door':
        return <span className="text-sm text-muted">{doorLabel(event.Door)}</span>
      case 'outcome':
        return <span className={OUTCOME_TONE[event.Outcome]}>{event.Outcome}</span>
      case 'took':
        return <span className="text-sm text-muted tabular-nums">{durationLabel(event.DurationMicros)}</span>
    }
  }
}

import { Download, ShieldCheck, X } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { resourceLabel } from '../../../shared/activity-words.ts'
import { Button } from '../../components/button.tsx'
import { DataGrid } from '../../components/data-grid.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Menu } from '../../components/menu.tsx'
import { Pane } from '../../components/pane.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { Select } from '../../components/select.tsx'
import { copyText } from '../../store/clipboard.ts'
import { useStore } from '../../store/store.ts'
import { openDialog } from '../../store/view.ts'
import { ActivityCell, ACTIVITY_COLUMNS } from './activity-columns.tsx'
import { ActivityDetail } from './activity-detail.tsx'
import { isFiltered, NO_FILTER, type ActivityFilter } from './activity-filter.ts'
import { useActivity } from './use-activity.ts'
import { useExport } from './use-export.ts'
import { useVerification, VerificationNote } from './verification.tsx'

const OUTCOMES = [
  { value: 'any', label: 'Any outcome' },
  { value: 'allowed', label: 'Allowed' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
] as const
const DOORS = [
  { value: 'any', label: 'Any door' },
  { value: 'window', label: 'Window' },
  { value: 'endpoint', label: 'Endpoint' },
  { value: 'cli', label: 'Command line' },
  { value: 'scheduler', label: 'Scheduler' },
  { value: 'function', label: 'Function' },
] as const
const COMMAND_LINE = 'aws sts get-caller-identity'

/** Every call, allowed or refused: who, what, when, through which door. */
export function ActivitySection() {
  const [filter, setFilter] = useState<ActivityFilter>(NO_FILTER)
  const { events, loadOlder, error } = useActivity(useDeferredValue(filter))
  const [selected, setSelected] = useState<string | null>(null)
  const rowHeight = useStore((state) => (state.preferences.compactRows ? 26 : 30))
  const bySequence = useMemo(() => new Map((events ?? []).map((event) => [String(event.Sequence), event])), [events])
  const rows = useMemo(() => [...bySequence.keys()], [bySequence])
  const cell = useMemo(() => ActivityCell(bySequence), [bySequence])
  const verification = useVerification()
  const exporting = useExport(filter)
  const event = selected === null ? null : (bySequence.get(selected) ?? null)

  const move = (by: number) => {
    const at = selected === null ? -1 : rows.indexOf(selected)
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))]
    if (next !== undefined) setSelected(next)
  }

  return (
    <Pane
      title="Activity"
      scrolls={false}
      tools={
        <>
          <Button icon={<ShieldCheck size={14} aria-hidden />} onPress={verification.run} isPending={verification.pending}>
            Verify
          </Button>
          <Menu
            aria-label="Export the calls that are found"
            entries={[
              { id: 'csv', label: 'CSV…', onAction: () => exporting('csv') },
              { id: 'jsonl', label: 'JSON lines…', onAction: () => exporting('jsonl') },
            ]}
          >
            <Button icon={<Download size={14} aria-hidden />}>Export</Button>
          </Menu>
        </>
      }
    >
      <div className="flex h-full min-h-0 flex-col">
        <div className="flex flex-none flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
          <SearchField aria-label="Filter calls" placeholder="Operation, name, user or error" value={filter.text} onChange={(text) => setFilter({ ...filter, text })} className="min-w-[180px] flex-1" />
          <Select aria-label="Outcome" options={OUTCOMES} value={filter.outcome} onChange={(outcome) => setFilter({ ...filter, outcome })} className="w-[128px]" />
          <Select aria-label="Door" options={DOORS} value={filter.door} onChange={(door) => setFilter({ ...filter, door })} className="w-[128px]" />
          {filter.secretId !== '' && (
            <Button icon={<X size={14} aria-hidden />} onPress={() => setFilter({ ...filter, secretId: '' })} aria-label="Calls on all secrets again">
              {resourceLabel(filter.secretId)}
            </Button>
          )}
        </div>
        <VerificationNote verification={verification} />
        {error !== null && <ErrorNote error={error} className="m-3" />}
        <div className="flex min-h-0 flex-1">
          <div className="relative min-w-0 flex-1">
            {events !== null && (
              <DataGrid
                aria-label="Calls"
                rows={rows}
                columns={ACTIVITY_COLUMNS}
                cell={cell}
                selected={new Set(selected === null ? [] : [selected])}
                focused={selected}
                rowHeight={rowHeight}
                revision={0}
                onSelect={(row) => setSelected(row)}
                onMove={move}
                onEscape={() => setSelected(null)}
                onNearEnd={loadOlder}
                empty={
                  isFiltered(filter) ? (
                    <EmptyState sentence="No call fits this filter." button={<Button onPress={() => setFilter(NO_FILTER)}>Show all calls</Button>} />
                  ) : (
                    <EmptyState
                      sentence="Every call is recorded here before it is answered."
                      button={
                        <Button variant="primary" onPress={() => openDialog('connect', {})}>
                          Connect a program
                        </Button>
                      }
                      commandLine={COMMAND_LINE}
                      copy={() => copyText(COMMAND_LINE, { secret: false })}
                    />
                  )
                }
              />
            )}
          </div>
          {event !== null && <ActivityDetail event={event} onClose={() => setSelected(null)} onOnlySecret={(secretId) => setFilter({ ...filter, secretId })} />}
        </div>
      </div>
    </Pane>
  )
}

import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ModeSwitch } from '../../components/mode-switch.tsx'
import { Pane } from '../../components/pane.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { Switch } from '../../components/switch.tsx'
import { useNow } from '../../hooks/use-now.ts'
import { copyText } from '../../store/clipboard.ts'
import { pauseRotations } from '../../store/rotations.ts'
import { useStore } from '../../store/store.ts'
import { notifyError } from '../../store/toasts.ts'
import { openDialog, showFolder } from '../../store/view.ts'
import { RotationCalendar } from './rotation-calendar.tsx'
import { fits, type RotationFilter, shownRotations } from './rotation-filters.ts'
import { RotationList } from './rotation-list.tsx'

const COMMAND_LINE = 'aws secretsmanager rotate-secret --secret-id prod/db --rotation-rules AutomaticallyAfterDays=30'

type Look = 'list' | 'calendar'

/** All rotations of the account and region: what failed, what is overdue, what comes; as a list or by day. */
export function RotationSection() {
  const { items, loaded, error, isPaused, selectedArns } = useStore((state) => state.rotations)
  const [look, setLook] = useState<Look>('list')
  const [filter, setFilter] = useState<RotationFilter>('all')
  const [query, setQuery] = useState('')
  const nowMs = useNow(30_000)
  const shown = shownRotations(items, filter, query, nowMs)
  const counted = (one: RotationFilter) => items.filter((item) => fits(item, one, nowMs)).length.toLocaleString('en')
  return (
    <Pane
      title="Rotation"
      {...(loaded && { count: items.length })}
      scrolls={false}
      tools={
        items.length === 0 ? null : (
          <>
            <ModeSwitch
              aria-label="Show as"
              modes={[
                { id: 'list', label: 'List' },
                { id: 'calendar', label: 'Calendar' },
              ]}
              value={look}
              onChange={setLook}
            />
            <Button icon={<RefreshCw size={14} aria-hidden />} isDisabled={selectedArns.size === 0} onPress={() => openDialog('rotate-secrets', { arns: [...selectedArns] })}>
              Rotate now
            </Button>
          </>
        )
      }
    >
      {error === null ? null : <ErrorNote error={error} className="m-3" />}
      {items.length === 0 ? (
        loaded ? (
          <EmptyState
            sentence="No secret is rotated yet. Rotation gives a secret a new value by a schedule, and sets it at the database too."
            button={<Button onPress={() => showFolder(null)}>Choose a secret</Button>}
            commandLine={COMMAND_LINE}
            copy={() => copyText(COMMAND_LINE, { secret: false })}
          />
        ) : null
      ) : (
        <div className="flex h-full min-h-0 flex-col">
          <div className="flex flex-none flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-3 py-1.5">
            <ModeSwitch
              aria-label="Which rotations"
              modes={[
                { id: 'all', label: 'All' },
                { id: 'attention', label: `Failing ${counted('attention')}` },
                { id: 'due', label: `Due ${counted('due')}` },
                { id: 'off', label: `Off ${counted('off')}` },
              ]}
              value={filter}
              onChange={setFilter}
            />
            <SearchField aria-label="Find a rotation" value={query} onChange={setQuery} placeholder="Find by name" className="w-24 min-w-20 flex-1" />
            <Switch isSelected={isPaused} onChange={(next) => void pauseRotations(next).catch(notifyError)}>
              <span className={isPaused ? 'text-amber' : 'text-muted'}>{isPaused ? 'Paused: nothing begins' : 'Pause all'}</span>
            </Switch>
          </div>
          <div className="relative min-h-0 flex-1">{look === 'list' ? <RotationList rotations={shown} nowMs={nowMs} /> : <RotationCalendar rotations={shown} nowMs={nowMs} />}</div>
        </div>
      )}
    </Pane>
  )
}

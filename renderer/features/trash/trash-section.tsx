import { useRef, useState } from 'react'
import { commandEntries } from '../../commands/menu-entries.ts'
import { runCommand } from '../../commands/registry.ts'
import { Button } from '../../components/button.tsx'
import { ContextMenu } from '../../components/context-menu.tsx'
import { DataGrid, type DataGridHandle, type GridColumn } from '../../components/data-grid.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Pane } from '../../components/pane.tsx'
import { fullTimeText } from '../../components/relative-time.tsx'
import { SearchField } from '../../components/search-field.tsx'
import { SecretName } from '../../components/secret-name.tsx'
import { keyLabel } from '../../store/keys.ts'
import { visibleSecrets } from '../../store/secrets.ts'
import { clearSelection, moveFocus, select, selectAll } from '../../store/selection.ts'
import { store, useStore } from '../../store/store.ts'
import { setQuery } from '../../store/view.ts'

type Column = 'name' | 'key' | 'left'

const COLUMNS: readonly GridColumn<Column>[] = [
  { id: 'name', label: 'Name', width: 'minmax(0, 1fr)' },
  { id: 'key', label: 'Key', width: '120px', fromWidth: 480 },
  { id: 'left', label: 'Deleted for good', width: '150px' },
]
const DAY_MS = 86_400_000

/** `in 12 days`, `tomorrow`, `today`: whole days that are left to restore. */
export function daysLeftText(deletedDateMs: number, nowMs: number): string {
  const days = Math.ceil((deletedDateMs - nowMs) / DAY_MS)
  if (days <= 0) return 'today'
  return days === 1 ? 'in 1 day' : `in ${days} days`
}

function cell(arn: string, column: Column) {
  const { secrets, keys } = store.getState()
  const summary = secrets.summaries.get(arn)
  if (summary === undefined) return null
  if (column === 'name') return <SecretName name={summary.Name} />
  if (column === 'key') return <span className="text-sm text-muted">{keyLabel(keys, summary.KmsKeyId)}</span>
  const ms = (summary.DeletedDate ?? 0) * 1000
  const left = daysLeftText(ms, Date.now())
  return (
    <span className={`text-sm ${left === 'today' || left === 'in 1 day' ? 'text-amber' : 'text-muted'}`} title={fullTimeText(ms)}>
      {left}
    </span>
  )
}

/** Secrets that were deleted and can still be restored. */
export function TrashSection() {
  const rows = useStore(visibleSecrets)
  const selection = useStore((state) => state.selection)
  const revision = useStore((state) => state.secrets.revision)
  const query = useStore((state) => state.view.query)
  const total = useStore((state) => state.secrets.trashOrder.length)
  const compact = useStore((state) => state.preferences.compactRows)
  const [menuPoint, setMenuPoint] = useState<{ readonly x: number; readonly y: number } | null>(null)
  const grid = useRef<DataGridHandle>(null)
  const selected = selection.selectedArns.size
  return (
    <Pane
      title="Trash"
      count={total}
      scrolls={false}
      tools={
        <>
          <div data-filter className="w-[180px]">
            <SearchField aria-label="Filter the trash" placeholder="Filter" value={query} onChange={setQuery} className="h-[26px]" />
          </div>
          <Button shortcut="R" isDisabled={selected === 0} onPress={() => runCommand('trash.restore')}>
            Restore{selected > 1 ? ` ${selected}` : ''}
          </Button>
          <Button variant="quiet" isDisabled={selected === 0} onPress={() => runCommand('trash.purge')}>
            Delete now…
          </Button>
        </>
      }
    >
      <DataGrid
        aria-label="Deleted secrets"
        rows={rows}
        columns={COLUMNS}
        cell={cell}
        selected={selection.selectedArns}
        focused={selection.focusedArn}
        rowHeight={compact ? 26 : 30}
        revision={revision}
        onSelect={select}
        onMove={moveFocus}
        onSelectAll={selectAll}
        onEscape={clearSelection}
        onMenu={setMenuPoint}
        empty={
          total > 0 ? (
            <EmptyState sentence={`Nothing in the trash matches “${query.trim()}”.`} button={<Button onPress={() => setQuery('')}>Clear the filter</Button>} />
          ) : (
            <EmptyState
              sentence="The trash is empty. Deleted secrets stay here for 30 days, or for the recovery window that a program asked for."
              button={<Button onPress={() => runCommand('go.secrets')}>Go to secrets</Button>}
              commandLine="aws secretsmanager restore-secret --secret-id prod/app/db"
            />
          )
        }
        handle={grid}
      />
      {menuPoint === null ? null : (
        <ContextMenu
          aria-label="Deleted secret"
          point={menuPoint}
          entries={commandEntries(['trash.restore', '-', 'trash.purge'])}
          onClose={() => {
            setMenuPoint(null)
            grid.current?.focus()
          }}
        />
      )}
    </Pane>
  )
}

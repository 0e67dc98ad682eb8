import { useCallback, useRef, useState } from 'react'
import { commandEntries } from '../../commands/menu-entries.ts'
import { runCommand } from '../../commands/registry.ts'
import { shortcutText } from '../../commands/shortcut.ts'
import { Button } from '../../components/button.tsx'
import { ContextMenu } from '../../components/context-menu.tsx'
import { DataGrid, type DataGridHandle } from '../../components/data-grid.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useNow } from '../../hooks/use-now.ts'
import { visibleSecrets } from '../../store/secrets.ts'
import { clearSelection, moveFocus, select, selectAll } from '../../store/selection.ts'
import { useStore } from '../../store/store.ts'
import { setPeeking, sortBy } from '../../store/view.ts'
import { FilterField } from './filter-field.tsx'
import { PeekCard } from './peek-card.tsx'
import { SecretCell, SECRET_COLUMNS, type SecretColumn } from './secret-columns.tsx'
import { NoSecrets, NothingFound } from './secrets-empty.tsx'

const MINUTE_MS = 60_000
const MENU = ['secret.edit', 'secret.copy-value', 'secret.copy-name', 'secret.copy-arn', '-', 'secret.tag', 'secret.change-key', 'secret.replicate', 'secrets.export', '-', 'secret.delete']

/** How many rows are shown; on its own, since it changes with every keystroke. */
function ShownCount() {
  const count = useStore((state) => visibleSecrets(state).length)
  const loading = useStore((state) => state.secrets.loading)
  return (
    <span className="flex-none text-sm text-faint tabular-nums" aria-live="polite">
      {count.toLocaleString('en')}
      {loading ? <span aria-label="still loading"> …</span> : null}
    </span>
  )
}

function Tools() {
  const folder = useStore((state) => state.view.folder)
  return (
    <header className="@container flex h-10 flex-none items-center gap-2 border-b border-line px-3">
      <h1 className={folder === null ? 'text-md' : 'mono min-w-0 truncate font-bold'}>{folder ?? 'Secrets'}</h1>
      <ShownCount />
      <span className="flex-1" />
      <FilterField />
      <Button onPress={() => runCommand('secrets.import')} className="@max-[480px]:hidden">
        Import
      </Button>
      <Button variant="primary" shortcut={shortcutText('N')} onPress={() => runCommand('secret.create')}>
        <span>
          New<span className="@max-[420px]:hidden"> secret</span>
        </span>
      </Button>
    </header>
  )
}

/** Opens the pane of the focused secret to the keyboard. */
function focusPane(): void {
  document.querySelector<HTMLElement>('[data-pane=side] :is([role=tab][tabindex="0"], button, a, input, [tabindex="0"])')?.focus()
}

/** Made once, so that a keystroke in the filter does not draw the buttons again. */
const TOOLS = <Tools />

/** The list of secrets: filter, grid, right-click menu and peek. */
export function SecretsSection() {
  const rows = useStore(visibleSecrets)
  const selection = useStore((state) => state.selection)
  // The column of rotations shows which failed.
  const revision = useStore((state) => state.secrets.revision + state.rotations.revision)
  const keys = useStore((state) => state.keys.items)
  const sort = useStore((state) => state.view.sort)
  const compact = useStore((state) => state.preferences.compactRows)
  const error = useStore((state) => state.secrets.error)
  const isEmpty = useStore((state) => state.secrets.order.length === 0 && !state.secrets.loading)
  const peeking = useStore((state) => state.view.peeking)
  const [menuPoint, setMenuPoint] = useState<{ readonly x: number; readonly y: number } | null>(null)
  const grid = useRef<DataGridHandle>(null)
  const nowMs = useNow(MINUTE_MS)
  // Names of keys are part of the cells: new names mean a new cell function, so that rows are drawn again.
  // oxlint-disable-next-line react/exhaustive-deps
  const cell = useCallback((arn: string, column: SecretColumn) => <SecretCell arn={arn} column={column} nowMs={nowMs} />, [keys, nowMs])

  return (
    <section aria-label="Secrets" className="relative flex h-full flex-col">
      {TOOLS}
      {error === null ? null : <ErrorNote error={error} className="m-3" />}
      <div className="min-h-0 flex-1">
        <DataGrid
          aria-label="Secrets"
          rows={rows}
          columns={SECRET_COLUMNS}
          cell={cell}
          selected={selection.selectedArns}
          focused={selection.focusedArn}
          rowHeight={compact ? 26 : 30}
          revision={revision}
          sort={sort}
          onSort={(column) => column !== 'labels' && sortBy(column)}
          onSelect={select}
          onMove={moveFocus}
          onSelectAll={selectAll}
          onOpen={focusPane}
          onPeek={() => setPeeking(!peeking)}
          onEscape={() => (peeking ? setPeeking(false) : clearSelection())}
          onMenu={setMenuPoint}
          empty={isEmpty ? <NoSecrets /> : <NothingFound />}
          handle={grid}
        />
      </div>
      {peeking ? <PeekCard /> : null}
      {menuPoint === null ? null : (
        <ContextMenu
          aria-label="Secret"
          point={menuPoint}
          entries={commandEntries(MENU)}
          onClose={() => {
            setMenuPoint(null)
            grid.current?.focus()
          }}
        />
      )}
    </section>
  )
}

import { useCallback, useMemo } from 'react'
import { runCommand } from '../../commands/registry.ts'
import { Button } from '../../components/button.tsx'
import { Chip } from '../../components/chip.tsx'
import { DataGrid, type GridColumn } from '../../components/data-grid.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Pane } from '../../components/pane.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { focusKey, keyTitle } from '../../store/keys.ts'
import type { KeyItem } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'

type Column = 'name' | 'secrets' | 'rotates' | 'created'

const COLUMNS: readonly GridColumn<Column>[] = [
  { id: 'name', label: 'Alias or ID', width: 'minmax(0, 1fr)' },
  { id: 'secrets', label: 'Secrets', width: '84px' },
  { id: 'rotates', label: 'Rotates', width: '84px', fromWidth: 440 },
  { id: 'created', label: 'Created', width: '84px', fromWidth: 340 },
]

/** What is not as usual with a key: it is disabled, or goes in so many days. */
function StateChip({ item }: { readonly item: KeyItem }) {
  const { KeyState, DeletionDate } = item.metadata
  if (KeyState === 'Enabled') return null
  if (KeyState !== 'PendingDeletion' || DeletionDate === undefined) return <Chip tone="amber">{KeyState}</Chip>
  return (
    <Chip tone="red">
      <span title={KeyState}>
        deleted <RelativeTime ms={DeletionDate * 1000} />
      </span>
    </Chip>
  )
}

/** The KMS keys of the account and region. */
export function KeysSection() {
  const items = useStore((state) => state.keys.items)
  const loaded = useStore((state) => state.keys.loaded)
  const error = useStore((state) => state.keys.error)
  const focused = useStore((state) => state.view.focusedKeyArn)
  const revision = useStore((state) => state.secrets.revision)
  const compact = useStore((state) => state.preferences.compactRows)
  const byArn = useMemo(() => new Map(items.map((item) => [item.metadata.Arn, item])), [items])
  const rows = useMemo(() => [...byArn.keys()], [byArn])
  const cell = useCallback(
    (arn: string, column: Column) => {
      const item = byArn.get(arn)
      if (item === undefined) return null
      if (column === 'created') return <span className="text-sm text-muted"><RelativeTime ms={item.metadata.CreationDate * 1000} bare /></span>
      if (column === 'rotates') {
        return item.rotation === null ? <span className="text-sm text-faint">—</span> : <span className="text-sm text-muted"><RelativeTime ms={item.rotation.NextRotationDate * 1000} /></span>
      }
      if (column === 'secrets') return <span className="text-sm text-muted tabular-nums">{item.secretCount.toLocaleString('en')}</span>
      return (
        <span className="flex items-center gap-2">
          <span className="mono min-w-0 truncate">{keyTitle(item)}</span>
          <StateChip item={item} />
          {item.metadata.KeyManager === 'AWS' ? <Chip>default</Chip> : null}
        </span>
      )
    },
    [byArn],
  )
  const at = focused === null ? -1 : rows.indexOf(focused)
  return (
    <Pane
      title="Keys"
      count={items.length}
      scrolls={false}
      tools={
        <Button variant="primary" onPress={() => runCommand('keys.create')}>
          Create key
        </Button>
      }
    >
      {error === null ? null : <ErrorNote error={error} className="m-3" />}
      <DataGrid
        aria-label="Keys"
        rows={rows}
        columns={COLUMNS}
        cell={cell}
        selected={useMemo(() => new Set(focused === null ? [] : [focused]), [focused])}
        focused={focused}
        rowHeight={compact ? 26 : 30}
        revision={revision}
        onSelect={(arn) => focusKey(arn)}
        onMove={(by) => focusKey(rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))] ?? null)}
        onEscape={() => focusKey(null)}
        empty={
          loaded ? (
            <EmptyState
              sentence="No keys yet. The default key is made with the first secret."
              button={<Button onPress={() => runCommand('keys.create')}>Create key</Button>}
              commandLine="aws kms create-key --description payments"
            />
          ) : (
            <p className="p-6 text-center text-muted">Reading the list of keys…</p>
          )
        }
      />
    </Pane>
  )
}

import { useCallback, useMemo } from 'react'
import { Chip } from '../../components/chip.tsx'
import { DataGrid, type GridColumn } from '../../components/data-grid.tsx'
import { durationText, fullTimeText } from '../../components/relative-time.tsx'
import { SecretName } from '../../components/secret-name.tsx'
import { functionNameOf } from '../../store/functions.ts'
import { focusRotation, type RotationSummary, selectRotation, showRotation } from '../../store/rotations.ts'
import { patch, useStore } from '../../store/store.ts'
import { STATE_WORDS, stateOf } from './rotation-words.ts'

type Column = 'name' | 'state' | 'next' | 'last' | 'function'

const COLUMNS: readonly GridColumn<Column>[] = [
  { id: 'name', label: 'Name', width: 'minmax(0, 1fr)' },
  { id: 'state', label: 'State', width: '104px' },
  { id: 'next', label: 'Next', width: '76px' },
  { id: 'last', label: 'Last', width: '68px', fromWidth: 440 },
  { id: 'function', label: 'Function', width: '190px', fromWidth: 640 },
]

/** Rotations as a grid; more than one can be chosen and rotated at once. */
export function RotationList({ rotations, nowMs }: { readonly rotations: readonly RotationSummary[]; readonly nowMs: number }) {
  const { focusedArn, selectedArns, revision } = useStore((state) => state.rotations)
  const compact = useStore((state) => state.preferences.compactRows)
  const byArn = useMemo(() => new Map(rotations.map((item) => [item.ARN, item])), [rotations])
  const rows = useMemo(() => [...byArn.keys()], [byArn])
  const cell = useCallback(
    (arn: string, column: Column) => {
      const rotation = byArn.get(arn)
      return rotation === undefined ? null : <Cell rotation={rotation} column={column} nowMs={nowMs} />
    },
    [byArn, nowMs],
  )
  const at = focusedArn === null ? -1 : rows.indexOf(focusedArn)
  return (
    <DataGrid
      aria-label="Rotations"
      rows={rows}
      columns={COLUMNS}
      cell={cell}
      selected={selectedArns}
      focused={focusedArn}
      rowHeight={compact ? 26 : 30}
      revision={revision + Math.floor(nowMs / 30_000)}
      onSelect={(arn, how) => selectRotation(arn, how, rows)}
      onMove={(by, how) => {
        const row = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by))]
        if (row !== undefined) selectRotation(row, how, rows)
      }}
      onSelectAll={() => patch('rotations', { selectedArns: new Set(rows), focusedArn: focusedArn ?? rows[0] ?? null })}
      onOpen={() => focusedArn !== null && showRotation(focusedArn)}
      onEscape={() => focusRotation(null)}
      empty={<p className="p-6 text-center text-muted">No rotation matches.</p>}
    />
  )
}

function Cell({ rotation, column, nowMs }: { readonly rotation: RotationSummary; readonly column: Column; readonly nowMs: number }) {
  switch (column) {
    case 'name':
      return <SecretName name={rotation.Name} />
    case 'state': {
      const { text, tone } = STATE_WORDS[stateOf(rotation, nowMs)]
      return (
        <span className="flex" title={rotation.ErrorMessage ?? ''}>
          <Chip tone={tone}>{text}</Chip>
        </span>
      )
    }
    case 'next':
      return <When ms={rotation.RotationEnabled ? rotation.NextWindowStartDate : undefined} nowMs={nowMs} isLate={rotation.IsOverdue} />
    case 'last':
      return rotation.LastRotatedDate === undefined ? (
        <span className="text-sm text-muted">never</span>
      ) : (
        <span className="text-sm text-muted" title={fullTimeText(rotation.LastRotatedDate * 1000)}>
          {durationText(nowMs - rotation.LastRotatedDate * 1000)}
        </span>
      )
    case 'function':
      return <span className="mono text-sm text-muted">{functionNameOf(rotation.RotationLambdaARN)}</span>
  }
}

function When({ ms: seconds, nowMs, isLate }: { readonly ms: number | undefined; readonly nowMs: number; readonly isLate: boolean }) {
  if (seconds === undefined) return <span className="text-sm text-muted">—</span>
  const ms = seconds * 1000
  const text = durationText(ms - nowMs)
  return (
    <span className={`text-sm ${isLate ? 'text-red' : 'text-muted'}`} title={fullTimeText(ms)}>
      {text === 'now' ? 'now' : ms < nowMs ? `${text} ago` : `in ${text}`}
    </span>
  )
}

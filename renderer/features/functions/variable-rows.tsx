import { Plus, Trash2 } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { MaskedInput } from '../../components/masked-input.tsx'
import type { VariableRow } from './function-form.ts'

/** Environment variables of a function. Values are dots unless they are edited, since people put keys there. */
export function VariableRows(props: { readonly rows: readonly VariableRow[]; readonly problem: string | null; readonly onChange: (rows: readonly VariableRow[]) => void }) {
  const { rows, onChange } = props
  const replace = (changed: VariableRow) => onChange(rows.map((row) => (row.id === changed.id ? changed : row)))
  return (
    <div>
      <div className="mb-1 text-sm font-medium text-muted">Environment variables</div>
      {rows.length === 0 ? null : (
        <ul className="overflow-hidden rounded-lg border border-line bg-panel">
          {rows.map((row, index) => (
            <li key={row.id} className="grid grid-cols-[minmax(0,11fr)_minmax(0,20fr)_max-content] items-start gap-x-1 border-t border-line2 px-1 py-[3px] first:border-t-0">
              <input
                aria-label={`Name of variable ${index + 1}`}
                value={row.name}
                onChange={(event) => replace({ ...row, name: event.target.value })}
                placeholder="EXCLUDE_CHARACTERS"
                spellCheck={false}
                autoComplete="off"
                className="mono no-ring h-7 w-full rounded-input bg-transparent px-2 text-muted outline-none focus:bg-sunken focus:text-text focus:shadow-[inset_0_0_0_1px_var(--accent)]"
              />
              <MaskedInput label={row.name === '' ? `value of variable ${index + 1}` : row.name} value={row.value} onChange={(value) => replace({ ...row, value })} placeholder="value" />
              <IconButton label={`Remove ${row.name === '' ? 'this variable' : row.name}`} icon={<Trash2 size={14} />} onPress={() => onChange(rows.filter((other) => other.id !== row.id))} />
            </li>
          ))}
        </ul>
      )}
      {props.problem === null ? null : (
        <p role="alert" className="mt-1 text-sm text-red">
          {props.problem}
        </p>
      )}
      <Button variant="quiet" icon={<Plus size={14} aria-hidden />} onPress={() => onChange([...rows, { id: Math.max(-1, ...rows.map((row) => row.id)) + 1, name: '', value: '' }])} className="mt-1 -ml-1">
        Add a variable
      </Button>
    </div>
  )
}

import { Plus, Trash2 } from 'lucide-react'
import { LIMITS } from '../../../shared/limits.ts'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { TextField } from '../../components/text-field.tsx'

export interface TagRow {
  readonly id: number
  readonly key: string
  readonly value: string
}

let lastId = 0

export function newTagRow(key = '', value = ''): TagRow {
  lastId += 1
  return { id: lastId, key, value }
}

/** What AWS refuses in the rows, or null. Empty rows do not count. */
export function tagProblem(rows: readonly TagRow[]): string | null {
  const keys = rows.map((row) => row.key.trim()).filter((key) => key !== '')
  if (rows.some((row) => row.key.trim() === '' && row.value !== '')) return 'A tag needs a key.'
  if (new Set(keys).size < keys.length) return 'Two tags have the same key.'
  if (keys.some((key) => key.toLowerCase().startsWith('aws:'))) return 'AWS keeps tag keys that start with aws: for itself.'
  return keys.length > LIMITS.tagsPerSecret ? `AWS takes at most ${LIMITS.tagsPerSecret} tags.` : null
}

/** Tags of a secret that does not exist yet. */
export function TagRows({ rows, onChange }: { readonly rows: readonly TagRow[]; readonly onChange: (rows: readonly TagRow[]) => void }) {
  const replace = (changed: TagRow) => onChange(rows.map((row) => (row.id === changed.id ? changed : row)))
  const problem = tagProblem(rows)
  return (
    <div className="flex flex-col items-start gap-1.5">
      {rows.map((row) => (
        <div key={row.id} className="flex w-full items-center gap-1.5">
          <TextField aria-label="Tag key" placeholder="key" value={row.key} onChange={(key) => replace({ ...row, key })} maxLength={LIMITS.tagKeyCharacters} mono className="w-44" />
          <TextField aria-label="Tag value" placeholder="value" value={row.value} onChange={(value) => replace({ ...row, value })} maxLength={LIMITS.tagValueCharacters} mono className="min-w-0 flex-1" />
          <IconButton label="Remove this tag" icon={<Trash2 size={14} />} onPress={() => onChange(rows.filter((other) => other.id !== row.id))} />
        </div>
      ))}
      {problem === null ? null : <p className="text-sm text-red">{problem}</p>}
      <Button variant="quiet" icon={<Plus size={14} />} onPress={() => onChange([...rows, newTagRow()])} className="-ml-1">
        Add a tag
      </Button>
    </div>
  )
}

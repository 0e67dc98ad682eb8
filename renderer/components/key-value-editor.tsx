import { Plus, Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { type EditedField, fieldProblems, fieldType } from '../../shared/secret-edit/edited-fields.ts'
import { isPlainKey } from '../../shared/secret-kinds/plain-keys.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'
import { MaskedInput } from './masked-input.tsx'
import { type GeneratorOptions, PasswordGenerator } from './password-generator.tsx'
import { Tooltip } from './tooltip.tsx'
import { Button as AriaButton } from 'react-aria-components'

/** The value of a row, masked or not. */
const VALUE = '[role=cell] :is(textarea, button)'

let lastId = 0

/** An id for a row that no other row has. */
export function nextFieldId(): string {
  lastId += 1
  return `field-${lastId}`
}

export function emptyField(): EditedField {
  return { id: nextFieldId(), key: '', text: '', kind: 'string' }
}

/** Switches between a text and the JSON that the text may be: `5432` as a string or as a number. */
function TypeButton({ field, onChange }: { readonly field: EditedField; readonly onChange: (field: EditedField) => void }) {
  const type = fieldType(field)
  const other = fieldType({ ...field, kind: field.kind === 'string' ? 'json' : 'string' })
  if (type === 'text' && other === 'text') return null
  return (
    <Tooltip text={`Written as ${type === 'text' ? 'text' : `JSON ${type}`}. Press to write it as ${other === 'text' ? 'text' : `JSON ${other}`}.`}>
      <AriaButton
        aria-label={`${field.key}: ${type}`}
        onPress={() => onChange({ ...field, kind: field.kind === 'string' ? 'json' : 'string' })}
        className="h-[18px] cursor-default rounded-sm border border-line bg-sunken px-1 text-xs font-medium text-muted hover:text-text"
      >
        {type}
      </AriaButton>
    </Tooltip>
  )
}

/** A table of keys and values to add to, rename, change and remove from. */
export function KeyValueEditor(props: {
  readonly fields: readonly EditedField[]
  readonly onChange: (fields: readonly EditedField[]) => void
  readonly generate: (options: GeneratorOptions) => Promise<string>
  /** Shown in empty values, by key. */
  readonly placeholders?: ReadonlyMap<string, string>
  /** Starts in the first value. */
  readonly autoFocus?: boolean
}) {
  const { fields, onChange, autoFocus = false } = props
  const table = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (autoFocus) table.current?.querySelector<HTMLElement>(VALUE)?.focus()
  }, [autoFocus])
  const problems = fieldProblems(fields)
  const replace = (changed: EditedField) => onChange(fields.map((field) => (field.id === changed.id ? changed : field)))
  const add = () => {
    onChange([...fields, emptyField()])
    // The new row's key is there after React has drawn it.
    requestAnimationFrame(() => table.current?.querySelector<HTMLInputElement>('[role=row]:last-of-type input')?.focus())
  }
  const enter = (index: number) => {
    const next = table.current?.querySelectorAll<HTMLElement>('[role=row]')[index + 1]
    if (next === undefined) add()
    else next.querySelector<HTMLElement>(VALUE)?.focus()
  }
  return (
    <div>
      <div ref={table} role="table" aria-label="Keys and values" className="grid grid-cols-[minmax(0,11fr)_minmax(0,20fr)_max-content] overflow-hidden rounded-lg border border-line bg-panel">
        {fields.map((field, index) => {
          const problem = problems.get(field.id)
          return (
            <div key={field.id} role="row" className="col-span-3 grid grid-cols-subgrid items-start gap-x-1 border-t border-line2 px-1 py-[3px] first:border-t-0">
                <span role="rowheader">
                  <input
                    aria-label={`Key ${index + 1}`}
                    aria-invalid={problem !== undefined}
                    value={field.key}
                    onChange={(event) => replace({ ...field, key: event.target.value })}
                    onKeyDown={(event) => {
                      if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
                      event.preventDefault()
                      event.currentTarget.closest('[role=row]')?.querySelector<HTMLElement>(VALUE)?.focus()
                    }}
                    placeholder="key"
                    spellCheck={false}
                    autoComplete="off"
                    className={classNames(
                      'mono no-ring h-7 w-full rounded-input bg-transparent px-2 text-muted outline-none focus:bg-sunken focus:text-text focus:shadow-[inset_0_0_0_1px_var(--accent)]',
                      problem !== undefined && 'shadow-[inset_0_0_0_1px_var(--red)]',
                    )}
                  />
                </span>
                <span role="cell" className="flex min-w-0">
                  <MaskedInput
                    label={field.key === '' ? `Value ${index + 1}` : field.key}
                    value={field.text}
                    onChange={(text) => replace({ ...field, text })}
                    onEnter={() => enter(index)}
                    isPlain={isPlainKey(field.key)}
                    placeholder={props.placeholders?.get(field.key) ?? (isPlainKey(field.key) ? 'value' : 'type or generate')}
                  />
                </span>
                <span role="cell" className="flex h-7 items-center justify-end">
                  <TypeButton field={field} onChange={replace} />
                  {isPlainKey(field.key) ? null : (
                    <PasswordGenerator label={`Generate ${field.key === '' ? 'a value' : field.key}`} generate={props.generate} onUse={(text) => replace({ ...field, text, kind: 'string' })} />
                  )}
                  <IconButton label={`Remove ${field.key === '' ? 'this key' : field.key}`} icon={<Trash2 size={14} />} onPress={() => onChange(fields.filter((other) => other.id !== field.id))} />
                </span>
              {problem === undefined ? null : <p className="col-span-3 px-2 pb-0.5 text-sm text-red">{problem}</p>}
            </div>
          )
        })}
        {fields.length === 0 ? <p className="col-span-3 px-3 py-2 text-muted">No keys. Add one, or write JSON.</p> : null}
      </div>
      <Button variant="quiet" icon={<Plus size={14} />} onPress={add} className="mt-1.5 -ml-1">
        Add a key
      </Button>
    </div>
  )
}

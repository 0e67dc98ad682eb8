import { useState } from 'react'
import { Checkbox } from '../../components/checkbox.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { changeTags, secretsText } from '../../store/secret-actions.ts'
import { store } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'

interface TagUse {
  readonly key: string
  readonly values: ReadonlySet<string>
  readonly count: number
}

/** The tag keys that the secrets have, with their values and how many secrets have each. */
function tagsInUse(arns: readonly string[]): readonly TagUse[] {
  const { summaries } = store.getState().secrets
  const uses = new Map<string, { values: Set<string>; count: number }>()
  for (const arn of arns) {
    for (const tag of summaries.get(arn)?.Tags ?? []) {
      const use = uses.get(tag.Key) ?? { values: new Set<string>(), count: 0 }
      use.values.add(tag.Value)
      use.count += 1
      uses.set(tag.Key, use)
    }
  }
  return [...uses].map(([key, use]) => ({ key, ...use })).toSorted((a, b) => (a.key < b.key ? -1 : 1))
}

function UsedTag(props: { readonly use: TagUse; readonly ofCount: number; readonly isKept: boolean; readonly onKeep: (isKept: boolean) => void }) {
  const { use } = props
  const values = [...use.values]
  return (
    <Checkbox isSelected={props.isKept} onChange={props.onKeep} className="min-h-[26px] items-center">
      <span className={`min-w-0 truncate ${props.isKept ? '' : 'line-through opacity-70'}`}>
        <span className="mono">{use.key}</span>
        <span className="text-muted"> = {values.length === 1 ? values[0] || 'empty' : `${values.length} values`}</span>
      </span>
      {props.ofCount === 1 ? null : <span className="ml-auto pl-2 text-sm whitespace-nowrap text-faint">on {use.count.toLocaleString('en')}</span>}
    </Checkbox>
  )
}

/** Adds, changes and removes tags of one or many secrets. */
export function TagSecretsDialog({ arns }: { readonly arns: readonly string[] }) {
  const [uses] = useState(() => tagsInUse(arns))
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set())
  const [key, setKey] = useState('')
  const [value, setValue] = useState('')
  const name = key.trim()
  const nameError = name.toLowerCase().startsWith('aws:') ? 'Keys that begin with aws: are kept for AWS.' : name.length > 128 ? 'A key has at most 128 characters.' : null
  const hasEdits = name !== '' || removed.size > 0
  const action = useAction(async () => {
    await changeTags(arns, name === '' ? [] : [{ Key: name, Value: value }], [...removed].filter((one) => one !== name))
    closeDialog()
  })
  return (
    <FormDialog
      title="Change tags"
      description={<span className={arns.length === 1 ? 'mono' : ''}>{secretsText(arns)}</span>}
      width="small"
      hasEdits={hasEdits}
      onClose={closeDialog}
      action="Save tags"
      canSubmit={hasEdits && nameError === null}
      submission={action}
    >
      {uses.length === 0 ? null : (
        <fieldset className="mb-4">
          <legend className="mb-1 text-sm font-medium text-muted">Tags they have; clear a box to remove one</legend>
          <div className="max-h-48 overflow-auto">
            {uses.map((use) => (
              <UsedTag
                key={use.key}
                use={use}
                ofCount={arns.length}
                isKept={!removed.has(use.key)}
                onKeep={(isKept) => {
                  const next = new Set(removed)
                  if (isKept) next.delete(use.key)
                  else next.add(use.key)
                  setRemoved(next)
                }}
              />
            ))}
          </div>
        </fieldset>
      )}
      <div className="grid grid-cols-2 items-start gap-2">
        <TextField label="Add or change: key" value={key} onChange={setKey} error={nameError} placeholder="env" mono autoFocus />
        <TextField label="Value" value={value} onChange={setValue} placeholder="prod" maxLength={256} mono />
      </div>
    </FormDialog>
  )
}

import { useState } from 'react'
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { searchSecrets } from '../store/secrets.ts'
import { useStore } from '../store/store.ts'
import { INPUT, INPUT_BOX } from './field.tsx'

const SHOWN_AT_MOST = 50

/** One secret of the account and region, found by typing. */
export function SecretPicker(props: { readonly label: string; readonly arn: string | null; readonly onChange: (arn: string | null) => void }) {
  const summaries = useStore((state) => state.secrets.summaries)
  const chosenName = props.arn === null ? '' : (summaries.get(props.arn)?.Name ?? props.arn)
  const [typed, setTyped] = useState<string | null>(null)
  const text = typed ?? chosenName
  // What was chosen is no search: opened again, the list begins anew.
  const items = searchSecrets(typed ?? '', SHOWN_AT_MOST).map((arn) => ({ id: arn, name: summaries.get(arn)?.Name ?? arn }))
  return (
    <ComboBox
      menuTrigger="focus"
      allowsEmptyCollection
      items={items}
      inputValue={text}
      selectedKey={props.arn}
      onInputChange={(value) => setTyped(value === chosenName ? null : value)}
      onSelectionChange={(key) => {
        setTyped(null)
        if (key !== null) props.onChange(String(key))
      }}
      onBlur={() => setTyped(null)}
    >
      <Label className="mb-1 block text-sm font-medium text-muted">{props.label}</Label>
      <div className={INPUT_BOX}>
        <Input className={`${INPUT} mono`} placeholder="Type to find a secret" spellCheck="false" />
      </div>
      <Popover className="appear w-(--trigger-width) rounded-lg bg-panel p-1 shadow-float">
        <ListBox className="no-ring max-h-72 overflow-auto outline-none" renderEmptyState={() => <p className="px-2 py-1 text-muted">No secret matches.</p>}>
          {(item: { readonly id: string; readonly name: string }) => (
            <ListBoxItem id={item.id} textValue={item.name} className="no-ring mono flex min-h-7 cursor-default items-center truncate rounded-input px-2 outline-none focused:bg-accent-soft">
              {item.name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

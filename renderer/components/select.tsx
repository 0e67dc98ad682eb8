import { Check, ChevronDown } from 'lucide-react'
import { Button, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { FieldFrame } from './field.tsx'
import { frameProps } from './text-field.tsx'

export interface SelectOption<T extends string> {
  readonly value: T
  readonly label: string
  readonly hint?: string
}

/** One of a few choices in a drop-down. */
export function Select<T extends string>(props: {
  readonly label?: string
  readonly 'aria-label'?: string
  readonly hint?: string
  readonly error?: string | null
  readonly options: readonly SelectOption<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
  readonly isDisabled?: boolean
  readonly mono?: boolean
  /** Shown while nothing is chosen. */
  readonly placeholder?: string
  readonly className?: string
}) {
  return (
    <AriaSelect
      selectedKey={props.value}
      onSelectionChange={(key) => props.onChange(key as T)}
      isDisabled={props.isDisabled ?? false}
      isInvalid={typeof props.error === 'string'}
      {...(props['aria-label'] === undefined ? {} : { 'aria-label': props['aria-label'] })}
      {...(props.className === undefined ? {} : { className: props.className })}
    >
      <FieldFrame {...frameProps(props)}>
        <Button className="flex h-[30px] w-full cursor-default items-center gap-2 rounded-input border border-line bg-panel px-2 hover:bg-sunken disabled:opacity-50">
          <SelectValue className={classNames('min-w-0 flex-1 truncate text-left', props.mono && 'mono')}>
            {({ selectedText }) => (selectedText === null || selectedText === '' ? <span className="font-sans text-muted">{props.placeholder}</span> : selectedText)}
          </SelectValue>
          <ChevronDown size={14} className="text-muted" aria-hidden />
        </Button>
      </FieldFrame>
      <Popover className="appear min-w-(--trigger-width) rounded-lg bg-panel p-1 shadow-float">
        <ListBox items={props.options.map((option) => ({ ...option, id: option.value }))} className="no-ring max-h-80 overflow-auto outline-none">
          {(option) => (
            <ListBoxItem
              id={option.id}
              textValue={option.label}
              className="no-ring flex min-h-7 cursor-default items-center gap-2 rounded-input px-2 py-0.5 outline-none focused:bg-accent-soft"
            >
              {({ isSelected }) => (
                <>
                  <span className={classNames('min-w-0 flex-1', props.mono && 'mono')}>
                    {option.label}
                    {option.hint === undefined ? null : <span className="ml-2 text-sm text-muted">{option.hint}</span>}
                  </span>
                  {isSelected ? <Check size={14} className="text-accent" aria-hidden /> : null}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}

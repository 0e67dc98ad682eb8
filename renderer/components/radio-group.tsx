import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { FieldFrame } from './field.tsx'
import { frameProps } from './text-field.tsx'

export interface RadioOption<T extends string> {
  readonly value: T
  readonly label: string
  /** What choosing it means. */
  readonly hint?: string
  readonly isDisabled?: boolean
}

/** One of a few choices that are all in view, each with what it means. `cards` gives each a box. */
export function RadioGroup<T extends string>(props: {
  readonly label?: string
  readonly 'aria-label'?: string
  readonly options: readonly RadioOption<T>[]
  readonly value: T
  readonly onChange: (value: T) => void
  readonly look?: 'cards' | 'plain'
  readonly isDisabled?: boolean
}) {
  const isCard = props.look !== 'plain'
  return (
    <AriaRadioGroup
      value={props.value}
      onChange={(value) => props.onChange(value as T)}
      isDisabled={props.isDisabled ?? false}
      {...(props['aria-label'] === undefined ? {} : { 'aria-label': props['aria-label'] })}
    >
      <FieldFrame {...frameProps(props.label === undefined ? {} : { label: props.label })}>
        <div className={classNames('flex flex-col', isCard ? 'gap-2.5' : 'gap-1.5')}>
          {props.options.map((option) => (
            <Radio
              key={option.value}
              value={option.value}
              isDisabled={option.isDisabled ?? false}
              className={classNames(
                'group flex gap-2.5 disabled:opacity-50',
                isCard &&
                  'rounded-lg border border-line bg-panel p-3 selected:border-accent selected:shadow-[0_0_0_3px_var(--accent-soft)]',
              )}
            >
              {({ isSelected }) => (
                <>
                  <span
                    className={classNames(
                      'mt-[3px] size-[15px] flex-none rounded-full bg-panel group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-1',
                      isSelected ? 'border-[4.5px] border-accent' : 'border-[1.5px] border-mark',
                    )}
                  />
                  <span className="min-w-0">
                    <span className={classNames('block', isCard && 'font-bold')}>{option.label}</span>
                    {option.hint === undefined ? null : <span className="block text-sm text-muted">{option.hint}</span>}
                  </span>
                </>
              )}
            </Radio>
          ))}
        </div>
      </FieldFrame>
    </AriaRadioGroup>
  )
}

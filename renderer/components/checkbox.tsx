import { Check, Minus } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components'
import { classNames } from './class-names.ts'

/** A choice that counts when the form is sent. */
export function Checkbox(props: {
  readonly children?: ReactNode
  readonly 'aria-label'?: string
  readonly isSelected: boolean
  readonly isIndeterminate?: boolean
  readonly onChange: (isSelected: boolean) => void
  readonly isDisabled?: boolean
  readonly className?: string
}) {
  return (
    <AriaCheckbox
      isSelected={props.isSelected}
      isIndeterminate={props.isIndeterminate ?? false}
      onChange={props.onChange}
      isDisabled={props.isDisabled ?? false}
      {...(props['aria-label'] === undefined ? {} : { 'aria-label': props['aria-label'] })}
      className={classNames('group flex items-start gap-2 disabled:opacity-50', props.className)}
    >
      {({ isSelected, isIndeterminate }) => (
        <>
          <span
            className={classNames(
              'mt-[2px] flex size-4 flex-none items-center justify-center rounded-sm border group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-1',
              isSelected || isIndeterminate ? 'border-accent bg-accent text-on-accent' : 'border-mark bg-panel',
            )}
          >
            {isIndeterminate ? <Minus size={12} strokeWidth={2.5} /> : isSelected ? <Check size={12} strokeWidth={2.5} /> : null}
          </span>
          {props.children}
        </>
      )}
    </AriaCheckbox>
  )
}

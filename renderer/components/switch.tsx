import type { ReactNode } from 'react'
import { Switch as AriaSwitch } from 'react-aria-components'
import { classNames } from './class-names.ts'

/** A setting that takes effect at once. */
export function Switch(props: {
  readonly children?: ReactNode
  readonly 'aria-label'?: string
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
  readonly isDisabled?: boolean
}) {
  return (
    <AriaSwitch
      isSelected={props.isSelected}
      onChange={props.onChange}
      isDisabled={props.isDisabled ?? false}
      {...(props['aria-label'] === undefined ? {} : { 'aria-label': props['aria-label'] })}
      className="group inline-flex items-center gap-2 disabled:opacity-50"
    >
      {({ isSelected }) => (
        <>
          <span
            className={classNames(
              'flex h-4 w-7 flex-none items-center rounded-full border p-px transition-colors duration-100 group-data-focus-visible:outline-2 group-data-focus-visible:outline-offset-1',
              isSelected ? 'border-accent bg-accent' : 'border-mark bg-sunken',
            )}
          >
            <span className={classNames('size-3 rounded-full transition-transform duration-100', isSelected ? 'translate-x-3 bg-on-accent' : 'bg-mark')} />
          </span>
          {props.children}
        </>
      )}
    </AriaSwitch>
  )
}

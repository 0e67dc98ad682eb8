import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

/** A button that is only an icon; the label is its name and its tooltip. */
export function IconButton(props: {
  readonly label: string
  readonly icon: ReactNode
  readonly onPress?: () => void
  readonly shortcut?: string
  readonly isDisabled?: boolean
  readonly className?: string
}) {
  return (
    <Tooltip text={props.label} {...(props.shortcut === undefined ? {} : { shortcut: props.shortcut })}>
      <AriaButton
        aria-label={props.label}
        isDisabled={props.isDisabled ?? false}
        {...(props.onPress === undefined ? {} : { onPress: props.onPress })}
        className={classNames(
          'inline-flex size-[26px] shrink-0 cursor-default items-center justify-center rounded-md text-muted transition-colors duration-100 hover:bg-line2 hover:text-text disabled:opacity-50 pressed:bg-line',
          props.className,
        )}
      >
        {props.icon}
      </AriaButton>
    </Tooltip>
  )
}

import type { ReactElement, ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components'
import { classNames } from './class-names.ts'
import { Kbd } from './kbd.tsx'

export interface MenuEntry {
  readonly id: string
  readonly label: string
  readonly icon?: ReactNode
  readonly shortcut?: string
  readonly hint?: string
  readonly isDanger?: boolean
  readonly isDisabled?: boolean
  /** A line above this entry. */
  readonly startsGroup?: boolean
  readonly onAction: () => void
}

/** The list of a menu, for a trigger or a right-click. */
export function MenuList(props: { readonly 'aria-label': string; readonly entries: readonly MenuEntry[]; readonly onClose?: () => void }) {
  return (
    <AriaMenu
      aria-label={props['aria-label']}
      autoFocus="first"
      onAction={(id) => props.entries.find((entry) => entry.id === id)?.onAction()}
      {...(props.onClose === undefined ? {} : { onClose: props.onClose })}
      className="no-ring min-w-44 p-1 outline-none"
    >
      {props.entries.flatMap((entry) => [
        ...(entry.startsGroup === true ? [<Separator key={`${entry.id}-line`} className="mx-1 my-1 border-t border-line2" />] : []),
        <MenuItem
          key={entry.id}
          id={entry.id}
          textValue={entry.label}
          isDisabled={entry.isDisabled ?? false}
          className={classNames(
            'no-ring flex h-7 cursor-default items-center gap-2 rounded-input px-2 outline-none disabled:opacity-50 focused:bg-accent-soft',
            entry.isDanger === true && 'text-red focused:bg-red-soft',
          )}
        >
          {entry.icon}
          <span className="min-w-0 flex-1 truncate">{entry.label}</span>
          {entry.hint === undefined ? null : <span className="text-sm text-muted">{entry.hint}</span>}
          {entry.shortcut === undefined ? null : <Kbd>{entry.shortcut}</Kbd>}
        </MenuItem>,
      ])}
    </AriaMenu>
  )
}

/** A button with a menu. The button is the child and must be a React Aria button, as Button and IconButton are. */
export function Menu(props: {
  readonly 'aria-label': string
  readonly entries: readonly MenuEntry[]
  readonly children: ReactElement
  readonly placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end'
}) {
  return (
    <MenuTrigger>
      {props.children}
      <Popover placement={props.placement ?? 'bottom end'} offset={4} className="appear rounded-lg bg-panel shadow-float">
        <MenuList aria-label={props['aria-label']} entries={props.entries} />
      </Popover>
    </MenuTrigger>
  )
}

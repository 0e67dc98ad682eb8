import { useRef } from 'react'
import { Popover } from 'react-aria-components'
import { MenuList, type MenuEntry } from './menu.tsx'

/** A menu at a point of the window. */
export function ContextMenu(props: {
  readonly 'aria-label': string
  readonly point: { readonly x: number; readonly y: number }
  readonly entries: readonly MenuEntry[]
  readonly onClose: () => void
}) {
  const anchor = useRef<HTMLSpanElement>(null)
  return (
    <>
      <span ref={anchor} aria-hidden className="pointer-events-none fixed size-0" style={{ left: props.point.x, top: props.point.y }} />
      <Popover
        isOpen
        triggerRef={anchor}
        placement="bottom start"
        offset={2}
        onOpenChange={(isOpen) => isOpen || props.onClose()}
        className="appear rounded-lg bg-panel shadow-float"
      >
        <MenuList aria-label={props['aria-label']} entries={props.entries} onClose={props.onClose} />
      </Popover>
    </>
  )
}

import type { ReactElement } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components'
import { Kbd } from './kbd.tsx'

/** Words that appear beside a focusable thing on hover or focus. */
export function Tooltip(props: { readonly text: string; readonly shortcut?: string; readonly children: ReactElement }) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {props.children}
      <AriaTooltip
        offset={6}
        className="appear flex max-w-72 items-center gap-2 rounded-md bg-text px-2 py-1 text-sm text-bg shadow-float [forced-color-adjust:none]"
      >
        {props.text}
        {props.shortcut === undefined ? null : <Kbd inverted>{props.shortcut}</Kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  )
}

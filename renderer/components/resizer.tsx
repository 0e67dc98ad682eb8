import { type KeyboardEvent, type PointerEvent, useRef } from 'react'

const STEP_PERCENT = 2

export interface ResizerProps {
  readonly 'aria-label': string
  /** The size of the pane in percent of the window's width. */
  readonly value: number
  readonly minimum: number
  readonly maximum: number
  readonly initial: number
  /** The pane is left or right of the bar. */
  readonly side: 'left' | 'right'
  /** While it moves: paint only. */
  readonly onMove: (value: number) => void
  /** When it came to rest: remember. */
  readonly onEnd: (value: number) => void
}

/** The bar between two panes: drag it, move it with the arrow keys, double-click to put it back. */
export function Resizer(props: ResizerProps) {
  const dragged = useRef<number | null>(null)
  const clamp = (value: number) => Math.min(props.maximum, Math.max(props.minimum, value))

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const fromLeft = (event.clientX / window.innerWidth) * 100
    dragged.current = clamp(props.side === 'left' ? fromLeft : 100 - fromLeft)
    props.onMove(dragged.current)
  }

  function onPointerUp(event: PointerEvent<HTMLDivElement>): void {
    event.currentTarget.releasePointerCapture(event.pointerId)
    if (dragged.current !== null) props.onEnd(dragged.current)
    dragged.current = null
  }

  function onKeyDown(event: KeyboardEvent): void {
    const towards = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (towards === 0) return
    event.preventDefault()
    const value = clamp(props.value + (props.side === 'left' ? towards : -towards) * STEP_PERCENT)
    props.onMove(value)
    props.onEnd(value)
  }

  return (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={props['aria-label']}
      aria-valuenow={Math.round(props.value)}
      aria-valuemin={Math.round(props.minimum)}
      aria-valuemax={Math.round(props.maximum)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onKeyDown={onKeyDown}
      onDoubleClick={() => {
        props.onMove(props.initial)
        props.onEnd(props.initial)
      }}
      className="relative z-20 w-px flex-none cursor-col-resize bg-line after:absolute after:inset-y-0 after:-left-1 after:w-[9px] hover:bg-accent focus-visible:bg-accent focus-visible:outline-1"
    />
  )
}

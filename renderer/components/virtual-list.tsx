import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useRef } from 'react'

/** A list that mounts only the rows in view. Rows have one height. */
export function VirtualList<T>(props: {
  readonly 'aria-label': string
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string
  readonly rowHeight: number
  readonly children: (item: T, index: number) => ReactNode
  readonly className?: string
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: props.items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => props.rowHeight,
    overscan: 12,
    getItemKey: (index) => {
      const item = props.items[index]
      return item === undefined ? index : props.keyOf(item)
    },
  })
  return (
    <div ref={scroller} tabIndex={0} className={`no-ring h-full overflow-auto ${props.className ?? ''}`}>
      <ul aria-label={props['aria-label']} className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((row) => {
          const item = props.items[row.index]
          return item === undefined ? null : (
            <li key={row.key} aria-setsize={props.items.length} aria-posinset={row.index + 1} className="absolute inset-x-0 top-0" style={{ height: row.size, transform: `translateY(${row.start}px)` }}>
              {props.children(item, row.index)}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, type MouseEvent, type ReactNode, type Ref, useEffect, useId, useImperativeHandle, useRef } from 'react'
import { useElementWidth } from './element-width.ts'
import { GridHeader } from './grid-header.tsx'
import { GridRow } from './grid-row.tsx'

export interface GridColumn<C extends string = string> {
  readonly id: C
  readonly label: string
  /** A track of CSS grid, such as `78px` or `minmax(0, 1fr)`. */
  readonly width: string
  readonly sortable?: boolean
  /** Left out where the grid is narrower than this, px. */
  readonly fromWidth?: number
}

export type GridSelect = 'only' | 'toggle' | 'extend'

export interface DataGridHandle {
  readonly focus: () => void
}

export interface DataGridProps<C extends string> {
  readonly 'aria-label': string
  readonly rows: readonly string[]
  readonly columns: readonly GridColumn<C>[]
  readonly cell: (row: string, column: C) => ReactNode
  readonly selected: ReadonlySet<string>
  readonly focused: string | null
  readonly rowHeight: number
  /** Changes when cells of unchanged rows look different. */
  readonly revision: number
  readonly sort?: { readonly column: C; readonly descending: boolean }
  readonly onSort?: (column: C) => void
  readonly onSelect: (row: string, how: GridSelect) => void
  /** Goes by so many rows from the focused one. */
  readonly onMove: (rows: number, how: 'only' | 'extend') => void
  readonly onSelectAll?: () => void
  /** Enter or a double click. */
  readonly onOpen?: () => void
  readonly onPeek?: () => void
  readonly onEscape?: () => void
  /** The last rows come into view: time to load more. */
  readonly onNearEnd?: () => void
  /** A right click or the menu key, at a point of the window. */
  readonly onMenu?: (point: { readonly x: number; readonly y: number }) => void
  readonly empty?: ReactNode
  readonly handle?: Ref<DataGridHandle>
}

const FAR = 1_000_000_000
/** Height of GridHeader, px. */
const HEADER_HEIGHT = 28

function howOf(event: { readonly shiftKey: boolean; readonly ctrlKey: boolean; readonly metaKey: boolean }): GridSelect {
  if (event.shiftKey) return 'extend'
  return event.ctrlKey || event.metaKey ? 'toggle' : 'only'
}

/**
 * A virtual grid with the manners of a file manager: click, Ctrl/Cmd, Shift, Ctrl+A, arrows, Page Up and Down, Home, End,
 * Space, Enter, Esc, right click. It mounts only the rows in view. What is selected belongs to the caller.
 */
export function DataGrid<C extends string>(props: DataGridProps<C>) {
  const { rows, focused, rowHeight, selected } = props
  const scroller = useRef<HTMLDivElement>(null)
  const width = useElementWidth(scroller)
  const gridId = useId()
  const columns = props.columns.filter((column) => column.fromWidth === undefined || width >= column.fromWidth)
  const template = columns.map((column) => column.width).join(' ')
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
    // The header is part of what scrolls and stays on top of it.
    scrollMargin: HEADER_HEIGHT,
    scrollPaddingStart: HEADER_HEIGHT,
  })
  useEffect(() => {
    // A list that comes up while nothing has the focus can be walked at once.
    if (document.activeElement === document.body) scroller.current?.focus({ preventScroll: true })
  }, [])
  useImperativeHandle(props.handle, () => ({ focus: () => scroller.current?.focus() }), [])
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer])
  const lastShown = virtualizer.getVirtualItems().at(-1)?.index ?? 0
  const isNearEnd = rows.length > 0 && lastShown >= rows.length - 1
  const { onNearEnd } = props
  useEffect(() => {
    if (isNearEnd) onNearEnd?.()
    // Asked again when more rows came and the end is still in view.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [isNearEnd, rows.length])
  const focusedIndex = focused === null ? -1 : rows.indexOf(focused)
  useEffect(() => {
    if (focusedIndex >= 0) virtualizer.scrollToIndex(focusedIndex, { align: 'auto' })
  }, [focusedIndex, virtualizer])

  function openMenu(x: number, y: number, row: string): void {
    if (!selected.has(row)) props.onSelect(row, 'only')
    props.onMenu?.({ x, y })
  }

  function onContextMenu(event: MouseEvent): void {
    event.preventDefault()
    // The menu key sends the event to the grid itself, without a useful point.
    const row = (event.target as Element).closest<HTMLElement>('[data-row]')?.dataset['row'] ?? focused
    if (row === null || row === undefined) return
    const box = document.getElementById(`${gridId}-${rows.indexOf(row)}`)?.getBoundingClientRect()
    const isPointer = event.clientX !== 0 || event.clientY !== 0
    if (isPointer && event.button === 2) openMenu(event.clientX, event.clientY, row)
    else if (box !== undefined) openMenu(box.left + 24, box.bottom, row)
  }

  function onKeyDown(event: KeyboardEvent): void {
    const how = event.shiftKey ? 'extend' : 'only'
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? rowHeight) / rowHeight) - 2)
    const run = keyAction(event, page, how)
    if (run === null) return
    event.preventDefault()
    event.stopPropagation()
    run()
  }

  function keyAction(event: KeyboardEvent, page: number, how: 'only' | 'extend'): (() => void) | null {
    if (event.altKey) return null
    const mod = event.ctrlKey || event.metaKey
    if (mod) {
      if (event.key.toLowerCase() === 'a' && props.onSelectAll !== undefined) return props.onSelectAll
      if (event.key === ' ' && focused !== null) return () => props.onSelect(focused, 'toggle')
      return null
    }
    switch (event.key) {
      case 'ArrowDown':
        return () => props.onMove(1, how)
      case 'ArrowUp':
        return () => props.onMove(-1, how)
      case 'PageDown':
        return () => props.onMove(page, how)
      case 'PageUp':
        return () => props.onMove(-page, how)
      case 'Home':
        return () => props.onMove(-FAR, how)
      case 'End':
        return () => props.onMove(FAR, how)
      case 'Enter':
        return focused === null ? null : (props.onOpen ?? null)
      case ' ':
        return focused === null ? null : (props.onPeek ?? null)
      case 'Escape':
        return props.onEscape ?? null
      default:
        return null
    }
  }

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={props['aria-label']}
        aria-multiselectable={props.onSelectAll !== undefined}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        {...(focusedIndex >= 0 ? { 'aria-activedescendant': `${gridId}-${focusedIndex}` } : {})}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
        className="group/grid no-ring relative min-h-0 flex-1 overflow-x-hidden overflow-y-auto outline-none"
      >
        <GridHeader columns={columns} template={template} {...(props.sort === undefined ? {} : { sort: props.sort })} onSort={props.onSort} />
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return row === undefined ? null : (
              <GridRow
                // By place, not by row: when the filter changes, rows are filled anew instead of being built anew.
                key={item.index}
                id={`${gridId}-${item.index}`}
                row={row}
                index={item.index}
                top={item.start - HEADER_HEIGHT}
                height={rowHeight}
                template={template}
                columns={columns}
                cell={props.cell}
                revision={props.revision}
                isSelected={selected.has(row)}
                isFocused={row === focused}
                onPick={(event) => props.onSelect(row, howOf(event))}
                onOpen={props.onOpen}
              />
            )
          })}
        </div>
      </div>
      {rows.length === 0 ? <div className="absolute inset-x-0 top-[69px] bottom-0">{props.empty}</div> : null}
    </div>
  )
}

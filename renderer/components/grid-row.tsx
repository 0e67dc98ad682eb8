import { memo, type MouseEvent, type ReactNode } from 'react'
import { classNames } from './class-names.ts'
import type { GridColumn } from './data-grid.tsx'

interface GridRowProps<C extends string> {
  readonly id: string
  readonly row: string
  readonly index: number
  readonly top: number
  readonly height: number
  readonly template: string
  readonly columns: readonly GridColumn<C>[]
  readonly cell: (row: string, column: C) => ReactNode
  readonly revision: number
  readonly isSelected: boolean
  readonly isFocused: boolean
  readonly onPick: (event: MouseEvent) => void
  readonly onOpen: (() => void) | undefined
}

function Row<C extends string>(props: GridRowProps<C>) {
  const { isSelected, isFocused } = props
  return (
    <div
      id={props.id}
      role="row"
      data-row={props.row}
      aria-rowindex={props.index + 2}
      aria-selected={isSelected}
      onMouseDown={(event) => event.button === 0 && props.onPick(event)}
      onDoubleClick={props.onOpen}
      className={classNames(
        'absolute inset-x-0 top-0 grid content-center items-baseline border-b border-line2 pl-1.5',
        isSelected ? 'bg-accent-soft' : 'hover:bg-sunken',
        isFocused && 'shadow-[inset_2px_0_var(--accent)] group-focus-visible/grid:outline-2 group-focus-visible/grid:-outline-offset-2 group-focus-visible/grid:outline-accent',
      )}
      style={{ height: props.height, transform: `translateY(${props.top}px)`, gridTemplateColumns: props.template }}
    >
      {props.columns.map((column, at) => (
        <div key={column.id} role={at === 0 ? 'rowheader' : 'gridcell'} className="min-w-0 truncate px-2">
          {props.cell(props.row, column.id)}
        </div>
      ))}
    </div>
  )
}

/** Rows are drawn again only when what they show changed; the handlers speak for the same row all the time. */
export const GridRow = memo(
  Row,
  (before, after) =>
    before.row === after.row &&
    before.index === after.index &&
    before.top === after.top &&
    before.height === after.height &&
    before.template === after.template &&
    before.revision === after.revision &&
    before.cell === after.cell &&
    before.isSelected === after.isSelected &&
    before.isFocused === after.isFocused,
) as typeof Row

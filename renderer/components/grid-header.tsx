import { ArrowDown, ArrowUp } from 'lucide-react'
import { classNames } from './class-names.ts'
import type { GridColumn } from './data-grid.tsx'

/** The sticky first row of a grid; a sortable column's label is a button. */
export function GridHeader<C extends string>(props: {
  readonly columns: readonly GridColumn<C>[]
  readonly template: string
  readonly sort?: { readonly column: C; readonly descending: boolean }
  readonly onSort: ((column: C) => void) | undefined
}) {
  const { sort, onSort } = props
  return (
    <div role="rowgroup" className="sticky top-0 z-10 bg-panel">
      <div role="row" aria-rowindex={1} className="grid h-7 items-center border-b border-line pl-1.5 text-xs font-medium text-faint" style={{ gridTemplateColumns: props.template }}>
        {props.columns.map((column) => {
          const isSorted = sort?.column === column.id
          const sorted = isSorted ? (sort.descending ? 'descending' : 'ascending') : 'none'
          return (
            <div key={column.id} role="columnheader" className="min-w-0 px-2" {...(column.sortable === true ? { 'aria-sort': sorted } : {})}>
              {column.sortable === true && onSort !== undefined ? (
                <button
                  type="button"
                  // Reached by the palette's commands; the grid is one tab stop.
                  tabIndex={-1}
                  onClick={() => onSort(column.id)}
                  className={classNames('flex max-w-full cursor-default items-center gap-1 hover:text-text', isSorted && 'text-muted')}
                >
                  <span className="truncate">{column.label}</span>
                  {!isSorted ? null : sort.descending ? <ArrowDown size={12} aria-hidden /> : <ArrowUp size={12} aria-hidden />}
                </button>
              ) : (
                <span className="block truncate">{column.label}</span>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}

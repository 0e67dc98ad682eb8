import { ChevronRight } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { classNames } from '../../components/class-names.ts'
import { type FolderRow, folderRows } from '../../store/path-tree.ts'
import { folderTree } from '../../store/secrets.ts'
import { useStore } from '../../store/store.ts'
import { showFolder, toggleFolder } from '../../store/view.ts'
import { NAV_OFF, NAV_ON, NAV_ROW, NavCount } from './nav-row.tsx'
import { useRevised } from './use-revised.ts'

/** More folders than this are found by search, not by scrolling. */
const ROWS_AT_MOST = 400

/** Shows a folder's secrets and the folders in it. */
function openFolder(row: FolderRow): void {
  if (row.expandable && !row.expanded) toggleFolder(row.folder.path)
  showFolder(row.folder.path)
}

/** The tree that the `/` in names make: arrows go and open, Enter and Space choose. */
export function NavTree() {
  const expanded = useStore((state) => state.view.expandedFolders)
  const current = useStore((state) => (state.view.section === 'secrets' ? state.view.folder : null))
  const rows = useRevised(() => folderRows(folderTree(), expanded), expanded)
  const tree = useRef<HTMLUListElement>(null)
  if (rows.length === 0) return null
  const shown = rows.slice(0, ROWS_AT_MOST)
  const tabStop = shown.find((row) => row.folder.path === current) ?? shown[0]

  function focusRow(index: number): void {
    tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[index]?.focus()
  }

  function onKeyDown(event: KeyboardEvent, row: FolderRow, index: number): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const parent = shown.findLastIndex((other, at) => at < index && other.level < row.level)
    const actions: Record<string, () => void> = {
      ArrowDown: () => focusRow(Math.min(shown.length - 1, index + 1)),
      ArrowUp: () => focusRow(Math.max(0, index - 1)),
      Home: () => focusRow(0),
      End: () => focusRow(shown.length - 1),
      ArrowRight: () => (row.expandable && !row.expanded ? toggleFolder(row.folder.path) : focusRow(Math.min(shown.length - 1, index + 1))),
      ArrowLeft: () => (row.expanded ? toggleFolder(row.folder.path) : focusRow(parent)),
      Enter: () => openFolder(row),
      ' ': () => openFolder(row),
    }
    const action = actions[event.key]
    if (action === undefined) return
    event.preventDefault()
    event.stopPropagation()
    action()
  }

  return (
    <>
      <ul ref={tree} role="tree" aria-label="Folders" className="flex flex-none flex-col gap-px">
        {shown.map((row, index) => {
          const { path, segment, count } = row.folder
          const isOn = path === current
          return (
            <li
              key={path}
              role="treeitem"
              aria-level={row.level}
              aria-selected={isOn}
              {...(row.expandable ? { 'aria-expanded': row.expanded } : {})}
              tabIndex={row === tabStop ? 0 : -1}
              onKeyDown={(event) => onKeyDown(event, row, index)}
              onClick={() => openFolder(row)}
              className={classNames(NAV_ROW, isOn ? NAV_ON : `${NAV_OFF} text-muted`)}
              style={{ paddingLeft: 8 + (row.level - 1) * 14 }}
            >
              <span
                aria-hidden
                onClick={(event) => {
                  event.stopPropagation()
                  if (row.expandable) toggleFolder(path)
                  else openFolder(row)
                }}
                className="-my-1 grid h-[26px] w-[15px] flex-none place-items-center"
              >
                {row.expandable ? <ChevronRight size={13} className={classNames('text-faint transition-transform duration-100', row.expanded && 'rotate-90')} /> : null}
              </span>
              <span className="truncate">{segment === '' ? '/' : segment}</span>
              <NavCount count={count} />
            </li>
          )
        })}
      </ul>
      {rows.length > shown.length ? <p className="px-2 py-1 text-xs text-faint">{(rows.length - shown.length).toLocaleString('en')} more folders: search for their path</p> : null}
    </>
  )
}

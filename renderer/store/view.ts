import type { DialogName, Dialogs, OpenDialog } from './dialogs.ts'
import type { Section, SortColumn } from './state.ts'
import { patch, store } from './store.ts'

/** Opens a dialog by name; the one that is open gives way. */
export function openDialog<N extends DialogName>(name: N, props: Dialogs[N]): void {
  patch('view', { dialog: { name, props } as OpenDialog, paletteOpen: false })
}

export function closeDialog(): void {
  patch('view', { dialog: null })
}

export function openPalette(): void {
  patch('view', { paletteOpen: true })
}

export function closePalette(): void {
  patch('view', { paletteOpen: false })
}

export function showSection(section: Section): void {
  patch('view', { section, peekArn: null })
}

/** Shows the secrets under a path prefix that ends in `/`, or all with null. */
export function showFolder(folder: string | null): void {
  patch('view', { section: 'secrets', folder, peekArn: null })
}

export function toggleFolder(folder: string): void {
  const expandedFolders = new Set(store.getState().view.expandedFolders)
  if (!expandedFolders.delete(folder)) expandedFolders.add(folder)
  patch('view', { expandedFolders })
}

export function setQuery(query: string): void {
  patch('view', { query })
}

/** Sorts by a column; the column that already sorts turns round. */
export function sortBy(column: SortColumn): void {
  const { sort } = store.getState().view
  const first = column === 'changed'
  patch('view', { sort: sort.column === column ? { column, descending: !sort.descending } : { column, descending: first } })
}

export function showDetailTab(detailTab: string): void {
  patch('view', { detailTab })
}

export function peek(arn: string | null): void {
  patch('view', { peekArn: arn })
}

export function setScreenLocked(screenLocked: boolean): void {
  patch('view', { screenLocked })
}

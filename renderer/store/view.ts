import type { DialogName, Dialogs, OpenDialog } from './dialogs.ts'
import type { Section, SortColumn } from './state.ts'
import { resortSecrets } from './secrets.ts'
import { patch, store } from './store.ts'

const NOTHING_SELECTED = { focusedArn: null, selectedArns: new Set<string>(), anchorArn: null }

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
  if (store.getState().view.section === section) return
  // A selection belongs to the rows it was made in, and so does what was searched there.
  patch('selection', NOTHING_SELECTED)
  patch('view', { section, peeking: false, query: '' })
}

/** Shows the secrets under a path prefix that ends in `/`, or all with null. */
export function showFolder(folder: string | null): void {
  showSection('secrets')
  patch('view', { folder, peeking: false })
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
  resortSecrets()
}

export function showDetailTab(detailTab: string): void {
  patch('view', { detailTab })
}

/** Shows or hides the card that tells of the focused secret. */
export function setPeeking(peeking: boolean): void {
  patch('view', { peeking })
}

export function setScreenLocked(screenLocked: boolean): void {
  patch('view', { screenLocked, ...(screenLocked && { dialog: null, paletteOpen: false, peekArn: null }) })
}

const RECENTS_KEPT = 12

/** Remembers, until the vault is sealed, what the palette ran. */
export function rememberRecent(id: string): void {
  patch('view', { recents: [id, ...store.getState().view.recents.filter((other) => other !== id)].slice(0, RECENTS_KEPT) })
}

import type { MenuItemConstructorOptions } from 'electron'

export type MenuEntry =
  | '-'
  | { readonly label: string; readonly command: string; readonly shortcut?: string }
  | { readonly role: NonNullable<MenuItemConstructorOptions['role']>; readonly label?: string }

export interface MenuData {
  readonly label: string
  /** Absent: on every platform. */
  readonly platform?: NodeJS.Platform
  readonly items: readonly MenuEntry[]
}

/** The menu bar as data: each item is a command of the window, the same that its buttons and shortcuts run. */
export const MENU: readonly MenuData[] = [
  {
    label: 'Coffer',
    platform: 'darwin',
    items: [{ role: 'about' }, '-', { label: 'Settings…', command: 'go.settings', shortcut: 'CmdOrCtrl+,' }, '-', { role: 'hide' }, { role: 'hideOthers' }, '-', { role: 'quit' }],
  },
  {
    label: 'File',
    items: [
      { label: 'New secret…', command: 'secret.create', shortcut: 'CmdOrCtrl+N' },
      { label: 'Import…', command: 'secrets.import', shortcut: 'CmdOrCtrl+I' },
      { label: 'Export…', command: 'secrets.export' },
      '-',
      { label: 'Back up the vault…', command: 'vault.back-up' },
      { label: 'Seal the vault', command: 'vault.seal', shortcut: 'CmdOrCtrl+L' },
      '-',
      { role: 'quit' },
    ],
  },
  {
    label: 'Edit',
    items: [{ role: 'undo' }, { role: 'redo' }, '-', { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
  },
  {
    label: 'View',
    items: [
      { label: 'Search or run a command…', command: 'palette.open', shortcut: 'CmdOrCtrl+K' },
      '-',
      { label: 'Secrets', command: 'go.secrets' },
      { label: 'Keys', command: 'go.keys' },
      { label: 'Access', command: 'go.access' },
      { label: 'Activity', command: 'go.activity' },
      { label: 'Trash', command: 'go.trash' },
      { label: 'Settings', command: 'go.settings', shortcut: 'CmdOrCtrl+,' },
      '-',
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
    ],
  },
  { label: 'Help', items: [{ label: 'Keyboard shortcuts', command: 'help.shortcuts' }] },
]

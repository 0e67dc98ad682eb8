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

const SETTINGS: MenuEntry = { label: 'Settings…', command: 'go.settings', shortcut: 'CmdOrCtrl+,' }

/** The menu bar as data: each item is a command of the window, the same that its buttons and shortcuts run. */
export const MENU: readonly MenuData[] = [
  { label: 'Coffer', platform: 'darwin', items: [{ role: 'about' }, '-', SETTINGS, '-', { role: 'hide' }, { role: 'hideOthers' }, '-', { role: 'quit' }] },
  {
    label: 'File',
    items: [
      { label: 'New secret…', command: 'secret.create', shortcut: 'N' },
      { label: 'Import…', command: 'secrets.import', shortcut: 'I' },
      { label: 'Export…', command: 'secrets.export' },
      '-',
      { label: 'Back up the vault…', command: 'vault.back-up' },
      { label: 'Make a new recovery kit…', command: 'vault.renew-recovery-kit' },
      { label: 'Change the passphrase…', command: 'vault.change-passphrase' },
      '-',
      { label: 'Hide the window until unlocked', command: 'vault.hide-window' },
      { label: 'Seal the vault', command: 'vault.seal', shortcut: 'CmdOrCtrl+L' },
      '-',
      { role: 'quit' },
    ],
  },
  { label: 'Edit', items: [{ role: 'undo' }, { role: 'redo' }, '-', { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }] },
  {
    label: 'Secret',
    items: [
      { label: 'Edit value…', command: 'secret.edit', shortcut: 'E' },
      { label: 'Reveal or hide the value', command: 'secret.reveal', shortcut: 'V' },
      { label: 'Copy value', command: 'secret.copy-value', shortcut: 'C' },
      { label: 'Copy name', command: 'secret.copy-name' },
      { label: 'Copy ARN', command: 'secret.copy-arn' },
      '-',
      { label: 'Duplicate…', command: 'secret.duplicate', shortcut: 'D' },
      { label: 'Change tags…', command: 'secret.tag', shortcut: 'T' },
      { label: 'Change key…', command: 'secret.change-key' },
      '-',
      { label: 'Move to trash', command: 'secret.delete', shortcut: 'Delete' },
      { label: 'Restore', command: 'trash.restore', shortcut: 'R' },
      { label: 'Delete now…', command: 'trash.purge', shortcut: 'Delete' },
    ],
  },
  {
    label: 'View',
    items: [
      { label: 'Search or run a command…', command: 'palette.open', shortcut: 'CmdOrCtrl+K' },
      { label: 'Filter the list', command: 'secrets.filter', shortcut: '/' },
      '-',
      { label: 'Secrets', command: 'go.secrets' },
      { label: 'Keys', command: 'go.keys' },
      { label: 'Access', command: 'go.access' },
      { label: 'Endpoint', command: 'go.endpoint' },
      { label: 'Activity', command: 'go.activity' },
      { label: 'Trash', command: 'go.trash' },
      SETTINGS,
      '-',
      { label: 'Compact rows on or off', command: 'view.compact-rows' },
      { label: 'Use the light theme', command: 'view.light' },
      { label: 'Use the dark theme', command: 'view.dark' },
      { label: 'Use the system’s theme', command: 'view.system' },
      '-',
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
    ],
  },
  {
    label: 'Endpoint',
    items: [
      { label: 'Switch the endpoint on', command: 'endpoint.switch-on' },
      { label: 'Switch the endpoint off', command: 'endpoint.switch-off' },
      { label: 'Connect a program…', command: 'endpoint.connect' },
    ],
  },
  { label: 'Help', items: [{ label: 'Keyboard shortcuts', command: 'help.shortcuts', shortcut: '?' }] },
]

import { Menu } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'
import { MENU } from './menu-items.ts'
import type { MenuEntry } from './menu-items.ts'

/** macOS always listens to a menu's key, which must not be a bare letter then; elsewhere it is shown only. */
function shownShortcut(shortcut: string | undefined): string | undefined {
  return process.platform === 'darwin' && shortcut?.includes('+') !== true ? undefined : shortcut
}

/** Accelerators are shown, not registered: the window handles its own keys, so each works once and only where it makes sense. */
function toTemplate(entry: MenuEntry, run: (command: string) => void): MenuItemConstructorOptions {
  if (entry === '-') return { type: 'separator' }
  if ('role' in entry) return { role: entry.role, ...(entry.label === undefined ? {} : { label: entry.label }) }
  const shortcut = shownShortcut(entry.shortcut)
  return {
    label: entry.label,
    ...(shortcut === undefined ? {} : { accelerator: shortcut, registerAccelerator: false }),
    click: () => run(entry.command),
  }
}

/** Puts the menu in place; every item of our own asks the window to run a command. */
export function setApplicationMenu(run: (command: string) => void): void {
  const template = MENU.filter((menu) => menu.platform === undefined || menu.platform === process.platform).map((menu) => ({
    label: menu.label,
    submenu: menu.items.map((entry) => toTemplate(entry, run)),
  }))
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}

import { store } from '../store/store.ts'
import { findCommand, isAvailable, runCommand } from './registry.ts'
import { shortcutText } from './shortcut.ts'

export interface CommandEntry {
  readonly id: string
  readonly label: string
  readonly shortcut?: string
  readonly isDanger?: boolean
  readonly startsGroup?: boolean
  readonly onAction: () => void
}

const DANGEROUS = new Set(['secret.delete', 'trash.purge', 'keys.disable', 'keys.schedule-deletion'])

/**
 * Menu entries for commands by id; those that are unknown or make no sense now are left out. `-` starts a group.
 * For menus and rows of buttons, so that both do what the palette does.
 */
export function commandEntries(ids: readonly string[]): CommandEntry[] {
  const entries: CommandEntry[] = []
  let startsGroup = false
  for (const id of ids) {
    if (id === '-') {
      startsGroup = entries.length > 0
      continue
    }
    const command = findCommand(id)
    if (command === null || !isAvailable(command, store.getState())) continue
    entries.push({
      id,
      label: command.label,
      ...(command.shortcut === undefined ? {} : { shortcut: shortcutText(command.shortcut) }),
      isDanger: DANGEROUS.has(id),
      startsGroup,
      onAction: () => runCommand(id),
    })
    startsGroup = false
  }
  return entries
}

import type { Command, CommandSection } from '../../commands/registry.ts'

interface ShortcutSection {
  readonly section: CommandSection
  readonly commands: readonly Command[]
}

/** Commands that have a key, by section, in the order of their registration. */
export function shortcutSections(commands: readonly Command[]): readonly ShortcutSection[] {
  const sections = new Map<CommandSection, Command[]>()
  for (const command of commands) {
    if (command.shortcut === undefined) continue
    sections.set(command.section, [...(sections.get(command.section) ?? []), command])
  }
  return [...sections].map(([section, list]) => ({ section, commands: list }))
}

/** Keys of every list, which are no commands; written as shortcuts are. */
export const GRID_KEYS: readonly { readonly label: string; readonly keys: string }[] = [
  { label: 'Next, previous', keys: '↓ ↑' },
  { label: 'Page, first, last', keys: 'PgDn PgUp Home End' },
  { label: 'Extend the selection', keys: 'Shift+↓ ↑' },
  { label: 'Select all', keys: 'Mod+A' },
  { label: 'Open', keys: 'Enter' },
  { label: 'Peek', keys: 'Space' },
  { label: 'Back, close', keys: 'Esc' },
]

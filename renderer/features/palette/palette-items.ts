import { allCommands, type Command, type CommandSection, isAvailable, runCommand } from '../../commands/registry.ts'
import { shortcutText } from '../../commands/shortcut.ts'
import { focusKey, keyTitle } from '../../store/keys.ts'
import { searchSecrets } from '../../store/secrets.ts'
import { select } from '../../store/selection.ts'
import type { State } from '../../store/state.ts'
import { setQuery, showFolder, showSection } from '../../store/view.ts'
import { beginsWord, scoreName, scoreWords } from './score.ts'

export interface PaletteItem {
  readonly id: string
  readonly group: string
  readonly label: string
  /** The label is a path whose last part stands out. */
  readonly isName: boolean
  readonly subject?: string
  readonly badge?: string
  readonly run: () => void
}

const COMMANDS_SHOWN = 8
const SECRETS_SHOWN = 8
const KEYS_SHOWN = 4
/** Groups of commands from what one does most to what one does least. */
const SECTION_ORDER: Readonly<Record<CommandSection, number>> = { Secret: 0, Secrets: 1, 'Go to': 2, Rotation: 3, Regions: 4, Keys: 5, Access: 6, Endpoint: 7, Vault: 8, View: 9, Help: 10 }
/** Matches that are looked at to find the best ones. */
const CANDIDATES = 5000

function commandItem(command: Command, state: State, group: string): PaletteItem {
  const subject = command.subject?.(state) ?? undefined
  return {
    id: command.id,
    group,
    label: command.label,
    isName: false,
    ...(subject === undefined ? {} : { subject }),
    ...(command.shortcut === undefined ? {} : { badge: shortcutText(command.shortcut) }),
    run: () => runCommand(command.id),
  }
}

function secretItem(arn: string, state: State, group: string): PaletteItem | null {
  const summary = state.secrets.summaries.get(arn)
  if (summary === undefined) return null
  return {
    id: `secret:${arn}`,
    group,
    label: summary.Name,
    isName: true,
    run: () => {
      showFolder(null)
      setQuery('')
      select(arn)
    },
  }
}

function keyItem(item: State['keys']['items'][number], group: string): PaletteItem {
  return {
    id: `key:${item.metadata.Arn}`,
    group,
    label: keyTitle(item),
    isName: true,
    run: () => {
      showSection('keys')
      focusKey(item.metadata.Arn)
    },
  }
}

function best<T>(items: readonly T[], scoreOf: (item: T) => number, limit: number): T[] {
  return items
    .map((item) => ({ item, score: scoreOf(item) }))
    .filter((scored) => scored.score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map((scored) => scored.item)
}

function availableCommands(state: State): Command[] {
  return allCommands().filter((command) => command.id !== 'palette.open' && isAvailable(command, state))
}

function recentItem(id: string, state: State): PaletteItem | null {
  if (id.startsWith('secret:')) return secretItem(id.slice('secret:'.length), state, 'Recent')
  if (id.startsWith('key:')) {
    const found = state.keys.items.find((item) => item.metadata.Arn === id.slice('key:'.length))
    return found === undefined ? null : keyItem(found, 'Recent')
  }
  const command = availableCommands(state).find((one) => one.id === id)
  return command === undefined ? null : commandItem(command, state, 'Recent')
}

/** What the palette offers for a query: for none, recent things and then commands; else the best commands, secrets and keys. */
export function paletteItems(query: string, state: State): PaletteItem[] {
  const text = query.trim().toLowerCase()
  const commands = availableCommands(state)
  if (text === '') {
    const recents = state.view.recents.slice(0, 5).flatMap((id) => recentItem(id, state) ?? [])
    const shown = new Set(recents.map((item) => item.id))
    const others = commands.filter((command) => !shown.has(command.id)).toSorted((a, b) => SECTION_ORDER[a.section] - SECTION_ORDER[b.section])
    return [...recents, ...others.map((command) => commandItem(command, state, command.section))]
  }
  const words = text.split(/\s+/)
  const scoreOf = (command: Command) => {
    const own = `${command.label} ${command.section} ${command.keywords ?? ''}`.toLowerCase()
    // What a command acts on may match as well, but not alone: else the name of the selected secret would bring up everything.
    if (!words.some((word) => beginsWord(own, word))) return 0
    return scoreWords(`${own} ${command.subject?.(state) ?? ''}`.toLowerCase(), words, command.label.toLowerCase())
  }
  const secrets = searchSecrets(text, CANDIDATES)
  return [
    ...best(commands, scoreOf, COMMANDS_SHOWN).map((command) => commandItem(command, state, 'Commands')),
    ...best(secrets, (arn) => scoreName((state.secrets.summaries.get(arn)?.Name ?? '').toLowerCase(), words), SECRETS_SHOWN).flatMap((arn) => secretItem(arn, state, 'Secrets') ?? []),
    ...best(state.keys.items, (item) => scoreWords(keyTitle(item).toLowerCase(), words, keyTitle(item).toLowerCase()), KEYS_SHOWN).map((item) => keyItem(item, 'Keys')),
  ]
}

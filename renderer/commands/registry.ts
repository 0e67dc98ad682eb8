import type { State } from '../store/state.ts'
import { store } from '../store/store.ts'
import { notifyError } from '../store/toasts.ts'

export type CommandSection = 'Secrets' | 'Secret' | 'Keys' | 'Rotation' | 'Regions' | 'Access' | 'Vault' | 'Endpoint' | 'Go to' | 'View' | 'Help'

/** A thing that a person can do, once: buttons, menus, palette, shortcuts and the `?` list all run this. */
export interface Command {
  /** `<noun>.<verb>`, as in `secret.edit`. */
  readonly id: string
  readonly label: string
  /** `Mod+K`, `N`, `Shift+C`, `?`. Single keys do nothing while text is typed or a dialog is open. */
  readonly shortcut?: string
  readonly section: CommandSection
  /** More words to find it by in the palette. */
  readonly keywords?: string
  /** False where it makes no sense now: hidden in palette and menus, deaf to its shortcut. Absent: whenever the vault is unsealed. */
  readonly when?: (state: State) => boolean
  /** What it would act on, shown dim beside the label, such as the name of the selected secret. */
  readonly subject?: (state: State) => string | null
  readonly run: () => void | Promise<void>
}

const commands = new Map<string, Command>()
const running = new Set<string>()

/** Adds commands; an id or a shortcut that is taken is a mistake of the program. */
export function registerCommands(list: readonly Command[]): void {
  for (const command of list) {
    if (commands.has(command.id) && !import.meta.hot) throw new Error(`The command ${command.id} is registered twice.`)
    commands.set(command.id, command)
  }
}

/** All commands, in the order of registration. */
export function allCommands(): readonly Command[] {
  return [...commands.values()]
}

export function findCommand(id: string): Command | null {
  return commands.get(id) ?? null
}

export function isAvailable(command: Command, state: State): boolean {
  if (command.when !== undefined) return command.when(state)
  return state.session.status === 'unsealed'
}

/** Runs a command if it is available and not already running. Errors become a toast. */
export function runCommand(id: string): void {
  const command = commands.get(id)
  if (command === undefined || running.has(id) || !isAvailable(command, store.getState())) return
  running.add(id)
  Promise.resolve()
    .then(() => command.run())
    .catch(notifyError)
    .finally(() => running.delete(id))
}

/** `when` for commands that need a secret to be selected. */
export function needsSelection(state: State): boolean {
  return state.session.status === 'unsealed' && state.view.section === 'secrets' && state.selection.selectedArns.size > 0
}

/** `when` for commands that need one secret whose pane is open. */
export function needsFocusedSecret(state: State): boolean {
  return state.session.status === 'unsealed' && state.view.section === 'secrets' && state.selection.focusedArn !== null
}

/** `when` for commands that change one secret: a replica is changed by its primary alone. */
export function needsChangeableSecret(state: State): boolean {
  const { focusedArn } = state.selection
  return needsFocusedSecret(state) && focusedArn !== null && state.secrets.summaries.get(focusedArn)?.PrimaryRegion === undefined
}

/** `when` for commands that change the selected secrets: not when all of them are replicas. */
export function needsChangeableSelection(state: State): boolean {
  return needsSelection(state) && [...state.selection.selectedArns].some((arn) => state.secrets.summaries.get(arn)?.PrimaryRegion === undefined)
}

/** `subject` of commands on the selected secrets: the name of one, or how many. */
export function selectionSubject(state: State): string | null {
  const { selectedArns, focusedArn } = state.selection
  if (selectedArns.size > 1) return `${selectedArns.size.toLocaleString('en')} secrets`
  const arn = [...selectedArns][0] ?? focusedArn
  return arn === null || arn === undefined ? null : (state.secrets.summaries.get(arn)?.Name ?? null)
}

import { store } from '../store/store.ts'
import { allCommands, isAvailable, runCommand } from './registry.ts'
import { matchesShortcut } from './shortcut.ts'

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select'))
}

/** Runs the command whose shortcut was pressed. Returns true when there was one. */
function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const state = store.getState()
  const floats = document.querySelector('[role=dialog], [role=alertdialog], [role=menu], [role=listbox][data-popover]') !== null
  for (const command of allCommands()) {
    if (command.shortcut === undefined || !matchesShortcut(command.shortcut, event)) continue
    const isPlain = !command.shortcut.includes('Mod+')
    if (isPlain && (isTyping(event.target) || event.repeat)) continue
    if (floats && command.id !== 'palette.open') continue
    if (!isAvailable(command, state)) continue
    event.preventDefault()
    runCommand(command.id)
    return
  }
}

/** Listens for the shortcuts of all commands until the returned function is called. */
export function listenForShortcuts(): () => void {
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}

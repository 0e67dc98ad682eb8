/** `Mod` is Cmd on a Mac and Ctrl elsewhere. */
interface Shortcut {
  readonly mod: boolean
  readonly shift: boolean
  readonly alt: boolean
  readonly key: string
}

export const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform)

/** Reads a shortcut such as `Mod+Shift+K`, `N`, `?`, `Delete`. */
function parseShortcut(text: string): Shortcut {
  const parts = text === '+' ? ['+'] : text.split('+')
  const key = parts.at(-1) ?? ''
  return { mod: parts.includes('Mod'), shift: parts.includes('Shift'), alt: parts.includes('Alt'), key: key.toLowerCase() }
}

/** The parts of KeyboardEvent that matter here. */
export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

/** The key as a Latin letter even when the layout writes another script. */
function latinKey(press: KeyPress): string {
  const key = press.key.toLowerCase()
  if (key.length === 1 && key > '\u007f' && /^Key[A-Z]$/.test(press.code)) return press.code.slice(3).toLowerCase()
  return key
}

/** True when the key press is the shortcut. Signs such as `?` need no Shift in the shortcut, whatever the layout. */
export function matchesShortcut(text: string, press: KeyPress, mac: boolean = isMac): boolean {
  const shortcut = parseShortcut(text)
  const mod = mac ? press.metaKey : press.ctrlKey
  const otherMod = mac ? press.ctrlKey : press.metaKey
  if (mod !== shortcut.mod || otherMod || press.altKey !== shortcut.alt) return false
  if (latinKey(press) !== shortcut.key) return false
  const isSign = shortcut.key.length === 1 && !/[a-z0-9]/.test(shortcut.key)
  return isSign || press.shiftKey === shortcut.shift
}

const MAC_SIGNS: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Enter: '↩', Delete: '⌦', Backspace: '⌫' }
const WORDS: Readonly<Record<string, string>> = { Mod: 'Ctrl', ' ': 'Space', Delete: 'Del' }

/** The shortcut as people read it: `Ctrl K`, or `⌘K` on a Mac. */
export function shortcutText(text: string, mac: boolean = isMac): string {
  const parts = text.split('+').map((part) => (mac ? (MAC_SIGNS[part] ?? WORDS[part] ?? part) : (WORDS[part] ?? part)))
  return parts.join(mac ? '' : ' ')
}

/** `line`: Enter ends it, as for a passphrase. `text`: Ctrl+D ends it, so that pasted text may have several lines. */
export type HiddenInputEnd = 'line' | 'text'

export interface HiddenInput {
  /** Takes what a terminal in raw mode sends. */
  type(sent: string): 'open' | 'done' | 'interrupted'
  /** What was typed; of a text the line end before Ctrl+D is not part. */
  text(): string
}

const INTERRUPT = '\u0003'
const END_OF_INPUT = '\u0004'
const ERASE_LINE = '\u0015'
const ERASE = new Set(['\u007f', '\b'])

/** Gathers what a person types while nothing of it is shown: characters, Backspace, Ctrl+U, and what ends it. */
export function hiddenInput(end: HiddenInputEnd): HiddenInput {
  let typed: string[] = []
  let isAfterReturn = false
  const takeLineEnd = (): 'open' | 'done' => {
    if (end === 'line') return 'done'
    typed.push('\n')
    return 'open'
  }
  const take = (character: string): 'open' | 'done' | 'interrupted' => {
    const isSecondHalf = character === '\n' && isAfterReturn
    isAfterReturn = character === '\r'
    if (isSecondHalf) return 'open'
    if (character === INTERRUPT) return 'interrupted'
    if (character === END_OF_INPUT) return 'done'
    if (character === '\r' || character === '\n') return takeLineEnd()
    if (ERASE.has(character)) typed.pop()
    else if (character === ERASE_LINE) typed = typed.slice(0, typed.lastIndexOf('\n') + 1)
    else typed.push(character)
    return 'open'
  }
  return {
    type(sent) {
      for (const character of sent) {
        const state = take(character)
        if (state !== 'open') return state
      }
      return 'open'
    },
    text: () => (end === 'text' && typed.at(-1) === '\n' ? typed.slice(0, -1) : typed).join(''),
  }
}

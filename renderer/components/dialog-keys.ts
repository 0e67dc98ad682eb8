import type { KeyboardEvent } from 'react'

const FIELD = 'input:not([type=hidden], [type=file], :disabled), textarea:not(:disabled), [data-code-editor], button[aria-haspopup=listbox]:not(:disabled)'
/** One-line fields in which Enter means "go". A combobox and a search keep Enter for themselves. */
const ONE_LINE = /^(text|password|email|url|number)$/

/** The field that a person fills in first: the chosen one where it is a group of radio buttons. */
export function firstField(body: HTMLElement | null): HTMLElement | null {
  const shown = [...(body?.querySelectorAll<HTMLElement>(FIELD) ?? [])].filter((field) => field.checkVisibility())
  const [first] = shown
  if (!(first instanceof HTMLInputElement) || first.type !== 'radio') return first ?? null
  return shown.find((field) => field instanceof HTMLInputElement && field.name === first.name && field.checked) ?? first
}

/** Moves to what keeps a form from being sent: a field that is wrong, else the first one-line field that is empty. */
export function focusProblem(body: HTMLElement | null): void {
  const wrong = body?.querySelector<HTMLElement>('[aria-invalid=true]')
  const empty = [...(body?.querySelectorAll('input') ?? [])].find((field) => ONE_LINE.test(field.type) && !field.disabled && field.value === '')
  ;(wrong ?? empty)?.focus()
}

/** True for Enter in a one-line field that no form takes and nothing else has used. */
function isEnterInField(event: KeyboardEvent): boolean {
  const field = event.target
  if (event.key !== 'Enter' || event.repeat || event.defaultPrevented || event.nativeEvent.isComposing) return false
  return field instanceof HTMLInputElement && field.form === null && ONE_LINE.test(field.type) && field.getAttribute('role') !== 'combobox'
}

/** True for Ctrl/Cmd+Enter, which sends a dialog from anywhere in it, a text of many lines too. */
export function isSendKey(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat
}

/** The main button of a footer. */
function mainButton(part: HTMLElement | null): HTMLButtonElement | null {
  return [...(part?.querySelectorAll<HTMLButtonElement>('button[data-main]') ?? [])].at(-1) ?? null
}

/** The button that has the focus first where there is no field. */
export function firstButton(body: HTMLElement | null, footer: HTMLElement | null, startsAt: 'main' | 'cancel'): HTMLButtonElement | null {
  const cancel = footer?.querySelector('button') ?? null
  return startsAt === 'cancel' ? cancel : (mainButton(footer) ?? mainButton(body) ?? cancel)
}

/** Presses the main button of the footer, if it has one, once what the key has changed is drawn. */
export function pressMain(body: HTMLElement | null, footer: HTMLElement | null): void {
  requestAnimationFrame(() => {
    const main = mainButton(footer)
    if (main === null) return
    if (main.disabled) focusProblem(body)
    else main.click()
  })
}

/** Enter in a field is the main button, as in a form of the web. */
export function pressMainOnEnter(event: KeyboardEvent, body: HTMLElement | null, footer: HTMLElement | null): void {
  if (!isEnterInField(event)) return
  event.preventDefault()
  pressMain(body, footer)
}

import { useEffect } from 'react'

const LIST = 'main [role=grid]'

let lastOutside: HTMLElement | null = null

/**
 * Remembers what had the focus last in the window itself; dialogs, menus and pop-overs lie outside of its root. While nothing has
 * the focus, since what had it is gone, arrows and page keys go to the list. Returns how to stop.
 */
export function rememberFocus(root: HTMLElement): () => void {
  const remember = (event: FocusEvent): void => {
    if (event.target instanceof HTMLElement) lastOutside = event.target
  }
  const walk = (event: KeyboardEvent): void => {
    if (event.target !== document.body || !/^(Arrow|Page)(Up|Down)$/.test(event.key) || hasDialog()) return
    const list = root.querySelector<HTMLElement>(LIST)
    if (list === null) return
    event.preventDefault()
    list.focus({ preventScroll: true })
    list.dispatchEvent(new KeyboardEvent('keydown', { key: event.key, shiftKey: event.shiftKey, bubbles: true, cancelable: true }))
  }
  root.addEventListener('focusin', remember)
  window.addEventListener('keydown', walk)
  return () => {
    root.removeEventListener('focusin', remember)
    window.removeEventListener('keydown', walk)
  }
}

/** Whether a dialog, a menu's pop-over with one, or the palette is open. */
export function hasDialog(): boolean {
  return document.querySelector('[role=dialog], [role=alertdialog]') !== null
}

function returnFocus(): void {
  const isLost = document.activeElement === null || document.activeElement === document.body
  if (!isLost || hasDialog()) return
  const isThere = lastOutside?.isConnected === true && lastOutside.checkVisibility()
  const place = isThere ? lastOutside : (document.querySelector<HTMLElement>(LIST) ?? document.querySelector<HTMLElement>('main button'))
  place?.focus({ preventScroll: true })
}

/**
 * Gives the focus back when a dialog closes. React Aria does it where the element that had the focus is still there; it is not when
 * one dialog took the place of another, when the palette opened it, or when what was pressed is gone since.
 */
export function useReturnFocus(): void {
  useEffect(
    () => () => {
      // React Aria's own turn is the next frame.
      requestAnimationFrame(() => requestAnimationFrame(returnFocus))
    },
    [],
  )
}

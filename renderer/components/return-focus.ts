import { useEffect } from 'react'

let lastOutside: HTMLElement | null = null

/** Remembers what had the focus last in the window itself; dialogs, menus and pop-overs lie outside of its root. Returns how to stop. */
export function rememberFocus(root: HTMLElement): () => void {
  const remember = (event: FocusEvent): void => {
    if (event.target instanceof HTMLElement) lastOutside = event.target
  }
  root.addEventListener('focusin', remember)
  return () => root.removeEventListener('focusin', remember)
}

function returnFocus(): void {
  const isLost = document.activeElement === null || document.activeElement === document.body
  if (!isLost || document.querySelector('[role=dialog], [role=alertdialog]') !== null) return
  const isThere = lastOutside?.isConnected === true && lastOutside.checkVisibility()
  const place = isThere ? lastOutside : document.querySelector<HTMLElement>('main [role=grid], main button, nav button')
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

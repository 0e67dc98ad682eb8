import type { BrowserWindow } from 'electron'

/** A page of no origin: going there takes another renderer process, and the one before ends with its memory. */
const NOWHERE = 'data:text/html,'

/**
 * Puts the window's page into a new renderer process, in the same window and with its session storage. What the page had
 * shown, however long, goes with the process that held it. `whenGone` is called between the two.
 */
export async function loadFreshPage(window: BrowserWindow, url: string, whenGone: () => void): Promise<void> {
  await window.loadURL(NOWHERE)
  whenGone()
  if (window.isDestroyed()) return
  await window.loadURL(url)
  // Back leads nowhere.
  if (!window.isDestroyed()) window.webContents.navigationHistory.clear()
}

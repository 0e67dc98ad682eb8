import { BrowserWindow, screen } from 'electron'
import type { Rectangle, Session } from 'electron'
import { keepInPlace } from './web-security.ts'

export interface MainWindowOptions {
  readonly session: Session
  readonly preload: string
  readonly url: string
  readonly bounds: Rectangle | null
  readonly contentProtection: boolean
  readonly devTools: boolean
  readonly dark: boolean
}

const DEFAULT_SIZE = { width: 1280, height: 800 }

/** Bounds that lie on a screen that is still there; else the default size, centred. */
function usableBounds(bounds: Rectangle | null): Partial<Rectangle> {
  if (bounds === null) return DEFAULT_SIZE
  const area = screen.getDisplayMatching(bounds).workArea
  const visible = bounds.x < area.x + area.width && bounds.x + bounds.width > area.x && bounds.y >= area.y && bounds.y < area.y + area.height
  return visible ? bounds : { width: bounds.width, height: bounds.height }
}

/** Makes the window, hidden until its first paint; nothing in it can reach Node or another page. */
export function createMainWindow(options: MainWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    ...usableBounds(options.bounds),
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Coffer',
    backgroundColor: options.dark ? '#141513' : '#FBFBFA',
    webPreferences: {
      session: options.session,
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: options.devTools,
    },
  })
  window.setContentProtection(options.contentProtection)
  keepInPlace(window.webContents, options.url)
  window.on('page-title-updated', (event) => event.preventDefault())
  window.once('ready-to-show', () => window.show())
  return window
}

/** Brings the window to the front, as a second start of the app does. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

import path from 'node:path'
import { app, nativeTheme, session } from 'electron'
import type { BrowserWindow } from 'electron'
import { olderSqliteBinding } from './core/sqlite-binding.ts'
import type { CofferEvent, CoreConfig } from '../shared/ipc/contract.ts'
import { forbidCoreDumps } from './core/no-core-dumps.ts'
import { answerApp } from './ipc/app-channels.ts'
import { APP_CHANNEL, EXECUTE_CHANNEL } from './ipc/channel-names.ts'
import { pushEvent } from './ipc/events.ts'
import { answerExecute } from './ipc/execute.ts'
import { answerChannel } from './ipc/ipc-main.ts'
import { openSettings } from './settings/settings-file.ts'
import { createAppHandlers } from './shell/app-handlers.ts'
import { watchForAbsence } from './shell/auto-seal.ts'
import { createChosenFiles } from './shell/chosen-files.ts'
import { createSecretClipboard } from './shell/clipboard.ts'
import { CoreProcess } from './shell/core-process.ts'
import { createRotationNotices } from './shell/rotation-notices.ts'
import { createScreenLock } from './shell/screen-lock.ts'
import { createVaultFolder } from './shell/vault-folder.ts'
import { createWindowCalls } from './shell/window-calls.ts'
import { refuseOtherRequests, serveApp } from './windows/app-protocol.ts'
import { loadFreshPage } from './windows/fresh-page.ts'
import { createMainWindow, focusWindow } from './windows/main-window.ts'
import { setApplicationMenu } from './windows/menu.ts'
import { APP_ORIGIN, denyPermissions } from './windows/web-security.ts'

/** Account and region of a new vault that names none. */
const DEFAULT_ACCOUNT_ID = '000000000000'
const DEFAULT_REGION = 'us-east-1'

/** How long the windows may take to close once the core has ended. */
const LONGEST_QUIT_MS = 5_000

export interface Folders {
  readonly userData: string
  readonly vault: string
  /** A throw-away vault with sample data. */
  readonly demo: boolean
}

/** Builds the shell, once: settings -> core -> channels -> window. The only place that connects its parts. */
export async function compose(folders: Folders): Promise<void> {
  forbidCoreDumps(process.platform)
  const settings = openSettings(folders.userData)
  const sqliteBinding = olderSqliteBinding(process)
  const developmentUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
  const developmentOrigin = developmentUrl === undefined ? undefined : new URL(developmentUrl).origin
  const out = path.join(app.getAppPath(), 'out')
  const pageUrl = developmentUrl ?? `${APP_ORIGIN}/index.html`
  let window: BrowserWindow | null = null
  let quitting = false

  const log = (message: string): void => {
    process.stderr.write(`${message}\n`)
  }
  const contents = (): BrowserWindow['webContents'] | null => (window === null || window.isDestroyed() ? null : window.webContents)
  const push = (event: CofferEvent): void => pushEvent(contents(), event)

  const vaultFolder = createVaultFolder({ own: folders.vault, settings, onChosen: () => calls.moveTo('Another vault folder was opened.') })

  const notices = createRotationNotices({
    preference: () => settings.preferences().rotationNotices,
    onPress: () => {
      openWindow()
      push({ type: 'command', command: 'go.rotation' })
    },
  })
  const core = new CoreProcess({
    entry: path.join(out, 'main', 'utility-entry.js'),
    config: (): CoreConfig => ({
      dataDir: vaultFolder.current(),
      version: app.getVersion(),
      ...(sqliteBinding === null ? {} : { sqliteBinding }),
      endpoint: { enabled: settings.preferences().endpointEnabled, port: settings.preferences().endpointPort, socketPath: settings.preferences().endpointSocket },
      defaultAccountId: DEFAULT_ACCOUNT_ID,
      defaultRegion: DEFAULT_REGION,
      ...(folders.demo ? { demo: true } : {}),
    }),
    onEvent: (event) => {
      // News of the vault's state go through the calls: a page that is about to be replaced is not told.
      if (event.type === 'vault-state') void calls.onVaultState(event)
      else push(event)
      if (event.type === 'rotation-failed') notices.failed(event.name)
    },
    log,
  })
  const clipboard = createSecretClipboard((clearsAtMs) => push({ type: 'clipboard', clearsAtMs }))
  const screenLock = createScreenLock((locked) => push({ type: 'screen-lock', locked }))
  const calls = createWindowCalls({ core, settings, screenLock, onSealed: () => clipboard.clearOwn(), replacePage, tell: push })

  // Told at the new page's first call: then it listens.
  let untold: string | null = null
  const tellReason = (): void => {
    if (untold !== null) push({ type: 'vault-state', reason: untold })
    untold = null
  }
  async function replacePage(reason: string): Promise<void> {
    if (window === null || window.isDestroyed() || quitting) return
    try {
      await loadFreshPage(window, pageUrl, () => {
        untold = reason
      })
    } catch {
      log('The page of the window could not be loaded anew.')
      push({ type: 'vault-state', reason })
    }
  }

  const page = session.fromPartition('persist:coffer')
  denyPermissions(page)
  refuseOtherRequests(page, developmentOrigin)
  if (developmentOrigin === undefined) serveApp(page, path.join(out, 'renderer'))
  app.on('web-contents-created', (_event, created) => created.on('will-attach-webview', (event) => event.preventDefault()))

  const trusted = () => {
    const own = contents()
    return own === null ? null : { contents: own, origin: developmentOrigin ?? APP_ORIGIN }
  }
  const execute = answerExecute((request) => {
    tellReason()
    return calls.execute(request)
  })
  answerChannel(EXECUTE_CHANNEL, trusted, log, execute)
  const handlers = createAppHandlers({ settings, clipboard, screenLock, files: createChosenFiles(), vaultFolder, window: () => window, push })
  answerChannel(APP_CHANNEL, trusted, log, answerApp(handlers))

  const openWindow = (): void => {
    if (window !== null && !window.isDestroyed()) return focusWindow(window)
    const preferences = settings.preferences()
    window = createMainWindow({
      session: page,
      preload: path.join(out, 'preload', 'preload.cjs'),
      url: pageUrl,
      bounds: settings.windowBounds(),
      contentProtection: preferences.contentProtection,
      devTools: !app.isPackaged,
      dark: nativeTheme.shouldUseDarkColors,
    })
    const opened = window
    opened.on('close', () => settings.keepWindowBounds(opened.getNormalBounds()))
    opened.on('closed', () => {
      window = null
    })
    // A page that died took only its own state along; the vault is in the core.
    opened.webContents.on('render-process-gone', () => {
      if (!quitting && !opened.isDestroyed()) opened.webContents.reload()
    })
    void opened.loadURL(pageUrl)
  }

  nativeTheme.themeSource = settings.preferences().theme
  setApplicationMenu((command) => push({ type: 'command', command }))
  core.start()
  openWindow()
  const stopWatching = watchForAbsence({
    preferences: () => settings.preferences(),
    seal: (reason) => void calls.sealUnlessSealed(reason),
    screenLock: () => screenLock.set(true),
    unsealedAtMs: () => calls.unsealedAtMs(),
  })

  app.on('second-instance', openWindow)
  app.on('activate', openWindow)
  app.on('window-all-closed', () => app.quit())
  app.on('before-quit', (event) => {
    if (quitting) return
    event.preventDefault()
    quitting = true
    stopWatching()
    void Promise.allSettled([clipboard.clearOwn(), core.close()]).then(() => {
      app.quit()
      // Nothing is left to be saved: a window that does not close, its page just gone, keeps nobody waiting.
      setTimeout(() => app.exit(), LONGEST_QUIT_MS)
    })
  })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}

import { app, nativeTheme, shell } from 'electron'
import type { BrowserWindow } from 'electron'
import { ServiceError } from '../../shared/errors.ts'
import type { CofferEvent } from '../../shared/ipc/contract.ts'
import type { AppHandlers } from '../ipc/app-channels.ts'
import type { Settings } from '../settings/settings-file.ts'
import type { ChosenFiles } from './chosen-files.ts'
import type { VaultFolder } from './vault-folder.ts'
import type { SecretClipboard } from './clipboard.ts'
import type { ScreenLock } from './screen-lock.ts'

/** The only addresses that the window may open in a browser. */
const EXTERNAL_URLS: ReadonlySet<string> = new Set([
  'https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html',
  'https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html',
  'https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html',
])

export interface AppHandlersOptions {
  readonly settings: Settings
  readonly clipboard: SecretClipboard
  readonly screenLock: ScreenLock
  readonly files: ChosenFiles
  readonly vaultFolder: VaultFolder
  readonly window: () => BrowserWindow | null
  readonly push: (event: CofferEvent) => void
}

/** The window's requests to the desktop: one function a channel. */
export function createAppHandlers(options: AppHandlersOptions): AppHandlers {
  const { settings, clipboard, screenLock, files } = options
  const requireWindow = (): BrowserWindow => {
    const window = options.window()
    if (window === null) throw new ServiceError('InternalFailure', 'There is no window.', { statusCode: 500 })
    return window
  }
  return {
    'preferences.get': () => settings.preferences(),
    'preferences.set': (patch) => {
      const preferences = settings.change(patch)
      nativeTheme.themeSource = preferences.theme
      options.window()?.setContentProtection(preferences.contentProtection)
      options.push({ type: 'preferences-changed' })
      return preferences
    },
    'clipboard.copy': async ({ text, secret }) => ({
      clearsAtMs: await clipboard.copy(text, secret, settings.preferences().clipboardClearSeconds),
    }),
    'clipboard.clear': async () => {
      await clipboard.clearOwn()
      return null
    },
    'dialog.choose-path': ({ title, kind }) => files.choosePath(requireWindow(), title, kind),
    'dialog.open-file': ({ title, extensions }) => files.chooseToOpen(requireWindow(), title, extensions),
    'dialog.save-file': ({ title, suggestedName }) => files.chooseToSave(requireWindow(), title, suggestedName),
    'file.read-chosen': (request) => files.read(request.path),
    'file.write-chosen': (request) => files.write(request.path, request.text, request.encoding),
    'vault.choose-folder': () => options.vaultFolder.choose(requireWindow()),
    print: () => {
      requireWindow().webContents.print({ silent: false, printBackground: false }, () => undefined)
      return null
    },
    'open-external': async ({ url }) => {
      if (!EXTERNAL_URLS.has(url)) throw new ServiceError('AccessDeniedException', 'Coffer opens only its own help addresses.')
      await shell.openExternal(url)
      return null
    },
    'app.info': () => ({
      version: app.getVersion(),
      platform: process.platform,
      electron: process.versions['electron'] ?? '',
      contentProtectionAvailable: process.platform !== 'linux',
    }),
    'screen-lock.set': ({ locked }) => {
      if (!locked) throw new ServiceError('AccessDeniedException', 'Only unlocking opens the screen again.')
      screenLock.set(true)
      return null
    },
  }
}

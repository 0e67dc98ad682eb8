import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { _electron } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { needsDisplay, startDisplay, startKeyring } from '../../../scripts/desktop.mjs'
import { appArguments, appEnvironment, launchDriven } from '../../../scripts/launch.mjs'
import { setUp } from '../../../scripts/setup.mjs'

export interface LaunchOptions {
  /** Folder of the app's data; a temporary one, removed at close, if absent. Give the same to two launches for a restart. */
  readonly home?: string
  /** 'private' starts a D-Bus and a real, unlocked Secret Service for this app alone; 'none' leaves it without any (default: 'private'). */
  readonly keyring?: 'private' | 'none'
  /** Colour scheme of the page (default: as the app decides). */
  readonly theme?: 'light' | 'dark'
  /** Inner size of the window (default 1280 x 800). */
  readonly size?: { readonly width: number; readonly height: number }
  readonly environment?: Readonly<Record<string, string>>
  /** Electron arguments after the app's folder. */
  readonly arguments?: readonly string[]
}

export interface LaunchedApp {
  readonly app: ElectronApplication
  readonly page: Page
  /** Holds `user-data` and, for a private keyring, `keyring`. */
  readonly home: string
  /** The vault's folder. */
  readonly vaultFolder: string
  /** Lines that the app wrote to its standard output and error. */
  readonly output: () => string
  /** Quits the app as a person would and ends what was started for it. */
  close(): Promise<void>
}

/**
 * Starts the real app in the real Electron of set-up, on a virtual display where there is none, with a private session bus and
 * keyring, and waits for its first screen. The app must be built (`node scripts/build.mjs`; `npm test` does it).
 *
 *     const coffer = await launchCoffer({ theme: 'dark' })
 *     await coffer.page.getByRole('button', { name: 'Create the vault' }).click()
 *     await coffer.close()
 */
export async function launchCoffer(options: LaunchOptions = {}): Promise<LaunchedApp> {
  const electron = await setUp({ needs: ['window', 'display', 'keyring'] })
  const temporary = options.home === undefined
  const home = options.home ?? (await mkdtemp(path.join(os.tmpdir(), 'coffer-app-')))
  const linux = process.platform === 'linux'
  const display = linux && needsDisplay() ? await startDisplay() : null
  const keyring = linux && options.keyring !== 'none' ? await startKeyring({ folder: path.join(home, 'keyring') }) : null
  const userData = path.join(home, 'user-data')
  const size = options.size ?? { width: 1280, height: 800 }
  const app = await launchDriven(_electron, {
    executablePath: electron.executable,
    args: appArguments([...(options.arguments ?? [])]),
    env: appEnvironment({
      ...display?.environment,
      ...(keyring?.environment ?? { DBUS_SESSION_BUS_ADDRESS: 'disabled:' }),
      COFFER_USER_DATA: userData,
      ...options.environment,
    }),
    ...(options.theme === undefined ? {} : { colorScheme: options.theme }),
  })
  let output = ''
  app.process().stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  app.process().stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const page = await app.firstWindow()
  await app.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setContentSize(wanted.width, wanted.height), size)
  await page.waitForSelector('#root > :not([aria-busy])')
  await page.evaluate(() => document.fonts.ready.then(() => null))
  return {
    app,
    page,
    home,
    vaultFolder: path.join(userData, 'vault'),
    output: () => output,
    async close() {
      await app.close()
      await keyring?.stop()
      await display?.stop()
      if (temporary) await rm(home, { recursive: true, force: true })
    },
  }
}

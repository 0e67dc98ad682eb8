import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { appArguments, appEnvironment } from '../../scripts/launch.mjs'
import { setUp } from '../../scripts/setup.mjs'
import { launchCoffer } from './support/launch.ts'
import { callVault, createVault, expectVaultState, PASSPHRASE, sealVault, vaultState, withFreshPage } from './support/vault.ts'

/** Process id of the vault's process, as Electron counts it. */
function corePid(app: ElectronApplication): Promise<number | undefined> {
  return app.evaluate(({ app: electron }) => electron.getAppMetrics().find((metric) => metric.serviceName === 'Coffer core' || metric.name === 'Coffer core')?.pid)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function requirePid(app: ElectronApplication): Promise<number> {
  await expect.poll(() => corePid(app)).toBeDefined()
  return (await corePid(app)) ?? 0
}

test('a window whose vault is slow to answer says that it is starting', async () => {
  const coffer = await launchCoffer({ keyring: 'none' })
  try {
    const { page } = coffer
    const core = await requirePid(coffer.app)
    process.kill(core, 'SIGSTOP')
    try {
      await page.reload()
      await expect(page.getByRole('status')).toHaveText('Starting Coffer')
    } finally {
      process.kill(core, 'SIGCONT')
    }
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByText('Starting Coffer')).toHaveCount(0)
  } finally {
    await coffer.close()
  }
})

test('sealing ends the process that held the keys and leaves a sealed one', async () => {
  const coffer = await launchCoffer({ keyring: 'none' })
  try {
    await createVault(coffer.page)
    await callVault(coffer.page, 'secretsmanager:CreateSecret', { Name: 'prod/db', SecretString: 'hunter2' })
    const before = await requirePid(coffer.app)
    await sealVault(coffer.page)
    expect(await vaultState(coffer.page)).toBe('sealed')
    expect(isAlive(before)).toBe(false)
    expect(await requirePid(coffer.app)).not.toBe(before)
    await callVault(coffer.page, 'workbench:Unlock', { Method: 'passphrase', Passphrase: PASSPHRASE })
    expect(await callVault(coffer.page, 'secretsmanager:GetSecretValue', { SecretId: 'prod/db' })).toMatchObject({ SecretString: 'hunter2' })
  } finally {
    await coffer.close()
  }
})

test('a core that is killed comes back sealed, says so, and keeps what it acknowledged', async () => {
  const coffer = await launchCoffer({ keyring: 'none' })
  try {
    await createVault(coffer.page)
    await callVault(coffer.page, 'secretsmanager:CreateSecret', { Name: 'prod/db', SecretString: 'hunter2' })
    await coffer.page.evaluate(() => window.coffer.app('preferences.set', { firstRunDone: true }))
    const before = await requirePid(coffer.app)
    await withFreshPage(coffer.page, async () => process.kill(before, 'SIGKILL'))
    await expect(coffer.page.getByText('The vault’s process ended unexpectedly and the vault is sealed. Nothing that was acknowledged is lost.')).toBeVisible()
    await expectVaultState(coffer.page, 'sealed')
    await callVault(coffer.page, 'workbench:Unlock', { Method: 'passphrase', Passphrase: PASSPHRASE })
    expect(await callVault(coffer.page, 'secretsmanager:GetSecretValue', { SecretId: 'prod/db' })).toMatchObject({ SecretString: 'hunter2' })
  } finally {
    await coffer.close()
  }
})

test('going to sleep seals, or locks the window only, as chosen', async () => {
  const coffer = await launchCoffer({ keyring: 'none' })
  try {
    await createVault(coffer.page)
    await coffer.page.evaluate(() => window.coffer.app('preferences.set', { onSuspend: 'screen-lock' }))
    await coffer.app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))
    await expect(callVault(coffer.page, 'secretsmanager:ListSecrets')).rejects.toThrow('ScreenLocked')
    expect(await vaultState(coffer.page)).toBe('unsealed')

    await coffer.page.evaluate(() => window.coffer.app('preferences.set', { onSuspend: 'seal' }))
    await coffer.app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'))
    await expectVaultState(coffer.page, 'sealed')
  } finally {
    await coffer.close()
  }
})

test('an idle computer seals the vault', async () => {
  const coffer = await launchCoffer({ keyring: 'none' })
  try {
    await createVault(coffer.page)
    await coffer.page.evaluate(() => window.coffer.app('preferences.set', { autoSealIdleMinutes: 1 }))
    await coffer.app.evaluate(({ powerMonitor }) => {
      Object.defineProperty(powerMonitor, 'getSystemIdleTime', { value: () => 61 })
      powerMonitor.emit('resume')
    })
    // The vault was opened just now, by whatever means: nobody is away yet.
    expect(await vaultState(coffer.page)).toBe('unsealed')
    await coffer.app.evaluate(({ powerMonitor }) => {
      const now = Date.now
      Date.now = () => now() + 61_000
      powerMonitor.emit('resume')
    })
    await expectVaultState(coffer.page, 'sealed')
  } finally {
    await coffer.close()
  }
})

test('a copied secret leaves the clipboard after its time, when sealing and at quit; foreign text stays', async () => {
  const coffer = await launchCoffer({ keyring: 'none' })
  const clipboard = async (): Promise<string> => coffer.app.evaluate(({ clipboard: board }) => board.readText())
  const copy = (text: string): Promise<unknown> => coffer.page.evaluate((copied) => window.coffer.app('clipboard.copy', { text: copied, secret: true }), text)
  try {
    await createVault(coffer.page)
    await coffer.page.evaluate(() => window.coffer.app('preferences.set', { clipboardClearSeconds: 5 }))
    await copy('first')
    expect(await clipboard()).toBe('first')
    await expect.poll(clipboard, { timeout: 10_000 }).toBe('')

    await copy('second')
    await sealVault(coffer.page)
    expect(await clipboard()).toBe('')

    await copy('third')
    await coffer.app.evaluate(({ clipboard: board }) => board.writeText('foreign'))
    await coffer.page.evaluate(() => window.coffer.app('clipboard.clear', undefined))
    expect(await clipboard()).toBe('foreign')
  } finally {
    await coffer.close()
  }
})

test('preferences and window bounds outlive a restart in a private file; a damaged file costs only the preferences', async () => {
  const home = await mkdtemp(path.join(os.tmpdir(), 'coffer-app-'))
  const file = path.join(home, 'user-data', 'preferences.json')
  const preferences = (page: Page): Promise<unknown> => page.evaluate(() => window.coffer.app('preferences.get', undefined))
  try {
    const first = await launchCoffer({ home, keyring: 'none', size: { width: 1000, height: 700 } })
    await first.page.evaluate(() => window.coffer.app('preferences.set', { theme: 'dark', panes: { tree: 22 } }))
    await first.close()
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const stored = JSON.parse(await readFile(file, 'utf8')) as { windowBounds: { width: number } }
    expect(stored.windowBounds.width).toBe(1000)

    const second = await launchCoffer({ home, keyring: 'none' })
    expect(await preferences(second.page)).toMatchObject({ ok: true, value: { theme: 'dark', panes: { tree: 22 }, clipboardClearSeconds: 30 } })
    expect(await second.app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
    await second.close()

    await writeFile(file, '{"preferences":{"theme":"pink","compactRows":true},')
    const third = await launchCoffer({ home, keyring: 'none' })
    expect(await preferences(third.page)).toMatchObject({ ok: true, value: { theme: 'system', compactRows: false } })
    await third.close()
  } finally {
    await rm(home, { recursive: true, force: true })
  }
})

test('a second start brings the first window forward and ends', async () => {
  const coffer = await launchCoffer({ keyring: 'none' })
  try {
    await coffer.app.evaluate(({ app, BrowserWindow }) => {
      Reflect.set(globalThis, 'secondStarts', 0)
      app.on('second-instance', () => Reflect.set(globalThis, 'secondStarts', 1))
      BrowserWindow.getAllWindows()[0]?.minimize()
    })
    const { executable } = await setUp({ needs: ['window'] })
    const environment = await coffer.app.evaluate(() => ({ DISPLAY: process.env['DISPLAY'] ?? '', COFFER_USER_DATA: process.env['COFFER_USER_DATA'] ?? '' }))
    const second = spawn(executable, appArguments(['--odd=$(reboot)', '../../etc/passwd']), { env: appEnvironment(environment), stdio: 'ignore' })
    const [code] = (await once(second, 'exit')) as [number]
    expect(code).toBe(0)
    await expect.poll(() => coffer.app.evaluate(() => Reflect.get(globalThis, 'secondStarts') as number)).toBe(1)
    await expect.poll(() => coffer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isMinimized()))).toEqual([false])
  } finally {
    await coffer.close()
  }
})

test('a page that dies is loaded again and the vault stays open', async () => {
  const coffer = await launchCoffer({ keyring: 'none' })
  try {
    await createVault(coffer.page)
    const core = await requirePid(coffer.app)
    await coffer.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      Reflect.set(globalThis, 'loads', 0)
      contents?.on('did-finish-load', () => Reflect.set(globalThis, 'loads', 1))
      contents?.forcefullyCrashRenderer()
    })
    await expect.poll(() => coffer.app.evaluate(() => Reflect.get(globalThis, 'loads') as number)).toBe(1)
    expect(await corePid(coffer.app)).toBe(core)
  } finally {
    await coffer.close()
  }
})

test('a locked screen seals the vault: the desktop says so on the session bus', async () => {
  test.skip(process.platform !== 'linux', 'needs linux')
  const coffer = await launchCoffer()
  try {
    await createVault(coffer.page)
    const address = await coffer.app.evaluate(() => process.env['DBUS_SESSION_BUS_ADDRESS'] ?? '')
    const lock = ['--session', '--type=signal', '/org/gnome/ScreenSaver', 'org.gnome.ScreenSaver.ActiveChanged', 'boolean:true']
    await expect(async () => {
      const sent = spawn('dbus-send', lock, { env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: address }, stdio: 'ignore' })
      expect(await once(sent, 'exit')).toEqual([0, null])
      expect(await vaultState(coffer.page)).toBe('sealed')
    }).toPass()
  } finally {
    await coffer.close()
  }
})

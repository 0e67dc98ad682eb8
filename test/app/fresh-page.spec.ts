import { existsSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { launchCoffer, type LaunchedApp } from './support/launch.ts'
import { callVault, vaultState } from './support/vault.ts'

test.describe.configure({ timeout: 180_000 })

let coffer: LaunchedApp
test.beforeAll(async () => {
  coffer = await launchCoffer()
})
test.afterAll(() => coffer?.close())

const rendererPid = () => coffer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
const bounds = () => coffer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getBounds()))
const isAlive = (pid: number) => existsSync(`/proc/${pid}`)

test('sealing ends the page’s process too, with all that it had shown, and keeps the window', async () => {
  test.skip(process.platform !== 'linux', 'reads /proc, which only Linux has')
  const { page } = coffer
  await callVault(page, 'workbench:CreateVault', { Protection: 'keychain' })
  await callVault(page, 'secretsmanager:CreateSecret', { Name: 'prod/kept', SecretString: 'not-a-real-value' })
  await page.evaluate(() => window.coffer.app('preferences.set', { firstRunDone: true }))
  const grid = page.getByRole('grid', { name: 'Secrets' })
  await expect(grid).toContainText('kept')
  const [before, boundsBefore] = [await rendererPid(), await bounds()]
  expect(isAlive(before)).toBe(true)

  await page.keyboard.press('Control+l')
  await expect(page.getByRole('heading', { level: 1, name: 'Unlock the vault' })).toBeVisible()
  await expect.poll(() => isAlive(before)).toBe(false)
  await expect(page.getByText('The vault was sealed.')).toBeVisible()
  expect([await bounds(), await vaultState(page)]).toEqual([boundsBefore, 'sealed'])
  const after = await rendererPid()
  expect(after).not.toBe(before)
  // There is no way back to the page before, and a seal of a sealed vault changes nothing.
  expect(await coffer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.navigationHistory.length())).toBe(1)
  await callVault(page, 'workbench:Seal')
  expect(await rendererPid()).toBe(after)

  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(grid).toContainText('kept')
})

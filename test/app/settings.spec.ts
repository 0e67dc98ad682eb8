import { mkdtemp, rm, stat } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import { launchCoffer, type LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault, PASSPHRASE, sealVault, vaultState } from './support/vault.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

const NEW_PASSPHRASE = 'seven brass lanterns over a quiet keyhole'
const BACKUP_PASSPHRASE = 'a harbour at night keeps its own counsel'

let coffer: LaunchedApp
let page: Page
let folder = ''
let backup = ''

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'coffer-settings-'))
  backup = path.join(folder, 'vault.cofferbackup')
  coffer = await openWindow([{ Name: 'prod/kept', SecretString: 'not-a-real-value' }])
  page = coffer.page
})
test.afterAll(async () => {
  await coffer?.close()
  await rm(folder, { recursive: true, force: true })
})

const dialog = () => page.getByRole('dialog')
const group = (name: string) => page.getByRole('region', { name })
const preferences = () => page.evaluate(async () => {
  const answer = await window.coffer.app('preferences.get', undefined)
  return answer.ok ? answer.value : null
})

async function choose(label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).click()
  await page.getByRole('option', { name: option }).click()
}

test('the ? list names every command that has a key, and Ctrl , leads to the settings', async () => {
  await page.getByRole('grid', { name: 'Secrets' }).focus()
  await page.keyboard.press('?')
  await expect(dialog().getByRole('heading', { name: 'Keyboard shortcuts' })).toBeVisible()
  for (const [label, key] of [
    ['Search or run a command', 'Ctrl K'],
    ['Seal the vault', 'Ctrl L'],
    ['Go to settings', 'Ctrl ,'],
    ['Keyboard shortcuts', '?'],
  ] as const) {
    await expect(dialog().locator('dl > div').filter({ hasText: label })).toContainText(key)
  }
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(dialog()).toBeHidden()
  await page.keyboard.press('Control+,')
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  await expectAccessible(page)
})

test('a changed setting counts at once and is kept', async () => {
  await choose('Theme', 'Dark')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('switch', { name: 'Compact rows' }).press('Space')
  await expect(page.locator('html')).toHaveAttribute('data-compact')
  const idle = page.getByRole('textbox', { name: 'Seal when not used for, in minutes' })
  await idle.fill('25')
  await idle.press('Tab')
  await choose('When the screen locks', 'Hide the window')
  await expect.poll(preferences).toMatchObject({ theme: 'dark', compactRows: true, autoSealIdleMinutes: 25, onScreenLock: 'screen-lock' })
  // On Linux nothing can keep a window out of screenshots, and the setting says so instead of pretending.
  if (process.platform === 'linux') await expect(page.getByText(/^Not available on this system/)).toBeVisible()
})

test('the passphrase changes only with the current one, and the old one opens nothing then', async () => {
  await group('What opens the vault').getByRole('button', { name: 'Change' }).click()
  await dialog().getByRole('textbox', { name: 'Current passphrase' }).fill('not what it is')
  await dialog().getByRole('textbox', { name: 'New passphrase' }).fill(NEW_PASSPHRASE)
  await dialog().getByRole('textbox', { name: 'Type it again' }).fill(NEW_PASSPHRASE)
  await expectAccessible(page)
  await dialog().getByRole('button', { name: 'Change', exact: true }).click()
  await expect(dialog().getByRole('alert')).toContainText('WrongPassphrase')
  await dialog().getByRole('textbox', { name: 'Current passphrase' }).fill(PASSPHRASE)
  await dialog().getByRole('button', { name: 'Change', exact: true }).click()
  await expect(dialog()).toBeHidden()

  await sealVault(page)
  await expect(callVault(page, 'workbench:Unlock', { Method: 'passphrase', Passphrase: PASSPHRASE })).rejects.toThrow('WrongPassphrase')
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(NEW_PASSPHRASE)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid', { name: 'Secrets' })).toBeVisible()
})

test('a new recovery kit is made from the standing reminder, and kept by typing two groups back', async () => {
  await page.getByRole('banner').getByRole('button', { name: 'Recovery kit' }).click()
  await dialog().getByRole('button', { name: 'Make a new kit' }).click()
  const code = dialog().getByRole('list', { name: 'Recovery code' })
  await expect(code).toBeVisible()
  const groups = await code.getByRole('listitem').evaluateAll((items) => items.map((item) => item.lastElementChild?.textContent ?? ''))
  await expectAccessible(page)
  const fields = dialog().getByRole('textbox', { name: /^Group \d+$/ })
  const positions = await fields.evaluateAll((inputs) => inputs.map((input) => Number((input as HTMLInputElement).labels?.[0]?.textContent?.replace('Group ', ''))))
  for (const [index, position] of positions.entries()) await fields.nth(index).fill(groups[position - 1] ?? '')
  await dialog().getByRole('button', { name: 'Done' }).click()
  await expect(dialog()).toBeHidden()
  await expect(page.getByRole('banner').getByRole('button', { name: 'Recovery kit' })).toBeHidden()
})

test('the root key is replaced, with a new kit and nothing lost, while the window stays open', async () => {
  await page.keyboard.press('Control+,')
  await group('Vault').getByRole('button', { name: 'Replace…' }).click()
  await dialog().getByRole('textbox', { name: 'Current passphrase' }).fill(NEW_PASSPHRASE)
  await dialog().getByRole('checkbox', { name: 'Change the passphrase too' }).press('Space')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(dialog().getByText('The root key was replaced.')).toBeVisible()
  await expectAccessible(page)
  await dialog().getByRole('button', { name: 'Later, and remind me' }).click()
  await expect(page.getByRole('banner').getByRole('button', { name: 'Recovery kit' })).toBeVisible()
  expect(await callVault(page, 'secretsmanager:GetSecretValue', { SecretId: 'prod/kept' })).toMatchObject({ SecretString: 'not-a-real-value' })

  await sealVault(page)
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(NEW_PASSPHRASE)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid', { name: 'Secrets' })).toContainText('kept')
})

test('a back-up is one private file', async () => {
  await coffer.app.evaluate(({ dialog: systemDialog }, filePath) => {
    systemDialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, backup)
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Back up' }).click()
  await dialog().getByRole('textbox', { name: 'Passphrase of the back-up' }).fill(BACKUP_PASSPHRASE)
  await dialog().getByRole('textbox', { name: 'Type it again' }).fill(BACKUP_PASSPHRASE)
  await expectAccessible(page)
  await dialog().getByRole('button', { name: 'Choose a file' }).click()
  await expect(page.getByText(`Backed up to ${backup}`)).toBeVisible()
  const { size, mode } = await stat(backup)
  expect({ isBig: size > 1000, mode: mode & 0o777 }).toEqual({ isBig: true, mode: 0o600 })
})

test('it is restored on the first screen of another computer, where the vault then opens as before', async () => {
  const other = await launchCoffer({ keyring: 'none' })
  try {
    await other.app.evaluate(({ dialog: systemDialog }, filePath) => {
      systemDialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
    }, backup)
    await other.page.getByRole('button', { name: 'Restore from a back-up' }).click()
    const restore = other.page.getByRole('dialog')
    await restore.getByRole('button', { name: 'Choose the back-up file' }).click()
    await expect(restore).toContainText(backup)
    await restore.getByRole('textbox', { name: 'Passphrase of the back-up' }).fill('the wrong words')
    await restore.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(restore.getByRole('alert')).toContainText('This passphrase does not open the back-up. Nothing was changed.')
    expect(await vaultState(other.page)).toBe('absent')
    await restore.getByRole('textbox', { name: 'Passphrase of the back-up' }).fill(BACKUP_PASSPHRASE)
    await restore.getByRole('button', { name: 'Restore', exact: true }).click()
    await expect(other.page.getByRole('heading', { level: 1, name: 'Unlock the vault' })).toBeVisible()
    await other.page.getByRole('textbox', { name: 'Passphrase' }).fill(NEW_PASSPHRASE)
    await other.page.keyboard.press('Enter')
    await expect(other.page.getByRole('grid', { name: 'Secrets' })).toContainText('kept')
    expect(await callVault(other.page, 'secretsmanager:GetSecretValue', { SecretId: 'prod/kept' })).toMatchObject({ SecretString: 'not-a-real-value' })
  } finally {
    await other.close()
  }
})

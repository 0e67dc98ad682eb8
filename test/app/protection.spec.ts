import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import { launchCoffer, type LaunchedApp } from './support/launch.ts'
import { callVault, PASSPHRASE } from './support/vault.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

let home = ''
let coffer: LaunchedApp | null = null
let recoveryCode = ''

test.beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'coffer-protection-'))
})
test.afterEach(async () => {
  await coffer?.close()
  coffer = null
})
test.afterAll(() => rm(home, { recursive: true, force: true }))

async function start(): Promise<Page> {
  coffer = await launchCoffer({ home })
  return coffer.page
}

const frame = (page: Page) => page.getByRole('grid', { name: 'Secrets' })
const slotTypes = async (page: Page) => ((await callVault(page, 'workbench:GetStatus')) as { Slots: { Type: string }[] }).Slots.map(({ Type }) => Type).toSorted()

async function openChange(page: Page) {
  // Without a window manager nobody gives the window the focus; a click does, as a person's would.
  await page.getByRole('heading', { name: 'Secrets', level: 1 }).click()
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('change the protection')
  await page.getByRole('option', { name: /Change the protection…/ }).waitFor()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Change the protection' })
  await expect(dialog).toBeVisible()
  return dialog
}

test('Settings change the vault to keychain and passphrase together, which then opens by both', async () => {
  const page = await start()
  recoveryCode = ((await callVault(page, 'workbench:CreateVault', { Protection: 'keychain' })) as { RecoveryCode: string }).RecoveryCode
  await callVault(page, 'secretsmanager:CreateSecret', { Name: 'prod/kept', SecretString: 'not-a-real-value' })
  await page.evaluate(() => window.coffer.app('preferences.set', { firstRunDone: true }))
  await expect(frame(page)).toContainText('kept')

  const dialog = await openChange(page)
  await dialog.getByText('Keychain and passphrase together', { exact: true }).click()
  await expect(dialog.getByText('Keep the recovery kit at hand')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(PASSPHRASE)
  await dialog.getByRole('textbox', { name: /again|Repeat/i }).fill(PASSPHRASE)
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(dialog).toBeHidden()
  expect(await slotTypes(page)).toEqual(['keychain-plus-passphrase', 'recovery'])

  await page.keyboard.press('Control+l')
  await expect(page.getByText(/^Together with the key in /)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Use the keychain' })).toBeHidden()
  await expectAccessible(page)
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await expect(frame(page)).toContainText('kept')
})

test('without the keychain’s half it says so, and the recovery code opens the vault and sets the protection anew', async () => {
  await rm(path.join(home, 'keyring'), { recursive: true, force: true })
  const page = await start()
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  const alert = page.getByRole('alert').filter({ hasText: 'The keychain has no key for this vault' })
  await expect(alert).toContainText('or open the vault with the recovery code, which needs neither')
  await alert.getByRole('button', { name: 'Use the recovery code' }).click()
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCode)
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(frame(page)).toContainText('kept')

  const dialog = await openChange(page)
  await dialog.getByText('Keychain or passphrase', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Use the recovery code instead' }).click()
  await dialog.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCode)
  await dialog.getByRole('textbox', { name: 'New passphrase', exact: true }).fill(PASSPHRASE)
  await dialog.getByRole('textbox', { name: /again|Repeat/i }).fill(PASSPHRASE)
  await dialog.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(dialog).toBeHidden()
  expect(await slotTypes(page)).toEqual(['keychain', 'passphrase', 'recovery'])
})

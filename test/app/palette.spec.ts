import { expect, type Page, test } from '@playwright/test'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

let coffer: LaunchedApp
let page: Page

test.beforeAll(async () => {
  coffer = await openWindow([{ Name: 'prod/payments/db' }, { Name: 'prod/web/session' }, { Name: 'staging/payments/db' }])
  page = coffer.page
})
test.afterAll(() => coffer.close())

async function openPalette(text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill(text)
}
const options = () => page.getByRole('option')

test('finds a secret by pieces of its name and opens it', async () => {
  await openPalette('stag db')
  await expect(page.getByRole('option', { name: 'staging/payments/db' })).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Details' }).getByRole('heading').first()).toContainText('db')
  await expect(page.locator('[role=row][aria-selected=true]')).toContainText('staging/payments/db')
})

test('shows what was used last first, with the shortcut of each command', async () => {
  await openPalette('dark theme')
  await page.keyboard.press('Enter')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await openPalette('')
  await expect(options().nth(0)).toContainText('Use the dark theme')
  await expect(options().nth(1)).toContainText('staging/payments/db')
  await expect(page.getByRole('option', { name: /Seal the vault/ })).toContainText(/Ctrl L|⌘L/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeHidden()
})

test('offers only what makes sense now', async () => {
  await page.getByRole('grid', { name: 'Secrets' }).press('Escape')
  await openPalette('move to trash')
  await expect(options()).toHaveCount(0)
  await page.keyboard.press('Escape')
  await page.getByRole('row').filter({ hasText: 'prod/web/session' }).click()
  await openPalette('move to trash')
  await expect(options().nth(0)).toContainText('prod/web/session')
  await page.keyboard.press('Escape')
})

test('creates a key that then protects a secret', async () => {
  await openPalette('create key')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Create a key' })
  await dialog.getByLabel('Alias').fill('aws/mine')
  await expect(dialog.getByText('Names that begin with aws/ are kept for AWS.')).toBeVisible()
  await dialog.getByLabel('Alias').fill('payments')
  await dialog.getByLabel('Alias').press('Enter')
  await expect(page.getByRole('heading', { name: 'alias/payments' })).toBeVisible()

  await openPalette('prod/payments/db')
  await page.keyboard.press('Enter')
  await openPalette('change key')
  await page.keyboard.press('Enter')
  const change = page.getByRole('dialog', { name: 'Change key' })
  await change.getByRole('button', { name: /Key/ }).click()
  await page.getByRole('option', { name: 'alias/payments' }).click()
  await change.getByRole('button', { name: 'Change key' }).click()
  await expect(change).toBeHidden()
  const described = (await callVault(page, 'secretsmanager:DescribeSecret', { SecretId: 'prod/payments/db' })) as { KmsKeyId?: string }
  expect(described.KmsKeyId).toMatch(/key\/|alias\/payments/)

  await openPalette('alias/payments')
  await page.keyboard.press('Enter')
  await expect(page.getByText('1 secret', { exact: true })).toBeVisible()
  await page.getByRole('complementary', { name: 'Details' }).getByRole('button', { name: 'prod/payments/db' }).click()
  await expect(page.locator('[role=row][aria-selected=true]')).toContainText('prod/payments/db')
})

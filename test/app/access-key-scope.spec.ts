import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

let coffer: LaunchedApp
let page: Page

test.beforeAll(async () => {
  coffer = await openWindow([{ Name: 'prod/web/session' }])
  page = coffer.page
})
test.afterAll(() => coffer?.close())

test('a key that reads alone, in one folder, for a week: chosen in the dialog, shown in the list, held to', async () => {
  await callVault(page, 'workbench:CreateUser', { UserName: 'payments-api' })
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Access' }).click()
  const dialog = () => page.getByRole('dialog')
  const article = page.getByRole('article', { name: 'User payments-api' })
  await article.getByRole('button', { name: 'New access key' }).click()
  await dialog().getByRole('textbox', { name: 'What it is for' }).fill('nightly report')
  await dialog().getByRole('textbox', { name: 'Only secrets whose name starts with' }).fill('prod/web/')
  await dialog().getByRole('checkbox', { name: /Read only/ }).click({ force: true })
  await dialog().getByRole('button', { name: /Stops working/ }).click()
  await page.getByRole('option', { name: 'In 7 days' }).click()
  await expectAccessible(page)
  await dialog().getByRole('button', { name: 'Create access key' }).click()
  await dialog().getByRole('button', { name: 'Done' }).click()
  const row = article.getByRole('listitem').filter({ hasText: 'nightly report' })
  for (const text of ['Read only', 'prod/web/*', 'expires in 6 d', 'never used']) await expect(row).toContainText(text)
  const { Users } = (await callVault(page, 'workbench:ListUsers')) as { Users: { UserName: string; AccessKeys: { ReadOnly?: boolean; NamePrefix?: string; ExpirationDate?: number }[] }[] }
  const [key] = Users.find(({ UserName }) => UserName === 'payments-api')?.AccessKeys ?? []
  expect(key).toMatchObject({ ReadOnly: true, NamePrefix: 'prod/web/' })
  expect((key?.ExpirationDate ?? 0) - Date.now() / 1000).toBeCloseTo(7 * 86_400, -3)
})

import { expect, type Page, test } from '@playwright/test'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow, shownNames, tagsOf, writeSecrets } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

const SECRETS = [
  { Name: 'alone' },
  { Name: 'prod/payments/api', Description: 'Charges cards', SecretString: '{"stripe_key":"not-a-real-one"}' },
  { Name: 'prod/payments/db', Tags: [{ Key: 'team', Value: 'payments' }] },
  { Name: 'prod/web/session' },
  { Name: 'staging/payments/db' },
]
const ALL = SECRETS.map((secret) => secret.Name)

let coffer: LaunchedApp
let page: Page

test.beforeAll(async () => {
  coffer = await openWindow(SECRETS)
  page = coffer.page
})
test.afterAll(() => coffer.close())
test.beforeEach(async () => {
  await page.getByRole('button', { name: /^Secrets/ }).click()
  await page.getByRole('searchbox', { name: 'Filter secrets' }).fill('')
  await page.getByRole('grid', { name: 'Secrets' }).press('Escape')
})

const row = (name: string) => page.getByRole('row').filter({ has: page.getByTitle(name, { exact: true }) })
const filter = (text: string) => page.getByRole('searchbox', { name: 'Filter secrets' }).fill(text)

test('a folder of the tree, the filter and a column narrow and order the list', async () => {
  expect(await shownNames(page)).toEqual(ALL)
  await page.getByRole('treeitem', { name: /prod/ }).first().click()
  await expect.poll(() => shownNames(page)).toEqual(['prod/payments/api', 'prod/payments/db', 'prod/web/session'])
  await page.getByRole('treeitem', { name: /payments/ }).click()
  await expect.poll(() => shownNames(page)).toEqual(['prod/payments/api', 'prod/payments/db'])
  await page.getByRole('button', { name: /^Secrets/ }).click()
  for (const [text, names] of [
    ['charges', ['prod/payments/api']],
    ['stripe_key', ['prod/payments/api']],
    ['tag:team=payments', ['prod/payments/db']],
    ['db payments', ['prod/payments/db', 'staging/payments/db']],
    ['not-a-real-one', []],
  ] as const) {
    await filter(text)
    await expect.poll(() => shownNames(page), `filter ${text}`).toEqual(names)
  }
  await filter('')
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click()
  await expect.poll(() => shownNames(page)).toEqual(ALL.toReversed())
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click()
})

test('rows are selected as in a file manager, and many get a pane of their own', async () => {
  const selected = () => page.locator('[role=row][aria-selected=true] [title]').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title')).filter((title) => title?.includes('/') || title === 'alone'))
  await row('prod/payments/api').click()
  await expect(page.getByRole('complementary', { name: 'Details' }).getByRole('heading').first()).toContainText('api')
  await row('prod/web/session').click({ modifiers: ['Shift'] })
  expect((await selected()).toSorted()).toEqual(['prod/payments/api', 'prod/payments/db', 'prod/web/session'])
  await expect(page.getByRole('heading', { name: '3 secrets selected' })).toBeVisible()
  await row('prod/payments/db').click({ modifiers: ['ControlOrMeta'] })
  expect((await selected()).toSorted()).toEqual(['prod/payments/api', 'prod/web/session'])
  await page.getByRole('grid', { name: 'Secrets' }).press('ControlOrMeta+a')
  await expect(page.getByRole('heading', { name: '5 secrets selected' })).toBeVisible()
})

test('many secrets are tagged at once', async () => {
  await row('prod/payments/api').click()
  await row('prod/payments/db').click({ modifiers: ['Shift'] })
  await page.keyboard.press('t')
  const dialog = page.getByRole('dialog', { name: 'Change tags' })
  await dialog.getByLabel('Add or change: key').fill('env')
  await dialog.getByLabel('Value', { exact: true }).fill('prod')
  await dialog.getByRole('button', { name: 'Save tags' }).click()
  await expect(dialog).toBeHidden()
  expect(await tagsOf(page, 'prod/payments/api')).toEqual([{ Key: 'env', Value: 'prod' }])
  expect(await tagsOf(page, 'prod/payments/db')).toEqual([{ Key: 'team', Value: 'payments' }, { Key: 'env', Value: 'prod' }])
  await filter('tag:env=prod')
  await expect.poll(() => shownNames(page)).toEqual(['prod/payments/api', 'prod/payments/db'])
})

test('deleting moves to the trash, and Undo on the toast brings back', async () => {
  await row('staging/payments/db').click({ button: 'right' })
  await page.getByRole('menuitem', { name: /Move to trash/ }).click()
  await expect.poll(() => shownNames(page)).toEqual(ALL.filter((name) => name !== 'staging/payments/db'))
  await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => shownNames(page)).toEqual(ALL)
})

test('the trash tells the days left, restores, and deletes for good only after the word was typed', async () => {
  await row('alone').click()
  await row('staging/payments/db').click({ modifiers: ['ControlOrMeta'] })
  await page.keyboard.press('Delete')
  await expect(page.getByRole('button', { name: /^Trash/ })).toContainText('2')
  await page.getByRole('button', { name: /^Trash/ }).click()
  const trash = page.getByRole('grid', { name: 'Deleted secrets' })
  await expect(trash.getByRole('row').filter({ hasText: 'alone' })).toContainText('in 30 days')
  await trash.getByRole('row').filter({ hasText: 'alone' }).click()
  await page.keyboard.press('r')
  await expect.poll(() => shownNames(page)).toEqual(['staging/payments/db'])
  await trash.getByRole('row').filter({ hasText: 'staging/payments/db' }).click()
  await page.keyboard.press('Delete')
  const dialog = page.getByRole('alertdialog', { name: 'Delete for good?' })
  await expect(dialog.getByRole('button', { name: 'Delete now' })).toBeDisabled()
  await dialog.getByRole('textbox').fill('delete')
  await dialog.getByRole('button', { name: 'Delete now' }).click()
  await expect(page.getByText('The trash is empty.')).toBeVisible()
  await expect(callVault(page, 'secretsmanager:DescribeSecret', { SecretId: 'staging/payments/db' })).rejects.toThrow('ResourceNotFoundException')
  await page.getByRole('button', { name: /^Secrets/ }).click()
  await expect.poll(() => shownNames(page)).toEqual(ALL.filter((name) => name !== 'staging/payments/db'))
})

test('what another program writes appears by itself, in its place and in its folder', async () => {
  await writeSecrets(page, [{ Name: 'dev/from-a-program' }])
  await expect.poll(() => shownNames(page)).toEqual(['alone', 'dev/from-a-program', 'prod/payments/api', 'prod/payments/db', 'prod/web/session'])
  await expect(page.getByRole('treeitem', { name: /dev/ })).toContainText('1')
  await callVault(page, 'secretsmanager:DeleteSecret', { SecretId: 'dev/from-a-program', ForceDeleteWithoutRecovery: true })
  await expect(page.getByRole('treeitem', { name: /dev/ })).toHaveCount(0)
})

test('a filter is saved with its count, applied and deleted', async () => {
  await filter('payments')
  await page.getByRole('button', { name: 'Save this filter' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Payments team')
  await page.getByRole('dialog').getByLabel('Name').press('Enter')
  const saved = page.getByRole('button', { name: /^Payments team/ })
  await expect(saved).toContainText('2')
  await filter('')
  await saved.click()
  await expect.poll(() => shownNames(page)).toEqual(['prod/payments/api', 'prod/payments/db'])
  await saved.hover()
  await page.getByRole('button', { name: 'Delete the filter Payments team' }).click()
  await expect(saved).toHaveCount(0)
})

test('a long list scrolls with only the rows in view mounted', async () => {
  await writeSecrets(page, Array.from({ length: 150 }, (_, index) => ({ Name: `many/secret-${String(index).padStart(3, '0')}` })))
  await filter('many/')
  await expect(page.locator('main h1 + span')).toHaveText('150')
  expect((await shownNames(page)).length).toBeLessThan(80)
  await page.getByRole('grid', { name: 'Secrets' }).focus()
  await page.keyboard.press('End')
  await expect(row('many/secret-149')).toBeInViewport()
  await page.keyboard.press('Home')
  await expect(row('many/secret-000')).toBeInViewport()
})

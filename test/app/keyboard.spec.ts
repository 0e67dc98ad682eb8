import { expect, type Page, test } from '@playwright/test'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow, seriousProblems, shownNames } from './support/open-window.ts'
import { expectVaultState } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

let coffer: LaunchedApp
let page: Page

test.beforeAll(async () => {
  coffer = await openWindow([
    { Name: 'prod/payments/db', Description: 'Main ledger', Tags: [{ Key: 'env', Value: 'prod' }] },
    { Name: 'prod/web/session' },
    { Name: 'staging/payments/db' },
  ])
  page = coffer.page
})
test.afterAll(() => coffer.close())

const grid = () => page.getByRole('grid', { name: 'Secrets' })
const selected = () => page.locator('[role=row][aria-selected=true]')

test('a person without a mouse filters, walks the rows, peeks, enters the pane and comes back', async () => {
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox', { name: 'Filter secrets' })).toBeFocused()
  await page.keyboard.type('prod')
  await expect.poll(() => shownNames(page)).toEqual(['prod/payments/db', 'prod/web/session'])
  await page.keyboard.press('ArrowDown')
  await expect(grid()).toBeFocused()
  await expect(selected()).toContainText('prod/payments/db')
  await page.keyboard.press(' ')
  await expect(page.getByRole('complementary', { name: 'Peek' })).toContainText('Main ledger')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('complementary', { name: 'Peek' })).toContainText('prod/web/session')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary', { name: 'Peek' })).toBeHidden()
  await expect(selected()).toContainText('prod/web/session')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Details' }).locator(':focus')).toHaveCount(1)
  await grid().focus()
  await page.keyboard.press('Escape')
  await expect(selected()).toHaveCount(0)
  await page.keyboard.press('/')
  await page.keyboard.press('Escape')
  await expect.poll(() => shownNames(page)).toHaveLength(3)
})

test('the tree opens, walks and chooses by arrows', async () => {
  await page.getByRole('treeitem').first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(page.locator(':focus')).toContainText('payments')
  await page.keyboard.press('Enter')
  await expect.poll(() => shownNames(page)).toEqual(['prod/payments/db'])
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('treeitem')).toHaveCount(2)
})

test('single keys are letters while text is typed, and do nothing behind a dialog', async () => {
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('/tn')
  await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toHaveValue('/tn')
  await expect(page.getByRole('dialog')).toHaveCount(1)
  await page.keyboard.press('Escape')
})

test('panes are resized by keyboard and remembered', async () => {
  const bar = page.getByRole('separator', { name: 'Width of the navigation' })
  const before = Number(await bar.getAttribute('aria-valuenow'))
  await bar.focus()
  await page.keyboard.press('ArrowRight')
  await expect(bar).toHaveAttribute('aria-valuenow', String(before + 2))
  const answer = await page.evaluate(() => window.coffer.app('preferences.get', undefined))
  expect(answer).toMatchObject({ ok: true, value: { panes: { nav: before + 2 } } })
})

// Dark differs from light in colours alone.
for (const [theme, rules] of [
  ['light', undefined],
  ['dark', ['color-contrast']],
] as const) {
  test(`axe finds nothing serious on any of these screens, ${theme}`, async () => {
    // Axe looks at every element of ten screens.
    test.setTimeout(240_000)
    await page.evaluate((wanted) => window.coffer.app('preferences.set', { theme: wanted }), theme)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    await page.getByRole('button', { name: /^Secrets/ }).click()
    await grid().getByRole('row').filter({ hasText: 'prod/web/session' }).click()
    expect(await seriousProblems(page, rules), 'one secret').toEqual([])
    await page.keyboard.press(' ')
    await page.keyboard.press('ControlOrMeta+a')
    await expect(page.getByRole('heading', { name: '3 secrets selected' })).toBeVisible()
    expect(await seriousProblems(page, rules), 'many secrets and peek').toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('t')
    await expect(page.getByRole('dialog', { name: 'Change tags' })).toBeVisible()
    expect(await seriousProblems(page, rules), 'tags').toEqual([])
    await page.keyboard.press('Escape')
    await page.keyboard.press('ControlOrMeta+k')
    await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeFocused()
    expect(await seriousProblems(page, rules), 'palette').toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Keys/ }).click()
    await page.getByRole('grid', { name: 'Keys' }).getByRole('row').nth(1).click()
    expect(await seriousProblems(page, rules), 'keys').toEqual([])
    await page.getByRole('button', { name: 'Create key' }).click()
    await expect(page.getByRole('dialog', { name: 'Create a key' })).toBeVisible()
    expect(await seriousProblems(page, rules), 'create a key').toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Trash/ }).click()
    await expect(page.getByText('The trash is empty.')).toBeVisible()
    expect(await seriousProblems(page, rules), 'empty trash').toEqual([])
    await page.getByRole('button', { name: /^Secrets/ }).click()
    await page.getByRole('searchbox', { name: 'Filter secrets' }).fill('nothing is called so')
    expect(await seriousProblems(page, rules), 'nothing found').toEqual([])
    await page.getByRole('button', { name: 'Clear the filter' }).click()
  })
}

test('Ctrl+L seals, and the window keeps no name', async () => {
  await page.getByRole('button', { name: /^Secrets/ }).click()
  await expect(page.getByTitle('prod/web/session', { exact: true })).toHaveCount(1)
  await page.keyboard.press('ControlOrMeta+l')
  await expectVaultState(page, 'sealed')
  await expect(page.getByTitle('prod/web/session', { exact: true })).toHaveCount(0)
  expect(await page.content()).not.toContain('payments')
})

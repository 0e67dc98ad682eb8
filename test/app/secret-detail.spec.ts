import { expect, type Locator, type Page, test } from '@playwright/test'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow, seriousProblems } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

const DATABASE = { engine: 'postgres', host: 'db.internal', port: 5432, username: 'app', password: 'canary-Tr0ub4dor-one', dbname: 'app' }
const SECRETS = [
  { Name: 'prod/payments/db', SecretString: JSON.stringify(DATABASE), Description: 'Primary', Tags: [{ Key: 'team', Value: 'payments' }] },
  { Name: 'prod/note', SecretString: 'canary-plain-text' },
]

let coffer: LaunchedApp
let page: Page
let pane: Locator

test.beforeAll(async () => {
  coffer = await openWindow(SECRETS)
  page = coffer.page
  pane = page.getByRole('complementary', { name: 'Details' })
})
test.afterAll(() => coffer.close())

const choose = (name: string) => page.getByTitle(name, { exact: true }).first().click()
const tab = (name: string) => pane.getByRole('tab', { name }).click()
const readCurrent = async (SecretId: string) => (await callVault(page, 'secretsmanager:GetSecretValue', { SecretId })) as { SecretString: string; VersionId: string }
const holds = (text: string) => page.evaluate((needle) => document.documentElement.outerHTML.includes(needle), text)
const clipboard = () => coffer.app.evaluate(({ clipboard: system }) => system.readText())

test('a masked value is not in the document, is revealed by key, and hides again', async () => {
  await choose('prod/payments/db')
  const table = pane.getByRole('table', { name: 'Keys and values' })
  await expect(table.getByRole('rowheader')).toHaveText(Object.keys(DATABASE))
  expect(await holds(DATABASE.password)).toBe(false)
  expect(await holds(DATABASE.host)).toBe(false)
  await table.getByRole('button', { name: 'Reveal password' }).click()
  await expect(table).toContainText(DATABASE.password)
  await expect(table).toContainText(DATABASE.host)
  await expect(pane.getByRole('img', { name: 'Hides after 30 seconds' })).toBeVisible()
  await table.getByRole('button', { name: 'Hide password' }).click()
  await expect(table).not.toContainText(DATABASE.password)
  expect(await holds(DATABASE.host)).toBe(false)
})

test('a key is copied without being shown, and the window says when the clipboard clears', async () => {
  await choose('prod/payments/db')
  await pane.getByRole('button', { name: 'Copy password' }).click()
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText(/Copied password\. The clipboard clears in \d+ s\./)
  expect(await clipboard()).toBe(DATABASE.password)
  expect(await holds(DATABASE.password)).toBe(false)
  await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Clear now' }).first().click()
  await expect.poll(clipboard).toBe('')
})

test('an edit shows its difference before it becomes a new version, and can be undone', async () => {
  await choose('prod/payments/db')
  const before = await readCurrent('prod/payments/db')
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog', { name: 'Edit value' })
  await dialog.getByRole('textbox', { name: 'host', exact: true }).fill('db2.internal')
  await dialog.getByRole('button', { name: 'Show and edit password' }).click()
  await dialog.getByRole('textbox', { name: 'password', exact: true }).fill('canary-two')
  await dialog.getByRole('button', { name: 'Review changes' }).click()
  const review = page.getByRole('dialog', { name: 'Review changes' })
  await expect(review.getByRole('rowheader')).toHaveText(['host', 'password'])
  await expect(review).toContainText('db2.internal')
  await expect(review.getByRole('table')).not.toContainText('canary-two')
  expect(await seriousProblems(page)).toEqual([])
  expect((await readCurrent('prod/payments/db')).VersionId).toBe(before.VersionId)
  await review.getByRole('button', { name: 'Save new version' }).click()
  await expect(review).toBeHidden()
  const after = await readCurrent('prod/payments/db')
  expect(JSON.parse(after.SecretString)).toEqual({ ...DATABASE, host: 'db2.internal', password: 'canary-two' })
  await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Undo' }).click()
  await expect.poll(async () => (await readCurrent('prod/payments/db')).VersionId).toBe(before.VersionId)
})

test('malformed JSON is refused with its place, and nothing typed is lost', async () => {
  await choose('prod/payments/db')
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog', { name: 'Edit value' })
  await dialog.getByRole('radio', { name: 'JSON' }).click()
  const editor = dialog.getByRole('textbox', { name: 'Value as JSON' })
  await editor.fill('{\n  "host": "db",\n  "port": 5432,\n}')
  await expect(dialog.getByRole('alert')).toHaveText('Line 4, column 1: A key is missing here. JSON has no comma after the last one.')
  await expect(dialog.getByRole('button', { name: 'Review changes' })).toBeDisabled()
  await dialog.getByRole('radio', { name: 'Table' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Line 4, column 1')
  await expect(editor).toContainText('"port": 5432,')
  await page.keyboard.press('Escape')
  await expect(dialog).toContainText('Your changes are not saved.')
  await dialog.getByRole('button', { name: 'Keep editing' }).click()
  await expect(editor).toContainText('"port": 5432,')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
})

test('a value that changed meanwhile is not overwritten unseen', async () => {
  await choose('prod/note')
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Value' }).fill('mine')
  const theirs = (await callVault(page, 'secretsmanager:PutSecretValue', { SecretId: 'prod/note', SecretString: 'theirs' })) as { VersionId: string }
  await expect(dialog).toContainText('The secret got another value while you edit.')
  await dialog.getByRole('button', { name: 'Review changes' }).click()
  await dialog.getByRole('button', { name: 'Save new version' }).click()
  await expect(dialog.getByRole('alert')).toContainText('was saved by someone else meanwhile')
  expect((await readCurrent('prod/note')).VersionId).toBe(theirs.VersionId)
  await dialog.getByRole('button', { name: 'Save mine over it' }).click()
  await expect(dialog).toBeHidden()
  expect((await readCurrent('prod/note')).SecretString).toBe('mine')
})

test('versions are compared masked, labelled, and rolled back after saying what that means', async () => {
  await choose('prod/payments/db')
  await tab('Versions')
  const line = pane.getByRole('grid', { name: /Versions/ })
  await expect(line.getByRole('row')).toHaveCount(2)
  expect(await seriousProblems(page)).toEqual([])
  await pane.getByRole('button', { name: 'Compare' }).click()
  const differences = pane.getByRole('table', { name: 'Differences by key' })
  await expect(differences.getByRole('rowheader')).toHaveText(['host', 'password'])
  expect(await holds('canary-two')).toBe(false)
  await differences.getByRole('button', { name: 'Reveal password' }).click()
  await expect(differences).toContainText('canary-two')
  await pane.getByRole('button', { name: 'Show as text' }).click()
  await expect(pane.getByRole('textbox', { name: 'Text differences' })).toContainText('db2.internal')
  await pane.getByRole('button', { name: 'Hide the text' }).click()

  const newest = line.getByRole('row').first()
  await newest.getByRole('button', { name: 'Labels and more' }).click()
  await page.getByRole('menuitem', { name: 'Add or move a label' }).click()
  await page.getByLabel('Staging label').fill('before-migration')
  await page.getByRole('button', { name: 'Add label' }).click()
  await expect(newest).toContainText('before-migration')

  await newest.getByRole('button', { name: 'Labels and more' }).click()
  await page.getByRole('menuitem', { name: 'Move AWSCURRENT here' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('The database keeps the password it has now.')
  await question.getByRole('button', { name: 'Move AWSCURRENT' }).click()
  await expect(newest).toContainText('AWSCURRENT')
  expect(JSON.parse((await readCurrent('prod/payments/db')).SecretString).password).toBe('canary-two')
})

test('tags and description are edited in place', async () => {
  await choose('prod/payments/db')
  await tab('Tags')
  await pane.getByRole('button', { name: 'Add a tag' }).click()
  await pane.getByLabel('Tag key').fill('env')
  await pane.getByLabel('Tag value').fill('prod')
  await page.keyboard.press('Enter')
  await expect(pane.getByRole('rowheader')).toHaveText(['team', 'env'])
  await pane.getByRole('button', { name: 'Remove the tag team' }).click()
  await expect(pane.getByRole('rowheader')).toHaveText(['env'])
  await tab('Details')
  await pane.getByRole('button', { name: 'Edit description' }).click()
  await pane.getByRole('textbox', { name: 'Description' }).fill('Main database')
  await pane.getByRole('button', { name: 'Save' }).click()
  await expect(pane).toContainText('Main database')
  expect(await seriousProblems(page)).toEqual([])
})

test('the ways to use it name this secret, and the language is remembered', async () => {
  await choose('prod/payments/db')
  await tab('Use it')
  await pane.getByRole('tab', { name: 'Python' }).click()
  await expect(pane.locator('pre')).toContainText("client.get_secret_value(SecretId='prod/payments/db')")
  expect(await seriousProblems(page)).toEqual([])
  await choose('prod/note')
  await expect(pane.locator('pre')).toContainText("client.get_secret_value(SecretId='prod/note')")
})

// Last, since from here on the page's clock is ahead of the world's.
test('what is revealed hides by itself after 30 seconds, and when another secret is chosen', async () => {
  await choose('prod/payments/db')
  await tab('Value')
  await page.clock.install()
  await pane.getByRole('button', { name: 'Reveal password' }).click()
  await expect(pane).toContainText('canary-two')
  await page.clock.fastForward(29_000)
  await expect(pane).toContainText('canary-two')
  await page.clock.fastForward(2_000)
  await expect(pane).not.toContainText('canary-two')
  await page.clock.resume()
  await page.keyboard.press('v')
  await expect(pane).toContainText('canary-two')
  await choose('prod/note')
  await expect(pane.getByRole('heading', { name: 'prod/note' })).toBeVisible()
  expect(await holds('canary-two')).toBe(false)
})

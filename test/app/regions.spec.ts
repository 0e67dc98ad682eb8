import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

const EU = 'eu-west-1'

let coffer: LaunchedApp
let page: Page
let stick: string
let cellar: string

test.beforeAll(async () => {
  stick = await mkdtemp(path.join(os.tmpdir(), 'coffer-stick-'))
  cellar = await mkdtemp(path.join(os.tmpdir(), 'coffer-cellar-'))
  coffer = await openWindow([{ Name: 'prod/db' }])
  page = coffer.page
  await page.getByRole('button', { name: /^Regions/ }).click()
})
test.afterAll(async () => {
  await coffer.close()
  for (const folder of [stick, cellar]) await rm(folder, { recursive: true, force: true })
})

const dialog = (name: string) => page.getByRole('dialog', { name })
const question = (name: string) => page.getByRole('alertdialog', { name })
const map = (): Locator => page.getByRole('grid', { name: 'Regions' })
const article = (region: string): Locator => page.getByRole('article', { name: `Region ${region}` })
const placeOf = async (region: string) => ((await callVault(page, 'workbench:ListRegions')) as { Regions: { Region: string; Place: string; State: string }[] }).Regions.find((one) => one.Region === region)

test('the home region says where it is in the world and on the disk', async () => {
  await expect(map().getByRole('row', { name: 'us-east-1' })).toContainText('home')
  await expect(article('us-east-1')).toContainText('US East (N. Virginia)')
  await expect(article('us-east-1')).toContainText('home region')
  await expect(article('us-east-1')).toContainText(path.join(coffer.vaultFolder, 'regions', 'us-east-1.db'))
  await expect(article('us-east-1')).toContainText('1 secret of this account')
  await expect(article('us-east-1').getByRole('button', { name: 'Detach…' })).toBeHidden()
  await expectAccessible(page)
})

test('a region is added on a disk of one’s own, by keyboard, and a folder that is not there is refused before', async () => {
  await page.getByRole('button', { name: 'Add region' }).focus()
  await page.keyboard.press('Enter')
  const form = dialog('Add a region')
  await form.getByRole('button', { name: /Region$/ }).click()
  await page.getByRole('option', { name: /^eu-west-1/ }).click()
  await form.getByRole('radio', { name: /In a folder of your choice/ }).check({ force: true })
  await form.getByRole('textbox', { name: 'Folder' }).fill(path.join(stick, 'nowhere'))
  await expect(form).toContainText('There is no such folder.')
  await expect(form.getByRole('button', { name: 'Add region' })).toBeDisabled()
  await form.getByRole('textbox', { name: 'Folder' }).fill(stick)
  await expect(form).toContainText(/GB free|MB free/)
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Add region' }).click()
  await expect(article(EU)).toContainText(path.join(stick, `${EU}.db`))
  await expect(article(EU)).toContainText('Europe (Ireland)')
  expect((await placeOf(EU))?.Place).toBe(path.join(stick, `${EU}.db`))
  await expectAccessible(page)
})

test('a folder that a service synchronises is named as one', async () => {
  const synced = await mkdtemp(path.join(os.tmpdir(), 'coffer-sync-'))
  const folder = path.join(synced, 'Dropbox', 'vault')
  await mkdir(folder, { recursive: true })
  await article(EU).getByRole('button', { name: 'Move…' }).click()
  const form = dialog(`Move ${EU}`)
  await form.getByRole('radio', { name: /In a folder of your choice/ }).check({ force: true })
  await form.getByRole('textbox', { name: 'Folder' }).fill(folder)
  await expect(form).toContainText('Dropbox synchronises this folder')
  await expectAccessible(page)
  await form.getByRole('textbox', { name: 'Folder' }).fill('')
  await form.getByRole('button', { name: 'Cancel' }).click()
  await rm(synced, { recursive: true })
})

test('a region is moved to another folder with everything in it', async () => {
  await article(EU).getByRole('button', { name: 'Move…' }).click()
  const form = dialog(`Move ${EU}`)
  await form.getByRole('textbox', { name: 'Folder' }).fill(cellar)
  await form.getByRole('button', { name: 'Move region' }).click()
  await expect(article(EU)).toContainText(path.join(cellar, `${EU}.db`))
  expect((await placeOf(EU))?.Place).toBe(path.join(cellar, `${EU}.db`))
})

test('a detached region is refused everywhere until it is attached again, and the picker says so', async () => {
  await article(EU).getByRole('button', { name: 'Detach…' }).click()
  await expect(question(`Detach ${EU}?`)).toContainText('RegionDetached')
  await expectAccessible(page)
  await question(`Detach ${EU}?`).getByRole('button', { name: 'Detach', exact: true }).click()
  await expect(article(EU)).toContainText('This region is detached')
  const refused = await page.evaluate((region) => window.coffer.execute({ operation: 'secretsmanager:ListSecrets', input: {}, region }), EU)
  expect(refused).toMatchObject({ ok: false, error: { code: 'RegionDetached' } })
  await page.getByRole('button', { name: /^Region us-east-1/ }).click()
  await expect(page.getByRole('menuitem', { name: EU })).toBeDisabled()
  await expect(page.getByRole('menuitem', { name: EU })).toContainText('detached')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await article(EU).getByRole('button', { name: 'Attach…' }).click()
  await expectAccessible(page)
  await dialog(`Attach ${EU}`).getByRole('button', { name: 'Attach region' }).click()
  await expect(article(EU).getByText('attached', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: /^Region us-east-1/ }).click()
  await page.getByRole('menuitem', { name: EU }).click()
  await expect(page.getByRole('button', { name: new RegExp(`^Region ${EU}`) })).toBeVisible()
})

test('an older file of a region stays closed until it is taken as it is, and says what that means', async () => {
  const file = path.join(cellar, `${EU}.db`)
  const older = path.join(stick, 'older.db')
  await page.getByRole('button', { name: new RegExp(`^Region ${EU}`) }).click()
  await page.getByRole('menuitem', { name: 'us-east-1' }).click()
  await callVault(page, 'workbench:DetachRegion', { Region: EU })
  await copyFile(file, older)
  await callVault(page, 'workbench:AttachRegion', { Region: EU })
  await page.evaluate((region) => window.coffer.execute({ operation: 'secretsmanager:CreateSecret', input: { Name: 'later', SecretString: 'v' }, region }), EU)
  await callVault(page, 'workbench:DetachRegion', { Region: EU })
  await copyFile(older, file)
  await page.getByRole('button', { name: /^Regions/ }).click()
  await map().getByRole('row', { name: EU }).click()
  await article(EU).getByRole('button', { name: 'Attach…' }).click()
  const form = dialog(`Attach ${EU}`)
  await form.getByRole('button', { name: 'Attach region' }).click()
  await expect(form.getByRole('alert')).toContainText('This file is older than the last one seen here')
  await expect(form.getByRole('button', { name: 'Attach region' })).toBeDisabled()
  await expectAccessible(page)
  // The button that was pressed is disabled now: Esc closes all the same.
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()
  await article(EU).getByRole('button', { name: 'Attach…' }).click()
  await form.getByRole('button', { name: 'Attach region' }).click()
  await form.getByRole('checkbox', { name: /I know what that means/ }).check({ force: true })
  await form.getByRole('button', { name: 'Attach as it is' }).click()
  await expect(article(EU).getByText('attached', { exact: true })).toBeVisible()
  expect((await placeOf(EU))?.State).toBe('attached')
})

import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault, PASSPHRASE, sealVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

const HOME = 'us-east-1'
const EU = 'eu-west-1'
const AP = 'ap-south-1'

let coffer: LaunchedApp
let page: Page
let stick: string
let cellar: string

test.beforeAll(async () => {
  stick = await mkdtemp(path.join(os.tmpdir(), 'coffer-stick-'))
  cellar = await mkdtemp(path.join(os.tmpdir(), 'coffer-cellar-'))
  coffer = await openWindow([{ Name: 'prod/api', SecretString: 'kept' }, { Name: 'prod/db', SecretString: 'kept too' }])
  page = coffer.page
  await callVault(page, 'workbench:AddRegion', { Region: EU, Path: stick })
  await callVault(page, 'workbench:AddRegion', { Region: AP })
  for (const SecretId of ['prod/api', 'prod/db']) await callVault(page, 'secretsmanager:ReplicateSecretToRegions', { SecretId, AddReplicaRegions: [{ Region: EU }] })
  await callIn(EU, 'secretsmanager:CreateSecret', { Name: 'theirs/one', SecretString: 'only there', AddReplicaRegions: [{ Region: AP }] })
  await callIn(EU, 'secretsmanager:CreateSecret', { Name: 'theirs/two', SecretString: 'only there' })
  await expect.poll(() => valueIn(EU, 'prod/db').catch(() => '')).toBe('kept too')
  await expect.poll(() => valueIn(AP, 'theirs/one').catch(() => '')).toBe('only there')
})
test.afterAll(async () => {
  await coffer.close()
  for (const folder of [stick, cellar]) await rm(folder, { recursive: true, force: true })
})

const dialog = (name: string) => page.getByRole('dialog', { name })
const question = (name: string) => page.getByRole('alertdialog', { name })
const article = (region: string): Locator => page.getByRole('article', { name: `Region ${region}` })
const file = () => path.join(stick, `${EU}.db`)
async function callIn(region: string, operation: string, input: unknown): Promise<Record<string, unknown>> {
  const answer = await page.evaluate((request) => window.coffer.execute(request), { operation, input, region })
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
  return answer.value as Record<string, unknown>
}
const valueIn = async (region: string, SecretId: string) => (await callIn(region, 'secretsmanager:GetSecretValue', { SecretId }))['SecretString']
const placeOf = async (region: string) => ((await callVault(page, 'workbench:ListRegions')) as { Regions: { Region: string; Place: string; State: string }[] }).Regions.find((one) => one.Region === region)
async function unlock(): Promise<void> {
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('grid', { name: 'Secrets' })).toBeVisible()
}
async function showRegion(region: string): Promise<void> {
  await page.getByRole('button', { name: /^Regions/ }).click()
  await page.getByRole('grid', { name: 'Regions' }).getByRole('row', { name: region }).click()
}

test('a damaged file of a region keeps no other shut; its page says what it is, what goes on and what to do', async () => {
  await sealVault(page)
  await copyFile(file(), path.join(cellar, 'whole.db'))
  const bytes = await readFile(file())
  // The name of the table stands before each sealed row: one bit of one row.
  const at = bytes.lastIndexOf(Buffer.from('iam_user')) > 0 ? bytes.lastIndexOf(Buffer.from('iam_user')) : bytes.lastIndexOf(Buffer.from('account'))
  bytes[at + 80] = (bytes[at + 80] ?? 0) ^ 1
  await writeFile(file(), bytes)
  await unlock()
  expect(await valueIn(HOME, 'prod/api')).toBe('kept')
  await callIn(HOME, 'secretsmanager:PutSecretValue', { SecretId: 'prod/api', SecretString: 'changed meanwhile' })
  await expect(callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: 'prod/api' })).rejects.toThrow('VaultDamaged')
  await showRegion(EU)
  await expect(page.getByRole('grid', { name: 'Regions' }).getByRole('row', { name: EU })).toContainText('damaged')
  await expect(article(EU)).toContainText('The file of this region is damaged, or was changed by something else')
  await expect(article(EU)).toContainText('the other regions go on, and changes for its replicas wait in them')
  await expect(article(EU)).toContainText('1 change')
  // Its file is there, so nothing may take its place.
  await expect(article(EU).getByRole('button', { name: 'Lost for good: begin anew…' })).toBeHidden()
  await expectAccessible(page)
})

test('a whole copy of the file takes its place, and what waited is delivered', async () => {
  await rename(file(), path.join(cellar, 'damaged.db'))
  await copyFile(path.join(cellar, 'whole.db'), file())
  await article(EU).getByRole('button', { name: 'Attach…' }).click()
  const attach = dialog(`Attach ${EU}`)
  // The file was found damaged before: that is said until another look.
  await expect(attach.getByRole('alert')).toContainText('This file is damaged')
  await expectAccessible(page)
  await attach.getByRole('button', { name: 'Look again' }).click()
  await expect(attach).toBeHidden()
  await expect(article(EU).getByText('attached', { exact: true })).toBeVisible()
  await expect.poll(() => valueIn(EU, 'prod/api')).toBe('changed meanwhile')
  expect(await valueIn(EU, 'theirs/two')).toBe('only there')
})

test('a region that is lost for good is begun anew once it is said what is lost and what comes back', async () => {
  await callVault(page, 'workbench:DetachRegion', { Region: EU })
  await rm(file())
  await showRegion(EU)
  await article(EU).getByRole('button', { name: 'Lost for good: begin anew…' }).focus()
  await page.keyboard.press('Enter')
  const anew = question(`Begin ${EU} anew?`)
  await expect(anew).toContainText(`Every secret and version that was only in ${EU}, and its KMS keys`)
  await expect(anew).toContainText(`2 replicas with all versions, from their primaries in ${HOME}.`)
  await expect(anew).toContainText(`1 replica in ${AP} has its primary in ${EU}.`)
  await expect(anew.getByRole('button', { name: 'Begin anew' })).toBeDisabled()
  await expectAccessible(page)
  await anew.getByRole('checkbox', { name: /lost for good/ }).focus()
  await page.keyboard.press('Space')
  await anew.getByRole('button', { name: 'Begin anew' }).focus()
  await page.keyboard.press('Enter')
  await expect(anew).toBeHidden()
  await expect(article(EU).getByText('attached', { exact: true })).toBeVisible()
  expect((await placeOf(EU))?.Place).toBe(path.join(coffer.vaultFolder, 'regions', `${EU}.db`))
  await expect.poll(() => valueIn(EU, 'prod/api').catch(() => '')).toBe('changed meanwhile')
  await expect.poll(() => valueIn(EU, 'prod/db').catch(() => '')).toBe('kept too')
  await expect(callIn(EU, 'secretsmanager:GetSecretValue', { SecretId: 'theirs/two' })).rejects.toThrow('ResourceNotFoundException')
  // What had its primary there is still there, and can be made independent.
  expect(await valueIn(AP, 'theirs/one')).toBe('only there')
})

test('the home region is moved to another folder: it says that this seals, and the vault opens from there', async () => {
  await showRegion(HOME)
  await article(HOME).getByRole('button', { name: 'Move…' }).click()
  const move = dialog(`Move ${HOME}`)
  await expect(move).toContainText('This seals the vault')
  await move.getByRole('textbox', { name: 'New folder' }).fill(path.join(cellar, 'nowhere'))
  await expect(move).toContainText('There is no such folder.')
  await expect(move.getByRole('button', { name: 'Move and seal' })).toBeDisabled()
  await move.getByRole('textbox', { name: 'New folder' }).fill(cellar)
  await expectAccessible(page)
  await move.getByRole('button', { name: 'Move and seal' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Unlock the vault' })).toBeVisible()
  await expect(page.getByText('The file of the home region was moved, and the vault was sealed for it.')).toBeVisible()
  await unlock()
  expect((await placeOf(HOME))?.Place).toBe(path.join(cellar, `${HOME}.db`))
  await expect(page.getByTitle('prod/api', { exact: true }).first()).toBeVisible()
  await callIn(HOME, 'secretsmanager:PutSecretValue', { SecretId: 'prod/api', SecretString: 'at the new place' })
  await expect.poll(() => valueIn(EU, 'prod/api')).toBe('at the new place')
})

test('back in the vault’s folder, everything is as it was', async () => {
  await showRegion(HOME)
  await article(HOME).getByRole('button', { name: 'Move…' }).click()
  const move = dialog(`Move ${HOME}`)
  await move.getByRole('radio', { name: /In the vault’s folder/ }).check({ force: true })
  await move.getByRole('button', { name: 'Move and seal' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Unlock the vault' })).toBeVisible()
  await unlock()
  expect((await placeOf(HOME))?.Place).toBe(path.join(coffer.vaultFolder, 'regions', `${HOME}.db`))
  expect(await valueIn(HOME, 'prod/api')).toBe('at the new place')
})

test('with the home region lost, a region’s file at a place that the vault does not know is found from the unlock screen', async () => {
  await sealVault(page)
  await rename(path.join(coffer.vaultFolder, 'regions', `${HOME}.db`), path.join(cellar, 'lost.db'))
  await rename(path.join(coffer.vaultFolder, 'regions', `${EU}.db`), file())
  await page.reload()
  await expect(page.getByRole('alert')).toContainText(`The file of the home region ${HOME} cannot be read`)
  await coffer.app.evaluate(({ dialog: system }, filePath) => {
    system.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
  }, file())
  await page.getByRole('button', { name: 'Choose a region’s file…' }).click()
  await page.getByRole('checkbox', { name: /Go on with another region/ }).check({ force: true })
  await page.getByRole('radio', { name: new RegExp(`^${EU}`) }).check({ force: true })
  await expectAccessible(page)
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  const promote = question(`Promote the replicas of ${EU}?`)
  await promote.getByRole('button', { name: 'Promote 2 replicas' }).click()
  await expect(promote).toBeHidden()
  expect(await valueIn(EU, 'prod/api')).toBe('at the new place')
  expect((await placeOf(EU))?.Place).toBe(file())
})

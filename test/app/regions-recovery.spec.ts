import { mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault, PASSPHRASE } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

const HOME = 'us-east-1'
const EU = 'eu-west-1'

let coffer: LaunchedApp
let page: Page
let stick: string

test.beforeAll(async () => {
  stick = await mkdtemp(path.join(os.tmpdir(), 'coffer-standby-'))
  coffer = await openWindow([{ Name: 'prod/api', SecretString: 'first' }, { Name: 'prod/db', SecretString: 'kept' }, { Name: 'only/here' }])
  page = coffer.page
})
test.afterAll(async () => {
  await coffer.close()
  await rm(stick, { recursive: true, force: true })
})

const dialog = (name: string) => page.getByRole('dialog', { name })
const question = (name: string) => page.getByRole('alertdialog', { name })
async function callIn(region: string, operation: string, input: unknown): Promise<Record<string, unknown>> {
  const answer = await page.evaluate((request) => window.coffer.execute(request), { operation, input, region })
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
  return answer.value as Record<string, unknown>
}
const valueIn = async (region: string, SecretId: string, VersionId?: string) => (await callIn(region, 'secretsmanager:GetSecretValue', { SecretId, ...(VersionId === undefined ? {} : { VersionId }) }))['SecretString']
async function run(command: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or run a command' }).fill(command)
  await page.getByRole('option', { name: command }).first().click()
}

test('the recipe of a stand-by disk ends in the dialogs that make it, filled in', async () => {
  await run('What regions are for…')
  const recipes = dialog('What regions are for')
  await expectAccessible(page)
  await recipes.getByRole('button', { name: /A stand-by disk/ }).click()
  const add = dialog('Add a region')
  await expect(add.getByRole('radio', { name: /In a folder of your choice/ })).toBeChecked()
  await add.getByRole('button', { name: /Region$/ }).click()
  await page.getByRole('option', { name: /^eu-west-1/ }).click()
  await add.getByRole('textbox', { name: 'Folder' }).fill(stick)
  await add.getByRole('button', { name: 'Add region' }).click()
  const form = dialog('Replicate to regions')
  await expect(form).toContainText('3 secrets')
  await expect(form.getByRole('checkbox', { name: EU })).toBeChecked()
  await page.keyboard.press('Escape')
  await expect(form).toBeHidden()
})

test('the other recipes choose what is in view, and the region that the vault has', async () => {
  await run('What regions are for…')
  await dialog('What regions are for').getByRole('button', { name: /An application in two regions/ }).click()
  const form = dialog('Replicate to regions')
  await expect(form).toContainText('3 secrets')
  await expect(form.getByRole('checkbox', { name: EU })).toBeChecked()
  await page.keyboard.press('Escape')
  await page.getByTitle('prod/api', { exact: true }).first().click()
  await run('What regions are for…')
  await dialog('What regions are for').getByRole('button', { name: /One database, readers in two regions/ }).click()
  await expect(form).toContainText('prod/api')
  await form.getByRole('button', { name: 'Replicate', exact: true }).click()
  await expect.poll(() => valueIn(EU, 'prod/api').catch(() => '')).toBe('first')
  await callVault(page, 'secretsmanager:ReplicateSecretToRegions', { SecretId: 'prod/db', AddReplicaRegions: [{ Region: EU }] })
  await expect.poll(() => valueIn(EU, 'prod/db').catch(() => '')).toBe('kept')
})

test('what the loss of the disk would cost is said in a sentence, by secret, and as a text', async () => {
  await run('What if this disk dies now…')
  const report = dialog('What if this disk dies now')
  await expect(report).toContainText('Of 3 secrets, 1 would be lost for good, 0 would survive without the last changes, and 2 would survive whole.')
  await expect(report.getByRole('row', { name: /only\/here/ })).toContainText('lost with 1 version')
  await expect(report.getByRole('row', { name: /prod\/api/ })).toContainText(`whole in ${EU}`)
  await expectAccessible(page)
  const file = path.join(stick, 'report.txt')
  await coffer.app.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, file)
  await report.getByRole('button', { name: 'Save as text' }).click()
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('Saved the report')
  expect(await readFile(file, 'utf8')).toMatch(/^lost {4}only\/here {2}\(lost with 1 version\)$/m)
  await report.getByRole('button', { name: 'Done' }).click()
})

test('the drift check finds replicas in step', async () => {
  await run('Compare two regions…')
  const compare = dialog('Compare two regions')
  await expect(compare).toContainText('No drift: all 2 replicas are the same as the primary.')
  await expect(compare).toContainText('1 secret is in one region alone.')
  await expectAccessible(page)
  await compare.getByRole('button', { name: 'Done' }).click()
})

test('with the home region lost, the unlock screen goes on with another one, and its replicas are promoted', async () => {
  await page.keyboard.press('Control+l')
  await expect(page.getByRole('heading', { level: 1, name: 'Unlock the vault' })).toBeVisible()
  const regions = path.join(coffer.vaultFolder, 'regions')
  await rename(path.join(regions, `${HOME}.db`), path.join(stick, `${HOME}.db`))
  await page.reload()
  await expect(page.getByRole('alert')).toContainText(`The file of the home region ${HOME} cannot be read`)
  await expect(page.getByRole('textbox', { name: 'Passphrase' })).toBeHidden()
  await expectAccessible(page)
  await page.getByRole('checkbox', { name: /Go on with another region/ }).check({ force: true })
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  const promote = question(`Promote the replicas of ${EU}?`)
  await expect(promote).toContainText('2 replicas')
  await expectAccessible(page)
  await promote.getByRole('button', { name: 'Promote 2 replicas' }).click()
  await expect(promote).toBeHidden()
  await callIn(EU, 'secretsmanager:PutSecretValue', { SecretId: 'prod/api', SecretString: 'after the loss' })
  await expect(page.getByRole('button', { name: new RegExp(`^Region ${EU}`) })).toBeVisible()
})

test('the old home comes back as it was, and the two are reunited without losing a version', async () => {
  await page.getByRole('button', { name: /^Regions/ }).click()
  await page.getByRole('row', { name: HOME }).click()
  await page.getByRole('article', { name: `Region ${HOME}` }).getByRole('button', { name: 'Attach…' }).click()
  const attach = dialog(`Attach ${HOME}`)
  await attach.getByRole('textbox', { name: /File of the region/ }).fill(path.join(stick, `${HOME}.db`))
  await attach.getByRole('button', { name: 'Attach region' }).click()
  await expect(attach).toBeHidden()
  const { VersionId } = await callIn(HOME, 'secretsmanager:PutSecretValue', { SecretId: 'prod/api', SecretString: 'at the old home' })
  await run('Compare two regions…')
  const compare = dialog('Compare two regions')
  await expect(compare.getByRole('list', { name: 'Differences' })).toContainText('two secrets of one origin that differ in value, labels')
  await expectAccessible(page)
  await compare.getByRole('radio', { name: new RegExp(`^Keep ${EU}`) }).check({ force: true })
  await compare.getByRole('button', { name: `Reunite 2 secrets, keeping ${EU}` }).click()
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('Reunited 2 secrets. 1 version of the other side was taken over.')
  await expect(compare).toContainText('No drift: all 2 replicas are the same as the primary.')
  expect(await valueIn(EU, 'prod/api')).toBe('after the loss')
  expect(await valueIn(EU, 'prod/api', VersionId as string)).toBe('at the old home')
  await expect.poll(() => valueIn(HOME, 'prod/api')).toBe('after the loss')
})

import { access, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import { launchCoffer, type LaunchedApp } from './support/launch.ts'
import { callVault, createVault, PASSPHRASE, sealVault, vaultState } from './support/vault.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

const HOME = 'us-east-1'
const EU = 'eu-west-1'
const AP = 'ap-south-1'

let stick: string
let file: string
let recoveryCode = ''
let credentials = { accessKeyId: '', secretAccessKey: '' }
let coffer: LaunchedApp
let page: Page

const question = (name: string) => page.getByRole('alertdialog', { name })
const title = (text: string) => page.getByRole('heading', { level: 1, name: text })
async function callIn(region: string, operation: string, input: unknown): Promise<Record<string, unknown>> {
  const answer = await page.evaluate((request) => window.coffer.execute(request), { operation, input, region })
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
  return answer.value as Record<string, unknown>
}
const valueIn = async (region: string, SecretId: string) => (await callIn(region, 'secretsmanager:GetSecretValue', { SecretId }))['SecretString']
/** What lies on the stick, to the byte and the moment. */
async function onStick(): Promise<unknown> {
  const names = (await readdir(stick)).sort()
  return Promise.all(names.map(async (name) => [name, (await stat(path.join(stick, name))).mtimeMs, (await readFile(path.join(stick, name))).toString('base64')]))
}
const isThere = (place: string) => access(place).then(() => true, () => false)

test.beforeAll(async () => {
  stick = await mkdtemp(path.join(os.tmpdir(), 'coffer-stick-'))
  file = path.join(stick, `${EU}.db`)
  // The first machine: a vault whose second region lies on the stick.
  coffer = await launchCoffer({ keyring: 'none' })
  page = coffer.page
  await createVault(page)
  recoveryCode = ((await callVault(page, 'workbench:RenewRecoveryKit')) as { RecoveryCode: string }).RecoveryCode
  await callVault(page, 'workbench:CreateUser', { UserName: 'app' })
  await callVault(page, 'workbench:PutUserPolicy', { UserName: 'app', PolicyName: 'all', PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' })
  const made = (await callVault(page, 'workbench:CreateAccessKey', { UserName: 'app' })) as { AccessKey: { AccessKeyId: string }; SecretAccessKey: string }
  credentials = { accessKeyId: made.AccessKey.AccessKeyId, secretAccessKey: made.SecretAccessKey }
  await callVault(page, 'workbench:AddRegion', { Region: EU, Path: stick })
  for (const Name of ['prod/api', 'prod/db', 'prod/mail']) await callVault(page, 'secretsmanager:CreateSecret', { Name, SecretString: `${Name} before`, AddReplicaRegions: [{ Region: EU }] })
  await callVault(page, 'secretsmanager:CreateSecret', { Name: 'only/here', SecretString: 'lost' })
  for (const Name of ['prod/api', 'prod/db', 'prod/mail']) await expect.poll(() => valueIn(EU, Name).catch(() => '')).toBe(`${Name} before`)
  // It is lost, its folder and its computer.
  await coffer.close()
  expect(await isThere(coffer.home)).toBe(false)
  coffer = await launchCoffer({ keyring: 'none' })
  page = coffer.page
})
test.afterAll(async () => {
  await coffer.close()
  await rm(stick, { recursive: true, force: true })
})

test('the first screen offers a region’s file beside a new vault and a back-up, and knows what is none', async () => {
  await expect(title('Protect your vault')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Restore from a back-up' })).toBeVisible()
  await page.getByRole('button', { name: 'Open a vault from a region’s file' }).focus()
  await page.keyboard.press('Enter')
  await expect(title('Open a vault from a region’s file')).toBeVisible()
  const field = page.getByRole('textbox', { name: 'File of the region' })
  await expect(field).toBeFocused()
  await expectAccessible(page)
  await field.fill(path.join(stick, 'gone.db'))
  await expect(page.getByText('There is no file')).toBeVisible()
  const notes = path.join(stick, 'notes.db')
  await writeFile(notes, 'not a region')
  await field.fill(notes)
  await expect(page.getByRole('alert')).toContainText('is not the file of a region')
  await expect(page.getByRole('button', { name: 'Look into the file' })).toBeDisabled()
  await rm(notes)
})

test('a damaged file is said to be one, and opens only when that is agreed to', async () => {
  const damaged = path.join(stick, 'ap-south-1.db')
  const bytes = await readFile(file)
  // The name of the table stands before each sealed row.
  const at = bytes.lastIndexOf(Buffer.from('iam_user')) + 80
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(damaged, bytes)
  await page.getByRole('textbox', { name: 'File of the region' }).fill(damaged)
  await expect(page.getByRole('button', { name: /Region$/ })).toContainText(AP)
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCode)
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'Look into the file' }).click()
  await expect(title(`Go on with ${EU}?`)).toBeVisible()
  await expect(page.getByText(`The file is of ${EU}, not of ${AP}`)).toBeVisible()
  await expect(page.getByText('This file is damaged, or was changed by something else than Coffer')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Open it as it is' })).toBeDisabled()
  await expectAccessible(page)
  await page.getByRole('checkbox', { name: /I know what that means/ }).check({ force: true })
  await expect(page.getByRole('button', { name: 'Open it as it is' })).toBeEnabled()
  await page.getByRole('button', { name: 'Another file or code' }).click()
  await rm(damaged)
})

test('by keyboard alone: file, region and code are given, what the file holds is said, and nothing is written before the yes', async () => {
  const before = await onStick()
  const field = page.getByRole('textbox', { name: 'File of the region' })
  await field.focus()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(file)
  await expect(page.getByRole('button', { name: /Region$/ })).toContainText(EU)
  await expect(page.getByText(`Its home region is ${HOME}.`)).toBeVisible()
  // To the button that chooses, to the region, to the code.
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Tab')
  await expect(page.getByRole('textbox', { name: 'Recovery code' })).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(`${recoveryCode.slice(0, -1)}${recoveryCode.endsWith('0') ? '1' : '0'}`)
  for (let presses = 0; presses < 2; presses++) await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Look into the file' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('A letter or digit is mistyped')
  await expectAccessible(page)
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCode.toLowerCase())
  for (let presses = 0; presses < 2; presses++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(title(`Go on with ${EU}?`)).toBeVisible()
  await expect(page.getByText(`3 secrets: 3 replicas of ${HOME}`)).toBeVisible()
  await expect(page.getByText(`What was only in ${HOME} is not in this file.`)).toBeVisible()
  await expect(page.getByRole('radio', { name: /A copy in the vault’s folder/ })).toBeChecked()
  await expectAccessible(page)
  expect(await vaultState(page)).toBe('absent')
  expect(await onStick()).toEqual(before)
  expect(await isThere(path.join(coffer.vaultFolder, 'regions'))).toBe(false)

  await expect(page.getByRole('button', { name: 'Open the vault' })).toBeFocused()
  await page.keyboard.press('Enter')
  const promote = question(`Promote the replicas of ${EU}?`)
  await expect(promote).toContainText('3 replicas')
  await expectAccessible(page)
  await promote.getByRole('button', { name: 'Promote 3 replicas' }).focus()
  await page.keyboard.press('Enter')
  await expect(promote).toBeHidden()
  await expect(page.getByRole('button', { name: new RegExp(`^Region ${EU}`) })).toBeVisible()
  expect(await onStick()).toEqual(before)
  expect(await isThere(path.join(coffer.vaultFolder, 'regions', `${EU}.db`))).toBe(true)
  // The code left the page with its screen.
  expect(await page.evaluate(() => document.documentElement.innerHTML)).not.toContain(recoveryCode.slice(0, 9))
})

test('everything in it is read and written in the window, by the endpoint with the keys of before, and replicated on', async () => {
  const pane = page.getByRole('complementary', { name: 'Details' })
  await page.getByTitle('prod/api', { exact: true }).first().click()
  await pane.getByRole('button', { name: 'Reveal' }).first().click()
  await expect(pane).toContainText('prod/api before')
  await page.keyboard.press('e')
  const edit = page.getByRole('dialog')
  await edit.getByRole('textbox', { name: 'Value' }).fill('prod/api after')
  await edit.getByRole('button', { name: 'Review changes' }).click()
  await edit.getByRole('button', { name: 'Save new version' }).click()
  await expect.poll(() => valueIn(EU, 'prod/api')).toBe('prod/api after')

  const { Url } = (await callVault(page, 'workbench:SetEndpoint', { Enabled: true, Port: 0 })) as { Url: string }
  const client = new SecretsManagerClient({ endpoint: Url, region: EU, credentials, maxAttempts: 1 })
  expect((await client.send(new GetSecretValueCommand({ SecretId: 'prod/api' }))).SecretString).toBe('prod/api after')
  await client.send(new CreateSecretCommand({ Name: 'prod/new', SecretString: 'by the endpoint' }))
  client.destroy()
  await expect(page.getByTitle('prod/new', { exact: true }).first()).toBeVisible()

  await callVault(page, 'workbench:AddRegion', { Region: AP, Path: stick })
  await callIn(EU, 'secretsmanager:ReplicateSecretToRegions', { SecretId: 'prod/new', AddReplicaRegions: [{ Region: AP }] })
  await expect.poll(() => valueIn(AP, 'prod/new').catch(() => '')).toBe('by the endpoint')
})

test('sealed, it opens again by the passphrase of before, with that region as its home', async () => {
  await sealVault(page)
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await expect(page.getByTitle('prod/db', { exact: true }).first()).toBeVisible()
  expect(((await callVault(page, 'workbench:GetStatus')) as { Region: string }).Region).toBe(EU)
})

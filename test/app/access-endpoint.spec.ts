import { createServer, type Server } from 'node:net'
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

let coffer: LaunchedApp
let page: Page
let folder = ''
let squatter: Server
let takenPort = 0

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'coffer-access-'))
  squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve))
  const address = squatter.address()
  takenPort = typeof address === 'object' && address !== null ? address.port : 0
  coffer = await openWindow([{ Name: 'prod/payments/db' }, { Name: 'prod/web/session' }])
  page = coffer.page
})
test.afterAll(async () => {
  await coffer?.close()
  await new Promise((resolve) => squatter.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

const section = (name: string) => page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name }).click()
const dialog = () => page.getByRole('dialog')

async function status(): Promise<{ readonly State: string; readonly Port: number; readonly Url?: string }> {
  return ((await callVault(page, 'workbench:GetStatus')) as { Endpoint: { State: string; Port: number; Url?: string } }).Endpoint
}

interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

async function client(credentials: Credentials): Promise<SecretsManagerClient> {
  return new SecretsManagerClient({ endpoint: (await status()).Url ?? '', region: 'us-east-1', credentials, maxAttempts: 1 })
}

let reader: Credentials

test('a taken port is said with its reason, and the endpoint moves only where it is told to', async () => {
  await section('Endpoint')
  await expect(page.getByRole('heading', { level: 1, name: 'Endpoint' })).toBeVisible()
  const port = page.getByRole('textbox', { name: 'Port' })
  await port.fill(String(takenPort))
  await port.press('Tab')
  await page.getByRole('button', { name: 'Switch on here' }).click()
  await expect(page.getByRole('alert')).toContainText(String(takenPort))
  expect((await status()).State).not.toBe('on')
  await expectAccessible(page)

  await new Promise((resolve) => squatter.close(resolve))
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText(`http://127.0.0.1:${takenPort}`).first()).toBeVisible()
  expect(await status()).toMatchObject({ State: 'on', Port: takenPort })
  await expectAccessible(page)
})

test('a user that may read under a prefix gets an access key, whose secret is shown once', async () => {
  await section('Access')
  await page.getByRole('button', { name: 'New user' }).click()
  await dialog().getByRole('textbox', { name: 'User name' }).fill('payments api')
  await expect(dialog().getByText('Letters, digits and + = , . @ - _ only.')).toBeVisible()
  await dialog().getByRole('textbox', { name: 'User name' }).fill('payments-api')
  await dialog().getByText('Read only under a prefix').click()
  await dialog().getByRole('textbox', { name: 'Names start with' }).fill('prod/payments/')
  await expectAccessible(page)
  await dialog().getByRole('button', { name: 'Create user' }).click()

  await dialog().getByRole('textbox', { name: 'What it is for' }).fill('a test')
  await dialog().getByRole('button', { name: 'Create access key' }).click()
  const lines = dialog().getByLabel(/^Lines for/)
  await expect(lines).toContainText('••••')
  await dialog().getByRole('radio', { name: '.env' }).click()
  await dialog().getByRole('button', { name: 'Reveal the key' }).click()
  const text = (await lines.textContent()) ?? ''
  const read = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? ''
  reader = { accessKeyId: read('AWS_ACCESS_KEY_ID'), secretAccessKey: read('AWS_SECRET_ACCESS_KEY') }
  expect(reader.secretAccessKey).toMatch(/^[\w+/]{40}$/)
  await expectAccessible(page)
  await dialog().getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('article', { name: 'User payments-api' })).toContainText(reader.accessKeyId)
  expect(await page.evaluate(() => document.documentElement.innerHTML)).not.toContain(reader.secretAccessKey)
  await expectAccessible(page)
})

test('the key reads what its policy allows and nothing else, and each call shows in Activity as it happens', async () => {
  await section('Activity')
  const calls = page.getByRole('grid', { name: 'Calls' })
  await expect(calls).toBeVisible()
  const sdk = await client(reader)
  expect((await sdk.send(new GetSecretValueCommand({ SecretId: 'prod/payments/db' }))).Name).toBe('prod/payments/db')
  await expect(sdk.send(new GetSecretValueCommand({ SecretId: 'prod/web/session' }))).rejects.toMatchObject({ name: 'AccessDeniedException' })
  await expect(sdk.send(new PutSecretValueCommand({ SecretId: 'prod/payments/db', SecretString: 'x' }))).rejects.toMatchObject({ name: 'AccessDeniedException' })
  sdk.destroy()
  await expect(calls.getByRole('row').filter({ hasText: 'user/payments-api' })).toHaveCount(3)

  await page.getByRole('searchbox', { name: 'Filter calls' }).fill('PutSecretValue')
  await expect(calls.getByRole('row').filter({ hasText: 'refused' })).toHaveCount(1)
  await calls.focus()
  await page.keyboard.press('ArrowDown')
  const call = page.getByRole('complementary', { name: 'Call' })
  await expect(call).toContainText('AccessDeniedException')
  await expect(call).toContainText('No policy of the caller allows this call, or one denies it.')
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await page.getByRole('searchbox', { name: 'Filter calls' }).fill('')
})

test('the record verifies as whole, and is exported as it is filtered', async () => {
  await page.getByRole('button', { name: 'Verify' }).click()
  await expect(page.getByText('The record is whole')).toBeVisible()
  const target = path.join(folder, 'calls.jsonl')
  await coffer.app.evaluate(({ dialog: systemDialog }, filePath) => {
    systemDialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, target)
  await page.getByRole('searchbox', { name: 'Filter calls' }).fill('user/payments-api')
  await expect(page.getByRole('grid', { name: 'Calls' }).getByRole('row').filter({ hasText: 'allowed' })).toHaveCount(1)
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'JSON lines…' }).click()
  await expect(page.getByText(`Saved 3 calls to ${target}.`)).toBeVisible()
  const events = (await readFile(target, 'utf8')).trimEnd().split('\n').map((line) => JSON.parse(line) as { Operation: string; Outcome: string })
  expect(events.map(({ Operation, Outcome }) => `${Operation} ${Outcome}`)).toEqual(['secretsmanager:PutSecretValue refused', 'secretsmanager:GetSecretValue refused', 'secretsmanager:GetSecretValue allowed'])
})

test('a deactivated key is refused at once, an activated one works again, a deleted one is gone', async () => {
  await section('Access')
  const article = page.getByRole('article', { name: 'User payments-api' })
  const act = async (name: string) => {
    await article.getByRole('listitem').filter({ hasText: reader.accessKeyId }).getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name }).click()
  }
  const sdk = await client(reader)
  const get = () => sdk.send(new GetSecretValueCommand({ SecretId: 'prod/payments/db' }))
  await act('Deactivate')
  await expect(article.getByText('Inactive')).toBeVisible()
  await expect(get()).rejects.toMatchObject({ name: 'InvalidSignatureException' })
  await act('Activate')
  await expect(article.getByText('Active', { exact: true })).toBeVisible()
  expect((await get()).Name).toBe('prod/payments/db')
  await act('Delete')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete key' }).click()
  await expect(article).toContainText('No access key, so nothing can call as this user.')
  await expect(get()).rejects.toMatchObject({ name: 'InvalidSignatureException' })
  sdk.destroy()
})

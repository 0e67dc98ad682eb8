import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow, seriousProblems } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

let coffer: LaunchedApp
let page: Page

test.beforeAll(async () => {
  coffer = await openWindow([{ Name: 'prod/taken', Description: 'The first', Tags: [{ Key: 'team', Value: 'web' }] }])
  page = coffer.page
})
test.afterAll(() => coffer.close())

const dialog = () => page.getByRole('dialog', { name: 'New secret' })
const open = async () => {
  await page.getByRole('grid', { name: 'Secrets' }).focus()
  await page.keyboard.press('n')
  await expect(dialog()).toBeVisible()
}
const kind = (name: RegExp) => dialog().getByRole('radio', { name }).click({ force: true })
const valueOf = async (SecretId: string) => (await callVault(page, 'secretsmanager:GetSecretValue', { SecretId })) as { SecretString?: string; SecretBinary?: string }

/** Answers the next dialog of the system that asks for a file. */
async function answerOpenDialog(file: string): Promise<void> {
  await coffer.app.evaluate(({ dialog: system }, filePath) => {
    system.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
  }, file)
}

test('a database login has AWS’s keys, the engine’s port as a number, and a generated password', async () => {
  await open()
  expect(await seriousProblems(page)).toEqual([])
  await dialog().getByLabel('Name', { exact: true }).fill('prod/orders/db')
  await dialog().getByRole('button', { name: /PostgreSQL/ }).click()
  await page.getByRole('option', { name: /MariaDB/ }).click()
  await dialog().getByRole('textbox', { name: 'host', exact: true }).fill('orders.internal')
  await dialog().getByRole('textbox', { name: 'username', exact: true }).fill('orders')
  await dialog().getByRole('button', { name: 'Create secret' }).click()
  await expect(dialog()).toContainText('password is empty. Give it a value, or remove the row.')
  await dialog().getByRole('button', { name: 'Generate password' }).click()
  const generator = page.getByRole('dialog', { name: 'Password generator' })
  await generator.getByRole('textbox', { name: 'Length' }).fill('40')
  await generator.getByRole('textbox', { name: 'Length' }).press('Tab')
  const made = generator.getByLabel('Generated password')
  await expect.poll(async () => (await made.textContent())?.length).toBe(40)
  expect(await made.textContent()).not.toMatch(/[/@"'\\]/)
  await generator.getByRole('button', { name: 'Use this password' }).click()
  await dialog().getByRole('button', { name: 'Create secret' }).click()
  await expect(dialog()).toBeHidden()
  const value = JSON.parse((await valueOf('prod/orders/db')).SecretString ?? '')
  expect(value).toEqual({ engine: 'mariadb', host: 'orders.internal', port: 3306, username: 'orders', password: expect.stringMatching(/^.{40}$/) })
  await expect(page.getByRole('complementary', { name: 'Details' }).getByRole('heading', { name: 'prod/orders/db' })).toBeVisible()
})

test('names are held against AWS’s rules while they are typed', async () => {
  await open()
  const name = dialog().getByLabel('Name', { exact: true })
  for (const [typed, said] of [
    ['with space', 'AWS takes letters, digits and /_+=.@- in a name. This one has a space.'],
    ['prod/taken', 'There is a secret of this name. Edit that one, or choose another name.'],
    ['key-abc123', 'Ends in a hyphen and six characters'],
    ['x'.repeat(513), 'The name has 513 characters. AWS takes at most 512.'],
  ] as const) {
    await name.fill(typed)
    await expect(dialog()).toContainText(said)
  }
  await page.keyboard.press('Escape')
  await expect(dialog()).toContainText('Your changes are not saved.')
  await page.keyboard.press('Escape')
  await expect(dialog()).toBeHidden()
})

test('key/value, plain text and too large values', async () => {
  await open()
  await kind(/^Key\/value/)
  await dialog().getByLabel('Name', { exact: true }).fill('app/settings')
  await dialog().getByLabel('Key 1').fill('TOKEN')
  await dialog().getByRole('textbox', { name: 'TOKEN' }).fill('canary-one')
  await dialog().getByRole('textbox', { name: 'TOKEN' }).press('Enter')
  await dialog().getByLabel('Key 2').fill('TOKEN')
  await expect(dialog()).toContainText('This key stands twice.')
  await dialog().getByLabel('Key 2').fill('retries')
  await dialog().getByRole('textbox', { name: 'retries' }).fill('3')
  await dialog().getByRole('button', { name: 'retries: text' }).click()
  await dialog().getByLabel('Description').fill('Two keys')
  await dialog().getByRole('button', { name: 'Tags' }).click()
  await dialog().getByRole('button', { name: 'Add a tag' }).click()
  await dialog().getByLabel('Tag key').fill('team')
  await dialog().getByLabel('Tag value').fill('app')
  await dialog().getByRole('button', { name: 'Create secret' }).click()
  await expect(dialog()).toBeHidden()
  expect(await valueOf('app/settings')).toMatchObject({ SecretString: '{"TOKEN":"canary-one","retries":3}' })
  expect(await callVault(page, 'secretsmanager:DescribeSecret', { SecretId: 'app/settings' })).toMatchObject({ Description: 'Two keys', Tags: [{ Key: 'team', Value: 'app' }] })

  await open()
  await kind(/^Plain text/)
  await dialog().getByLabel('Name', { exact: true }).fill('app/text')
  await dialog().getByRole('textbox', { name: 'Value' }).fill('x'.repeat(65_537))
  await dialog().getByRole('button', { name: 'Create secret' }).click()
  await expect(dialog()).toContainText('The value has 65,537 bytes. AWS takes at most 65,536.')
  await dialog().getByRole('textbox', { name: 'Value' }).fill('{ not json, and fine')
  await dialog().getByRole('button', { name: 'Create secret' }).click()
  await expect(dialog()).toBeHidden()
  expect(await valueOf('app/text')).toMatchObject({ SecretString: '{ not json, and fine' })
})

test('a binary secret comes from a file and goes back into one unchanged', async () => {
  const bytes = Buffer.from([0, 255, 13, 10, 128, 1])
  const source = path.join(coffer.home, 'client.p12')
  const target = path.join(coffer.home, 'saved.p12')
  await writeFile(source, bytes)
  await answerOpenDialog(source)
  await open()
  await kind(/^Binary/)
  await dialog().getByLabel('Name', { exact: true }).fill('tls/client')
  await dialog().getByRole('button', { name: 'Choose a file' }).click()
  await expect(dialog()).toContainText('client.p12')
  await dialog().getByRole('button', { name: 'Create secret' }).click()
  await expect(dialog()).toBeHidden()
  expect(await valueOf('tls/client')).toMatchObject({ SecretBinary: bytes.toString('base64') })
  const pane = page.getByRole('complementary', { name: 'Details' })
  await pane.getByRole('button', { name: 'Show the first bytes' }).click()
  await expect(pane.locator('pre').first()).toContainText('0000  00 ff 0d 0a 80 01')
  await coffer.app.evaluate(({ dialog: system }, filePath) => {
    system.showSaveDialog = async () => ({ canceled: false, filePath })
  }, target)
  await pane.getByRole('button', { name: 'Save to file' }).click()
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText(`Saved to ${target}`)
  const { readFile, stat } = await import('node:fs/promises')
  expect(await readFile(target)).toEqual(bytes)
  if (process.platform !== 'win32') expect((await stat(target)).mode & 0o777).toBe(0o600)
})

test('a duplicate takes value, description and tags along under a free name', async () => {
  await page.getByTitle('prod/taken', { exact: true }).first().click()
  await page.keyboard.press('d')
  const copy = page.getByRole('dialog', { name: 'Duplicate secret' })
  await expect(copy.getByLabel('Name', { exact: true })).toHaveValue('prod/taken-copy')
  await copy.getByRole('button', { name: 'Duplicate' }).click()
  await expect(copy).toBeHidden()
  expect(await valueOf('prod/taken-copy')).toMatchObject({ SecretString: (await valueOf('prod/taken')).SecretString })
  expect(await callVault(page, 'secretsmanager:DescribeSecret', { SecretId: 'prod/taken-copy' })).toMatchObject({ Description: 'The first', Tags: [{ Key: 'team', Value: 'web' }] })
})

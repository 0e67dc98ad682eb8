import { readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow, seriousProblems } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

const PASSPHRASE = 'eleven slow ferries cross a copper lake'

let coffer: LaunchedApp
let page: Page

test.beforeAll(async () => {
  coffer = await openWindow([
    { Name: 'app/api', SecretString: '{"API_KEY":"canary-old","URL":"https://old"}' },
    { Name: 'app/same', SecretString: '{"A":"1"}' },
  ])
  page = coffer.page
})
test.afterAll(() => coffer.close())

const dialog = () => page.getByRole('dialog', { name: 'Import secrets' })
const openImport = async () => {
  await page.getByRole('button', { name: 'Import' }).first().click()
  await expect(dialog()).toBeVisible()
}
const valueOf = async (SecretId: string) => (await callVault(page, 'secretsmanager:GetSecretValue', { SecretId })) as { SecretString?: string; SecretBinary?: string }
const secretCount = async () => ((await callVault(page, 'workbench:ListSecretSummaries', { MaxResults: 1 })) as { TotalCount: number }).TotalCount
const entry = (name: string) => dialog().getByRole('listitem').filter({ hasText: name })

async function answerDialogs(file: string): Promise<void> {
  await coffer.app.evaluate(({ dialog: system }, filePath) => {
    system.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
    system.showSaveDialog = async () => ({ canceled: false, filePath })
  }, file)
}

test('a pasted .env is shown as what it changes, and writes nothing before the yes', async () => {
  await openImport()
  expect(await seriousProblems(page)).toEqual([])
  await dialog().getByLabel('Or paste').fill('API_KEY="canary-new"\nURL=https://old\nnot a line\nEXTRA=1')
  await dialog().getByRole('button', { name: 'Preview' }).click()
  await expect(dialog()).toContainText('.env: 1 new, 0 changed, 0 the same')
  await expect(dialog()).toContainText('Line 3: This line is no KEY=value and is left out.')
  await dialog().getByLabel('Name', { exact: true }).fill('app/api')
  await expect(entry('app/api')).toContainText('adds EXTRA, changes API_KEY')
  expect(await seriousProblems(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.outerHTML.includes('canary-new'))).toBe(false)
  expect((await valueOf('app/api')).SecretString).toContain('canary-old')
  await dialog().getByRole('button', { name: 'Import 1 secret' }).click()
  await expect(dialog()).toBeHidden()
  expect(JSON.parse((await valueOf('app/api')).SecretString ?? '')).toEqual({ API_KEY: 'canary-new', URL: 'https://old', EXTRA: '1' })
})

test('many secrets of a JSON file: new, changed, same and refused, each with its word; some can be left out', async () => {
  const file = path.join(coffer.home, 'secrets.json')
  await writeFile(file, JSON.stringify({ 'app/one': { A: '1' }, 'app/api': { API_KEY: 'x' }, 'app/same': { A: '1' }, 'bad name': { A: '1' }, 'app/two': { B: '2' } }))
  await answerDialogs(file)
  await openImport()
  await dialog().getByRole('button', { name: 'Choose a file' }).click()
  await expect(dialog()).toContainText('secrets.json')
  await dialog().getByRole('button', { name: 'Preview' }).click()
  await expect(dialog()).toContainText('JSON: 2 new, 1 changed, 1 the same, 1 refused')
  await expect(entry('bad name')).toContainText('This one has a space.')
  await entry('app/api').getByRole('checkbox').click({ force: true })
  await dialog().getByRole('button', { name: 'Import 2 secrets' }).click()
  await expect(dialog()).toBeHidden()
  expect((await valueOf('app/two')).SecretString).toBe('{"B":"2"}')
  expect((await valueOf('app/api')).SecretString).toContain('canary-new')
})

test('a file dropped on the window opens the import with it', async () => {
  const before = await secretCount()
  await page.evaluate(() => {
    const transfer = new DataTransfer()
    transfer.items.add(new File(['[default]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = fake\n'], 'credentials'))
    document.body.dispatchEvent(new DragEvent('dragover', { bubbles: true, cancelable: true, dataTransfer: transfer }))
    document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }))
  })
  await expect(dialog()).toBeVisible()
  await dialog().getByRole('button', { name: 'Preview' }).click()
  await expect(entry('default')).toContainText('aws_access_key_id, aws_secret_access_key')
  await page.keyboard.press('Escape')
  await expect(dialog()).toContainText('Your changes are not saved.')
  await page.keyboard.press('Escape')
  await expect(dialog()).toBeHidden()
  expect(await secretCount()).toBe(before)
})

test('hostile files are refused with words, and the window stays alive', async () => {
  for (const [text, format, said] of [
    ['a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]', 'YAML', 'its aliases repeat too much'],
    ['{"a": "canary-bad",}', 'JSON', 'JSON has no comma after the last one.'],
    ['name,password\n"open', 'CSV', 'A quote opens in this row and never closes.'],
  ] as const) {
    await openImport()
    await dialog().getByLabel('Or paste').fill(text)
    await dialog().getByRole('button', { name: /By its look/ }).click()
    await page.getByRole('option', { name: format, exact: true }).click()
    await dialog().getByRole('button', { name: 'Preview' }).click()
    await expect(dialog()).toContainText('Nothing can be imported')
    await expect(dialog()).toContainText(said)
    await expect(dialog().getByRole('button', { name: 'Nothing to import' })).toBeDisabled()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(dialog()).toBeHidden()
  }
})

test('an export says what an open file means, and a .env comes back the same', async () => {
  const file = path.join(coffer.home, 'api.env')
  await answerDialogs(file)
  await page.getByTitle('app/api', { exact: true }).first().click()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Export' }).click()
  const exporting = page.getByRole('dialog', { name: /Export/ })
  await exporting.getByRole('radio', { name: /\.env/ }).click({ force: true })
  await expect(exporting).toContainText('The file is not encrypted')
  expect(await seriousProblems(page)).toEqual([])
  await exporting.getByRole('button', { name: 'Export unencrypted' }).click()
  await expect(exporting).toBeHidden()
  expect(await readFile(file, 'utf8')).toBe('API_KEY=canary-new\nURL=https://old\nEXTRA=1\n')
  if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('an encrypted export holds nothing readable and comes back with its passphrase only', async () => {
  const file = path.join(coffer.home, 'all.coffer')
  await answerDialogs(file)
  await page.getByRole('grid', { name: 'Secrets' }).focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.getByRole('button', { name: /^Export/ }).click()
  const exporting = page.getByRole('dialog', { name: /Export/ })
  await exporting.getByLabel('Passphrase of the file').fill(PASSPHRASE)
  await exporting.getByLabel('Type it again').fill(PASSPHRASE)
  await exporting.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(exporting).toBeHidden({ timeout: 30_000 })
  const written = await readFile(file, 'utf8')
  for (const clear of ['canary-new', 'app/api', 'API_KEY']) expect(written).not.toContain(clear)

  await callVault(page, 'secretsmanager:PutSecretValue', { SecretId: 'app/api', SecretString: '{"API_KEY":"lost"}' })
  await openImport()
  await dialog().getByRole('button', { name: 'Choose a file' }).click()
  await dialog().getByLabel('Passphrase of the encrypted export').fill('not the passphrase')
  await dialog().getByRole('button', { name: 'Preview' }).click()
  await expect(dialog().getByRole('alert')).toContainText('does not open this export', { timeout: 30_000 })
  await dialog().getByLabel('Passphrase of the encrypted export').fill(PASSPHRASE)
  await dialog().getByRole('button', { name: 'Preview' }).click()
  await expect(entry('app/api')).toContainText('changes API_KEY', { timeout: 30_000 })
  await dialog().getByRole('button', { name: 'Import 1 secret' }).click()
  await expect(dialog()).toBeHidden()
  expect((await valueOf('app/api')).SecretString).toContain('canary-new')
})

import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import { launchCoffer, type LaunchedApp, type LaunchOptions } from './support/launch.ts'
import { callVault, expectVaultState, PASSPHRASE, sealVault, vaultState } from './support/vault.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

let home = ''
let coffer: LaunchedApp | null = null
let recoveryCode = ''

test.beforeAll(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'coffer-unlock-'))
})
test.afterEach(async () => {
  await coffer?.close()
  coffer = null
})
test.afterAll(() => rm(home, { recursive: true, force: true }))

/** Starts the app on the vault that the tests share. */
async function start(options: LaunchOptions = {}): Promise<Page> {
  coffer = await launchCoffer({ home, ...options })
  return coffer.page
}

const frame = (page: Page) => page.getByRole('grid', { name: 'Secrets' })
const title = (page: Page, text: string) => page.getByRole('heading', { level: 1, name: text })
const regions = () => path.join(home, 'user-data', 'vault', 'regions')

test('sealing leaves nothing on the screen, and the vault opens again by keychain, passphrase or recovery code', async () => {
  const page = await start()
  const made = (await callVault(page, 'workbench:CreateVault', { Protection: 'keychain-and-passphrase', Passphrase: PASSPHRASE })) as { RecoveryCode: string }
  recoveryCode = made.RecoveryCode
  await callVault(page, 'secretsmanager:CreateSecret', { Name: 'prod/kept', SecretString: 'not-a-real-value' })
  await page.evaluate(() => window.coffer.app('preferences.set', { firstRunDone: true }))
  await expect(frame(page)).toContainText('kept')

  await page.keyboard.press('Control+l')
  await expect(title(page, 'Unlock the vault')).toBeVisible()
  expect(await page.evaluate(() => document.documentElement.innerHTML)).not.toContain('prod/kept')
  await expectAccessible(page)
  // Sealed on purpose, it waits for a person even where the keychain would open it.
  expect(await vaultState(page)).toBe('sealed')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(frame(page)).toContainText('kept')

  await page.keyboard.press('Control+l')
  await page.getByRole('button', { name: 'Use the passphrase' }).click()
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await expect(frame(page)).toContainText('kept')

  await page.keyboard.press('Control+l')
  await page.getByRole('button', { name: 'Use the recovery code' }).click()
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(`  ${recoveryCode.toLowerCase().replaceAll('-', ' ')}`)
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(frame(page)).toContainText('kept')
})

test('the screen lock hides the window while the vault stays open, and only the vault’s own secret lifts it', async () => {
  const page = await start()
  await expect(frame(page)).toContainText('kept')
  await page.evaluate(() => window.coffer.app('screen-lock.set', { locked: true }))
  await expect(title(page, 'Locked')).toBeVisible()
  await expect(frame(page)).toBeHidden()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Use the passphrase' }).click()
  await page.getByRole('textbox', { name: 'Passphrase' }).fill('some other words entirely')
  await page.keyboard.press('Enter')
  await expect(page.getByText('This passphrase does not open the vault')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(title(page, 'Locked')).toBeVisible()
  await page.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await expect(frame(page)).toContainText('kept')
})

test('without a keychain the screen says why, asks for the passphrase, and makes guessing wait', async () => {
  const page = await start({ keyring: 'none' })
  await expect(page.getByRole('status').filter({ hasText: 'does not answer' })).toBeVisible()
  await expectAccessible(page)
  const passphrase = page.getByRole('textbox', { name: 'Passphrase' })
  const wrong = page.getByText('This passphrase does not open the vault')
  for (let miss = 1; miss <= 4; miss += 1) {
    // No wait is due.
    await expect(page.getByRole('button', { name: 'Unlock' })).toBeVisible()
    await passphrase.fill(`wrong words number ${miss}`)
    await page.keyboard.press('Enter')
    await expect(wrong).toBeHidden()
    await expect(wrong).toBeVisible()
  }
  // The fourth miss in a row costs two seconds, counted down on the button.
  await expect(page.getByRole('button', { name: /^Next attempt in \d+ s$/ })).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeEnabled()
  await passphrase.fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await expect(frame(page)).toContainText('kept')
})

test('a keychain that lost the key is left alone; the recovery code opens the vault and the keychain can be added again', async () => {
  await rm(path.join(home, 'keyring'), { recursive: true, force: true })
  const page = await start()
  await expect(page.getByText('The keychain has no key for this vault')).toBeVisible()
  await expect(page.getByText(/No new key was made, and the vault is untouched/)).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('alert').getByRole('button', { name: 'Use the recovery code' }).click()
  await page.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCode)
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(frame(page)).toContainText('kept')
  await callVault(page, 'workbench:AddKeychainSlot')
})

test('an older copy of the vault is named as such and opens only by a typed consent', async () => {
  const copy = path.join(home, 'older-copy')
  await cp(regions(), copy, { recursive: true })
  const page = await start()
  // Opened by the keychain that was added again, at once.
  await expect(frame(page)).toContainText('kept')
  await callVault(page, 'secretsmanager:CreateSecret', { Name: 'prod/newer', SecretString: 'not-a-real-value' })
  await coffer?.close()
  coffer = null

  await rm(regions(), { recursive: true })
  await cp(copy, regions(), { recursive: true })
  const again = await start()
  await expect(again.getByText('This vault is older than the last one opened here')).toBeVisible()
  const open = again.getByRole('button', { name: 'Open the older vault' })
  await expect(open).toBeDisabled()
  await expectAccessible(again)
  await again.getByRole('textbox', { name: /open the older vault/ }).fill('yes')
  await expect(open).toBeDisabled()
  await again.getByRole('textbox', { name: /open the older vault/ }).fill('open the older vault')
  await open.click()
  await expect(frame(again)).toContainText('kept')
  await expect(frame(again)).not.toContainText('newer')
})

test('a damaged file is refused with what to do, and nothing on the screen could change it', async () => {
  const [file] = (await readdir(regions())).filter((name) => name.endsWith('.db'))
  await writeFile(path.join(regions(), file ?? ''), 'this is no database, whatever its name says')
  const page = await start()
  await expect(title(page, 'The vault cannot be opened')).toBeVisible()
  await expect(page.getByRole('alert')).toContainText(/not a vault of Coffer|damaged/)
  await expectAccessible(page)
  expect(await page.getByRole('button').allTextContents()).toEqual(['Look again', 'Open another vault folder'])
})

test('a vault in another folder is opened where it lies, and found there again; a folder without one is refused', async () => {
  const elsewhere = path.join(home, 'elsewhere')
  const empty = path.join(home, 'empty')
  await mkdir(empty)
  const page = await start({ home: path.join(home, 'first'), keyring: 'none' })
  await callVault(page, 'workbench:CreateVault', { Protection: 'passphrase', Passphrase: PASSPHRASE })
  await sealVault(page)
  await coffer?.close()
  await cp(path.join(home, 'first', 'user-data', 'vault'), elsewhere, { recursive: true })

  const second = { home: path.join(home, 'second'), keyring: 'none' } as const
  const other = await start(second)
  const choose = (folder: string) =>
    coffer?.app.evaluate(({ dialog }, filePath) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] })
    }, folder)
  await choose(empty)
  await other.getByRole('button', { name: 'Open a vault folder' }).click()
  await expect(other.getByText(/^There is no vault in this folder/)).toBeVisible()
  expect(await vaultState(other)).toBe('absent')
  await choose(elsewhere)
  await other.getByRole('button', { name: 'Open a vault folder' }).click()
  await expect(title(other, 'Unlock the vault')).toBeVisible()
  await expect(other.getByText(elsewhere)).toBeVisible()
  await other.getByRole('textbox', { name: 'Passphrase' }).fill(PASSPHRASE)
  await other.keyboard.press('Enter')
  await expectVaultState(other, 'unsealed')
  await coffer?.close()

  const again = await start(second)
  await expect(again.getByText(elsewhere)).toBeVisible()
})

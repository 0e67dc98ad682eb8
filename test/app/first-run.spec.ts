import { createServer } from 'node:net'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import { launchCoffer, type LaunchedApp } from './support/launch.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

let coffer: LaunchedApp
let page: Page

test.beforeAll(async () => {
  coffer = await launchCoffer()
  page = coffer.page
})
test.afterAll(() => coffer?.close())

const title = (text: string) => page.getByRole('heading', { level: 1, name: text })

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return address.port
}

test('the first screen offers the keychain that is there, judges a passphrase by the vault’s own rule and says what is not kept out', async () => {
  await expect(title('Protect your vault')).toBeVisible()
  await expect(page.getByRole('radio', { name: /This computer's keychain/ })).toBeChecked()
  await expectAccessible(page)

  await page.getByText('A passphrase', { exact: true }).click()
  const passphrase = page.getByRole('textbox', { name: 'Passphrase', exact: true })
  await passphrase.fill('password1234')
  await expect(page.getByText(/^Guessed in/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Continue' })).toBeDisabled()
  await page.getByRole('button', { name: 'Suggest six random words' }).click()
  await expect(page.getByText('Strong')).toBeVisible()
  await page.getByRole('button', { name: 'What this protects against, and what not' }).click()
  await expect(page.getByText('Programs that run as you while the vault is open. They can read what you can.')).toBeVisible()
  await expectAccessible(page)
  await page.getByText("This computer's keychain").click()
  await expect(passphrase).toBeHidden()
})

test('region and account come from More, and the vault is made under the keychain', async () => {
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('textbox', { name: 'Region' }).fill('eu-central-1')
  await page.getByRole('textbox', { name: 'Account ID' }).fill('123')
  await expect(page.getByText('An account ID has 12 digits.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Continue' })).toBeDisabled()
  await page.getByRole('textbox', { name: 'Account ID' }).fill('123456789012')
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(title('Keep your recovery kit')).toBeVisible()
  const status = (await callVault(page, 'workbench:GetStatus')) as { State: string; Region: string; AccountId: string; Slots: { Type: string; Confirmed?: boolean }[] }
  expect({ ...status, Slots: status.Slots.map(({ Type }) => Type).toSorted() }).toMatchObject({ State: 'unsealed', Region: 'eu-central-1', AccountId: '123456789012', Slots: ['keychain', 'recovery'] })
})

test('the kit counts as kept only when two of its groups are typed back', async () => {
  await expectAccessible(page)
  const groups = await page.getByRole('list', { name: 'Recovery code' }).getByRole('listitem').evaluateAll((items) => items.map((item) => item.lastElementChild?.textContent ?? ''))
  expect(groups.length).toBeGreaterThanOrEqual(8)
  const fields = page.getByRole('textbox', { name: /^Group \d+$/ })
  const positions = await fields.evaluateAll((inputs) => inputs.map((input) => Number((input as HTMLInputElement).labels?.[0]?.textContent?.replace('Group ', ''))))
  const finish = page.getByRole('button', { name: 'Continue' })
  await fields.first().fill('0000')
  await expect(page.getByText('Not what the kit says.')).toBeVisible()
  await expect(finish).toBeDisabled()
  for (const [index, position] of positions.entries()) await fields.nth(index).fill((groups[position - 1] ?? '').toLowerCase())
  await finish.click()
  await expect(title('Keep a first secret')).toBeVisible()
  const { Slots } = (await callVault(page, 'workbench:GetStatus')) as { Slots: { Type: string; Confirmed?: boolean }[] }
  expect(Slots.find(({ Type }) => Type === 'recovery')?.Confirmed).toBe(true)
  // The code left the page with its step.
  expect(await page.evaluate(() => document.documentElement.innerHTML)).not.toContain(groups[0] ?? 'no group')
})

test('a first secret shows as stored, and the endpoint gives a program its lines and a tick at its first request', async () => {
  await expectAccessible(page)
  await callVault(page, 'secretsmanager:CreateSecret', { Name: 'prod/first', SecretString: 'not-a-real-value' })
  await expect(page.getByRole('list', { name: 'Stored secrets' })).toContainText('prod/first')
  await page.getByRole('button', { name: 'Continue' }).click()

  await expect(title('Connect a program')).toBeVisible()
  await expectAccessible(page)
  const port = await freePort()
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('textbox', { name: 'Port' }).fill(String(port))
  await page.getByRole('textbox', { name: 'Port' }).press('Tab')
  await page.getByRole('button', { name: 'Switch on and make a key' }).click()
  const lines = page.getByLabel(/^Lines for/)
  await expect(lines).toContainText(`http://127.0.0.1:${port}`)
  await expect(page.getByText('Waiting for the first request')).toBeVisible()
  expect(await lines.textContent()).toMatch(/AWS_SECRET_ACCESS_KEY\S*=.?'?•+/)
  await expectAccessible(page)

  await page.getByRole('radio', { name: '.env' }).click()
  await page.getByRole('button', { name: 'Reveal the key' }).click()
  const variables = Object.fromEntries(((await lines.textContent()) ?? '').split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
  const client = new SecretsManagerClient({
    endpoint: variables['AWS_ENDPOINT_URL_SECRETS_MANAGER'] ?? '',
    region: variables['AWS_REGION'] ?? '',
    credentials: { accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '', secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '' },
  })
  expect((await client.send(new GetSecretValueCommand({ SecretId: 'prod/first' }))).SecretString).toBe('not-a-real-value')
  client.destroy()
  await expect(page.getByText('First request seen.')).toBeVisible()
  await expect(page.getByText(/GetSecretValue by user\/developer/)).toBeVisible()
})

test('Open Coffer leads to the list, and the next start does not ask again', async () => {
  await page.getByRole('button', { name: 'Open Coffer' }).click()
  await expect(page.getByRole('grid', { name: 'Secrets' })).toContainText('first')
  const { firstRunDone, endpointEnabled } = await page.evaluate(async () => {
    const answer = await window.coffer.app('preferences.get', undefined)
    return answer.ok ? answer.value : { firstRunDone: false, endpointEnabled: false }
  })
  expect({ firstRunDone, endpointEnabled }).toEqual({ firstRunDone: true, endpointEnabled: true })
})

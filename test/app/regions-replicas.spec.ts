import { expect, type Locator, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

const HOME = 'us-east-1'
const EU = 'eu-west-1'

let coffer: LaunchedApp
let page: Page
let pane: Locator

test.beforeAll(async () => {
  coffer = await openWindow([{ Name: 'prod/api', SecretString: '{"key":"not-a-real-one"}' }, { Name: 'prod/db' }, { Name: 'prod/mail' }])
  page = coffer.page
  pane = page.getByRole('complementary', { name: 'Details' })
  await callVault(page, 'workbench:AddRegion', { Region: EU })
  await callIn(EU, 'kms:CreateKey', {})
  await callIn(EU, 'secretsmanager:CreateSecret', { Name: 'prod/db', SecretString: 'theirs' })
})
test.afterAll(() => coffer.close())

const dialog = (name: string) => page.getByRole('dialog', { name })
const question = (name: string) => page.getByRole('alertdialog', { name })
const choose = (name: string) => page.getByTitle(name, { exact: true }).first().click()
const row = (): Locator => pane.getByRole('list', { name: 'Replicas' }).getByRole('listitem')
async function callIn(region: string, operation: string, input: unknown): Promise<Record<string, unknown>> {
  const answer = await page.evaluate((request) => window.coffer.execute(request), { operation, input, region })
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`)
  return answer.value as Record<string, unknown>
}
const valueIn = async (region: string, SecretId: string) => (await callIn(region, 'secretsmanager:GetSecretValue', { SecretId }))['SecretString']

test('a secret is replicated with a key of the other region, and its tab follows it', async () => {
  await choose('prod/api')
  await pane.getByRole('tab', { name: 'Replicas' }).click()
  await expect(pane).toContainText('This secret is in one region alone.')
  await expectAccessible(page)
  await pane.getByRole('button', { name: 'Replicate to regions…' }).click()
  const form = dialog('Replicate to regions')
  await expect(form.getByRole('button', { name: 'Replicate', exact: true })).toBeDisabled()
  await form.getByRole('checkbox', { name: EU }).check({ force: true })
  await form.getByRole('button', { name: `Key in ${EU}` }).click()
  await page.getByRole('option').nth(1).click()
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Replicate', exact: true }).click()
  await expect(row()).toContainText('InSync')
  await expect(row()).toContainText('Europe (Ireland)')
  await expect(row()).toContainText('Lag')
  await expectAccessible(page)
  expect(await valueIn(EU, 'prod/api')).toBe('{"key":"not-a-real-one"}')
  await callVault(page, 'secretsmanager:PutSecretValue', { SecretId: 'prod/api', SecretString: '{"key":"second"}' })
  await expect.poll(() => valueIn(EU, 'prod/api')).toBe('{"key":"second"}')
})

test('a name that is taken fails the replica in AWS’s words, and can be replaced once that is agreed to', async () => {
  await choose('prod/db')
  await pane.getByRole('button', { name: 'Replicate to regions…' }).click()
  const form = dialog('Replicate to regions')
  await form.getByRole('checkbox', { name: EU }).check({ force: true })
  await form.getByRole('button', { name: 'Replicate', exact: true }).click()
  await expect(row()).toContainText('Failed')
  await expect(row()).toContainText('Another secret has this name there.')
  await expectAccessible(page)
  expect(await valueIn(EU, 'prod/db')).toBe('theirs')
  await row().getByRole('button', { name: 'Replace it…' }).click()
  await expect(question(`Replace the secret in ${EU}?`)).toContainText('cannot be brought back')
  await question(`Replace the secret in ${EU}?`).getByRole('button', { name: 'Replace it' }).click()
  await expect(row()).toContainText('InSync')
  await expect.poll(() => valueIn(EU, 'prod/db')).toContain('password')
})

test('changes wait while the region is detached, with their lag, and are delivered when it is back', async () => {
  await callVault(page, 'workbench:DetachRegion', { Region: EU })
  await callVault(page, 'secretsmanager:PutSecretValue', { SecretId: 'prod/db', SecretString: 'while away' })
  await expect(row()).toContainText('InProgress')
  await expect(row()).toContainText(`The region ${EU} is detached`)
  await expectAccessible(page)
  await callVault(page, 'workbench:AttachRegion', { Region: EU })
  await expect(row()).toContainText('InSync')
  await expect.poll(() => valueIn(EU, 'prod/db')).toBe('while away')
})

test('a replica is read-only, leads to its primary, and becomes standalone once that is agreed to', async () => {
  await row().getByRole('button', { name: `More for ${EU}` }).click()
  await page.getByRole('menuitem', { name: 'Show the replica' }).click()
  await expect(pane).toContainText(`replica of ${HOME}`)
  await expect(pane.getByRole('button', { name: 'Edit' })).toBeHidden()
  await page.keyboard.press('e')
  await expect(page.getByRole('dialog')).toBeHidden()
  await pane.getByRole('button', { name: 'More' }).click()
  await expect(page.getByRole('menuitem', { name: 'Move to trash' })).toBeDisabled()
  await page.keyboard.press('Escape')
  await pane.getByRole('tab', { name: 'Rotation' }).click()
  await expect(pane).toContainText('A replica is not rotated itself')
  await pane.getByRole('tab', { name: 'Policy' }).click()
  await expect(pane.getByRole('button', { name: 'Write a policy' })).toBeDisabled()
  await pane.getByRole('tab', { name: 'Details' }).click()
  await expect(pane.getByRole('button', { name: 'Edit description' })).toBeDisabled()
  await pane.getByRole('tab', { name: 'Value' }).click()
  await expectAccessible(page)
  await pane.getByRole('button', { name: 'Go to the primary' }).click()
  await expect(page.getByRole('button', { name: new RegExp(`^Region ${HOME}`) })).toBeVisible()
  await expect(pane.getByText('replica of')).toBeHidden()
  await pane.getByRole('tab', { name: 'Replicas' }).click()
  await row().getByRole('button', { name: `More for ${EU}` }).click()
  await page.getByRole('menuitem', { name: 'Stop replication' }).click()
  const ask = question('Stop replication and make it standalone?')
  await expect(ask).toContainText('From then on the two can differ')
  await expectAccessible(page)
  await ask.getByRole('button', { name: 'Stop replication' }).click()
  await expect(pane).toContainText('This secret is in one region alone.')
  expect(await callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: 'prod/db' })).not.toHaveProperty('PrimaryRegion', HOME)
})

test('many secrets are replicated at once, and a replica is removed while its primary stays', async () => {
  await choose('prod/api')
  await page.getByTitle('prod/mail', { exact: true }).first().click({ modifiers: ['ControlOrMeta'] })
  await pane.getByRole('button', { name: 'Replicate to regions…' }).click()
  const form = dialog('Replicate to regions')
  await expect(form).toContainText('2 secrets')
  await form.getByRole('checkbox', { name: EU }).check({ force: true })
  await form.getByRole('button', { name: 'Replicate', exact: true }).click()
  await expect.poll(() => valueIn(EU, 'prod/mail').catch(() => '')).toContain('password')
  await choose('prod/mail')
  await row().getByRole('button', { name: `More for ${EU}` }).click()
  await page.getByRole('menuitem', { name: 'Remove the replica…' }).click()
  await question(`Remove the replica in ${EU}?`).getByRole('button', { name: 'Remove replica' }).click()
  await expect(pane).toContainText('This secret is in one region alone.')
  await expect(callIn(EU, 'secretsmanager:DescribeSecret', { SecretId: 'prod/mail' })).rejects.toThrow('ResourceNotFoundException')
  expect(await valueIn(HOME, 'prod/mail')).toContain('password')
})

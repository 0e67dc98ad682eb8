import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openPaymentsWindow } from './support/payments-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

let coffer: LaunchedApp
let page: Page

const NOTHING = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetRandomPassword', Resource: '*' }] })

test.beforeAll(async () => {
  coffer = await openPaymentsWindow()
  page = coffer.page
  await callVault(page, 'secretsmanager:PutResourcePolicy', {
    SecretId: 'prod/payments/db',
    ResourcePolicy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'NoDeletion', Effect: 'Deny', Principal: '*', Action: 'secretsmanager:DeleteSecret', Resource: '*' }] }),
  })
  for (const UserName of ['mary', 'sam']) await callVault(page, 'workbench:CreateUser', { UserName, PolicyName: 'own', PolicyDocument: NOTHING })
})
test.afterAll(() => coffer.close())

const dialog = () => page.getByRole('dialog')
const row = (name: string) => page.getByRole('grid', { name: 'Secrets' }).getByRole('row').filter({ hasText: name })
const policyOf = async (SecretId: string) => JSON.parse(((await callVault(page, 'secretsmanager:GetResourcePolicy', { SecretId })) as { ResourcePolicy: string }).ResourcePolicy) as { Statement: { Sid: string }[] }
const mayRead = async (Principal: string, SecretId: string) => ((await callVault(page, 'workbench:ExplainAccess', { Principal, Action: 'secretsmanager:GetSecretValue', SecretId })) as { Allowed: boolean }).Allowed

test('a secret is shared with a user from the palette: what is written is shown first, merged in, and tried out', async () => {
  await row('prod/payments/db').click()
  expect(await mayRead('mary', 'prod/payments/db')).toBe(false)
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('share')
  await page.getByRole('option', { name: /Share…/ }).waitFor()
  await page.keyboard.press('Enter')
  await expect(dialog().getByRole('heading', { name: 'Share prod/payments/db' })).toBeVisible()
  await expect(dialog().getByRole('button', { name: 'Review' })).toBeDisabled()
  await dialog().getByText('user/mary').click()
  await expect(dialog()).toContainText('Let them use alias/payments too')
  await expectAccessible(page)
  await dialog().getByRole('button', { name: 'Review' }).click()
  await expect(dialog().getByRole('region', { name: 'Afterwards' })).toContainText('user/mary may read and see the details')
  await expect(dialog().getByRole('region', { name: 'Afterwards' })).toContainText('everyone may not delete')
  expect((await policyOf('prod/payments/db')).Statement).toHaveLength(1)
  await expectAccessible(page)
  await dialog().getByRole('button', { name: 'Share', exact: true }).click()
  await expect(dialog().getByRole('list', { name: 'Tried out' })).toContainText('user/mary may call secretsmanager:GetSecretValue')
  await expectAccessible(page)
  expect((await policyOf('prod/payments/db')).Statement.map(({ Sid }) => Sid)).toEqual(['NoDeletion', 'Share'])
  expect(await mayRead('mary', 'prod/payments/db')).toBe(true)
  await dialog().getByRole('button', { name: 'Done' }).click()
})

test('without the key’s yes the result says so, and explains it', async () => {
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByRole('tab', { name: 'Policy' }).click()
  await details.getByRole('button', { name: 'Share…' }).click()
  await dialog().getByText('user/sam').click()
  await dialog().getByText('Let them use').click()
  await dialog().getByRole('button', { name: 'Review' }).click()
  await dialog().getByRole('button', { name: 'Share', exact: true }).click()
  await expect(dialog().getByRole('list', { name: 'Tried out' })).toContainText('user/sam still may not call secretsmanager:GetSecretValue')
  await dialog().getByRole('button', { name: 'Explain user/sam' }).click()
  await expect(page.getByRole('region', { name: 'Answer' }).getByRole('status')).toContainText('The secret says yes, but its key says no')
})

test('another account needs a customer key, which is chosen on the way', async () => {
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: /^Secrets/ }).click()
  await row('prod/web/session').click()
  await page.getByRole('complementary', { name: 'Details' }).getByRole('button', { name: 'Share…' }).click()
  await dialog().getByText('Another account', { exact: true }).click()
  await dialog().getByRole('textbox', { name: 'Account ID' }).fill('111122223333')
  await expect(dialog()).toContainText('Another account cannot read it under aws/secretsmanager')
  await expect(dialog().getByRole('button', { name: 'Review' })).toBeDisabled()
  await dialog().getByRole('button', { name: 'Change key' }).click()
  await expect(dialog()).toContainText('Let them use alias/payments too')
  await dialog().getByRole('button', { name: 'Review' }).click()
  await dialog().getByRole('button', { name: 'Share', exact: true }).click()
  await expect(dialog().getByRole('list', { name: 'Tried out' })).toContainText('account 111122223333 may call secretsmanager:GetSecretValue')
  await expect(dialog()).toContainText('also need a policy of their own there')
})

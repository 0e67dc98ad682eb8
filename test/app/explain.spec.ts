import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openPaymentsWindow } from './support/payments-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

let coffer: LaunchedApp
let page: Page

const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })

test.beforeAll(async () => {
  coffer = await openPaymentsWindow()
  page = coffer.page
  await callVault(page, 'workbench:CreateUser', { UserName: 'mary', PolicyName: 'read', PolicyDocument: policy({ Sid: 'Read', Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }) })
  await callVault(page, 'workbench:CreateUser', { UserName: 'admin' })
})
test.afterAll(() => coffer.close())

const form = () => page.getByRole('form', { name: 'Question' })
const answer = () => page.getByRole('region', { name: 'Answer' })
const dialog = () => page.getByRole('dialog')

async function choose(field: string, option: string | RegExp): Promise<void> {
  await form().getByRole('button', { name: new RegExp(`${field}$`) }).click()
  await page.getByRole('option', { name: option }).click()
}

test('from the palette: who, what and which secret are chosen by keyboard, and the key’s no is told apart', async () => {
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('explain access')
  await page.getByRole('option', { name: /Explain access…/ }).waitFor()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Explain access' })).toBeVisible()
  await expect(answer()).toContainText('Choose who.')
  await choose('Who', 'user/mary')
  const secret = form().getByRole('combobox', { name: 'Secret' })
  await secret.focus()
  await page.keyboard.type('payments')
  await expect(page.getByRole('option')).toHaveText(['prod/payments/db'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(answer().getByRole('status')).toContainText('Denied for user/mary')
  await expect(answer().getByRole('status')).toContainText('The secret says yes, but its key says no:')
  await expect(answer().getByRole('region', { name: 'secretsmanager:GetSecretValue' })).toContainText('yes')
  await expect(answer().getByRole('region', { name: 'kms:Decrypt' })).toContainText('no')
  await expect(answer()).toContainText('A program gets: Access to KMS is not allowed')
  await expectAccessible(page)
})

test('the statement that decided opens in its document, and the answer follows what is changed there', async () => {
  const decided = answer().getByRole('region', { name: 'secretsmanager:GetSecretValue' }).getByRole('button', { name: /decides/ })
  await expect(decided).toContainText('user/mary may read')
  await decided.click()
  await expect(dialog().getByRole('heading', { name: 'Policy read of mary' })).toBeVisible()
  await expect(dialog().locator('.cm-statement-shown').first()).toBeVisible()
  const editor = dialog().getByRole('textbox', { name: 'Policy document' })
  await editor.click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(policy({ Sid: 'Read', Effect: 'Allow', Action: ['secretsmanager:GetSecretValue', 'kms:Decrypt'], Resource: '*' }))
  await dialog().getByRole('button', { name: 'Review changes' }).click()
  await dialog().getByRole('button', { name: 'Save policy' }).click()
  await expect(answer().getByRole('status')).toContainText('Allowed for user/mary')
  await expect(answer().getByRole('status')).toContainText('Every check says yes')
})

test('a staging label and other facts of the call count', async () => {
  const secretArn = ((await callVault(page, 'secretsmanager:DescribeSecret', { SecretId: 'prod/payments/db' })) as { ARN: string }).ARN
  await callVault(page, 'secretsmanager:PutResourcePolicy', {
    SecretId: secretArn,
    ResourcePolicy: policy({ Sid: 'OnlyHome', Effect: 'Deny', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*', Condition: { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' }, Null: { 'aws:SourceIp': 'false' } } }),
  })
  await expect(answer().getByRole('status')).toContainText('Allowed')
  await form().getByRole('button', { name: 'Add a fact that a condition asks for' }).click()
  await form().getByRole('textbox', { name: 'Condition key' }).fill('aws:SourceIp')
  await form().getByRole('textbox', { name: 'Value' }).fill('192.0.2.7')
  await expect(answer().getByRole('status')).toContainText('statement OnlyHome of resource policy')
  await form().getByRole('textbox', { name: 'Value' }).fill('10.1.2.3')
  await expect(answer().getByRole('status')).toContainText('Allowed')
  await choose('Staging label', 'AWSPREVIOUS')
  await expect(answer()).toContainText('The secret has no value for AWSPREVIOUS.')
  await choose('Staging label', /none named/)
})

test('the root of an account that is not in the vault can be asked about', async () => {
  await choose('Who', 'Another account…')
  await form().getByRole('textbox', { name: 'Account ID' }).fill('111122223333')
  await expect(answer().getByRole('status')).toContainText('Denied for root')
})

test('who may do what with a secret is one table, and a cell explains itself', async () => {
  await page.getByRole('radio', { name: 'Who may' }).click()
  const table = page.getByRole('table', { name: 'Who may do what' })
  await expect(table.getByRole('button', { name: 'user/mary Read: yes' })).toBeVisible()
  await expect(table.getByRole('button', { name: 'user/mary Delete: no' })).toBeVisible()
  await expect(table.getByRole('button', { name: 'user/admin Delete: yes' })).toBeVisible()
  await expectAccessible(page)
  await page.getByText('Only who may read it').click()
  await expect(table.getByRole('rowheader', { name: 'user/mary' })).toBeVisible()
  await table.getByRole('button', { name: 'user/mary Delete: no' }).click()
  await expect(answer().getByRole('status')).toContainText('Denied for user/mary')
  await expect(answer().getByRole('region', { name: 'secretsmanager:DeleteSecret' })).toContainText('it is about other actions')
})

test('a call in the activity is explained from there, and a secret’s policy tab says who can read it', async () => {
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: /^Activity/ }).click()
  await page.getByRole('row').filter({ hasText: 'PutResourcePolicy' }).first().click()
  await page.getByRole('complementary', { name: 'Call' }).getByRole('button', { name: 'Explain access' }).click()
  await expect(answer().getByRole('region', { name: 'secretsmanager:PutResourcePolicy' })).toContainText('yes')

  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: /^Secrets/ }).click()
  await page.getByRole('grid', { name: 'Secrets' }).getByRole('row').filter({ hasText: 'prod/payments/db' }).click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByRole('tab', { name: 'Policy' }).click()
  await expect(details.getByRole('list', { name: 'Who can read it' }).getByRole('listitem')).toContainText(['root of', 'user/admin', 'user/mary'])
  await details.getByRole('button', { name: 'All identities' }).click()
  await expect(page.getByRole('table', { name: 'Who may do what' })).toBeVisible()
})

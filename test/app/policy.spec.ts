import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

let coffer: LaunchedApp
let page: Page
let account = ''

test.beforeAll(async () => {
  coffer = await openWindow([{ Name: 'prod/payments/db' }])
  page = coffer.page
  account = ((await callVault(page, 'workbench:GetStatus')) as { AccountId: string }).AccountId
  await callVault(page, 'workbench:CreateUser', { UserName: 'mary' })
  await callVault(page, 'workbench:CreateRole', {
    RoleName: 'api',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }] }),
  })
  await page.getByRole('grid', { name: 'Secrets' }).getByRole('row').filter({ hasText: 'prod/payments/db' }).click()
})
test.afterAll(() => coffer.close())

const details = () => page.getByRole('complementary', { name: 'Details' })
const dialog = () => page.getByRole('dialog')
const editor = () => dialog().getByRole('textbox', { name: 'Policy document' })
const text = () => editor().evaluate((element) => [...element.querySelectorAll('.cm-line')].map((line) => line.textContent).join('\n'))
const stored = async () => {
  const { ResourcePolicy } = (await callVault(page, 'secretsmanager:GetResourcePolicy', { SecretId: 'prod/payments/db' })) as { ResourcePolicy?: string }
  return ResourcePolicy === undefined ? null : (JSON.parse(ResourcePolicy) as { Statement: Record<string, unknown>[] })
}

test('a policy is made from a template, told in words, compared and saved', async () => {
  await details().getByRole('tab', { name: 'Policy' }).click()
  await expect(details()).toContainText('No policy of its own')
  await details().getByRole('button', { name: 'Write a policy' }).click()
  await expect(dialog().getByRole('list', { name: 'Problems' })).toContainText('Statement must hold at least one statement')
  await expect(dialog().getByRole('button', { name: 'Review changes' })).toBeDisabled()

  await dialog().getByText('user/mary').click()
  await dialog().getByText('role/api').click()
  await dialog().getByRole('button', { name: 'Add to the policy' }).click()
  await expect(dialog().getByRole('list', { name: 'In words' })).toContainText('user/mary and role/api may read and see the details')
  await expectAccessible(page)
  await dialog().getByRole('button', { name: 'Review changes' }).click()
  await expect(dialog().getByRole('region', { name: 'Changes' })).toContainText('secretsmanager:GetSecretValue')
  expect(await stored()).toBeNull()
  await expectAccessible(page)
  await dialog().getByRole('button', { name: 'Save policy' }).click()
  await expect(details().getByRole('list', { name: 'In words' })).toContainText('user/mary and role/api may read')
  expect(await stored()).toMatchObject({ Statement: [{ Sid: 'ReadSecret', Principal: { AWS: [`arn:aws:iam::${account}:user/mary`, `arn:aws:iam::${account}:role/api`] } }] })
  await expectAccessible(page)
})

test('a mistake is shown at its place with what to do, completion corrects it, and no text is lost', async () => {
  await details().getByRole('button', { name: 'Edit policy' }).click()
  await dialog().getByRole('button', { name: /may read and see/ }).click()
  await expect(editor()).toBeFocused()
  const before = await text()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.type('x')
  await expect(dialog().getByRole('list', { name: 'Problems' }).getByRole('listitem')).toHaveCount(1)
  await expect(dialog().locator('.cm-lintRange-error')).not.toHaveCount(0)
  await expect(dialog().getByRole('button', { name: 'Review changes' })).toBeDisabled()
  await expect(dialog()).toContainText('One problem to solve before it can be saved.')
  expect(await text()).toBe(`${before}x`)
  await page.keyboard.press('Backspace')

  // Complete a condition by keyboard alone: the names of the element, the operator, the key and its value.
  await dialog().getByRole('button', { name: /may read and see/ }).click()
  await page.keyboard.press('ArrowRight')
  for (const [typed, whole] of [
    ['"Cond', 'Condition'],
    ['{"StringEq', 'StringEquals'],
    ['{"VersionSt', 'secretsmanager:VersionStage'],
    ['"AWSC', 'AWSCURRENT'],
  ] as const) {
    await page.keyboard.type(typed)
    await expect(dialog().locator('.cm-tooltip-autocomplete')).toContainText(whole)
    await page.keyboard.press('Enter')
    await expect(dialog().locator('.cm-tooltip-autocomplete')).toHaveCount(0)
  }
  await page.keyboard.press('End')
  await page.keyboard.type(',')
  await expect(dialog().getByRole('list', { name: 'In words' })).toContainText('only AWSCURRENT')
  await dialog().getByRole('button', { name: 'Format' }).click()
  await dialog().getByRole('button', { name: 'Review changes' }).click()
  await dialog().getByRole('button', { name: 'Save policy' }).click()
  await expect(details().getByRole('list', { name: 'In words' })).toContainText('only AWSCURRENT')
  expect((await stored())?.Statement[0]).toMatchObject({ Condition: { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } } })
})

test('Esc closes the list of completions first, then asks before it drops what was typed', async () => {
  await details().getByRole('button', { name: 'Edit policy' }).click()
  await editor().click()
  await page.keyboard.press('ControlOrMeta+Home')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.type('"I')
  await expect(dialog().locator('.cm-tooltip-autocomplete')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog().locator('.cm-tooltip-autocomplete')).toHaveCount(0)
  await expect(dialog()).not.toContainText('Press Esc again')
  await page.keyboard.press('Escape')
  await expect(dialog()).toContainText('Your changes are not saved')
  await dialog().getByRole('button', { name: 'Discard' }).click()
})

test('a policy that lets anybody in is marked, and refused while public access is blocked, with the text kept', async () => {
  await details().getByRole('button', { name: 'Edit policy' }).click()
  await editor().click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'Open', Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' }] }))
  await expect(dialog().getByRole('list', { name: 'In words' })).toContainText('everyone may read')
  await expect(dialog().getByRole('list', { name: 'In words' })).toContainText('anybody')
  await expect(dialog()).toContainText('This policy lets anybody in: saving it will be refused.')
  await dialog().getByRole('button', { name: 'Review changes' }).click()
  await dialog().getByRole('button', { name: 'Save policy' }).click()
  await expect(dialog().getByRole('alert').filter({ hasText: 'PublicPolicyException' })).toContainText('allows broad access')
  await dialog().getByRole('button', { name: 'Back' }).click()
  expect(await text()).toContain('"Sid":"Open"')
  await dialog().getByText('Block public access').click()
  await dialog().getByRole('button', { name: 'Review changes' }).click()
  await dialog().getByRole('button', { name: 'Save policy' }).click()
  await expect(details()).toContainText('Statement Open lets anybody in.')
  await expectAccessible(page)
})

test('an action that the service does not have is warned about', async () => {
  await details().getByRole('button', { name: 'Edit policy' }).click()
  await editor().click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'secretsmanager:GetSecretValu', Resource: '*' }] }))
  await expect(dialog().getByRole('region', { name: 'What it means' })).toContainText('secretsmanager has no action GetSecretValu')
  await page.keyboard.press('Escape')
  await dialog().getByRole('button', { name: 'Discard' }).click()
})

test('sharing with another account says that it takes a customer key, and changes the key there', async () => {
  await details().getByRole('button', { name: 'Edit policy' }).click()
  await dialog().getByRole('button', { name: /Add a statement/ }).click()
  await page.getByRole('option', { name: 'Share with another account' }).click()
  await expect(dialog()).toContainText('Another account cannot read it under aws/secretsmanager')
  await dialog().getByRole('button', { name: 'Change key' }).click()
  await expect(dialog()).not.toContainText('Another account cannot read it under aws/secretsmanager')
  await dialog().getByRole('textbox', { name: 'Account ID' }).fill('1111')
  await dialog().getByRole('button', { name: 'Add to the policy' }).click()
  await expect(dialog()).toContainText('An account ID has 12 digits.')
  await dialog().getByRole('textbox', { name: 'Account ID' }).fill('111122223333')
  await dialog().getByRole('button', { name: 'Add to the policy' }).click()
  await expect(dialog().getByRole('list', { name: 'In words' })).toContainText('account 111122223333 may read')
  await dialog().getByRole('button', { name: 'Review changes' }).click()
  await dialog().getByText('Back').click()
  await dialog().getByText('Block public access').click()
  await dialog().getByRole('button', { name: 'Review changes' }).click()
  await dialog().getByRole('button', { name: 'Save policy' }).click()
  await expect(details().getByRole('list', { name: 'In words' })).toContainText('account 111122223333 may read')
  expect((await stored())?.Statement).toHaveLength(2)
})

test('a policy is removed, with what that means said first', async () => {
  await details().getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByRole('alertdialog')).toContainText('decide alone')
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove policy' }).click()
  await expect(details()).toContainText('No policy of its own')
  expect(await stored()).toBeNull()
})

import { expect, type Page, test } from '@playwright/test'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

let coffer: LaunchedApp
let page: Page

const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })

test.beforeAll(async () => {
  coffer = await openWindow([{ Name: 'prod/payments/db' }])
  page = coffer.page
  await callVault(page, 'workbench:CreateUser', { UserName: 'mary', PolicyName: 'assume', PolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' }) })
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: /^Access/ }).click()
})
test.afterAll(() => coffer.close())

const dialog = () => page.getByRole('dialog')
const confirm = () => page.getByRole('alertdialog')
const article = (name: string) => page.getByRole('article', { name })

async function writePolicy(text: string): Promise<void> {
  await dialog().getByRole('textbox', { name: 'Policy document' }).click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
  await dialog().getByRole('button', { name: 'Review changes' }).click()
  await dialog().getByRole('button', { name: 'Save policy' }).click()
  await expect(dialog()).toHaveCount(0)
}

test('a group is made, gets a user and a policy, and the user may what the group may', async () => {
  await page.getByRole('button', { name: 'New group' }).click()
  await dialog().getByRole('textbox', { name: 'Group name' }).fill('team a')
  await expect(dialog()).toContainText('Letters, digits and')
  await dialog().getByRole('textbox', { name: 'Group name' }).fill('payments-team')
  await page.keyboard.press('Enter')
  await page.getByRole('row', { name: 'payments-team' }).click()
  const group = article('Group payments-team')
  await expect(group).toContainText('No users yet.')
  await group.getByRole('button', { name: 'Add user' }).click()
  await expect(group.getByRole('list', { name: 'Users' })).toContainText('mary')

  await group.getByRole('button', { name: 'Add a policy' }).click()
  await dialog().getByRole('textbox', { name: 'Policy name' }).fill('read')
  await page.keyboard.press('Enter')
  await expect(dialog().getByRole('heading', { name: 'Policy read of payments-team' })).toBeVisible()
  await dialog().getByRole('textbox', { name: 'Names start with' }).fill('prod/')
  await dialog().getByRole('button', { name: 'Add to the policy' }).click()
  await expect(dialog().getByRole('list', { name: 'In words' })).toContainText('users of group/payments-team may read')
  await dialog().getByRole('button', { name: 'Review changes' }).click()
  await dialog().getByRole('button', { name: 'Save policy' }).click()
  await expect(group.getByRole('list', { name: 'In words' })).toContainText('users of group/payments-team may read')
  await expectAccessible(page)
  const explained = (await callVault(page, 'workbench:ExplainAccess', { Principal: 'mary', Action: 'secretsmanager:GetSecretValue', SecretId: 'prod/payments/db' })) as { Allowed: boolean }
  expect(explained.Allowed).toBe(true)
})

test('a user shows its groups, leaves one, and the leave is undone', async () => {
  await page.getByRole('row', { name: 'mary' }).click()
  const user = article('User mary')
  await user.getByRole('button', { name: 'Leave payments-team' }).click()
  await expect(user).toContainText('In no group.')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(user.getByRole('list', { name: 'Groups' })).toContainText('payments-team')
})

test('a boundary limits a user, in words, and is removed again', async () => {
  const user = article('User mary')
  await user.getByRole('button', { name: 'Set a boundary' }).click()
  await writePolicy(policy({ Effect: 'Allow', Action: 'kms:*', Resource: '*' }))
  await expect(user).toContainText('user/mary at most may do everything with keys')
  const asked = { Principal: 'mary', Action: 'secretsmanager:GetSecretValue', SecretId: 'prod/payments/db' }
  expect(await callVault(page, 'workbench:ExplainAccess', asked)).toMatchObject({ Allowed: false })
  await expectAccessible(page)
  await user.getByRole('button', { name: 'Remove', exact: true }).click()
  await confirm().getByRole('button', { name: 'Remove boundary' }).click()
  await expect(user.getByRole('button', { name: 'Set a boundary' })).toBeVisible()
  expect(await callVault(page, 'workbench:ExplainAccess', asked)).toMatchObject({ Allowed: true })
})

test('a role is made with whom it trusts; its sessions are listed and revoked, for a real program', async () => {
  await page.getByRole('button', { name: 'New role' }).click()
  await dialog().getByRole('textbox', { name: 'Role name' }).fill('api')
  await dialog().getByText('Certain users and roles').click()
  await expect(dialog().getByRole('button', { name: 'Create role' })).toBeDisabled()
  await dialog().getByText('user/mary').click()
  await dialog().getByRole('button', { name: 'Create role' }).click()
  await page.getByRole('row', { name: 'api' }).click()
  const role = article('Role api')
  await expect(role).toContainText('user/mary may assume the role')
  await expect(role).toContainText('at most 1 hour')
  await expect(role).toContainText('Nobody has temporary credentials of this role now.')

  await role.getByRole('button', { name: 'Add a policy' }).click()
  await dialog().getByRole('textbox', { name: 'Policy name' }).fill('read')
  await page.keyboard.press('Enter')
  await expect(dialog().getByRole('textbox', { name: 'Policy document' })).toBeVisible()
  await writePolicy(policy({ Effect: 'Allow', Action: ['secretsmanager:GetSecretValue', 'kms:Decrypt'], Resource: '*' }))
  await expect(role.getByRole('list', { name: 'Policies' })).toContainText('read')

  const endpoint = ((await callVault(page, 'workbench:SetEndpoint', { Enabled: true, Port: 0 })) as { Url: string }).Url
  const made = (await callVault(page, 'workbench:CreateAccessKey', { UserName: 'mary' })) as { AccessKey: { AccessKeyId: string }; SecretAccessKey: string }
  const credentials = { accessKeyId: made.AccessKey.AccessKeyId, secretAccessKey: made.SecretAccessKey }
  const roleArn = await role.locator('dd').first().innerText()
  const sts = new STSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
  const { Credentials: temporary } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn.trim(), RoleSessionName: 'nightly' }))
  const session = { accessKeyId: temporary?.AccessKeyId ?? '', secretAccessKey: temporary?.SecretAccessKey ?? '', sessionToken: temporary?.SessionToken ?? '' }
  const sdk = new SecretsManagerClient({ endpoint, region: 'us-east-1', credentials: session, maxAttempts: 1 })
  expect((await sdk.send(new GetSecretValueCommand({ SecretId: 'prod/payments/db' }))).Name).toBe('prod/payments/db')

  await role.getByRole('button', { name: 'Refresh' }).click()
  await expect(role.getByRole('list', { name: 'Sessions' })).toContainText('nightly')
  await expectAccessible(page)
  await role.getByRole('button', { name: 'Revoke sessions' }).click()
  await confirm().getByRole('button', { name: 'Revoke sessions' }).click()
  await expect(role.getByRole('list', { name: 'Policies' })).toContainText('AWSRevokeOlderSessions')
  await expect(sdk.send(new GetSecretValueCommand({ SecretId: 'prod/payments/db' }))).rejects.toMatchObject({ name: 'AccessDeniedException' })
  sts.destroy()
  sdk.destroy()
})

test('the longest session and the trust policy of a role are changed', async () => {
  const role = article('Role api')
  await role.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Edit role' }).click()
  await dialog().getByRole('textbox', { name: 'Longest session' }).fill('4')
  await dialog().getByRole('textbox', { name: 'Description' }).fill('Nightly jobs')
  await dialog().getByRole('button', { name: 'Save' }).click()
  await expect(role).toContainText('at most 4 hours')
  await expect(role).toContainText('Nightly jobs')
  await role.getByRole('button', { name: 'Edit trust policy' }).click()
  await writePolicy(policy({ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }))
  await expect(role).toContainText('account 111122223333 may assume the role')
})

test('a group is renamed, keeps its users and stays chosen, and gets its name back', async () => {
  await page.getByRole('row', { name: 'payments-team' }).click()
  await article('Group payments-team').getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Rename group' }).click()
  await dialog().getByRole('textbox', { name: 'Group name' }).fill('ledger-team')
  await page.keyboard.press('Enter')
  await expect(article('Group ledger-team').getByRole('list', { name: 'Users' })).toContainText('mary')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(article('Group payments-team')).toBeVisible()
})

test('identities are explained from their menu, and deleted with the consequences said', async () => {
  await page.getByRole('row', { name: /^api/ }).click()
  await article('Role api').getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Explain access' }).click()
  await expect(page.getByRole('form', { name: 'Question' })).toContainText('role/api')
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: /^Access/ }).click()
  await page.getByRole('row', { name: 'payments-team' }).click()
  await article('Group payments-team').getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Delete group' }).click()
  await expect(confirm()).toContainText('mary stay, and may no longer do')
  await confirm().getByRole('button', { name: 'Delete group' }).click()
  await expect(page.getByRole('row', { name: 'payments-team' })).toHaveCount(0)
  await page.getByRole('row', { name: 'api' }).click()
  await article('Role api').getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Delete role' }).click()
  await expect(confirm()).toContainText('Its sessions end at once')
  await confirm().getByRole('button', { name: 'Delete role' }).click()
  await expect(page.getByRole('row', { name: 'api' })).toHaveCount(0)
})

import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial', timeout: 180_000 })

let coffer: LaunchedApp
let page: Page
let keyId = ''

test.beforeAll(async () => {
  coffer = await openWindow([{ Name: 'prod/web/session' }])
  page = coffer.page
  const { KeyMetadata } = (await callVault(page, 'kms:CreateKey', { Description: 'Payments' })) as { KeyMetadata: { KeyId: string } }
  keyId = KeyMetadata.KeyId
  await callVault(page, 'kms:CreateAlias', { AliasName: 'alias/payments', TargetKeyId: keyId })
  for (const Name of ['prod/payments/db', 'prod/payments/api']) {
    await callVault(page, 'secretsmanager:CreateSecret', { Name, SecretString: '{"password":"not-a-real-one"}', KmsKeyId: 'alias/payments' })
  }
})
test.afterAll(() => coffer.close())

const section = (name: RegExp) => page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name }).click()
const pane = () => page.getByRole('region', { name: 'alias/payments' })
const row = () => page.getByRole('grid', { name: 'Keys' }).getByRole('row').filter({ hasText: 'alias/payments' })
const confirm = () => page.getByRole('alertdialog')
const choose = async (item: string) => {
  await pane().getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** The value of a secret by the vault's word: `read`, or the code of the refusal. */
async function reading(name: string): Promise<string> {
  return callVault(page, 'secretsmanager:GetSecretValue', { SecretId: name }).then(
    () => 'read',
    (error: Error) => error.message.split(':')[0] ?? '',
  )
}

test('the list of keys is read in one call, and says how many secrets each protects', async () => {
  await section(/^Keys/)
  await expect(row()).toContainText('2')
  await row().click()
  await expect(pane()).toContainText('2 secrets')
  await expect(pane()).toContainText('Payments')
  await expectAccessible(page)
  // A call for each key would be on record.
  const { Events } = (await callVault(page, 'workbench:ListActivity', { MaxResults: 200 })) as { Events: { Operation: string }[] }
  expect(Events.map(({ Operation }) => Operation).filter((operation) => operation === 'kms:DescribeKey' || operation === 'kms:ListKeys')).toEqual([])
})

test('before a key is disabled its secrets are named; after it they say why they cannot be read, and bring it back', async () => {
  await choose('Disable key…')
  await expect(confirm()).toContainText('2 secrets in us-east-1')
  await expect(confirm().getByRole('listitem')).toHaveText([/prod\/payments\/api/, /prod\/payments\/db/])
  await expect(confirm()).toContainText('DecryptionFailure')
  await expectAccessible(page)
  await confirm().getByRole('button', { name: 'Disable key' }).click()
  await expect(row()).toContainText('Disabled')
  expect(await reading('prod/payments/db')).toBe('DecryptionFailure')

  await section(/^Secrets/)
  await page.getByRole('grid', { name: 'Secrets' }).getByRole('row').filter({ hasText: 'prod/payments/db' }).click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details).toContainText('Nobody can read this secret: its key is disabled')
  await expectAccessible(page)
  await details.getByRole('button', { name: 'Enable the key' }).click()
  await expect(details).not.toContainText('Nobody can read')
  expect(await reading('prod/payments/db')).toBe('read')
})

test('a deletion asks for the name, can wait 7 to 30 days, and is taken back', async () => {
  await section(/^Keys/)
  await row().click()
  await choose('Schedule key deletion…')
  await expect(confirm().getByRole('listitem')).toHaveCount(2)
  const schedule = confirm().getByRole('button', { name: 'Schedule deletion' })
  await expect(schedule).toBeDisabled()
  const days = confirm().getByRole('textbox', { name: 'Waiting period' })
  await days.fill('3')
  await days.press('Tab')
  await expect(days).toHaveValue('7')
  await confirm().getByRole('textbox', { name: 'Type alias/payments to confirm' }).fill('alias/payment')
  await expect(schedule).toBeDisabled()
  await confirm().getByRole('textbox', { name: 'Type alias/payments to confirm' }).fill('alias/payments')
  await expectAccessible(page)
  await schedule.click()
  await expect(row()).toContainText('deleted in')
  const { KeyMetadata } = (await callVault(page, 'kms:DescribeKey', { KeyId: keyId })) as { KeyMetadata: { KeyState: string; DeletionDate: number } }
  expect(KeyMetadata.KeyState).toBe('PendingDeletion')
  expect(Math.round((KeyMetadata.DeletionDate * 1000 - Date.now()) / 86_400_000)).toBe(7)
  await expect(pane()).toContainText('2 secrets cannot be read')

  await section(/^Secrets/)
  await page.getByRole('grid', { name: 'Secrets' }).getByRole('row').filter({ hasText: 'prod/payments/api' }).click()
  const details = page.getByRole('complementary', { name: 'Details' })
  await expect(details).toContainText('its key waits for deletion')
  await details.getByRole('button', { name: 'Show the key' }).click()
  await pane().getByRole('button', { name: 'Only cancel the deletion' }).click()
  await expect(row()).toContainText('Disabled')
  await pane().getByRole('button', { name: 'Enable key' }).click()
  await expect(row()).not.toContainText('Disabled')
  expect(await reading('prod/payments/api')).toBe('read')
})

test('a key rotates by itself and on demand, and old values still open', async () => {
  await pane().getByRole('tab', { name: 'Rotation' }).click()
  await pane().getByText('Rotate automatically').click()
  await expect(row()).toContainText('in 12 mo')
  const period = pane().getByRole('textbox', { name: 'Period' })
  await period.fill('180')
  await period.press('Tab')
  await pane().getByRole('button', { name: 'Change period' }).click()
  await expect.poll(() => callVault(page, 'kms:GetKeyRotationStatus', { KeyId: keyId })).toMatchObject({ KeyRotationEnabled: true, RotationPeriodInDays: 180 })
  await pane().getByRole('button', { name: 'Rotate now' }).click()
  await expect(pane().getByRole('listitem')).toHaveCount(2)
  await expect(pane()).toContainText('on demand')
  await expectAccessible(page)
  expect(await reading('prod/payments/db')).toBe('read')
  await pane().getByText('Rotate automatically').click()
  await expect.poll(() => callVault(page, 'kms:GetKeyRotationStatus', { KeyId: keyId })).toMatchObject({ KeyRotationEnabled: false })
})

test('tags are added and removed, and grants are listed and revoked', async () => {
  await pane().getByRole('tab', { name: 'Tags' }).click()
  await pane().getByRole('button', { name: 'Add a tag' }).click()
  await pane().getByRole('textbox', { name: 'Tag key' }).fill('team')
  await pane().getByRole('textbox', { name: 'Tag value' }).fill('payments')
  await pane().getByRole('textbox', { name: 'Tag value' }).press('Enter')
  await expect(pane().getByRole('list', { name: 'Tags' })).toContainText('payments')
  expect(await callVault(page, 'kms:ListResourceTags', { KeyId: keyId })).toMatchObject({ Tags: [{ TagKey: 'team', TagValue: 'payments' }] })
  await pane().getByRole('button', { name: 'Remove the tag team' }).click()
  await expect(pane().getByText('Tags sort keys')).toBeVisible()
  expect(await callVault(page, 'kms:ListResourceTags', { KeyId: keyId })).toMatchObject({ Tags: [] })

  await callVault(page, 'workbench:CreateUser', { UserName: 'api' })
  const { AccountId } = (await callVault(page, 'workbench:GetStatus')) as { AccountId: string }
  await callVault(page, 'kms:CreateGrant', { KeyId: keyId, GranteePrincipal: `arn:aws:iam::${AccountId}:user/api`, Operations: ['Decrypt'], Constraints: { EncryptionContextSubset: { stage: 'prod' } } })
  await pane().getByRole('tab', { name: 'Grants' }).click()
  await expect(pane().getByRole('list', { name: 'Grants' })).toContainText('user/api may Decrypt')
  await expect(pane()).toContainText('only with stage=prod in the context')
  await expectAccessible(page)
  await pane().getByRole('button', { name: 'Revoke the grant of user/api' }).click()
  await confirm().getByRole('button', { name: 'Revoke grant' }).click()
  await expect(pane()).toContainText('No grants.')
})

import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

let coffer: LaunchedApp
let page: Page

interface Shown {
  readonly title: string
  readonly body: string
}

test.beforeAll(async () => {
  // No `password` to renew, so that the generator fails.
  coffer = await openWindow(['one', 'two', 'three'].map((name) => ({ Name: `prod/${name}`, SecretString: '{"token":"not-a-real-one"}' })))
  page = coffer.page
  // A machine for tests has no notification service: what would be shown is written down, and can be pressed.
  await coffer.app.evaluate(({ Notification }) => {
    const shown: Electron.Notification[] = []
    ;(globalThis as unknown as { shownNotices: Electron.Notification[] }).shownNotices = shown
    Notification.isSupported = () => true
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.push(this)
    }
    Notification.prototype.close = () => {}
  })
})
test.afterAll(() => coffer.close())

const shown = (): Promise<Shown[]> => coffer.app.evaluate(() => (globalThis as unknown as { shownNotices: Electron.Notification[] }).shownNotices.map(({ title, body }) => ({ title, body })))
const fail = (SecretId: string) =>
  callVault(page, 'secretsmanager:RotateSecret', { SecretId, ClientRequestToken: crypto.randomUUID(), RotationLambdaARN: 'arn:aws:lambda:us-east-1:000000000000:function:builtin-generator', RotationRules: { AutomaticallyAfterDays: 30 } })

test('a failed rotation is told by the system without a name, and by the window with it', async () => {
  await fail('prod/one')
  await expect.poll(shown).toHaveLength(1)
  expect(await shown()).toEqual([{ title: 'A rotation failed', body: 'Coffer tries again by itself. Open it to see why and which password works.' }])
  await expect(page.getByRole('grid', { name: 'Secrets' }).getByRole('row').filter({ hasText: 'prod/one' })).toContainText('failed')
  const toast = page.getByRole('region', { name: 'Notifications' })
  await expect(toast).toContainText('The rotation of prod/one failed.')
  await toast.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByRole('complementary', { name: 'Details' }).getByRole('tab', { name: 'Rotation' })).toHaveAttribute('aria-selected', 'true')
})

test('pressing the notice shows the rotations; the name stands in it only where that is wanted', async () => {
  await coffer.app.evaluate(() => void (globalThis as unknown as { shownNotices: Electron.Notification[] }).shownNotices[0]?.emit('click'))
  await expect(page.getByRole('grid', { name: 'Rotations' })).toBeVisible()
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: /Notify about failed rotations/ }).click()
  await page.getByRole('option', { name: 'With the name' }).click()
  await expectAccessible(page)
  await fail('prod/two')
  await expect.poll(shown).toHaveLength(2)
  expect((await shown())[1]).toMatchObject({ title: 'A rotation failed', body: expect.stringMatching(/^prod\/two\. /) as unknown as string })
  await fail('prod/three')
  await expect.poll(shown).toHaveLength(3)
  expect((await shown())[2]?.title).toBe('2 rotations failed')
})

test('nothing is told when that is switched off', async () => {
  await page.evaluate(() => window.coffer.app('preferences.set', { rotationNotices: 'off' }))
  const active = async () => ((await callVault(page, 'workbench:GetRotation', { SecretId: 'prod/one' })) as { Active: { State: string; Steps: unknown[] } }).Active
  const stepsBefore = (await active()).Steps.length
  await callVault(page, 'workbench:RetryRotation', { SecretId: 'prod/one' })
  // The try has ended once it waits for its next turn again.
  await expect.poll(async () => [(await active()).Steps.length > stepsBefore, (await active()).State]).toEqual([true, 'retrying'])
  expect(await shown()).toHaveLength(3)
})

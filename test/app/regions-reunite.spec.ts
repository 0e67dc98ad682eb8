import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

const HOME = 'us-east-1'
const EU = 'eu-west-1'
const COUNT = 300
const nameOf = (index: number) => `prod/service-${String(index).padStart(3, '0')}`

let coffer: LaunchedApp
let page: Page

test.beforeAll(async () => {
  coffer = await openWindow(Array.from({ length: COUNT }, (_, index) => ({ Name: nameOf(index), SecretString: 'before' })))
  page = coffer.page
  await callVault(page, 'workbench:AddRegion', { Region: EU })
  await page.evaluate(async ([count, region]) => {
    for (let index = 0; index < count; index++) {
      const SecretId = `prod/service-${String(index).padStart(3, '0')}`
      await window.coffer.execute({ operation: 'secretsmanager:ReplicateSecretToRegions', input: { SecretId, AddReplicaRegions: [{ Region: region }] } })
    }
  }, [COUNT, EU] as const)
  const inSync = async () => ((await callVault(page, 'workbench:ListReplication')) as { Replicas: { Status: string }[] }).Replicas.filter(({ Status }) => Status === 'InSync').length
  await expect.poll(inSync, { timeout: 60_000 }).toBe(COUNT)
  await callVault(page, 'workbench:PromoteRegion', { Region: EU })
  await page.evaluate((input) => window.coffer.execute({ operation: 'secretsmanager:PutSecretValue', input, region: 'eu-west-1' }), { SecretId: nameOf(7), SecretString: 'after' })
})
test.afterAll(() => coffer.close())

async function openComparison(): Promise<void> {
  await page.getByRole('button', { name: /^Regions/ }).click()
  await page.getByRole('article', { name: `Region ${HOME}` }).getByRole('button', { name: 'Compare…' }).click()
}

test('of 300 differences any one is chosen or left out, by filter, in the list and by keyboard, and only those chosen are reunited', async () => {
  await openComparison()
  const compare = page.getByRole('dialog', { name: 'Compare two regions' })
  const reunite = compare.getByRole('region', { name: 'Reunite' })
  const list = reunite.getByRole('listbox', { name: 'Secrets to reunite' })
  const differences = compare.getByRole('list', { name: 'Differences' })
  await expect(reunite).toContainText('300 of 300 chosen')
  await expect(differences.getByRole('listitem').first()).toContainText('that differ in value, labels')
  await expectAccessible(page)

  // Only the rows in view are in the page.
  expect(await list.getByRole('option').count()).toBeLessThan(100)
  const filter = reunite.getByRole('searchbox', { name: 'Filter the secrets to reunite' })
  await filter.fill('service-25')
  await expect(reunite).toContainText('300 of 300 chosen, 10 shown')
  await reunite.getByRole('button', { name: 'Leave out those shown' }).click()
  await expect(reunite).toContainText('290 of 300 chosen, 10 shown')
  await list.getByRole('option', { name: nameOf(255) }).click()
  await expect(reunite).toContainText('291 of 300 chosen, 10 shown')
  await filter.fill('no such')
  await expect(reunite).toContainText('No secret has these words.')
  await filter.fill('')

  // The last one, far behind the first hundred, by keyboard alone.
  await filter.focus()
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Tab')
  await page.keyboard.press('End')
  const last = list.getByRole('option', { name: nameOf(299) })
  await expect(last).toBeFocused()
  await page.keyboard.press('Space')
  await expect(last).toHaveAttribute('aria-selected', 'false')
  await expect(reunite).toContainText('290 of 300 chosen')
  await page.keyboard.press('Escape')
  await expect(compare).toBeHidden()
})

test('none and all are one step each, and what was left out stays apart', async () => {
  await openComparison()
  const compare = page.getByRole('dialog', { name: 'Compare two regions' })
  const reunite = compare.getByRole('region', { name: 'Reunite' })
  const list = reunite.getByRole('listbox', { name: 'Secrets to reunite' })
  await reunite.getByRole('button', { name: 'Select none' }).click()
  await expect(reunite).toContainText('0 of 300 chosen')
  await expect(reunite.getByRole('button', { name: /^Reunite 0 secrets/ })).toBeDisabled()
  await reunite.getByRole('button', { name: 'Select all' }).click()
  await list.getByRole('option').first().focus()
  await page.keyboard.press('End')
  await list.getByRole('option', { name: nameOf(299) }).click()
  await list.getByRole('option', { name: nameOf(298) }).click()
  await reunite.getByRole('button', { name: `Reunite 298 secrets, keeping ${HOME}` }).click()
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('Reunited 298 secrets. 1 version of the other side was taken over.', { timeout: 90_000 })
  await expect(reunite).toContainText('2 of 2 chosen')
  await expect(list.getByRole('option')).toHaveText([/service-298/, /service-299/])
  await expect(compare).toContainText('No drift: all 298 replicas are the same as the primary.')
})

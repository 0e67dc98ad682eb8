import { expect, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

const GENERATOR = 'arn:aws:lambda:us-east-1:000000000000:function:builtin-generator'
/** Nothing answers on this port of the loopback, so the rotation is postponed and its secret left alone. */
const UNREACHABLE = JSON.stringify({ engine: 'postgres', host: '127.0.0.1', port: 9, username: 'app', password: 'not-a-real-one' })

let coffer: LaunchedApp
let page: Page

test.beforeAll(async () => {
  coffer = await openWindow([
    { Name: 'prod/daily', SecretString: '{"password":"not-a-real-one"}' },
    { Name: 'prod/monthly', SecretString: '{"password":"not-a-real-one"}' },
    // No `password` to renew: the generator fails, and says so.
    { Name: 'prod/odd', SecretString: '{"token":"not-a-real-one"}' },
    { Name: 'prod/db', SecretString: UNREACHABLE },
    { Name: 'prod/plain', SecretString: 'not rotated' },
  ])
  page = coffer.page
})
test.afterAll(() => coffer.close())

const configure = (SecretId: string, RotationRules: object, now = false, RotationLambdaARN = GENERATOR) =>
  callVault(page, 'secretsmanager:RotateSecret', { SecretId, ClientRequestToken: crypto.randomUUID(), RotationLambdaARN, RotationRules, RotateImmediately: now })
const grid = () => page.getByRole('grid', { name: 'Rotations' })
const row = (name: string) => grid().getByRole('row').filter({ hasText: name })
const nav = () => page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: /^Rotation/ })
const versionOf = async (SecretId: string) => ((await callVault(page, 'secretsmanager:GetSecretValue', { SecretId })) as { VersionId: string }).VersionId

test('without a rotation the section says what rotation is and where to begin', async () => {
  await nav().click()
  await expect(page.getByText('No secret is rotated yet.')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Choose a secret' }).click()
  await expect(page.getByRole('grid', { name: 'Secrets' })).toBeVisible()
})

test('all rotations stand in one list, what needs a person first, and the navigation counts it', async () => {
  await configure('prod/daily', { AutomaticallyAfterDays: 1 })
  await configure('prod/monthly', { ScheduleExpression: 'cron(0 2 1 * ? *)' })
  await configure('prod/odd', { AutomaticallyAfterDays: 90 }, true)
  await configure('prod/db', { AutomaticallyAfterDays: 90 }, true, GENERATOR.replace('generator', 'postgres-single'))
  await expect(nav()).toContainText('1 failed or overdue')
  await nav().click()
  await expect(row('prod/odd')).toContainText('failed')
  await expect(row('prod/db')).toContainText('unreachable')
  await expect(grid().getByRole('row').nth(1)).toContainText('prod/odd')
  await expect(row('prod/monthly')).toBeVisible()
  await expect(page.getByRole('grid', { name: 'Rotations' }).getByText('prod/plain')).toHaveCount(0)
  await page.getByRole('radio', { name: 'Failing 1' }).click()
  await expect(row('prod/daily')).toHaveCount(0)
  await page.getByRole('radio', { name: 'All' }).click()
  await row('prod/odd').click()
  const pane = page.getByRole('complementary', { name: 'Details' })
  await expect(pane.getByRole('alert')).toContainText('password key is missing from secret JSON')
  await expectAccessible(page)
  await row('prod/db').click()
  await expect(pane).toContainText('Postponed: the database cannot be reached')
  await expect(pane.getByRole('region', { name: 'Ways out' })).toHaveCount(0)
})

test('the calendar is gone through by key, and a day lists its windows', async () => {
  await page.getByRole('radio', { name: 'Calendar' }).click()
  const month = page.getByRole('grid', { name: /^Rotations in / })
  await month.getByRole('gridcell', { selected: true }).focus()
  const chosen = () => month.getByRole('gridcell', { selected: true })
  const before = await chosen().innerText()
  await page.keyboard.press('PageDown')
  await expect(chosen()).not.toHaveText(before)
  await expect(chosen()).toBeFocused()
  await page.keyboard.press('Home')
  await expect(chosen()).toHaveAccessibleName(/^Monday /)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(chosen()).toHaveAccessibleName(/^Tuesday .*: \d+ to come$/)
  // Windows open at 00:00 UTC each day for this one, whatever the day here.
  await expect(page.getByRole('region', { name: /^Tuesday/ })).toContainText('prod/daily')
  await expectAccessible(page)
  await page.getByRole('region', { name: /^Tuesday/ }).getByRole('button', { name: /prod\/daily/ }).first().click()
  await expect(page.getByRole('complementary', { name: 'Details' }).getByRole('heading', { name: 'prod/daily' })).toBeVisible()
  await page.getByRole('radio', { name: 'List' }).click()
})

test('many are rotated at once, and a pause keeps everything from beginning', async () => {
  await page.getByRole('switch', { name: 'Pause all' }).click({ force: true })
  await expect(page.getByText('Paused: nothing begins')).toBeVisible()
  const before = [await versionOf('prod/daily'), await versionOf('prod/monthly')]
  await row('prod/daily').click()
  await row('prod/monthly').click({ modifiers: ['Control'] })
  const pane = page.getByRole('complementary', { name: 'Details' })
  await expect(pane.getByRole('heading', { name: '2 rotations selected' })).toBeVisible()
  await pane.getByRole('button', { name: 'Rotate now' }).click()
  const question = page.getByRole('alertdialog', { name: 'Rotate 2 secrets now?' })
  await expect(question).toContainText('it begins when you resume them')
  await expectAccessible(page)
  await question.getByRole('button', { name: 'Rotate now' }).click()
  await row('prod/daily').click()
  await expect(pane).toContainText('Rotations are paused')
  expect([await versionOf('prod/daily'), await versionOf('prod/monthly')]).toEqual(before)
  await pane.getByRole('button', { name: 'Resume rotations' }).click()
  await expect.poll(() => versionOf('prod/daily')).not.toBe(before[0])
  await expect.poll(() => versionOf('prod/monthly')).not.toBe(before[1])
  await expect(pane).toContainText('succeeded')
})

test('the calendar shows what was as well, told apart by signs and words', async () => {
  await nav().click()
  await page.getByRole('radio', { name: 'Calendar' }).click()
  await page.getByRole('button', { name: 'Today' }).click()
  const today = page.getByRole('grid', { name: /^Rotations in / }).getByRole('gridcell', { selected: true })
  await expect(today).toHaveAccessibleName(/: 1 failed,.* \d+ done/)
  const day = page.locator('section', { has: page.getByRole('heading', { level: 3 }) }).filter({ hasText: 'prod/odd' })
  await expect(day.getByRole('button', { name: /prod\/odd/ })).toContainText('failed, not over')
  await expect(day.getByText('failed, not over')).toHaveAttribute('title', /password key is missing from secret JSON/)
  await expect(day.getByRole('button', { name: /prod\/daily/ }).first()).toContainText('done')
  await expect(page.getByRole('list', { name: 'Signs' })).toContainText('donefailedabandonedto comeoverdue')
  await expectAccessible(page)
  // What happens while one looks is seen.
  const done = async () => Number(/(\d+) done/.exec((await today.innerText()) ?? '')?.[1])
  const before = await done()
  await callVault(page, 'secretsmanager:RotateSecret', { SecretId: 'prod/monthly', ClientRequestToken: crypto.randomUUID() })
  await expect.poll(done).toBe(before + 1)
  await day.getByRole('button', { name: /prod\/odd/ }).click()
  await expect(page.getByRole('complementary', { name: 'Details' }).getByRole('heading', { name: 'prod/odd' })).toBeVisible()
  await page.getByRole('radio', { name: 'List' }).click()
})

test('secrets are rotated from their own list too', async () => {
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: /^Secrets/ }).click()
  const before = await versionOf('prod/daily')
  await page.getByTitle('prod/daily', { exact: true }).first().click()
  await page.getByTitle('prod/plain', { exact: true }).first().click({ modifiers: ['Control'] })
  await page.getByRole('region', { name: 'Selected secrets' }).getByRole('button', { name: 'Rotate now…' }).click()
  const question = page.getByRole('alertdialog', { name: 'Rotate now?' })
  await expect(question).toContainText('One other is left out')
  await question.getByRole('button', { name: 'Rotate now' }).click()
  await expect.poll(() => versionOf('prod/daily')).not.toBe(before)
})

test('a secret without a database gets a new value of the chosen kind, at the chosen key', async () => {
  await callVault(page, 'secretsmanager:CreateSecret', { Name: 'prod/api', SecretString: '{"url":"https://api.example.com","apiKey":"not-a-real-one"}' })
  await page.getByTitle('prod/api', { exact: true }).first().click()
  const pane = page.getByRole('complementary', { name: 'Details' })
  await pane.getByRole('tab', { name: 'Rotation' }).click()
  await pane.getByRole('button', { name: 'Set up rotation' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog.getByRole('radio', { name: /New value only/ })).toBeChecked()
  await expect(dialog.getByRole('button', { name: /Key that gets it/ })).toContainText('apiKey')
  await dialog.getByRole('button', { name: /New value/ }).click()
  await page.getByRole('option', { name: 'Token, hexadecimal' }).click()
  await expectAccessible(page)
  await dialog.getByRole('button', { name: 'Test connection and dry run' }).click()
  await expect(dialog).toContainText('coffer:rotation:GENERATE=hex, coffer:rotation:JSON_KEY=apiKey')
  await dialog.getByRole('button', { name: 'Rotate now' }).click()
  await expect(pane).toContainText('1 of 1 succeeded')
  const { SecretString } = (await callVault(page, 'secretsmanager:GetSecretValue', { SecretId: 'prod/api' })) as { SecretString: string }
  expect(JSON.parse(SecretString)).toEqual({ url: 'https://api.example.com', apiKey: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown as string })
})

test('AWS’s settings of a password are chosen in the dialog, refused when none can be made, and shown with the rotation', async () => {
  await callVault(page, 'secretsmanager:CreateSecret', { Name: 'prod/mail', SecretString: '{"username":"mailer","password":"not-a-real-one"}' })
  await page.getByTitle('prod/mail', { exact: true }).first().click()
  const pane = page.getByRole('complementary', { name: 'Details' })
  await pane.getByRole('tab', { name: 'Rotation' }).click()
  await pane.getByRole('button', { name: 'Set up rotation' }).click()
  const dialog = page.getByRole('dialog')
  const next = dialog.getByRole('button', { name: 'Test connection and dry run' })
  await expect(dialog.getByText('32 characters of a-z, A-Z, 0-9 and punctuation, without')).toBeVisible()
  await dialog.getByRole('button', { name: 'More about the password' }).click()
  const kinds = dialog.getByRole('group', { name: 'Kinds of characters' })
  await kinds.getByRole('checkbox', { name: 'punctuation' }).focus()
  await page.keyboard.press('Space')
  for (const kind of ['a-z', 'A-Z', '0-9']) await kinds.getByText(kind, { exact: true }).click()
  await expect(dialog.getByText('All characters are left out').first()).toBeVisible()
  await expect(next).toBeDisabled()
  await expectAccessible(page)
  for (const kind of ['a-z', '0-9']) await kinds.getByText(kind, { exact: true }).click()
  await dialog.getByRole('textbox', { name: 'Never these characters' }).fill('0o1l')
  const length = dialog.getByRole('textbox', { name: 'Length' })
  await length.fill('8')
  await length.press('Tab')
  await expect(dialog.getByText('That is weak for a password that programs use: 40 bits. 13 characters would do.')).toBeVisible()
  await length.fill('24')
  await length.press('Tab')
  await expect(dialog.getByText('24 characters of a-z and 0-9, without l o 0 1')).toBeVisible()
  await next.click()
  await expect(dialog.getByRole('list', { name: 'Findings' })).toContainText('New passwords have 24 characters of a-z and 0-9, without l o 0 1.')
  await expect(dialog).toContainText('coffer:rotation:EXCLUDE_CHARACTERS=0o1l')
  await dialog.getByRole('button', { name: 'Rotate now' }).click()
  await expect(pane).toContainText('1 of 1 succeeded')
  await expect(pane).toContainText('24 characters of a-z and 0-9, without l o 0 1')
  const read = async () => JSON.parse(((await callVault(page, 'secretsmanager:GetSecretValue', { SecretId: 'prod/mail' })) as { SecretString: string }).SecretString) as { password: string }
  expect((await read()).password).toMatch(/^[a-kmnp-z2-9]{24}$/)
  // What was set is what the dialog begins with; back to the function's own takes the tags away.
  await pane.getByRole('button', { name: 'Edit' }).click()
  await expect(dialog.getByRole('textbox', { name: 'Never these characters' })).toHaveValue('0o1l')
  await page.keyboard.press('Escape')
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { embeddedPostgres, type PostgresServer, startPostgres } from '../databases/support/postgres-server.ts'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { ROTATION_FUNCTION } from './support/rotation-function.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

const FIRST = 'canary-First-password-7'

let coffer: LaunchedApp
let page: Page
let pane: Locator
let server: PostgresServer
let folder: string

const login = (username: string) => ({ engine: 'postgres', host: '127.0.0.1', port: server.port, username, password: FIRST, dbname: 'postgres' })

test.beforeAll(async () => {
  server = await startPostgres(embeddedPostgres())
  for (const name of ['ledger', 'stuck', 'taken', 'twins']) await server.sql(`CREATE ROLE ${name} LOGIN PASSWORD '${FIRST}'`)
  folder = await mkdtemp(path.join(os.tmpdir(), 'coffer-function-'))
  await writeFile(path.join(folder, 'index.mjs'), ROTATION_FUNCTION)
  coffer = await openWindow([
    { Name: 'prod/ledger', SecretString: JSON.stringify(login('ledger')) },
    { Name: 'prod/stuck', SecretString: JSON.stringify(login('stuck')) },
    { Name: 'prod/taken', SecretString: JSON.stringify(login('taken')) },
    { Name: 'prod/twins', SecretString: JSON.stringify(login('twins')) },
    { Name: 'prod/admin', SecretString: JSON.stringify({ ...login('postgres'), ...server.superuser }) },
  ])
  page = coffer.page
  pane = page.getByRole('complementary', { name: 'Details' })
})
test.afterAll(async () => {
  await coffer.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
})

const dialog = () => page.getByRole('dialog')
const open = async (name: string) => {
  await page.getByTitle(name, { exact: true }).first().click()
  await pane.getByRole('tab', { name: 'Rotation' }).click()
}
const valueOf = async (SecretId: string) => JSON.parse(((await callVault(page, 'secretsmanager:GetSecretValue', { SecretId })) as { SecretString: string }).SecretString) as { username: string; password: string; masterarn?: string; ssl?: unknown }
const opens = async (username: string, password: string) =>
  server.login(username, password).then(
    (client) => client.end().then(() => true),
    () => false,
  )

test('a database secret is set up in its tab, tried without a change, and rotated before the eyes', async () => {
  await open('prod/ledger')
  await expect(pane).toContainText('This secret is not rotated')
  await expectAccessible(page)
  await pane.getByRole('button', { name: 'Set up rotation' }).click()
  await expect(dialog()).toContainText(`PostgreSQL at 127.0.0.1:${server.port}, user ledger`)
  await expect(dialog().getByRole('radio', { name: /One user · suggested/ })).toBeChecked()
  await dialog().getByRole('button', { name: /Rhythm/ }).click()
  await page.getByRole('option', { name: 'Expression' }).click()
  const expression = dialog().getByRole('textbox', { name: 'Expression' })
  await expression.fill('cron(5 2 * * ? *)')
  await expect(dialog()).toContainText('the minutes must be 0, since windows open on the hour.')
  await expect(dialog().getByRole('button', { name: 'Test connection and dry run' })).toBeDisabled()
  await expression.fill('cron(0 2 ? * SUN#1 *)')
  await expect(dialog().getByRole('status')).toContainText('On the first Sunday of the month, from 02:00 UTC to the end of the day')
  const dates = dialog().getByRole('table', { name: 'The next five windows open' }).getByRole('row')
  await expect(dates).toHaveCount(6)
  await expect(dates.nth(1)).toContainText(/\d{4}-\d\d-0[1-7] 02:00/)
  await expectAccessible(page)
  await dialog().getByRole('button', { name: 'Test connection and dry run' }).click()
  await expect(dialog().getByRole('list', { name: 'Findings' })).toContainText(/The current password works at .*PostgreSQL.*, without encryption on the way\./)
  await expect(dialog()).toContainText(`Coffer logs in to PostgreSQL at 127.0.0.1:${server.port} as ledger and gives ledger a new password.`)
  await expectAccessible(page)
  expect((await valueOf('prod/ledger')).password).toBe(FIRST)
  await dialog().getByRole('button', { name: 'Rotate now' }).click()
  await expect(pane).toContainText('1 of 1 succeeded')
  const { password } = await valueOf('prod/ledger')
  expect(password).not.toBe(FIRST)
  expect(await opens('ledger', FIRST)).toBe(false)
  expect(await opens('ledger', password)).toBe(true)
  await pane.getByRole('button', { name: /asked for/ }).click()
  await expect(pane.getByRole('list', { name: 'Steps' }).getByRole('listitem')).toHaveText([/Create/, /Set/, /Test/, /Finish/])
  for (const step of ['Create: done', 'Set: done', 'Test: done', 'Finish: done']) await expect(pane.getByRole('listitem', { name: step })).toBeVisible()
  await expect(pane.getByRole('log')).toContainText('finishSecret')
  await expect(pane.getByRole('log').getByText(/^\d\d:\d\d:\d\d\.\d{3}$/).first()).toHaveAttribute('title', / UTC$/)
  const shown = await page.evaluate(() => document.documentElement.outerHTML)
  expect(shown).not.toContain(password)
  expect(shown).not.toContain(FIRST)
  await expectAccessible(page)
})

test('two users need an admin secret, which is written into the value with the choice of TLS', async () => {
  await open('prod/twins')
  await pane.getByRole('button', { name: 'Set up rotation' }).click()
  await dialog().getByText('Two users', { exact: true }).click()
  await expect(dialog()).toContainText('twins and twins_clone take turns')
  await expect(dialog()).toContainText('Choose the admin secret')
  await expect(dialog().getByRole('button', { name: 'Test connection and dry run' })).toBeDisabled()
  await dialog().getByRole('searchbox', { name: 'Find the admin secret' }).fill('admin')
  await dialog().getByRole('option', { name: 'prod/admin' }).click()
  await dialog().getByRole('button', { name: /Connection/ }).click()
  await page.getByRole('option', { name: 'No TLS' }).click()
  await dialog().getByRole('button', { name: 'Test connection and dry run' }).click()
  await expect(dialog().getByRole('list', { name: 'Findings' })).toContainText('The master secret’s password works')
  await expect(dialog()).toContainText('a new version of the value is stored, with masterarn, ssl changed')
  await dialog().getByRole('button', { name: 'Only test now' }).click()
  await expect(pane.getByRole('button', { name: /test/ })).toContainText('succeeded')
  const tested = await valueOf('prod/twins')
  expect(tested).toMatchObject({ username: 'twins', password: FIRST, ssl: false })
  expect(tested.masterarn).toContain(':secret:prod/admin-')
  await pane.getByRole('button', { name: 'Rotate now' }).click()
  await page.getByRole('alertdialog', { name: 'Rotate now?' }).getByRole('button', { name: 'Rotate now' }).click()
  await expect.poll(async () => (await valueOf('prod/twins')).username).toBe('twins_clone')
  expect(await opens('twins', FIRST)).toBe(true)
  expect(await opens('twins_clone', (await valueOf('prod/twins')).password)).toBe(true)
})

test('a rotation that stands still shows which password works, and the ways out that are safe', async () => {
  await callVault(page, 'workbench:SetEndpoint', { Enabled: true, Port: 0 })
  await callVault(page, 'workbench:CreateFunction', { FunctionName: 'half-done', Runtime: 'nodejs', CodePath: path.join(folder, 'index.mjs'), Handler: 'index.handler', Environment: { FAIL_STEP: 'setSecret' } })
  const { PresentCodeSha256 } = (await callVault(page, 'workbench:GetFunction', { FunctionName: 'half-done' })) as { PresentCodeSha256: string }
  const { Function: made } = (await callVault(page, 'workbench:UpdateFunction', { FunctionName: 'half-done', CodeSha256: PresentCodeSha256 })) as { Function: { FunctionArn: string } }
  const rotate = () => callVault(page, 'secretsmanager:RotateSecret', { SecretId: 'prod/stuck', ClientRequestToken: crypto.randomUUID(), RotationLambdaARN: made.FunctionArn, RotationRules: { AutomaticallyAfterDays: 30 } })
  await rotate()
  await open('prod/stuck')
  await expect(pane.getByRole('alert')).toContainText('The set step failed')
  await expect(pane.getByRole('alert')).toContainText('the payment provider answers 503')
  await expect(pane.getByRole('listitem', { name: 'Set: failed' })).toBeVisible()
  const ways = pane.getByRole('region', { name: 'Ways out' })
  await expect(ways).toContainText('The current password works for stuck.')
  await expect(ways).toContainText('The pending password is refused for stuck')
  await expect(ways.getByRole('button', { name: 'Adopt' })).toBeDisabled()
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('The rotation of prod/stuck failed.')
  await expectAccessible(page)
  await ways.getByRole('button', { name: 'Discard' }).click()
  const question = page.getByRole('alertdialog', { name: 'Discard the pending version?' })
  await expect(question).toContainText('prod/stuck keeps its current value')
  await question.getByRole('button', { name: 'Discard it' }).click()
  await expect(ways).toBeHidden()
  await expect(pane.getByRole('button', { name: /The pending version was discarded/ })).toContainText('abandoned')
  // Once the cause is gone, Retry goes on with the version that is there.
  await rotate()
  await expect(ways).toBeVisible()
  await callVault(page, 'workbench:UpdateFunction', { FunctionName: 'half-done', Environment: {} })
  const { PendingVersionId } = (await callVault(page, 'workbench:GetRotation', { SecretId: 'prod/stuck' })) as { PendingVersionId: string }
  await ways.getByRole('button', { name: 'Retry now' }).click()
  await expect.poll(async () => ((await callVault(page, 'secretsmanager:GetSecretValue', { SecretId: 'prod/stuck' })) as { VersionId: string }).VersionId).toBe(PendingVersionId)
  await expect(ways).toBeHidden()
})

test('a rotation whose password the database took already is adopted', async () => {
  const [, , , region = '', account = ''] = ((await callVault(page, 'secretsmanager:DescribeSecret', { SecretId: 'prod/taken' })) as { ARN: string }).ARN.split(':')
  const role = `arn:aws:iam::${account}:role/coffer-rotation`
  // The database has the new password when the last step is refused.
  await callVault(page, 'secretsmanager:PutResourcePolicy', { SecretId: 'prod/taken', ResourcePolicy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: { AWS: role }, Action: 'secretsmanager:UpdateSecretVersionStage', Resource: '*' }] }) })
  await callVault(page, 'secretsmanager:RotateSecret', { SecretId: 'prod/taken', ClientRequestToken: crypto.randomUUID(), RotationLambdaARN: `arn:aws:lambda:${region}:${account}:function:builtin-postgres-single`, RotationRules: { AutomaticallyAfterDays: 30 } })
  await open('prod/taken')
  await expect(pane.getByRole('listitem', { name: 'Finish: failed' })).toBeVisible()
  const ways = pane.getByRole('region', { name: 'Ways out' })
  await expect(ways).toContainText('The current password is refused for taken')
  await expect(ways).toContainText('The pending password works for taken.')
  await expect(ways.getByRole('button', { name: 'Discard' })).toBeDisabled()
  await expect(ways).toContainText('Not now: this password is refused, so nobody could log in.')
  await expectAccessible(page)
  expect(await opens('taken', FIRST)).toBe(false)
  const { PendingVersionId } = (await callVault(page, 'workbench:GetRotation', { SecretId: 'prod/taken' })) as { PendingVersionId: string }
  await ways.getByRole('button', { name: 'Adopt' }).click()
  const question = page.getByRole('alertdialog', { name: 'Make the pending version current?' })
  await expect(question).toContainText('Programs that read prod/taken get the pending value from their next read on')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(question).toBeHidden()
  expect((await valueOf('prod/taken')).password).toBe(FIRST)
  await ways.getByRole('button', { name: 'Adopt' }).click()
  await question.getByRole('button', { name: 'Adopt it' }).click()
  await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('The pending version is current now.')
  await expect(ways).toBeHidden()
  expect(await callVault(page, 'secretsmanager:DescribeSecret', { SecretId: 'prod/taken' })).toMatchObject({ VersionIdsToStages: { [PendingVersionId]: ['AWSCURRENT'] } })
  expect(await opens('taken', (await valueOf('prod/taken')).password)).toBe(true)
  await expect(pane.getByRole('button', { name: /asked for/ })).toContainText('succeeded')
})

test('rotation is turned off and on again, and what is stored is kept', async () => {
  await open('prod/ledger')
  await pane.getByRole('button', { name: 'Turn off' }).click()
  await page.getByRole('alertdialog', { name: 'Turn rotation off?' }).getByRole('button', { name: 'Turn off' }).click()
  await expect(pane).toContainText('Rotation is off. Its function and schedule are kept.')
  expect(await callVault(page, 'secretsmanager:DescribeSecret', { SecretId: 'prod/ledger' })).toMatchObject({ RotationEnabled: false, RotationRules: { ScheduleExpression: 'cron(0 2 ? * SUN#1 *)' } })
  await pane.getByRole('button', { name: 'Turn rotation on' }).click()
  await expect(dialog().getByRole('textbox', { name: 'Expression' })).toHaveValue('cron(0 2 ? * SUN#1 *)')
  await page.keyboard.press('Escape')
})

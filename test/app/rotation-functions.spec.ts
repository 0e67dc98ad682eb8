import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial' })

let coffer: LaunchedApp
let page: Page
let folder: string
let codePath: string

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'coffer-function-'))
  codePath = path.join(folder, 'rotate.py')
  await writeFile(codePath, 'def lambda_handler(event, context):\n    print("step", event.get("Step"))\n    return {"seen": event}\n')
  coffer = await openWindow([{ Name: 'prod/payments/key' }])
  page = coffer.page
  await page.getByRole('button', { name: 'Functions', exact: true }).click()
})
test.afterAll(async () => {
  await coffer.close()
  await rm(folder, { recursive: true, force: true })
})

const dialog = (name: string) => page.getByRole('dialog', { name })
const article = (): Locator => page.getByRole('article', { name: 'Function rotate-key' })

test('a function of the user is added with its path, and nothing of it runs before they agree', async () => {
  await page.getByRole('button', { name: 'Add function' }).first().click()
  const form = dialog('Add a function')
  await form.getByRole('button', { name: 'Add function' }).click()
  await expect(form).toContainText('Give it a name.')
  await expect(form).toContainText('Choose the file or the folder of the code.')
  await form.getByRole('textbox', { name: 'Name' }).fill('builtin-mine')
  await expect(form).toContainText('Names that begin with builtin- are those of functions that come with Coffer.')
  await form.getByRole('textbox', { name: 'Name' }).fill('rotate-key')
  await form.getByRole('textbox', { name: 'Code' }).fill(codePath)
  await expect(form.getByRole('textbox', { name: 'Handler' })).toHaveValue('rotate.lambda_handler')
  await expect(form.getByRole('radio', { name: /Python/ })).toBeChecked()
  await form.getByRole('button', { name: 'Variables, limits and role' }).click()
  await form.getByRole('button', { name: 'Add a variable' }).click()
  await form.getByRole('textbox', { name: 'Name of variable 1' }).fill('AWS_REGION')
  await expect(form.getByRole('alert')).toHaveText('AWS_REGION is set by Coffer itself, as Lambda does.')
  await form.getByRole('textbox', { name: 'Name of variable 1' }).fill('EXCLUDE_CHARACTERS')
  await expectAccessible(page)
  await form.getByRole('button', { name: 'Add function' }).click()
  const consent = dialog('May this code run?')
  await expect(consent).toContainText(codePath)
  await expect(consent).toContainText('The one secret that it rotates')
  await expectAccessible(page)
  await consent.getByRole('button', { name: 'Not now' }).click()
  await expect(article()).toContainText('rotate.lambda_handler')
  await expect(page.getByRole('grid', { name: 'Functions' })).toContainText('not agreed')
  await expect(article().getByRole('button', { name: 'Run once' })).toBeDisabled()
  await expect(callVault(page, 'workbench:InvokeFunction', { FunctionName: 'rotate-key' })).rejects.toThrow('CodeNotAgreed')
  await expectAccessible(page)
})

test('what was agreed to runs, with its log; code that changed is asked about again', async () => {
  await article().getByRole('button', { name: 'Look at it and agree' }).click()
  const consent = dialog('May this code run?')
  const { PresentCodeSha256 } = (await callVault(page, 'workbench:GetFunction', { FunctionName: 'rotate-key' })) as { PresentCodeSha256: string }
  await expect(consent).toContainText(PresentCodeSha256)
  await expect(consent).toContainText(/Python 3\./)
  await consent.getByRole('button', { name: 'Agree and let it run' }).click()
  await expect(page.getByRole('grid', { name: 'Functions' })).not.toContainText('not agreed')
  await article().getByRole('button', { name: 'Switch the endpoint on' }).click()
  await expect(article().getByRole('button', { name: 'Switch the endpoint on' })).toBeHidden()
  await article().getByRole('button', { name: /Event/ }).click()
  await page.getByRole('option', { name: 'testSecret' }).click()
  await article().getByRole('button', { name: 'Run once' }).click()
  const outcome = article().getByRole('region', { name: 'Outcome' })
  await expect(outcome).toContainText('succeeded')
  await expect(outcome).toContainText('"Step":"testSecret"')
  await expect(outcome.getByLabel('Log')).toContainText('step testSecret')
  await expect(outcome.getByLabel('Log').getByText(/^\d\d:\d\d:\d\d\.\d{3}$/).first()).toHaveAttribute('title', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC$/)
  await expect(article().getByRole('button', { name: /test run/ })).toContainText('succeeded')
  await expectAccessible(page)
  await writeFile(codePath, 'def lambda_handler(event, context):\n    raise ValueError("other code")\n')
  await article().getByRole('button', { name: 'Run once' }).click()
  await expect(article()).toContainText('The code changed since you agreed to it')
})

test('a function that rotates a secret is not removed, and says whose it is', async () => {
  await callVault(page, 'secretsmanager:RotateSecret', { SecretId: 'prod/payments/key', ClientRequestToken: crypto.randomUUID(), RotationLambdaARN: 'arn:aws:lambda:us-east-1:000000000000:function:rotate-key', RotateImmediately: false })
  await page.getByRole('button', { name: 'Activity', exact: true }).first().click()
  await page.getByRole('button', { name: 'Functions', exact: true }).click()
  await expect(article()).toContainText('1 secret')
  await article().getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  const question = page.getByRole('alertdialog', { name: 'Remove rotate-key' })
  await expect(question).toContainText('prod/payments/key')
  await expect(question.getByRole('button', { name: 'Remove function' })).toBeDisabled()
  await question.getByRole('button', { name: 'Cancel' }).click()
  await callVault(page, 'secretsmanager:DeleteSecret', { SecretId: 'prod/payments/key', ForceDeleteWithoutRecovery: true })
})

test('a function is changed by key, and removed with its code left alone', async () => {
  await article().getByRole('button', { name: 'More' }).click()
  await page.keyboard.press('Enter')
  const form = dialog('Edit rotate-key')
  await form.getByRole('textbox', { name: 'Timeout of a step' }).fill('60')
  await form.getByRole('textbox', { name: 'Timeout of a step' }).press('Tab')
  await form.getByRole('textbox', { name: 'Description' }).fill('Keys of the payment provider')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(article()).toContainText('60 s a step')
  await expect(article()).toContainText('Keys of the payment provider')
  await article().getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  const question = page.getByRole('alertdialog', { name: 'Remove rotate-key' })
  await expect(question).toContainText('The code stays where it is on your disk')
  await question.getByRole('button', { name: 'Remove function' }).click()
  await expect(article()).toBeHidden()
  expect(((await callVault(page, 'workbench:ListFunctions')) as { Functions: { FunctionName: string }[] }).Functions.map((one) => one.FunctionName)).not.toContain('rotate-key')
})

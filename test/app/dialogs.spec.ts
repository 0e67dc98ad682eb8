import { expect, type Page, test } from '@playwright/test'
import type { LaunchedApp } from './support/launch.ts'
import { openWindow } from './support/open-window.ts'
import { callVault } from './support/vault.ts'

test.describe.configure({ mode: 'serial', timeout: 240_000 })

/** The smallest window, see minWidth and minHeight in electron/windows/main-window.ts. */
const SMALLEST = { width: 900, height: 600 }

let coffer: LaunchedApp
let page: Page

test.beforeAll(async () => {
  coffer = await openWindow([{ Name: 'prod/payments/db', SecretString: '{"engine":"postgres","host":"db.internal","username":"app","password":"not-a-real-one"}' }, { Name: 'prod/web/session' }], { size: SMALLEST })
  page = coffer.page
  await callVault(page, 'workbench:AddRegion', { Region: 'eu-west-1' })
  const { KeyMetadata } = (await callVault(page, 'kms:CreateKey', {})) as { KeyMetadata: { KeyId: string } }
  await callVault(page, 'kms:CreateAlias', { AliasName: 'alias/team', TargetKeyId: KeyMetadata.KeyId })
})
test.afterAll(() => coffer.close())

const dialog = () => page.locator('[role=dialog], [role=alertdialog]')
const field = (name: string) => dialog().getByRole('textbox', { name, exact: true })
const section = (name: RegExp) => page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name }).click()

/** Runs a command by its name in the palette, with keys alone. */
async function command(label: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+k')
  await expect(page.getByRole('combobox', { name: 'Search or run a command' })).toBeFocused()
  await page.keyboard.type(label)
  await expect(page.getByRole('option', { selected: true })).toContainText(label)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toHaveCount(0)
}

async function selectSecret(): Promise<void> {
  await section(/^Secrets/)
  await page.getByRole('grid', { name: 'Secrets' }).getByRole('row').filter({ hasText: 'prod/payments/db' }).click()
}

async function selectKey(): Promise<void> {
  await section(/^Keys/)
  await page.getByRole('grid', { name: 'Keys' }).getByRole('row').filter({ hasText: 'alias/team' }).click()
}

/** What of the open dialog lies outside of the window, or has text beside its edge. */
function misplaced(): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = []
    for (const open of document.querySelectorAll('[role=dialog], [role=alertdialog]')) {
      for (const part of [open, ...open.querySelectorAll('header, footer, footer button')]) {
        const box = part.getBoundingClientRect()
        const name = part.textContent?.slice(0, 40) ?? ''
        if (box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth) found.push(`outside: ${part.tagName} ${name}`)
      }
      for (const part of open.querySelectorAll('*')) {
        const { overflowX } = getComputedStyle(part)
        if (/auto|scroll/.test(overflowX) && part.scrollWidth > part.clientWidth + 1) found.push(`scrolls sideways: ${part.textContent?.slice(0, 40) ?? ''}`)
      }
    }
    return found
  })
}

/** The dialogs that a command opens, by where it is available. */
const COMMANDS: readonly (readonly [where: string, goThere: () => Promise<void>, labels: readonly string[]])[] = [
  [
    'a secret',
    selectSecret,
    ['New secret…', 'Import…', 'Edit value…', 'Duplicate…', 'Share…', 'Export…', 'Change tags…', 'Change key…', 'Set up rotation…', 'Replicate to regions…', 'Add a region…', 'Attach a region…', 'What regions are for…', 'What if this disk dies now…', 'Compare two regions…'],
  ],
  ['a key', selectKey, ['Create key…', 'Create alias…', 'Disable key…', 'Schedule key deletion…']],
  [
    'the vault',
    () => section(/^Access/),
    ['New user…', 'New group…', 'New role…', 'Add an account…', 'Connect a program…', 'Add a function…', 'Back up the vault…', 'Change the protection…', 'Change the passphrase…', 'Make a new recovery kit…', 'Keyboard shortcuts'],
  ],
]

for (const [where, goThere, labels] of COMMANDS) {
  test(`each dialog for ${where} fits into the smallest window, takes the focus, closes by Esc and gives the focus back`, async () => {
    await goThere()
    for (const label of labels) {
      await test.step(label, async () => {
        await command(label)
        await expect(dialog()).toHaveCount(1)
        await expect.poll(() => page.evaluate(() => document.activeElement !== document.body && document.activeElement?.closest('[role=dialog], [role=alertdialog]') !== null), label).toBe(true)
        await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))))
        expect.soft(await misplaced(), label).toEqual([])
        await page.keyboard.press('Escape')
        await expect(dialog(), label).toHaveCount(0)
        await expect.poll(() => page.evaluate(() => document.activeElement !== document.body), label).toBe(true)
      })
    }
  })
}

test('Enter in a field sends each form', async () => {
  const names = async (operation: string, list: string, key: string) => ((await callVault(page, operation)) as Record<string, Record<string, string>[]>)[list]?.map((item) => item[key])

  await section(/^Access/)
  await command('New user…')
  await field('User name').fill('ci')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'New access key for ci' })).toBeVisible()
  await field('What it is for').fill('tests')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: 'Access key of ci' })).toBeVisible()
  await page.keyboard.press('Escape')
  expect(await names('workbench:ListUsers', 'Users', 'UserName')).toContain('ci')

  await command('New group…')
  await field('Group name').fill('team')
  await page.keyboard.press('Enter')
  await expect(dialog()).toHaveCount(0)
  expect(await names('workbench:ListGroups', 'Groups', 'GroupName')).toContain('team')

  await command('New role…')
  await field('Role name').fill('deploy')
  await page.keyboard.press('Enter')
  await expect(dialog()).toHaveCount(0)
  expect(await names('workbench:ListRoles', 'Roles', 'RoleName')).toContain('deploy')

  await command('Add an account…')
  await field('Account ID').fill('111122223333')
  await page.keyboard.press('Enter')
  // The name is missing still: Enter goes there.
  await expect(field('Name')).toBeFocused()
  await page.keyboard.type('acme-dev')
  await page.keyboard.press('Enter')
  await expect(dialog()).toHaveCount(0)
  expect(await names('workbench:ListAccounts', 'Accounts', 'Name')).toContain('acme-dev')

  await command('Create key…')
  await field('Alias').fill('search')
  await page.keyboard.press('Enter')
  await expect(dialog()).toHaveCount(0)

  await selectSecret()
  await command('Change tags…')
  await field('Add or change: key').fill('team')
  await page.keyboard.press('Tab')
  await page.keyboard.type('payments')
  await page.keyboard.press('Enter')
  await expect(dialog()).toHaveCount(0)

  await command('Duplicate…')
  await expect(field('Name')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog()).toHaveCount(0)
  await expect(page.getByRole('grid', { name: 'Secrets' }).getByTitle('prod/payments/db-copy')).toBeVisible()

  // In a dialog without a form of its own Enter presses the main button too; in a table of values it goes on to the next row.
  await command('New secret…')
  await expect(field('Name')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog()).toContainText('A secret needs a name.')
  await page.keyboard.type('prod/search/db')
  await field('host').click()
  for (const value of ['search.internal', '', 'indexer', 'not-a-real-one']) {
    await page.keyboard.type(value)
    await page.keyboard.press('Enter')
  }
  await expect(field('dbname')).toBeFocused()
  await page.keyboard.type('search')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(dialog()).toHaveCount(0)
  const { SecretString } = (await callVault(page, 'secretsmanager:GetSecretValue', { SecretId: 'prod/search/db' })) as { SecretString: string }
  expect(JSON.parse(SecretString)).toMatchObject({ host: 'search.internal', port: 5432, username: 'indexer', dbname: 'search' })
})

test('an error is said and in view, and what was typed stays', async () => {
  await section(/^Access/)
  await command('New group…')
  await field('Group name').fill('team')
  await page.keyboard.press('Enter')
  await expect(dialog().getByRole('alert')).toContainText('Group with name team already exists.')
  await expect(dialog().getByRole('alert')).toBeInViewport()
  await expect(field('Group name')).toHaveValue('team')
  await page.keyboard.press('Escape')
})

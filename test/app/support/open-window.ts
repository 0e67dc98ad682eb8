import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { launchCoffer, type LaunchedApp, type LaunchOptions } from './launch.ts'
import { callVault, createVault } from './vault.ts'

export interface SeedSecret {
  readonly Name: string
  readonly SecretString?: string
  readonly Description?: string
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[]
}

/** Starts the app with an unsealed vault that holds these secrets, past the first run, and waits for the list. */
export async function openWindow(secrets: readonly SeedSecret[], options: LaunchOptions = {}): Promise<LaunchedApp> {
  const coffer = await launchCoffer({ keyring: 'none', ...options })
  const { page } = coffer
  await createVault(page)
  await writeSecrets(page, secrets)
  await page.evaluate(() => window.coffer.app('preferences.set', { firstRunDone: true }))
  await expect(page.getByRole('grid', { name: 'Secrets' })).toBeVisible()
  await expect(page.locator('main h1 + span')).toHaveText(String(secrets.length))
  // Without a window manager nobody gives the window the focus; a click does, as a person's would.
  await page.getByRole('heading', { name: 'Secrets', level: 1 }).click()
  return coffer
}

/** Writes secrets through the window's bridge, one after the other inside the page, so that hundreds take no hundreds of round trips. */
export async function writeSecrets(page: Page, secrets: readonly SeedSecret[]): Promise<void> {
  const failed = await page.evaluate(async (wanted) => {
    for (const secret of wanted) {
      const answer = await window.coffer.execute({ operation: 'secretsmanager:CreateSecret', input: { SecretString: '{"password":"not-a-real-one"}', ...secret } })
      if (!answer.ok) return `${secret.Name}: ${answer.error.message}`
    }
    return null
  }, secrets)
  expect(failed).toBeNull()
}

/** What axe finds serious or critical on the screen that is shown, by all its rules or by the given ones only. */
export async function seriousProblems(page: Page, rules?: readonly string[]): Promise<string[]> {
  // React Aria's announcer names buttons by id for the seconds of an announcement, also when they are gone by then.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).exclude('[data-live-announcer]')
  const { violations } = await (rules === undefined ? axe : axe.withRules([...rules])).analyze()
  return violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`))
}

/** The names of the rows in view, from top to bottom. */
export async function shownNames(page: Page): Promise<string[]> {
  return page.locator('main [role=grid] [role=row][data-row]').evaluateAll((rows) =>
    rows
      .toSorted((a, b) => Number(a.getAttribute('aria-rowindex')) - Number(b.getAttribute('aria-rowindex')))
      .map((row) => row.querySelector('[title]')?.getAttribute('title') ?? ''),
  )
}

/** The tags of a secret by the vault's word. */
export async function tagsOf(page: Page, secretId: string): Promise<unknown> {
  const { Tags } = (await callVault(page, 'secretsmanager:DescribeSecret', { SecretId: secretId })) as { Tags?: unknown }
  return Tags
}

import { expect, type Page } from '@playwright/test'

export const PASSPHRASE = 'brass keyhole under seven quiet lanterns'

interface Answer {
  readonly ok: boolean
  readonly value?: unknown
  readonly error?: { readonly code: string; readonly message: string }
}

/** Runs an operation through the window's bridge, as the page does. Throws with AWS's code and words. */
export async function callVault(page: Page, operation: string, input: unknown = {}): Promise<unknown> {
  const answer = await page.evaluate((request) => window.coffer.execute(request) as Promise<Answer>, { operation, input })
  if (!answer.ok) throw new Error(`${answer.error?.code ?? ''}: ${answer.error?.message ?? ''}`)
  return answer.value
}

/** Does what seals the vault from outside of the page, and waits for the page that takes the place of the one before. */
export async function withFreshPage(page: Page, sealing: () => Promise<unknown>): Promise<void> {
  await page.evaluate(() => document.documentElement.classList.add('page-before'))
  await sealing()
  const isFresh = () => page.evaluate(() => !document.documentElement.classList.contains('page-before') && document.querySelector('#root > :not([aria-busy])') !== null)
  // While the page is on its way out there is nothing to ask.
  await expect.poll(() => isFresh().catch(() => false)).toBe(true)
}

function ignoreGonePage(error: unknown): void {
  if (!String(error).includes('Execution context was destroyed')) throw error
}

/** Seals an open vault as a call of the page, whose answer may not outlive the page. */
export function sealVault(page: Page): Promise<void> {
  return withFreshPage(page, () => page.evaluate(() => void window.coffer.execute({ operation: 'workbench:Seal', input: {} })).catch(ignoreGonePage))
}

/** The vault's state: absent, sealed or unsealed. */
export async function vaultState(page: Page): Promise<string> {
  return ((await callVault(page, 'workbench:GetStatus')) as { State: string }).State
}

/** Waits until the vault has this state. While one page takes the place of another there is nobody to ask, so it asks again. */
export async function expectVaultState(page: Page, state: 'absent' | 'sealed' | 'unsealed'): Promise<void> {
  await expect.poll(() => vaultState(page).catch(() => 'between two pages')).toBe(state)
}

/** Makes a vault with a passphrase, past the first-run screens. */
export async function createVault(page: Page): Promise<void> {
  await callVault(page, 'workbench:CreateVault', { Protection: 'passphrase', Passphrase: PASSPHRASE })
}

import type { Page } from '@playwright/test'

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

/** The vault's state: absent, sealed or unsealed. */
export async function vaultState(page: Page): Promise<string> {
  return ((await callVault(page, 'workbench:GetStatus')) as { State: string }).State
}

/** Makes a vault with a passphrase, past the first-run screens. */
export async function createVault(page: Page): Promise<void> {
  await callVault(page, 'workbench:CreateVault', { Protection: 'passphrase', Passphrase: PASSPHRASE })
}

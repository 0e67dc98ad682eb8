import { call, CofferError, setCallContext } from '../api/coffer-api.ts'
import { loadSavedFilters } from './filters.ts'
import { forgetFunctions } from './functions.ts'
import { forgetKeys, loadKeys } from './keys.ts'
import { forgetRegions, loadRegions } from './regions.ts'
import { forgetRotations, loadRotations } from './rotations.ts'
import { forgetSecrets, loadSecrets } from './secrets.ts'
import type { VaultStatus } from './state.ts'
import { patch, store, wipeStore } from './store.ts'
import { notifyError } from './toasts.ts'

/** Asks the vault for its state and follows it: an unsealed vault is read, a sealed one is forgotten. */
export async function refreshStatus(reason?: string): Promise<void> {
  const vault = await askStatus()
  const before = store.getState().session
  if (before.status === 'unsealed' && vault.State !== 'unsealed') forgetVault()
  acceptStatus(vault, before.status, reason)
  if (vault.State === 'unsealed' && (before.status !== 'unsealed' || before.vault?.VaultId !== vault.VaultId)) await openVault()
}

/** Before there was any answer, the words of a failure are all there is to show. */
async function askStatus(): Promise<VaultStatus> {
  try {
    return await call('workbench:GetStatus', {})
  } catch (thrown) {
    if (store.getState().session.status === 'starting') patch('session', { reason: CofferError.from(thrown).message })
    throw thrown
  }
}

/** What a sealed window must not know any more: names, tags, keys, activity, and answers that are still on their way. */
function forgetVault(): void {
  forgetSecrets()
  forgetKeys()
  forgetFunctions()
  forgetRotations()
  forgetRegions()
  wipeStore()
}

function acceptStatus(vault: VaultStatus, statusBefore: string, reason: string | undefined): void {
  const { session } = store.getState()
  const accountId = session.accountId || (vault.AccountId ?? '')
  const region = session.region || (vault.Region ?? '')
  setCallContext({ accountId: accountId || undefined, region: region || undefined })
  const unsealed = vault.State === 'unsealed'
  patch('session', {
    status: vault.State,
    vault,
    accountId: unsealed ? accountId : '',
    region: unsealed ? region : '',
    unsealedAtMs: unsealed ? (statusBefore === 'unsealed' ? session.unsealedAtMs : Date.now()) : null,
    // A vault that is sealed still is so for the reason that was said.
    reason: reason ?? (vault.State === 'sealed' && statusBefore === 'sealed' ? session.reason : null),
  })
  if (!unsealed) setCallContext({ accountId: undefined, region: undefined })
}

async function openVault(): Promise<void> {
  const accounts = loadAccounts()
  await Promise.all([accounts, loadSecrets(), loadSavedFilters(), loadKeys(), loadRotations(), loadRegions()])
}

export async function loadAccounts(): Promise<void> {
  try {
    const { Accounts } = await call('workbench:ListAccounts', {})
    patch('session', { accounts: Accounts })
  } catch (error) {
    notifyError(error)
  }
}

/** Speaks for another account or region from now on and reads its secrets. */
export async function chooseContext(choice: { readonly accountId?: string; readonly region?: string }): Promise<void> {
  const { session } = store.getState()
  const accountId = choice.accountId ?? session.accountId
  const region = choice.region ?? session.region
  if (accountId === session.accountId && region === session.region) return
  setCallContext({ accountId, region })
  patch('session', { accountId, region })
  patch('view', { folder: null, query: '', expandedFolders: new Set(), focusedKeyArn: null })
  forgetSecrets()
  forgetFunctions()
  forgetRotations()
  await Promise.all([loadSecrets(), loadKeys(), loadRotations(), loadRegions()])
}

/** Seals the vault; the window forgets what it knew before the answer comes. */
export async function sealVault(): Promise<void> {
  try {
    await call('workbench:Seal', {})
  } finally {
    await refreshStatus()
  }
}

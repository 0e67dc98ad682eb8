import { app, call } from '../api/coffer-api.ts'
import type { WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import type { RecoveryKit } from '../../shared/recovery-kit.ts'
import { recoveryKitText } from '../../shared/recovery-kit.ts'
import { refreshStatus } from './session.ts'

/** Makes the vault and gives its recovery kit, which no later call shows again: keep it in a component, never in the store. */
export async function createVault(input: WireInput<'workbench:CreateVault'>): Promise<RecoveryKit> {
  const kit = kitOf(await call('workbench:CreateVault', input))
  await refreshStatus()
  return kit
}

/** A new recovery kit in place of the old one, whose code opens nothing from then on. */
export async function renewRecoveryKit(): Promise<RecoveryKit> {
  const kit = kitOf(await call('workbench:RenewRecoveryKit', {}))
  await refreshStatus()
  return kit
}

/** A new root key with a new recovery kit, and the regions whose stores are away and stay under the old one until they come back. */
export async function replaceRootKey(input: WireInput<'workbench:ReplaceRootKey'>): Promise<{ readonly kit: RecoveryKit; readonly waitingRegions: readonly string[] }> {
  const answer = await call('workbench:ReplaceRootKey', input)
  await refreshStatus()
  return { kit: kitOf(answer), waitingRegions: answer.WaitingRegions }
}

function kitOf(answer: WireOutput<'workbench:CreateVault'>): RecoveryKit {
  return { vaultId: answer.VaultId, code: answer.RecoveryCode, createdAtMs: answer.CreatedDate * 1000 }
}

/** Proves that the kit is kept by two of its groups. Throws CofferError when they are not the code's. */
export async function confirmRecoveryKit(groups: readonly { readonly Position: number; readonly Text: string }[]): Promise<void> {
  await call('workbench:ConfirmRecoveryKit', { Groups: [...groups] })
  await refreshStatus()
}

/** Opens the vault; the answer holds warnings that a person should read. Throws CofferError. */
export async function unlockVault(input: WireInput<'workbench:Unlock'>): Promise<WireOutput<'workbench:Unlock'>['Warnings']> {
  try {
    const { Warnings } = await call('workbench:Unlock', input)
    return Warnings
  } finally {
    await refreshStatus()
  }
}

/** Asks for the folder of a vault that exists and goes over to it, sealed. Throws CofferError `NotAVaultFolder`. */
export async function openVaultFolder(): Promise<void> {
  const chosen = await app('vault.choose-folder', undefined)
  if (chosen !== null) await refreshStatus()
}

/** Asks where to, then writes the kit as a text file. Null when the person changed their mind, else the path. */
export async function saveRecoveryKit(kit: RecoveryKit): Promise<string | null> {
  return saveText('Save the recovery kit', `coffer-recovery-kit-${kit.vaultId.slice(0, 8)}.txt`, recoveryKitText(kit))
}

/** Asks where to, then writes text to a file that only this user can read. Null when the person changed their mind, else the path. */
export async function saveText(title: string, suggestedName: string, text: string): Promise<string | null> {
  const chosen = await app('dialog.save-file', { title, suggestedName })
  if (chosen === null) return null
  await app('file.write-chosen', { path: chosen.path, text })
  return chosen.path
}

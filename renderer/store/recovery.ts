import { call } from '../api/coffer-api.ts'
import type { WireInput, WireOutput } from '../../shared/operations/catalog.ts'
import { setPreferences } from './preferences.ts'
import { refreshStatus } from './session.ts'
import { notify } from './toasts.ts'
import { openDialog } from './view.ts'

export type RegionFile = WireOutput<'workbench:CheckRegionFile'>

/** Looks into a region's file where there is no vault; nothing is written. Throws CofferError. */
export function checkRegionFile(input: WireInput<'workbench:CheckRegionFile'>): Promise<RegionFile> {
  return call('workbench:CheckRegionFile', input)
}

/** Makes the file the vault of this computer, past the first run, and offers what comes next. Throws CofferError. */
export async function recoverVault(input: WireInput<'workbench:RecoverVault'>, replicaCount: number): Promise<void> {
  const { Region, Warnings } = await call('workbench:RecoverVault', input)
  await refreshStatus()
  await setPreferences({ firstRunDone: true })
  for (const warning of Warnings) notify({ kind: 'warning', text: warning.Message })
  notify({ kind: 'done', text: `The vault is open, with ${Region} as its home region.` })
  // What was replicated there can be read, and changed once it is promoted.
  if (replicaCount > 0) openDialog('promote-region', { region: Region })
}

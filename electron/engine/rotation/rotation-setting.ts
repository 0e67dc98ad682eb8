import { homeOf, type OpenVault } from '../open-vault.ts'
import type { SealedTable } from '../storage/sealed-table.ts'

/** What is said of all rotations of the vault. */
export interface RotationSetting {
  readonly id: 'rotation'
  /** While true, nothing begins: no window, no retry, no rotation that is asked for. */
  readonly isPaused: boolean
}

export function rotationSettingTable(vault: OpenVault): SealedTable<RotationSetting> {
  return homeOf(vault).store.table<RotationSetting>('rotation_setting')
}

export function arePaused(vault: OpenVault): boolean {
  return rotationSettingTable(vault).get('rotation')?.isPaused === true
}

import { readdirSync } from 'node:fs'
import path from 'node:path'

/** Whether a folder holds region files, or notes of where they lie, which is what makes it a vault. */
export function holdsVault(folder: string): boolean {
  try {
    return readdirSync(path.join(folder, 'regions')).some((name) => name.endsWith('.db') || name.endsWith('.place'))
  } catch {
    return false
  }
}

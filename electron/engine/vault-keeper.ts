import type { OpenVault } from './open-vault.ts'

/** Holds the one vault of a data folder through its states. The engine's only way to keys. */
export interface VaultKeeper {
  state(): 'absent' | 'sealed' | 'unsealed'
  vault(): OpenVault | null
}

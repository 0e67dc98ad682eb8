import type { Sensitive } from '../../shared/sensitive.ts'
import type { OpenVault } from './open-vault.ts'
import type { Protection } from './vault/create-vault.ts'
import type { SlotType } from './vault/vault-header.ts'

export type UnlockWith =
  | { readonly method: 'keychain' }
  | { readonly method: 'passphrase'; readonly passphrase: Sensitive<string> }
  | { readonly method: 'recovery'; readonly code: Sensitive<string> }

/** What the person typed that they accept when they unlock. */
export interface UnlockConsent {
  readonly acceptOlderFile: boolean
  /** The home region is lost, and this one takes its place for good. */
  readonly newHomeRegion?: string | undefined
}

export interface VaultWarning {
  readonly code: string
  readonly message: string
}

/** Another protection, with what proves that the person may change it. */
export interface WantedProtection {
  readonly protection: Protection
  readonly current?: Sensitive<string> | undefined
  readonly next?: Sensitive<string> | undefined
  readonly recoveryCode?: Sensitive<string> | undefined
}

export interface NewVault {
  readonly protection: Protection
  readonly passphrase: Sensitive<string> | null
  readonly region: string | null
  readonly accountId: string | null
}

export interface RecoveryKit {
  readonly vaultId: string
  readonly recoveryCode: Sensitive<string>
}

export interface SlotFacts {
  readonly id: string
  readonly type: SlotType
  readonly createdAtMs: number
  readonly isConfirmed?: boolean
  readonly backend?: string
}

/** What is known of the vault without a key. */
export interface VaultFacts {
  readonly vaultId?: string
  readonly homeRegion?: string
  readonly regions: readonly string[]
  readonly defaultAccountId: string
  readonly slots: readonly SlotFacts[]
  readonly keychain: { readonly isAvailable: boolean; readonly reason?: string }
  readonly unlockWaitSeconds?: number
  readonly warnings: readonly VaultWarning[]
}

/** Holds the one vault of a data folder through its states: absent, sealed, unsealed. The engine's only way to keys. */
export interface VaultKeeper {
  state(): 'absent' | 'sealed' | 'unsealed'
  /** The open vault, or null unless it is unsealed. */
  vault(): OpenVault | null
  facts(): Promise<VaultFacts>
  create(wanted: NewVault): Promise<RecoveryKit>
  /** Returns what a person should know about the opened vault. */
  unlock(by: UnlockWith, consent: UnlockConsent): Promise<readonly VaultWarning[]>
  seal(): Promise<void>
  confirmRecoveryKit(groups: readonly { readonly position: number; readonly text: Sensitive<string> }[]): Promise<void>
  renewRecoveryKit(): Promise<RecoveryKit>
  changePassphrase(current: Sensitive<string> | null, next: Sensitive<string>): Promise<void>
  changeProtection(wanted: WantedProtection): Promise<void>
  addKeychainSlot(): Promise<string>
  removeSlot(slotId: string): Promise<void>
  backUp(path: string, passphrase: Sensitive<string>): Promise<{ readonly sizeBytes: number }>
  restore(path: string, passphrase: Sensitive<string>): Promise<{ readonly vaultId: string; readonly createdAtMs: number; readonly secretCount: number }>
}

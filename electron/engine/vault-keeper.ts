import type { Sensitive } from '../../shared/sensitive.ts'
import type { OpenVault } from './open-vault.ts'
import type { WantedRootKey } from './root-key/new-root-key.ts'
import type { BroughtTo } from './vault/bring-in-region.ts'
import type { Protection } from './vault/create-vault.ts'
import type { RegionFileContents, RegionFileImage } from './vault/examine-region-file.ts'
import type { SlotType } from './vault/vault-header.ts'

export type UnlockWith =
  | { readonly method: 'keychain' }
  | { readonly method: 'passphrase'; readonly passphrase: Sensitive<string> }
  | { readonly method: 'recovery'; readonly code: Sensitive<string> }

/** What the person typed that they accept when they unlock. */
export interface UnlockConsent {
  readonly acceptOlderFile: boolean
  /** Something in the file was changed or lost: what does not open is left out. */
  readonly acceptDamage?: boolean
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

/** A region's file that lies somewhere, and the region that a person says it is of. */
export interface NamedRegionFile {
  readonly region: string
  readonly file: string
}

/** A vault to be had from the file of one of its regions. */
export interface WantedRecovery extends NamedRegionFile {
  readonly by: UnlockWith
  readonly to: BroughtTo
  readonly consent: Pick<UnlockConsent, 'acceptOlderFile' | 'acceptDamage'>
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
  /** Looks into a region's file where there is no vault, by a key or without one; writes nothing. */
  examineRegionFile(named: NamedRegionFile, by: UnlockWith | null): Promise<{ readonly image: RegionFileImage; readonly contents: RegionFileContents | null }>
  /** Makes a region's file the vault of a folder that has none, with that region as its home, and opens it. */
  recover(wanted: WantedRecovery): Promise<readonly VaultWarning[]>
  seal(): Promise<void>
  confirmRecoveryKit(groups: readonly { readonly position: number; readonly text: Sensitive<string> }[]): Promise<void>
  renewRecoveryKit(): Promise<RecoveryKit>
  changePassphrase(current: Sensitive<string> | null, next: Sensitive<string>): Promise<void>
  changeProtection(wanted: WantedProtection): Promise<void>
  /** A new root key, with a new recovery kit; the vault is away for callers meanwhile, and open afterwards. */
  replaceRootKey(wanted: WantedRootKey): Promise<RecoveryKit>
  addKeychainSlot(): Promise<string>
  removeSlot(slotId: string): Promise<void>
  backUp(path: string, passphrase: Sensitive<string>): Promise<{ readonly sizeBytes: number }>
  restore(path: string, passphrase: Sensitive<string>): Promise<{ readonly vaultId: string; readonly createdAtMs: number; readonly secretCount: number }>
}

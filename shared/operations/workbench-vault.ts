import { boolean, enumeration, integer, list, required, sensitiveString, string, structure, timestamp } from '../shape/define.ts'
import { workbenchOperation } from './define.ts'

/** Operations on the vault as a whole: what AWS has no operation for. */
const Passphrase = sensitiveString({ min: 1, max: 1024 })
const Path = string({ min: 1, max: 4096 })
const RecoveryCode = sensitiveString({ min: 1, max: 256 })

/** With `keychain-and-passphrase` either of them opens the vault; with `keychain-plus-passphrase` only both together. */
const Protection = enumeration('keychain', 'passphrase', 'keychain-and-passphrase', 'keychain-plus-passphrase')

const Slot = structure({
  SlotId: required(string()),
  Type: required(enumeration('keychain', 'passphrase', 'recovery', 'keychain-plus-passphrase')),
  CreatedDate: required(timestamp()),
  /** For the recovery kit: whether two of its groups were typed back. */
  Confirmed: boolean(),
  /** For the keychain: the name of the service that holds the key. */
  Backend: string(),
})

export const EndpointStatus = structure({
  State: required(enumeration('off', 'starting', 'on', 'failed')),
  Url: string(),
  Port: required(integer()),
  /** The Unix socket or Windows pipe that it listens on instead of the port. */
  SocketPath: string(),
  /** Why it failed and what to do. */
  Reason: string(),
  FirstRequestDate: timestamp(),
})

export const vaultOperations = {
  'workbench:GetStatus': workbenchOperation(
    'reads',
    'any-state',
    structure({}),
    structure({
      State: required(enumeration('absent', 'sealed', 'unsealed')),
      Version: required(string()),
      DataFolder: required(string()),
      VaultId: string(),
      Region: string(),
      Regions: required(list(string())),
      AccountId: string(),
      Slots: required(list(Slot)),
      Keychain: required(structure({ State: required(enumeration('available', 'unavailable')), Backend: required(string()), Reason: string() })),
      Endpoint: required(EndpointStatus),
      /** Seconds until the next unlock attempt is taken. */
      UnlockWaitSeconds: integer(),
      Warnings: required(list(structure({ Code: required(string()), Message: required(string()) }))),
    }),
  ),
  'workbench:CheckPassphrase': workbenchOperation(
    'reads',
    'any-state',
    structure({ Passphrase: required(Passphrase) }),
    structure({ Score: required(integer({ min: 0, max: 4 })), Acceptable: required(boolean()), Warning: string(), Suggestions: required(list(string())) }),
  ),
  'workbench:CreateVault': workbenchOperation(
    'writes',
    'any-state',
    structure({
      Region: string({ min: 1, max: 128, pattern: /^([a-z]+-)+\d+$/ }),
      AccountId: string({ pattern: /^\d{12}$/ }),
      Protection: required(Protection),
      Passphrase,
    }),
    structure({ VaultId: required(string()), RecoveryCode: required(sensitiveString()), CreatedDate: required(timestamp()) }),
  ),
  'workbench:ConfirmRecoveryKit': workbenchOperation(
    'writes',
    'unsealed',
    /** Two groups of the code, by their position counted from 1. */
    structure({ Groups: required(list(structure({ Position: required(integer({ min: 1 })), Text: required(sensitiveString()) }), { min: 2 })) }),
    null,
  ),
  'workbench:RenewRecoveryKit': workbenchOperation(
    'writes',
    'unsealed',
    structure({}),
    structure({ VaultId: required(string()), RecoveryCode: required(sensitiveString()), CreatedDate: required(timestamp()) }),
  ),
  'workbench:Unlock': workbenchOperation(
    'writes',
    'any-state',
    /** By `passphrase` the keychain is read too where the vault needs both. */
    structure({
      Method: required(enumeration('keychain', 'passphrase', 'recovery')),
      Passphrase,
      RecoveryCode,
      /** The word that consents to opening a vault that is older than the last one seen here. */
      AcceptOlderVault: boolean(),
      /** The home region is lost: the region whose store takes its place for good, with all that is global. */
      NewHomeRegion: string({ min: 1, max: 128 }),
    }),
    structure({ Warnings: required(list(structure({ Code: required(string()), Message: required(string()) }))) }),
  ),
  'workbench:Seal': workbenchOperation('writes', 'any-state', structure({}), null),
  'workbench:ChangePassphrase': workbenchOperation(
    'writes',
    'unsealed',
    /** CurrentPassphrase is needed when the vault has a passphrase. */
    structure({ CurrentPassphrase: Passphrase, NewPassphrase: required(Passphrase) }),
    null,
  ),
  'workbench:ChangeProtection': workbenchOperation(
    'writes',
    'unsealed',
    /** A vault that has a passphrase wants it as CurrentPassphrase, or the RecoveryCode in its place; NewPassphrase replaces it. */
    structure({ Protection: required(Protection), CurrentPassphrase: Passphrase, NewPassphrase: Passphrase, RecoveryCode }),
    null,
  ),
  'workbench:ReplaceRootKey': workbenchOperation(
    'writes',
    'unsealed',
    /** The proof as for ChangeProtection; NewPassphrase takes the place of the one before, which stays where none is given. */
    structure({ CurrentPassphrase: Passphrase, NewPassphrase: Passphrase, RecoveryCode }),
    /** WaitingRegions: those whose stores are away and stay under the former key until they come back. */
    structure({ VaultId: required(string()), RecoveryCode: required(sensitiveString()), CreatedDate: required(timestamp()), WaitingRegions: required(list(string())) }),
  ),
  'workbench:AddKeychainSlot': workbenchOperation('writes', 'unsealed', structure({}), structure({ SlotId: required(string()) })),
  'workbench:RemoveSlot': workbenchOperation('writes', 'unsealed', structure({ SlotId: required(string()) }), null),
  'workbench:BackUpVault': workbenchOperation(
    'reads',
    'unsealed',
    structure({ Path: required(Path), Passphrase: required(Passphrase) }),
    /** MissingRegions: those whose stores are away, and are not in the back-up; absent when it has all. */
    structure({ Path: required(string()), SizeBytes: required(integer()), CreatedDate: required(timestamp()), MissingRegions: list(string()) }),
  ),
  'workbench:RestoreVault': workbenchOperation(
    'writes',
    'any-state',
    structure({ Path: required(Path), Passphrase: required(Passphrase) }),
    structure({ VaultId: required(string()), CreatedDate: required(timestamp()), SecretCount: required(integer()) }),
  ),
  'workbench:SetEndpoint': workbenchOperation(
    'reads',
    'any-state',
    /** An empty SocketPath goes back to the port; what is left out stays as it is. */
    structure({ Enabled: required(boolean()), Port: integer({ min: 0, max: 65_535 }), SocketPath: string({ max: 256 }) }),
    EndpointStatus,
  ),
} as const

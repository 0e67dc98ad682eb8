import { boolean, enumeration, integer, list, required, sensitiveString, string, structure, timestamp } from '../shape/define.ts'
import { workbenchOperation } from './define.ts'

const Region = string({ min: 1, max: 128, pattern: /^([a-z]+-)+\d+$/ })
const Path = string({ min: 1, max: 4096 })

/** What opens the vault of a region's file: as in Unlock. */
const WayIn = { Passphrase: sensitiveString({ min: 1, max: 1024 }), RecoveryCode: sensitiveString({ min: 1, max: 256 }) }
const Method = enumeration('keychain', 'passphrase', 'recovery')

const RegionStatus = structure({
  Region: required(string()),
  /** The home region also holds what is global: accounts, identities, functions. */
  Home: required(boolean()),
  State: required(enumeration('attached', 'detached', 'unreachable', 'older', 'tampered')),
  /** The file of the region's store. */
  Place: required(string()),
  InVaultFolder: required(boolean()),
  /** Why it is not attached and what to do. */
  Problem: string(),
  SizeBytes: integer(),
  FreeBytes: integer(),
  SecretCount: integer(),
  /** The region's own `aws/secretsmanager` key of the caller's account, once it is made. */
  KmsKeyId: string(),
  /** Changes that wait to be delivered to this region, and since when the oldest of them waits. */
  PendingCount: required(integer()),
  OldestPendingDate: timestamp(),
})

/** The regions of a vault and where their stores lie. AWS has no operations for this: its regions are always there. */
export const regionOperations = {
  'workbench:ListRegions': workbenchOperation('reads', 'unsealed', structure({}), structure({ Regions: required(list(RegionStatus)) })),
  /** Makes a region's store now, in a folder of the user's choice, rather than in the vault's folder at its first write. */
  'workbench:AddRegion': workbenchOperation(
    'writes',
    'unsealed',
    /** Replace: the region's store is lost for good, and an empty one takes its place; replicas are delivered to it anew. */
    structure({ Region: required(Region), Path, Replace: boolean() }),
    structure({ Region: required(string()), Place: required(string()) }),
  ),
  /** What there is to know of a folder before a region's store is put there. Makes nothing. */
  'workbench:CheckRegionFolder': workbenchOperation(
    'reads',
    'unsealed',
    structure({ Region: required(Region), Path: required(Path) }),
    structure({
      Path: required(string()),
      Exists: required(boolean()),
      Writable: required(boolean()),
      FreeBytes: integer(),
      /** Whether it lies on the same file system as the vault's folder, so that one loss takes both. */
      OnVaultDisk: required(boolean()),
      /** The file of this region lies there already. */
      HasFile: required(boolean()),
      /** The vault's other regions whose files lie in this folder. */
      Regions: required(list(string())),
      Risk: structure({ Code: required(enumeration('FolderSynced', 'FolderOnNetwork')), Name: required(string()) }),
    }),
  ),
  /** Moves a region's store to another folder, or without Path back to the vault's. Moving the home region seals the vault. */
  'workbench:MoveRegion': workbenchOperation(
    'writes',
    'unsealed',
    structure({ Region: required(Region), Path }),
    structure({ Region: required(string()), Place: required(string()), Sealed: required(boolean()) }),
  ),
  /** Closes a region's store, so that its disk can be taken away; calls to the region are refused until it is attached again. */
  'workbench:DetachRegion': workbenchOperation('writes', 'unsealed', structure({ Region: required(Region) }), structure({ Region: required(string()), Place: required(string()) })),
  /**
   * Opens a region's store again, where it was or at Path (its folder, or the file itself). In a folder without a vault it makes
   * the store's vault known there, to be unlocked next.
   */
  'workbench:AttachRegion': workbenchOperation(
    'writes',
    'any-state',
    structure({ Region, Path, AcceptOlder: boolean(), AcceptDamage: boolean() }),
    structure({ Region: required(string()), Place: required(string()), State: required(enumeration('sealed', 'attached')) }),
  ),
  /**
   * Looks into a region's file in a folder that has no vault, before anything is decided: without Method what the file tells
   * without a key, with it what it holds. Writes nothing, there or here.
   */
  'workbench:CheckRegionFile': workbenchOperation(
    'reads',
    'any-state',
    structure({ Path: required(Path), Region, Method, ...WayIn }),
    structure({
      Path: required(string()),
      /** The region that the file's name says; with a key, the one that its rows are of. Absent when neither tells. */
      Region: string(),
      SizeBytes: required(integer()),
      VaultId: required(string()),
      CreatedDate: required(timestamp()),
      HomeRegion: required(string()),
      /** What opens the vault. */
      Methods: required(list(Method)),
      Contents: structure({
        AccountId: string(),
        SecretCount: required(integer()),
        ReplicaCounts: required(list(structure({ Region: required(string()), Count: required(integer()) }))),
        /** When a secret in it was changed last: what is newer is not in this file. */
        NewestChangeDate: timestamp(),
        UserCount: required(integer()),
        RoleCount: required(integer()),
        /** The regions that the vault has or had, as this file knows. */
        Regions: required(list(string())),
        /** This computer saw a newer one. */
        Older: required(boolean()),
        Damaged: required(boolean()),
        UnreadableCount: required(integer()),
      }),
    }),
  ),
  /**
   * Makes a region's file the vault of a folder that has none, when the rest of the vault is lost: opens it with that region as
   * its home. The file is copied into the vault's folder, or used where it lies.
   */
  'workbench:RecoverVault': workbenchOperation(
    'writes',
    'any-state',
    structure({ Path: required(Path), Region: required(Region), Method: required(Method), ...WayIn, Place: required(enumeration('vault-folder', 'in-place')), AcceptOlder: boolean(), AcceptDamage: boolean() }),
    structure({ Region: required(string()), Place: required(string()), Warnings: required(list(structure({ Code: required(string()), Message: required(string()) }))) }),
  ),
} as const

import { realpathSync, statfsSync } from 'node:fs'

export interface FolderRisk {
  readonly code: 'FolderSynced' | 'FolderOnNetwork'
  /** The service or the kind of disk, such as `Dropbox` or `NFS`. */
  readonly name: string
  readonly message: string
}

/** Parts of a path that only the folder of a synchronising service has. */
const SYNCED: readonly (readonly [RegExp, string])[] = [
  [/[\\/]Dropbox( \([^\\/]+\))?[\\/]/i, 'Dropbox'],
  [/[\\/]OneDrive( - [^\\/]+)?[\\/]/i, 'OneDrive'],
  [/[\\/]Library[\\/]Mobile Documents[\\/]|[\\/]iCloud ?Drive[\\/]/i, 'iCloud Drive'],
  [/[\\/]Google ?Drive[\\/]|[\\/]My Drive[\\/]|[\\/]CloudStorage[\\/]GoogleDrive-/i, 'Google Drive'],
  [/[\\/]CloudStorage[\\/]OneDrive-/i, 'OneDrive'],
  [/[\\/]CloudStorage[\\/]Dropbox/i, 'Dropbox'],
  [/[\\/]Nextcloud[\\/]|[\\/]CloudStorage[\\/]Nextcloud-/i, 'Nextcloud'],
]

/** `f_type` of file systems that lie on another machine. Source: Linux, include/uapi/linux/magic.h and fs/smb/client/cifsfs.h. */
const NETWORK: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'SMB (CIFS)'],
  [0xfe534d42, 'SMB 2'],
  [0x517b, 'SMB'],
  [0x5346414f, 'AFS'],
  [0x00c36400, 'Ceph'],
])

/**
 * Why a vault is in danger in this folder, or null. A service that synchronises copies the file while it is written, and brings
 * back older ones; on a network disk the lock that keeps two Coffers apart may not hold.
 */
export function folderRisk(folder: string, fileSystemType: number | null): FolderRisk | null {
  const service = SYNCED.find(([pattern]) => pattern.test(`${folder}/`))?.[1]
  if (service !== undefined) {
    return {
      code: 'FolderSynced',
      name: service,
      message: `The vault lies in a folder that ${service} synchronises: it copies the files while they are written and may bring back older ones. Move the vault to a folder of this machine alone, and keep back-ups there instead.`,
    }
  }
  const network = fileSystemType === null ? undefined : NETWORK.get(fileSystemType >>> 0)
  if (network === undefined) return null
  return {
    code: 'FolderOnNetwork',
    name: network,
    message: `The vault lies on a network disk (${network}): if the connection breaks, a write can be lost, and two computers could open it at once. Move the vault to a disk of this machine, and keep back-ups there instead.`,
  }
}

/** The same for a folder on disk, its links followed. A folder that cannot be looked at has no risk that could be named. */
export function riskOfFolder(folder: string): FolderRisk | null {
  try {
    return folderRisk(realpathSync(folder), statfsSync(folder).type)
  } catch {
    return folderRisk(folder, null)
  }
}

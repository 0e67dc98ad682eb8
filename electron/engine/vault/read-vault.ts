import { dirname } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import { readStoreHeader } from '../storage/open-region-store.ts'
import { storageError } from '../storage/storage-error.ts'
import { listRegionFiles, regionFile, type RegionFile } from './region-files.ts'
import { decodeHeader, type VaultHeader } from './vault-header.ts'

/** A vault on disk, before any key: the newest header found and the region files that carry one. */
export interface SealedVault {
  readonly header: VaultHeader
  /** The bytes of that header, for verifying. */
  readonly headerBytes: Uint8Array
  readonly regionFiles: readonly RegionFile[]
  /** Regions whose file cannot be read now, and why. They do not keep the others shut. */
  readonly problems: readonly RegionProblem[]
}

export interface RegionProblem {
  readonly region: string
  readonly error: ServiceError
}

/**
 * What lies in the vault's folder; null when there is no vault. Reads one header copy after the other and takes the newest.
 * The disks of `silent` regions do not answer: they are not touched.
 * @throws {ServiceError} VaultInUse, VaultFormatNewer, VaultDamaged… when no region file can be read
 */
export function readVault(host: Pick<Host, 'dataDir' | 'sqlite'>, silent: ReadonlySet<string> = new Set()): SealedVault | null {
  const files = listRegionFiles(host.dataDir)
  if (files.length === 0) return null
  const found: { readonly header: VaultHeader; readonly bytes: Uint8Array; readonly file: RegionFile }[] = []
  const problems: RegionProblem[] = []
  for (const file of files) {
    if (file.isDetached === true) {
      problems.push({ region: file.region, error: detachedError(file) })
      continue
    }
    if (silent.has(file.region)) {
      problems.push({ region: file.region, error: storageError('DiskNotAnswering', { region: file.region }) })
      continue
    }
    try {
      const bytes = readStoreHeader(file.file, host)
      if (bytes === null) throw new ServiceError('VaultDamaged', 'A region file of the vault has no header. It was not changed; restore a back-up.', { details: { file: file.file } })
      found.push({ header: decodeHeader(bytes), bytes, file })
    } catch (thrown) {
      problems.push({ region: file.region, error: ServiceError.from(thrown) })
    }
  }
  const byRevision = found.toSorted((left, right) => right.header.revision - left.header.revision)
  // A file of another vault, put where one of ours was, must not turn this vault into that one.
  const home = byRevision.find(({ header, file }) => header.homeRegion === file.region) ?? byRevision[0]
  if (home === undefined) throw (problems[0] as RegionProblem).error
  const newest = byRevision.find(({ header }) => header.vaultId === home.header.vaultId) ?? home
  for (const { header, file } of found) {
    if (header.vaultId !== newest.header.vaultId) problems.push({ region: file.region, error: otherVaultError(file) })
  }
  const ours = found.filter(({ header }) => header.vaultId === newest.header.vaultId)
  return { header: newest.header, headerBytes: newest.bytes, regionFiles: ours.map(({ file }) => file), problems }
}

/** As `readVault`, after the disks of stores outside the vault's folder were asked: one that does not answer holds up nobody. */
export async function readAnsweringVault(host: Pick<Host, 'dataDir' | 'sqlite' | 'disks'>): Promise<SealedVault | null> {
  const silent = new Set<string>()
  const look = async ({ region, file, isDetached }: RegionFile): Promise<void> => {
    const isFar = isDetached !== true && dirname(file) !== dirname(regionFile(host.dataDir, region))
    if (isFar && !(await host.disks.look(file))) silent.add(region)
  }
  await Promise.all(listRegionFiles(host.dataDir).map(look))
  return readVault(host, silent)
}

/** A region that the user took away. */
export function detachedError({ region, file }: RegionFile): ServiceError {
  return new ServiceError('RegionDetached', `The region ${region} is detached: its file lies at ${file}. Attach it again to use it.`, { details: { region, file } })
}

function otherVaultError({ region, file }: RegionFile): ServiceError {
  return new ServiceError('OtherVault', `The file of region ${region} at ${file} belongs to another vault. It was not opened.`, { details: { region, file } })
}

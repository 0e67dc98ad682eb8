import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { systemCodeOf, toStorageError } from '../storage/storage-error.ts'

const SUFFIX = '.db'
export const REGIONS_FOLDER = 'regions'

export interface RegionFile {
  readonly region: string
  readonly file: string
}

export function regionFile(dataDir: string, region: string): string {
  return join(dataDir, REGIONS_FOLDER, `${region}${SUFFIX}`)
}

/** The region stores in a vault's folder, by name; none when there is no vault. */
export function listRegionFiles(dataDir: string): RegionFile[] {
  try {
    return readdirSync(join(dataDir, REGIONS_FOLDER))
      .filter((name) => name.endsWith(SUFFIX))
      .sort()
      .map((name) => ({ region: basename(name, SUFFIX), file: join(dataDir, REGIONS_FOLDER, name) }))
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'ENOENT') return []
    throw toStorageError(thrown)
  }
}

export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}

/** A new private folder for copies on their way, in place of any that a killed run left behind. */
export function makeStagingFolder(dataDir: string, purpose: 'backup' | 'restore', id: string): string {
  makePrivateFolder(dataDir)
  const stale = readdirSync(dataDir).filter((name) => name.startsWith(`${purpose}-`) && name.endsWith('.partial'))
  for (const name of stale) rmSync(join(dataDir, name), { recursive: true, force: true })
  const folder = join(dataDir, `${purpose}-${id}.partial`)
  makePrivateFolder(folder)
  return folder
}

/** Makes a new or renamed name in a folder outlast a power cut. */
export function syncFolderOf(file: string): void {
  let descriptor: number
  try {
    descriptor = openSync(dirname(file), 'r')
  } catch {
    return
  }
  try {
    fsyncSync(descriptor)
  } catch {
    // Windows cannot sync a folder, and needs not.
  } finally {
    closeSync(descriptor)
  }
}

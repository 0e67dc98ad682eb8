import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { systemCodeOf, toStorageError } from '../storage/storage-error.ts'

const SUFFIX = '.db'
/** A note that says where a region's store lies, or that it is detached. */
const PLACE_SUFFIX = '.place'
const MAX_PLACE_BYTES = 16_384
export const REGIONS_FOLDER = 'regions'

export interface RegionFile {
  readonly region: string
  readonly file: string
  /** The user took it away for now: it is not opened and nothing is made in its place. */
  readonly isDetached?: boolean
}

export function regionFile(dataDir: string, region: string): string {
  return join(dataDir, REGIONS_FOLDER, `${region}${SUFFIX}`)
}

/** The region stores of a vault, by name: those in its folder, and those whose place a note names; none when there is no vault. */
export function listRegionFiles(dataDir: string): RegionFile[] {
  try {
    const names = readdirSync(join(dataDir, REGIONS_FOLDER))
    const files = new Map<string, RegionFile>()
    for (const name of names.filter((one) => one.endsWith(SUFFIX))) {
      const region = basename(name, SUFFIX)
      files.set(region, { region, file: join(dataDir, REGIONS_FOLDER, name) })
    }
    for (const name of names.filter((one) => one.endsWith(PLACE_SUFFIX))) {
      const region = basename(name, PLACE_SUFFIX)
      const place = readPlace(join(dataDir, REGIONS_FOLDER, name))
      if (place !== null) files.set(region, { region, file: place.file, ...(place.isDetached ? { isDetached: true } : {}) })
    }
    return [...files.values()].sort((left, right) => (left.region < right.region ? -1 : 1))
  } catch (thrown) {
    if (systemCodeOf(thrown) === 'ENOENT') return []
    throw toStorageError(thrown)
  }
}

/**
 * Remembers where a region's store lies; without a note it is the file in the vault's folder. The path is no secret and is
 * needed before unlocking, so the note is plain. It is not trusted either: the file that it names must carry this vault's
 * header, open with its key, and be no older than the last one seen here.
 */
export function writePlace(dataDir: string, { region, file, isDetached }: RegionFile): void {
  const place = placeFile(dataDir, region)
  if (file === regionFile(dataDir, region) && isDetached !== true) {
    rmSync(place, { force: true })
    syncFolderOf(place)
    return
  }
  makePrivateFolder(dirname(place))
  const partial = `${place}.partial`
  const descriptor = openSync(partial, 'w', 0o600)
  try {
    writeSync(descriptor, JSON.stringify({ format: 1, file, isDetached: isDetached === true }))
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(partial, place)
  syncFolderOf(place)
}

function placeFile(dataDir: string, region: string): string {
  return join(dataDir, REGIONS_FOLDER, `${region}${PLACE_SUFFIX}`)
}

function readPlace(path: string): { readonly file: string; readonly isDetached: boolean } | null {
  try {
    const bytes = readFileSync(path)
    if (bytes.length > MAX_PLACE_BYTES) return null
    const note: unknown = JSON.parse(bytes.toString('utf8'))
    if (typeof note !== 'object' || note === null) return null
    const { file, isDetached } = note as { readonly file?: unknown; readonly isDetached?: unknown }
    return typeof file === 'string' && isAbsolute(file) ? { file, isDetached: isDetached === true } : null
  } catch {
    // A note that cannot be read names no place; the file in the vault's folder counts, if there is one.
    return null
  }
}

/** Removes the files of a store: its database, log, reserve and note of the owner. The store must be closed. */
export function removeStoreFiles(file: string): void {
  for (const suffix of ['', '-wal', '-journal', '.reserve', '.owner']) rmSync(`${file}${suffix}`, { force: true })
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
  syncPath(dirname(file))
}

/** Makes a file's content, or a folder's names, outlast a power cut. */
export function syncPath(path: string): void {
  let descriptor: number
  try {
    descriptor = openSync(path, 'r')
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

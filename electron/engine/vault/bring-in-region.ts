import { closeSync, existsSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'
import { toStorageError } from '../storage/storage-error.ts'
import type { RegionFileImage } from './examine-region-file.ts'
import { makePrivateFolder, regionFile, removeStoreFiles, syncFolderOf, writePlace } from './region-files.ts'

/** Where a region's file lies from now on: a copy in the vault's folder, or where it was found. */
export type BroughtTo = 'vault-folder' | 'in-place'

/**
 * Makes a region's file the first of a folder without a vault. The copy gets its name last, so that a crash leaves the whole
 * file or none; the file that was found stays as it is.
 * @returns what takes it back
 * @throws {ServiceError} DiskFull, VaultReadOnly…; then nothing is left
 */
export function bringInRegion({ file, bytes }: RegionFileImage, region: string, to: BroughtTo, dataDir: string): () => void {
  const target = regionFile(dataDir, region)
  if (to === 'in-place' && file !== target) {
    writePlace(dataDir, { region, file })
    return () => writePlace(dataDir, { region, file: target })
  }
  if (existsSync(target)) throw new ServiceError('RegionFileExists', `There is already a file ${target}. It was not changed.`, { details: { file: target } })
  const partial = `${target}.partial`
  makePrivateFolder(dirname(target))
  removeStoreFiles(partial)
  try {
    const descriptor = openSync(partial, 'wx', 0o600)
    try {
      for (let written = 0; written < bytes.length; written += writeSync(descriptor, bytes, written));
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(partial, target)
    syncFolderOf(target)
  } catch (thrown) {
    removeStoreFiles(partial)
    throw toStorageError(thrown)
  }
  return () => removeStoreFiles(target)
}

import { closeSync, existsSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { ServiceError } from '../../../shared/errors.ts'
import type { RegionStore } from '../storage/region-store.ts'
import { toStorageError } from '../storage/storage-error.ts'
import { removeStoreFiles, syncFolderOf } from './region-files.ts'

/**
 * Writes a whole copy of a store to a new file: under another name first, synced, its own name last. A crash leaves the
 * file whole or not at all.
 * @throws {ServiceError} RegionFileExists, DiskFull, VaultReadOnly…; then there is no new file
 */
export function copyStore(store: RegionStore, file: string): void {
  if (existsSync(file)) throw new ServiceError('RegionFileExists', `There is already a file ${file}. It was not changed. Choose another folder, or attach that file.`, { details: { file } })
  const partial = `${file}.partial`
  removeStoreFiles(partial)
  try {
    store.copyTo(partial)
    const descriptor = openSync(partial, 'r+')
    try {
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
    renameSync(partial, file)
    syncFolderOf(file)
  } catch (thrown) {
    removeStoreFiles(partial)
    throw toStorageError(thrown)
  }
}

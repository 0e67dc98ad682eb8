import { copyFileSync, renameSync, statSync } from 'node:fs'
import { basename, isAbsolute, join } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'
import { isAwsRegion } from '../../../shared/arn.ts'
import type { Host } from '../host.ts'
import { storageError, toStorageError } from '../storage/storage-error.ts'
import { removeStoreFiles, syncFolderOf, syncPath } from '../vault/region-files.ts'

const SUFFIX = '.db'

/** The file of a region's store in a folder that the user chose. @throws ServiceError RegionFolderMissing */
export function fileInFolder(folder: string, region: string): string {
  if (!isAbsolute(folder) || statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new ServiceError('RegionFolderMissing', `There is no folder ${folder}. Give the whole path of a folder that is there. Nothing was changed.`, { details: { path: folder } })
  }
  return join(folder, `${region}${SUFFIX}`)
}

/** Before a path that a person named is touched. @throws ServiceError DiskNotAnswering */
export async function requireAnsweringPath(path: string | undefined, { disks }: Pick<Host, 'disks'>): Promise<void> {
  if (path !== undefined && isAbsolute(path) && !(await disks.look(path))) throw storageError('DiskNotAnswering', { path })
}

/** The region and the file that a person means, by a folder and a region, or by the file itself. */
export function namedStore(path: string, region: string | undefined): { readonly region: string; readonly file: string } {
  if (!path.endsWith(SUFFIX)) {
    if (region === undefined) throw new ServiceError('InvalidParameterException', 'Say which region the folder has, or give the path of its file.')
    return { region, file: fileInFolder(path, region) }
  }
  const named = region ?? basename(path, SUFFIX)
  if (!isAwsRegion(named) || !isAbsolute(path)) throw new ServiceError('InvalidParameterException', `The file ${path} is not named after a region. Say which region it is, and give its whole path.`)
  return { region: named, file: path }
}

/** Copies a store that nothing has open, whole and synced; its name comes last. */
export function copyClosedStore(from: string, to: string): void {
  const partial = `${to}.partial`
  removeStoreFiles(partial)
  try {
    copyFileSync(from, partial)
    syncPath(partial)
    renameSync(partial, to)
    syncFolderOf(to)
  } catch (thrown) {
    removeStoreFiles(partial)
    throw toStorageError(thrown)
  }
}

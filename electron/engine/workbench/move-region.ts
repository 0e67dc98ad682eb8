import { existsSync } from 'node:fs'
import { ServiceError } from '../../../shared/errors.ts'
import type { VaultHandler } from '../operation-handler.ts'
import { copyClosedStore, fileInFolder, requireAnsweringPath } from '../regions/store-place.ts'
import { copyStore } from '../vault/copy-store.ts'
import { regionFile, removeStoreFiles, writePlace } from '../vault/region-files.ts'
import { requireOpen } from './require-open.ts'

/**
 * Moves a region's store: a whole copy at the new place first, then the note of the place, then the old file goes. A crash
 * in between leaves the store at one of the two places, and the note names the right one.
 */
export const moveRegion: VaultHandler<'workbench:MoveRegion'> = {
  kind: 'vault',
  async handle({ keeper, host }, input) {
    const { regions, homeRegion, regionKeeper } = requireOpen(keeper)
    await regionKeeper.far.look()
    await requireAnsweringPath(input.Path, host)
    const region = input.Region
    const store = regions.get(region)?.store
    if (store === undefined) throw new ServiceError('ResourceNotFoundException', `The region ${region} is not attached, so it cannot be moved.`)
    const from = store.file
    const inVault = regionFile(host.dataDir, region)
    const to = input.Path === undefined ? inVault : fileInFolder(input.Path, region)
    if (to === from) throw new ServiceError('InvalidParameterException', `The region ${region} lies there already. Nothing was changed.`)
    // What lies in the vault's folder beside a note of another place was left there by a move that was cut short.
    if (to === inVault) removeStoreFiles(to)
    else if (existsSync(to)) throw new ServiceError('RegionFileExists', `There is already a file ${to}. It was not changed. Choose another folder.`)
    if (region === homeRegion) {
      await keeper.seal()
      copyClosedStore(from, to)
      writePlace(host.dataDir, { region, file: to })
    } else {
      copyStore(store, to)
      regionKeeper.reopenAt(region, to)
    }
    removeStoreFiles(from)
    return { Region: region, Place: to, Sealed: region === homeRegion }
  },
}

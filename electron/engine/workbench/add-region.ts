import { existsSync } from 'node:fs'
import { ServiceError } from '../../../shared/errors.ts'
import type { VaultHandler } from '../operation-handler.ts'
import { fileInFolder, requireAnsweringPath } from '../regions/store-place.ts'
import { requireOpen } from './require-open.ts'

/** Makes the store of a region that the vault has not, where the user wants it. */
export const addRegion: VaultHandler<'workbench:AddRegion'> = {
  kind: 'vault',
  async handle({ keeper, host }, input) {
    const { regionKeeper } = requireOpen(keeper)
    await regionKeeper.far.look()
    await requireAnsweringPath(input.Path, host)
    const file = input.Path === undefined ? undefined : fileInFolder(input.Path, input.Region)
    if (input.Replace === true && regionKeeper.problems.has(input.Region)) {
      if (existsSync(regionKeeper.fileOf(input.Region))) throw new ServiceError('RegionFileExists', `The file of region ${input.Region} is still there: ${regionKeeper.fileOf(input.Region)}. Nothing was changed; move it away first, or attach it.`)
      regionKeeper.forget(input.Region)
    }
    if (regionKeeper.open.has(input.Region) || regionKeeper.problems.has(input.Region)) {
      throw new ServiceError('ResourceExistsException', `The vault has the region ${input.Region} already. Nothing was changed; to put it elsewhere, move it.`)
    }
    const { store } = regionKeeper.withStore(input.Region, file)
    return { Region: input.Region, Place: store.file }
  },
}

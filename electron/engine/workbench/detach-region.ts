import { ServiceError } from '../../../shared/errors.ts'
import type { VaultHandler } from '../operation-handler.ts'
import { requireOpen } from './require-open.ts'

/** Takes a region away for now; what waits to be delivered to it stays in the other stores. */
export const detachRegion: VaultHandler<'workbench:DetachRegion'> = {
  kind: 'vault',
  async handle({ keeper }, input) {
    const vault = requireOpen(keeper)
    await vault.regionKeeper.far.look([input.Region])
    if (input.Region === vault.homeRegion) throw new ServiceError('InvalidRequestException', `${input.Region} is the home region, which holds accounts and identities: it stays. To take its disk away, seal the vault.`)
    if (!vault.regions.has(input.Region) && !vault.regionKeeper.problems.has(input.Region)) {
      throw new ServiceError('ResourceNotFoundException', `The vault has no region ${input.Region}.`)
    }
    return { Region: input.Region, Place: vault.regionKeeper.detach(input.Region) }
  },
}

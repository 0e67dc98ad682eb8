import { ServiceError } from '../../../shared/errors.ts'
import type { CallHandler } from '../operation-handler.ts'
import { fateOf } from '../replication/region-loss.ts'
import { requireRoot } from './require-root.ts'

/** The report before the loss: for each secret that lives in a region, what would survive and how old it would be. */
export const reportRegionLoss: CallHandler<'workbench:ReportRegionLoss'> = {
  kind: 'call',
  authorize: requireRoot,
  handle({ vault, accountId, nowMs }, input) {
    const lost = vault.regions.get(input.Region)
    if (lost === undefined) throw vault.regionKeeper.problems.get(input.Region) ?? new ServiceError('ResourceNotFoundException', `The vault has no region ${input.Region}.`)
    // A replica that lies there is whole elsewhere, with its primary.
    const fates = lost.secrets.ofAccount(accountId).filter(({ replicaOf }) => replicaOf === undefined).map((secret) => fateOf(vault, lost, secret, nowMs))
    const count = (fate: string): number => fates.filter(({ Fate }) => Fate === fate).length
    return {
      Region: input.Region,
      Home: input.Region === vault.homeRegion,
      SurvivingCount: count('whole'),
      StaleCount: count('stale'),
      LostCount: count('lost'),
      CustomerKeyCount: lost.keys.keysOfAccount(accountId).filter(({ manager }) => manager === 'CUSTOMER').length,
      Secrets: fates,
    }
  },
}

import { principalAccountId } from '../caller.ts'
import type { VaultHandler } from '../operation-handler.ts'
import { promoteReplica } from '../secretsmanager/stop-replication-to-replica.ts'
import { requireOpen } from './require-open.ts'

/** Goes on without a region that is lost: its replicas here become secrets of their own, all or none. Twice changes nothing. */
export const promoteRegion: VaultHandler<'workbench:PromoteRegion'> = {
  kind: 'vault',
  async handle({ keeper, caller, nowMs }, input) {
    const { regionKeeper } = requireOpen(keeper)
    await regionKeeper.far.look([input.Region])
    const region = regionKeeper.region(input.Region)
    const replicas = region.secrets
      .ofAccount(principalAccountId(caller.principal))
      .filter(({ replicaOf }) => replicaOf !== undefined && (input.PrimaryRegion === undefined || replicaOf.region === input.PrimaryRegion))
    if (replicas.length > 0) {
      region.store.transaction(() => {
        for (const secret of replicas) promoteReplica({ region, nowMs }, secret)
      })
    }
    return { PromotedCount: replicas.length, ARNs: replicas.map(({ id }) => id) }
  },
}

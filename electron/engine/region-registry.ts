import type { regionOperations } from '../../shared/operations/workbench-regions.ts'
import type { secretsManagerReplicationOperations } from '../../shared/operations/secretsmanager-replication.ts'
import type { replicationOperations } from '../../shared/operations/workbench-replication.ts'
import type { OperationHandler } from './operation-handler.ts'
import { removeRegionsFromReplication } from './secretsmanager/remove-regions-from-replication.ts'
import { replicateSecretToRegions } from './secretsmanager/replicate-secret-to-regions.ts'
import { stopReplicationToReplica } from './secretsmanager/stop-replication-to-replica.ts'
import { addRegion } from './workbench/add-region.ts'
import { attachRegion } from './workbench/attach-region.ts'
import { checkRegionFile } from './workbench/check-region-file.ts'
import { checkRegionFolder } from './workbench/check-region-folder.ts'
import { detachRegion } from './workbench/detach-region.ts'
import { listRegions } from './workbench/list-regions.ts'
import { moveRegion } from './workbench/move-region.ts'
import { compareRegions } from './workbench/compare-regions.ts'
import { listReplication } from './workbench/list-replication.ts'
import { promoteRegion } from './workbench/promote-region.ts'
import { recoverVault } from './workbench/recover-vault.ts'
import { reportRegionLoss } from './workbench/report-region-loss.ts'
import { retryReplication } from './workbench/retry-replication.ts'
import { reuniteSecrets } from './workbench/reunite-secrets.ts'

/** The operations on regions and their stores, and on what is replicated between them; part of the registry. */
export const regionHandlers: { readonly [N in keyof typeof regionOperations | keyof typeof replicationOperations | keyof typeof secretsManagerReplicationOperations]: OperationHandler<N> } = {
  'secretsmanager:RemoveRegionsFromReplication': removeRegionsFromReplication,
  'secretsmanager:ReplicateSecretToRegions': replicateSecretToRegions,
  'secretsmanager:StopReplicationToReplica': stopReplicationToReplica,
  'workbench:AddRegion': addRegion,
  'workbench:AttachRegion': attachRegion,
  'workbench:DetachRegion': detachRegion,
  'workbench:ListRegions': listRegions,
  'workbench:MoveRegion': moveRegion,
  'workbench:CheckRegionFile': checkRegionFile,
  'workbench:CheckRegionFolder': checkRegionFolder,
  'workbench:CompareRegions': compareRegions,
  'workbench:ListReplication': listReplication,
  'workbench:PromoteRegion': promoteRegion,
  'workbench:RecoverVault': recoverVault,
  'workbench:ReportRegionLoss': reportRegionLoss,
  'workbench:RetryReplication': retryReplication,
  'workbench:ReuniteSecrets': reuniteSecrets,
}

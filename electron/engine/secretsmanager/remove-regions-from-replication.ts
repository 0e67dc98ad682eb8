import type { CallHandler } from '../operation-handler.ts'
import { waiting } from '../replication/replicated-rows.ts'
import { shownReplication } from '../replication/shown-replication.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findChangeableSecret } from './find-secret.ts'
import { checkSecretId } from './secret-name.ts'
import type { SecretRecord } from './secret-record.ts'

/**
 * RemoveRegionsFromReplication: deletes replicas, without a recovery window. A region without a replica is left out.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RemoveRegionsFromReplication.html
 */
export const removeRegionsFromReplication: CallHandler<'secretsmanager:RemoveRegionsFromReplication'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'RemoveRegionsFromReplication', input.SecretId)
  },
  handle(context, input) {
    const secret = findChangeableSecret(context, input.SecretId)
    const removed = (secret.replicas ?? []).filter(({ region }) => input.RemoveReplicaRegions.includes(region))
    const changed: SecretRecord = { ...secret, replicas: (secret.replicas ?? []).filter((replica) => !removed.includes(replica)) }
    if (removed.length > 0) context.region.secrets.rows.put({ ...changed, lastChangedAtMs: context.nowMs })
    for (const { region } of removed) context.region.outbox.rows.put(waiting(null, { kind: 'remove', region, arn: secret.id, nowMs: context.nowMs }))
    return { ARN: secret.id, ReplicationStatus: shownReplication(context, changed) ?? [] }
  },
}

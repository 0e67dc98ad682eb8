import { waiting } from '../replication/replicated-rows.ts'
import { checkReplicaRegions, withReplicas } from '../replication/add-replicas.ts'
import { shownReplication } from '../replication/shown-replication.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findChangeableSecret } from './find-secret.ts'
import { checkSecretId } from './secret-name.ts'

/**
 * ReplicateSecretToRegions: answers at once, and the replicas are made by delivery.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicateSecretToRegions.html
 */
export const replicateSecretToRegions: CallHandler<'secretsmanager:ReplicateSecretToRegions'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'ReplicateSecretToRegions', input.SecretId, input)
  },
  handle(context, input) {
    checkReplicaRegions(context, input.AddReplicaRegions)
    const secret = findChangeableSecret(context, input.SecretId)
    const changed = withReplicas(context, secret, input.AddReplicaRegions, input.ForceOverwriteReplicaSecret === true)
    const { secrets, outbox } = context.region
    secrets.rows.put(changed)
    for (const { region, status } of changed.replicas ?? []) {
      const isNamed = input.AddReplicaRegions.some(({ Region }) => Region === region)
      if (isNamed && status !== 'Failed') outbox.rows.put(waiting(outbox.get(region, secret.id), { kind: 'replicate', region, arn: secret.id, nowMs: context.nowMs }))
    }
    return { ARN: secret.id, ReplicationStatus: shownReplication(context, changed) }
  },
}

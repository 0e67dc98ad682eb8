import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { waiting } from '../replication/replicated-rows.ts'
import { authorizeSecret } from './authorize-secret.ts'
import { findSecret } from './find-secret.ts'
import { checkSecretId } from './secret-name.ts'
import type { SecretRecord } from './secret-record.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'

/**
 * StopReplicationToReplica, called in the replica's region: it becomes a secret of its own, and the primary forgets it.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_StopReplicationToReplica.html
 */
export const stopReplicationToReplica: CallHandler<'secretsmanager:StopReplicationToReplica'> = {
  kind: 'call',
  check(input) {
    checkSecretId(input.SecretId)
  },
  authorize(context, input) {
    authorizeSecret(context, 'StopReplicationToReplica', input.SecretId)
  },
  handle(context, input) {
    const secret = findSecret(context, input.SecretId)
    promoteReplica(context, secret)
    return { ARN: secret.id }
  },
}

/** Makes a replica independent; the primary is told by delivery, whenever its store is there. */
export function promoteReplica({ region, nowMs }: Pick<CallContext, 'region' | 'nowMs'>, secret: SecretRecord): void {
  if (secret.replicaOf === undefined) throw secretsManagerErrors.notAReplica()
  region.store.table<SecretRecord>('secret').put({ ...secret, replicaOf: undefined, lastChangedAtMs: nowMs })
  region.outbox.rows.put(waiting(null, { kind: 'forget', region: secret.replicaOf.region, arn: secret.id, nowMs }))
}

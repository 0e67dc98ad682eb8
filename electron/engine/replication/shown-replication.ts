import type { Output } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import { DEFAULT_KEY_ALIAS } from '../kms/key-record.ts'
import type { RegionData } from '../open-vault.ts'
import type { ReplicaRecord, SecretRecord } from '../secretsmanager/secret-record.ts'
import { arnInRegion } from './replica-facts.ts'

type ReplicationStatus = NonNullable<Output<'secretsmanager:DescribeSecret'>['ReplicationStatus']>
export const SUCCEEDED = 'Replication succeeded'

/** The replicas of a primary as answers show them; undefined for a secret that has none. */
export function shownReplication(context: Pick<CallContext, 'vault' | 'region'>, secret: SecretRecord): ReplicationStatus | undefined {
  const { replicas } = secret
  return replicas === undefined || replicas.length === 0 ? undefined : replicas.map((replica) => shownReplica(context, secret, replica))
}

/** One replica: in progress while something waits for its region, with what it waits for. */
export function shownReplica({ vault, region }: Pick<CallContext, 'vault' | 'region'>, secret: SecretRecord, replica: ReplicaRecord): ReplicationStatus[number] {
  const isWaiting = region.outbox.get(replica.region, secret.id) !== null
  const status = replica.status === 'InSync' && isWaiting ? 'InProgress' : replica.status
  const problem = isWaiting ? (vault.regionKeeper.problems.get(replica.region) ?? vault.deliveries.stateOf(replica.region)?.problem) : undefined
  const message = status === 'Failed' ? replica.statusMessage : status === 'InSync' ? SUCCEEDED : problem?.message
  return {
    Region: replica.region,
    KmsKeyId: replica.kmsKeyId ?? DEFAULT_KEY_ALIAS,
    Status: status,
    StatusMessage: message,
    LastAccessedDate: lastAccessed(vault.regions.get(replica.region), arnInRegion(secret.id, replica.region)),
  }
}

function lastAccessed(target: RegionData | undefined, arn: string): number | undefined {
  const replica = target?.secrets.findByArn(arn)
  return replica === undefined || replica === null ? undefined : target?.accessDates.current(replica).lastAccessedAtMs
}

import { LIMITS } from '../limits.ts'
import { boolean, list, required, string, structure } from '../shape/define.ts'
import { awsOperation } from './define.ts'
import { AddReplicaRegions, Region, ReplicationStatus } from './secretsmanager.ts'

const SecretId = string({ min: 1, max: LIMITS.secretIdCharacters })

/** Replicas of secrets in other regions. Source: Secrets Manager API reference. */
export const secretsManagerReplicationOperations = {
  'secretsmanager:ReplicateSecretToRegions': awsOperation(
    'writes',
    structure({ SecretId: required(SecretId), AddReplicaRegions: required(AddReplicaRegions), ForceOverwriteReplicaSecret: boolean() }),
    structure({ ARN: required(string()), ReplicationStatus }),
  ),
  'secretsmanager:RemoveRegionsFromReplication': awsOperation(
    'writes',
    structure({ SecretId: required(SecretId), RemoveReplicaRegions: required(list(Region, { min: 1 })) }),
    structure({ ARN: required(string()), ReplicationStatus }),
  ),
  'secretsmanager:StopReplicationToReplica': awsOperation('writes', structure({ SecretId: required(SecretId) }), structure({ ARN: required(string()) })),
} as const

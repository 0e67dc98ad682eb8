import type { Output } from '../../../shared/operations/catalog.ts'
import { primaryRegionOf } from '../replication/replica-facts.ts'
import { type SecretRecord } from './secret-record.ts'

type Described = Omit<Output<'secretsmanager:DescribeSecret'>, 'VersionIdsToStages' | 'ReplicationStatus'>

/** The members that DescribeSecret and the entries of ListSecrets have in common; what has no value is left out. */
export function describedSecret(secret: SecretRecord): Described {
  return {
    ARN: secret.id,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    LastChangedDate: secret.lastChangedAtMs,
    LastAccessedDate: secret.lastAccessedAtMs,
    DeletedDate: secret.deletedAtMs,
    Tags: secret.tags,
    CreatedDate: secret.createdAtMs,
    PrimaryRegion: primaryRegionOf(secret),
    Type: secret.type,
  }
}

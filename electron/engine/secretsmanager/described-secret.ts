import type { Output } from '../../../shared/operations/catalog.ts'
import { primaryRegionOf } from '../replication/replica-facts.ts'
import { nextRotationDateMs } from '../../../shared/rotation/windows.ts'
import { type RotationConfig, type SecretRecord } from './secret-record.ts'

type Described = Omit<Output<'secretsmanager:DescribeSecret'>, 'VersionIdsToStages' | 'ReplicationStatus'>

/** The members that DescribeSecret and the entries of ListSecrets have in common; what has no value is left out. */
export function describedSecret(secret: SecretRecord): Described {
  return {
    ARN: secret.id,
    Name: secret.name,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    ...rotationMembers(secret.rotation),
    LastChangedDate: secret.lastChangedAtMs,
    LastAccessedDate: secret.lastAccessedAtMs,
    DeletedDate: secret.deletedAtMs,
    Tags: secret.tags,
    CreatedDate: secret.createdAtMs,
    PrimaryRegion: primaryRegionOf(secret),
    Type: secret.type,
  }
}

/**
 * What is shown of rotation: nothing before it was configured; function and rules also after it was cancelled. The days of an
 * expression are those that were computed after the last success.
 */
function rotationMembers(rotation: RotationConfig | undefined): Partial<Described> {
  if (rotation === undefined) return {}
  const { enabled, functionArn, rules, computedDays, lastRotatedAtMs, nextWindow } = rotation
  return {
    RotationEnabled: enabled,
    RotationLambdaARN: functionArn,
    RotationRules: rules === undefined ? undefined : { ...rules, AutomaticallyAfterDays: rules.AutomaticallyAfterDays ?? computedDays },
    LastRotatedDate: enabled ? lastRotatedAtMs : undefined,
    NextRotationDate: nextWindow === undefined ? undefined : nextRotationDateMs(nextWindow),
  }
}

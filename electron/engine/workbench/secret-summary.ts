import type { Output } from '../../../shared/operations/catalog.ts'
import { nextRotationDateMs } from '../../../shared/rotation/windows.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'

export type SecretSummary = Output<'workbench:ListSecretSummaries'>['Summaries'][number]

/** What the grid shows of a secret; never a value. */
export function secretSummary(secret: SecretRecord): SecretSummary {
  return {
    ARN: secret.id,
    Name: secret.name,
    Kind: secret.kind,
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    CreatedDate: secret.createdAtMs,
    LastChangedDate: secret.lastChangedAtMs,
    LastAccessedDate: secret.lastAccessedAtMs,
    DeletedDate: secret.deletedAtMs,
    RotationEnabled: secret.rotation?.enabled,
    NextRotationDate: secret.rotation?.nextWindow === undefined ? undefined : nextRotationDateMs(secret.rotation.nextWindow),
    Tags: secret.tags ?? [],
    JsonKeys: secret.jsonKeys,
    VersionIdsToStages: Object.fromEntries(
      secret.versions.filter((version) => version.stages.length > 0).map((version) => [version.versionId, version.stages]),
    ),
    VersionCount: secret.versions.length,
    PrimaryRegion: secret.replicaOf?.region,
    ReplicaRegions: secret.replicas?.length ? secret.replicas.map(({ region }) => region) : undefined,
  }
}

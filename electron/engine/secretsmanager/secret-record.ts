import type { RotationRules } from '../../../shared/rotation/schedule.ts'
import type { RotationWindow } from '../../../shared/rotation/windows.ts'

/** One version of a secret: what is known of it besides its value. */
export interface VersionRecord {
  readonly versionId: string
  /** Where the value lies; null for a version that rotation made and nobody filled yet. */
  readonly valueId: string | null
  readonly kind: 'string' | 'binary'
  readonly sizeBytes: number
  readonly createdAtMs: number
  /** Midnight UTC of the last day it was read. */
  readonly lastAccessedAtMs?: number | undefined
  readonly stages: readonly string[]
  /** The key as ListSecretVersionIds shows it; absent for `aws/secretsmanager`. */
  readonly kmsKeyId?: string | undefined
}

export interface SecretTag {
  readonly Key: string
  readonly Value: string
}

/** How and when a secret is rotated. */
export interface RotationConfig {
  /** False once rotation was cancelled; function and rules stay. */
  readonly enabled: boolean
  readonly functionArn: string
  /** As they were given. */
  readonly rules?: RotationRules | undefined
  /** AutomaticallyAfterDays of an expression, computed after each success. */
  readonly computedDays?: number | undefined
  readonly lastRotatedAtMs?: number | undefined
  /** The coming window; it stays when it has passed without success. Absent while rotation is off or has no rules. */
  readonly nextWindow?: RotationWindow | undefined
  /** The start of the last window that was used, so that a clock that is set back brings it no second time. */
  readonly usedWindowStartMs?: number | undefined
  /** What happens to a window that was missed; as soon as possible when absent. */
  readonly whenMissed?: 'as-soon-as-possible' | 'next-window' | undefined
}

/** How far the content of a replicated secret has come. */
export interface Revision {
  readonly number: number
  /** Drawn with each number. */
  readonly mark: string
}

/** A replica, as its primary knows it. */
export interface ReplicaRecord {
  readonly region: string
  /** As a secret's: absent for the region's `aws/secretsmanager`. */
  readonly kmsKeyId?: string | undefined
  readonly status: 'InProgress' | 'InSync' | 'Failed'
  readonly statusMessage?: string | undefined
  /** A secret of the same name that is in the way is replaced, the first time. */
  readonly overwrite?: boolean | undefined
  /** Whether the replica was made: one that is not there any more has become independent. */
  readonly isMade?: boolean | undefined
  /** When it was asked for, so that the word of an earlier one's promotion, which may come late and twice, does not end it. */
  readonly requestedAtMs?: number | undefined
}

/** A secret as it is stored, in one sealed row. `id` is its ARN. */
export interface SecretRecord {
  readonly id: string
  readonly accountId: string
  readonly name: string
  /** Counts up over all secrets of the region: the order of creation. */
  readonly sequence: number
  readonly description?: string | undefined
  /** As the user gave it, a bare alias as its ARN; absent for `aws/secretsmanager`. */
  readonly kmsKeyId?: string | undefined
  readonly createdAtMs: number
  readonly lastChangedAtMs: number
  readonly lastAccessedAtMs?: number | undefined
  /** End of the recovery window while the secret is scheduled for deletion. */
  readonly deletedAtMs?: number | undefined
  /** Absent until the first tag; empty after the last one was removed. */
  readonly tags?: readonly SecretTag[] | undefined
  readonly type?: string | undefined
  /** The policy attached to it, as it was put. */
  readonly resourcePolicy?: string | undefined
  /** Absent until rotation is configured. */
  readonly rotation?: RotationConfig | undefined
  /** On a primary: its replicas. */
  readonly replicas?: readonly ReplicaRecord[] | undefined
  /** On a secret that has or had replicas. */
  readonly revision?: Revision | undefined
  /** On a replica: its primary's region, and what was delivered last. Its content changes by delivery alone. */
  readonly replicaOf?: { readonly region: string; readonly revision: Revision } | undefined
  /** Oldest first. */
  readonly versions: readonly VersionRecord[]
  /** What the current value is, so that lists and search need no decryption. */
  readonly kind: 'database' | 'api-key' | 'key-value' | 'text' | 'binary' | 'empty'
  readonly jsonKeys: readonly string[]
}

/** The version that carries a staging label, or null. */
export function versionWithStage(secret: SecretRecord, stage: string): VersionRecord | null {
  return secret.versions.find((version) => version.stages.includes(stage)) ?? null
}

/** The version of an id, or null. */
export function versionWithId(secret: SecretRecord, versionId: string): VersionRecord | null {
  return secret.versions.find((version) => version.versionId === versionId) ?? null
}

/** Version ids to staging labels, labelled versions only; undefined when there is none, as AWS leaves the member out. */
export function stagesByVersion(secret: SecretRecord): Record<string, readonly string[]> | undefined {
  const labelled = secret.versions.filter((version) => version.stages.length > 0)
  return labelled.length === 0 ? undefined : Object.fromEntries(labelled.map((version) => [version.versionId, version.stages]))
}

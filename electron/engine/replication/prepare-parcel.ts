import { ServiceError } from '../../../shared/errors.ts'
import type { RegionData } from '../open-vault.ts'
import { type ReplicaRecord, type Revision, type SecretRecord, versionWithId } from '../secretsmanager/secret-record.ts'
import type { SecretValue } from '../secretsmanager/secret-value.ts'
import { openLocalValue } from './local-value.ts'
import { arnInRegion } from './replica-facts.ts'

/** A primary on its way to one region: its state, and the values that the other side lacks. */
export interface Parcel {
  readonly sourceRegion: string
  readonly secret: SecretRecord
  readonly revision: Revision
  readonly replica: ReplicaRecord
  /** By version id; filled with zeros once delivered. */
  readonly values: ReadonlyMap<string, SecretValue>
}

/** What became of a parcel. */
export type Outcome =
  | { readonly result: 'in-sync'; readonly kmsKeyId: string | undefined }
  /** `again`: what is in the way may go away by itself, so it is tried again. */
  | { readonly result: 'failed'; readonly message: string; readonly again: boolean }
  /** The replica was promoted: the primary forgets it. */
  | { readonly result: 'independent' }

export function failure(message: string, again: boolean): Outcome {
  return { result: 'failed', message: `Replication failed: ${message}`, again }
}

/** Reads what a replica lacks. A value that cannot be opened now is the outcome at once: nothing is delivered without it. */
export function prepareParcel(source: RegionData, vaultId: string, secret: SecretRecord, replica: ReplicaRecord, target: RegionData): Parcel | Outcome {
  const { revision } = secret
  if (revision === undefined) return failure('the secret has no revision.', false)
  const present = target.secrets.findByArn(arnInRegion(secret.id, replica.region))
  const known = present?.replicaOf?.region === source.region ? present : null
  const values = new Map<string, SecretValue>()
  try {
    for (const version of secret.versions) {
      if (version.valueId === null || (known !== null && (versionWithId(known, version.versionId)?.valueId ?? null) !== null)) continue
      values.set(version.versionId, openLocalValue(source, vaultId, secret, version))
    }
    return { sourceRegion: source.region, secret, revision, replica, values }
  } catch (thrown) {
    forgetValues(values)
    return failure(ServiceError.from(thrown).message, true)
  }
}

export function forgetValues(values: ReadonlyMap<string, SecretValue>): void {
  for (const { bytes } of values.values()) bytes.fill(0)
}

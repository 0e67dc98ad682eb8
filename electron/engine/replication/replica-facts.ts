import { parseArn, partitionOf } from '../../../shared/arn.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'

/** The region that an ARN of a secret names. */
export function regionOfSecret(arn: string): string {
  return parseArn(arn)?.region ?? ''
}

/** The same secret's ARN in another region: the region differs, name and suffix do not. Source: Secrets Manager user guide, "Replicate a secret". */
export function arnInRegion(arn: string, region: string): string {
  const parts = arn.split(':')
  return ['arn', partitionOf(region), parts[2], region, ...parts.slice(4)].join(':')
}

/** The region of the primary, for replicas and for secrets that have any; undefined for all others. */
export function primaryRegionOf(secret: SecretRecord): string | undefined {
  if (secret.replicaOf !== undefined) return secret.replicaOf.region
  return (secret.replicas?.length ?? 0) > 0 ? regionOfSecret(secret.id) : undefined
}

/**
 * What a replica has in common with its primary: everything but the key, the dates of reads, and what each store keeps for
 * itself. When a rotation comes due is the primary's affair alone.
 */
export function replicatedFacts(secret: SecretRecord): Omit<SecretRecord, 'id' | 'sequence' | 'versions'> {
  const { id: _id, sequence: _sequence, versions: _versions, kmsKeyId: _key, lastAccessedAtMs: _read, deletedAtMs: _deleted, replicas: _replicas, revision: _revision, replicaOf: _replicaOf, ...facts } = secret
  if (facts.rotation === undefined) return facts
  const { nextWindow: _next, usedWindowStartMs: _used, ...rotation } = facts.rotation
  return { ...facts, rotation }
}

/** Whether two states of a secret are the same to a replica. */
export function isSameToReplicas(left: SecretRecord, right: SecretRecord): boolean {
  return left === right || comparable(left) === comparable(right)
}

function comparable(secret: SecretRecord): string {
  const { lastChangedAtMs: _changed, ...facts } = replicatedFacts(secret)
  const versions = secret.versions.map(({ valueId, kmsKeyId: _key, lastAccessedAtMs: _read, ...version }) => sorted({ ...version, hasValue: valueId !== null }))
  return JSON.stringify([sorted(facts), versions])
}

function sorted(facts: object): readonly (readonly [string, unknown])[] {
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
}

import { createHash } from 'node:crypto'
import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import { ensureDefaultKey } from '../kms/default-key.ts'
import { findKey } from '../kms/find-key.ts'
import type { KeyRecord } from '../kms/key-record.ts'
import type { RegionData } from '../open-vault.ts'
import type { ReplicaRecord, SecretRecord, VersionRecord } from '../secretsmanager/secret-record.ts'
import { type Side, splitVersions } from './compare-secrets.ts'
import { openLocalValue, sealLocalValue } from './local-value.ts'
import { outboxId } from './outbox.ts'
import { waiting } from './replicated-rows.ts'
import { arnInRegion } from './replica-facts.ts'

interface Deps {
  readonly vaultId: string
  readonly host: Host
}

/**
 * Makes one primary of two secrets of one origin. First the kept one gets, on disk, every version that only the other has;
 * then the other becomes its replica, read-only from then on. A crash in between loses nothing, and the same call again ends it.
 * @returns how many versions were added
 * @throws {ServiceError} InvalidRequestException with what is in the way
 */
export function reuniteSecret(deps: Deps, kept: Side, other: Side): number {
  requireReunitable(kept, other)
  const { onlyThere, inConflict } = splitVersions(deps.vaultId, kept, other)
  const added = [...onlyThere, ...inConflict.filter(({ versionId }) => !kept.secret.versions.some((version) => version.versionId === conflictId(other, versionId)))]
  const nowMs = deps.host.clock.nowMs()
  const result = kept.region.store.transaction(() => {
    const key = keyOf(deps, kept)
    const versions = added.map((version) => takeOver(deps, kept, other, version, key, inConflict.includes(version)))
    const all = [...kept.secret.versions, ...versions].sort((left, right) => left.createdAtMs - right.createdAtMs)
    const entry: ReplicaRecord = { region: other.region.region, kmsKeyId: other.secret.kmsKeyId, status: 'InProgress', isMade: true, requestedAtMs: nowMs }
    const replicas = [...(kept.secret.replicas ?? []).filter(({ region }) => region !== entry.region), entry]
    kept.region.store.table<SecretRecord>('secret').put({ ...kept.secret, replicaOf: undefined })
    kept.region.secrets.rows.put({ ...kept.secret, replicaOf: undefined, versions: all, replicas, lastChangedAtMs: nowMs })
    kept.region.outbox.rows.put(waiting(null, { kind: 'replicate', region: entry.region, arn: kept.secret.id, nowMs }))
    return versions.length
  })
  const dropped = other.secret.versions.filter((version) => inConflict.includes(version))
  other.region.store.transaction(() => {
    // What this side still had to say as a primary, or as one that was promoted, is over.
    for (const kind of ['replicate', 'forget'] as const) other.region.outbox.rows.delete(outboxId(kept.region.region, other.secret.id, kind))
    for (const { valueId } of dropped) if (valueId !== null) other.region.store.values.delete(valueId)
    other.region.store.table<SecretRecord>('secret').put({
      ...other.secret,
      versions: other.secret.versions.filter((version) => !dropped.includes(version)),
      replicas: undefined,
      revision: undefined,
      replicaOf: { region: kept.region.region, revision: { number: 0, mark: '' } },
    })
  })
  return result
}

function requireReunitable(kept: Side, other: Side): void {
  const refuse = (message: string): never => {
    throw new ServiceError('InvalidRequestException', message)
  }
  if (other.secret.id !== arnInRegion(kept.secret.id, other.region.region)) refuse('The two secrets share nothing but the name. Replicate one of them with ForceOverwriteReplicaSecret to replace the other.')
  if (kept.secret.deletedAtMs !== undefined || other.secret.deletedAtMs !== undefined) refuse('One of the two waits for its deletion. Restore it first.')
  const elsewhere = (other.secret.replicas ?? []).filter(({ region }) => region !== kept.region.region)
  if (elsewhere.length > 0) refuse(`The other secret has replicas in ${elsewhere.map(({ region }) => region).join(', ')}. Promote or remove them first.`)
  const { replicaOf } = kept.secret
  if (replicaOf !== undefined && replicaOf.region !== other.region.region) refuse(`The secret is a replica of region ${replicaOf.region}. Promote it first.`)
  if (other.secret.replicaOf !== undefined && other.secret.replicaOf.region !== kept.region.region) refuse(`The other secret is a replica of region ${other.secret.replicaOf.region}. Promote it first.`)
}

function keyOf({ host }: Deps, { region, secret }: Side): KeyRecord {
  if (secret.kmsKeyId === undefined) return ensureDefaultKey(region, secret.accountId, host, host.clock.nowMs())
  return findKey({ keys: region.keys, region: region.region, accountId: secret.accountId }, secret.kmsKeyId)
}

/** A version of the other side, without labels; one whose id has another value here gets an id of its own, always the same. */
function takeOver({ vaultId, host }: Deps, kept: Side, other: Side, version: VersionRecord, key: KeyRecord, isConflict: boolean): VersionRecord {
  const versionId = isConflict ? conflictId(other, version.versionId) : version.versionId
  const moved = { ...version, versionId, stages: [], kmsKeyId: kept.secret.kmsKeyId, lastAccessedAtMs: undefined }
  if (version.valueId === null) return moved
  const value = openLocalValue(other.region, vaultId, other.secret, version)
  const valueId = host.random.uuid()
  kept.region.store.values.put(valueId, kept.secret.id, sealLocalValue(kept.region, vaultId, kept.secret.id, versionId, key, value))
  value.bytes.fill(0)
  return { ...moved, valueId }
}

function conflictId({ region }: { readonly region: RegionData }, versionId: string): string {
  return createHash('sha256').update(`${region.region}\n${versionId}`).digest('hex').slice(0, 32)
}

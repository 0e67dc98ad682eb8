import { invariant } from '../../../shared/assert.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import { ensureDefaultKey } from '../kms/default-key.ts'
import { findKey } from '../kms/find-key.ts'
import type { KeyRecord } from '../kms/key-record.ts'
import type { RegionData } from '../open-vault.ts'
import { purgeSecret } from '../secretsmanager/purge-secret.ts'
import { type SecretRecord, type VersionRecord, versionWithId } from '../secretsmanager/secret-record.ts'
import type { StoredValue } from '../storage/value-table.ts'
import { sealLocalValue } from './local-value.ts'
import { outboxId } from './outbox.ts'
import { failure, type Outcome, type Parcel } from './prepare-parcel.ts'
import { waiting } from './replicated-rows.ts'
import { arnInRegion, replicatedFacts } from './replica-facts.ts'

interface Target {
  readonly region: RegionData
  readonly vaultId: string
  readonly host: Host
}

/**
 * Writes a parcel into the target's store; inside its transaction, so that values, labels and the revision that was
 * delivered are there together or not at all. The same parcel a second time changes nothing.
 */
export function applyParcel(target: Target, parcel: Parcel): Outcome {
  const { region } = target
  const { secret, revision, replica, sourceRegion } = parcel
  const arn = arnInRegion(secret.id, region.region)
  const present = region.secrets.findByArn(arn)
  const known = present?.replicaOf?.region === sourceRegion ? present : null
  const delivered = known?.replicaOf?.revision
  if (known !== null && delivered?.number === revision.number && delivered.mark === revision.mark) return { result: 'in-sync', kmsKeyId: known.kmsKeyId }
  // A primary that was put back from a back-up must not write over what its replica still has.
  if (delivered !== undefined && delivered.number >= revision.number) {
    return failure(`the replica in region ${region.region} is newer than this secret. Compare the regions and choose what to keep.`, false)
  }
  const inTheWay = known === null ? (present ?? region.secrets.findByName(secret.accountId, secret.name)) : null
  if (inTheWay !== null) {
    if (replica.isMade === true && inTheWay === present && present.replicaOf === undefined) return { result: 'independent' }
    if (replica.overwrite !== true) return failure(`Secret name ${secret.name} already exists in region ${region.region}.`, false)
    if ((inTheWay.replicas?.length ?? 0) > 0) return failure(`Secret name ${secret.name} in region ${region.region} has replicas of its own.`, false)
  }
  const kmsKeyId = known === null ? replica.kmsKeyId : known.kmsKeyId
  let sealed: Map<string, StoredValue>
  try {
    sealed = sealAll(target, arn, parcel, kmsKeyId)
  } catch (thrown) {
    const error = ServiceError.from(thrown)
    if (error.fault === 'server') throw thrown
    return failure(error.message, true)
  }
  if (inTheWay !== null) replaceSecret(target, sourceRegion, inTheWay)
  putReplica(target, arn, parcel, known, kmsKeyId, sealed)
  return { result: 'in-sync', kmsKeyId }
}

/** Makes room for a replica that was told to write over what is there. Whose replica that was must not believe in it any more. */
function replaceSecret({ region, host }: Target, sourceRegion: string, inTheWay: SecretRecord): void {
  purgeSecret(region, inTheWay)
  region.outbox.rows.delete(outboxId(sourceRegion, inTheWay.id, 'forget'))
  const { replicaOf } = inTheWay
  if (replicaOf === undefined || replicaOf.region === sourceRegion) return
  region.outbox.rows.put(waiting(null, { kind: 'forget', region: replicaOf.region, arn: inTheWay.id, nowMs: host.clock.nowMs() }))
}

/** Every value under a data key of its own, before anything is written. */
function sealAll({ region, vaultId, host }: Target, arn: string, { secret, values }: Parcel, kmsKeyId: string | undefined): Map<string, StoredValue> {
  const sealed = new Map<string, StoredValue>()
  let key: KeyRecord | null = null
  const keyNow = (): KeyRecord =>
    kmsKeyId === undefined ? ensureDefaultKey(region, secret.accountId, host, host.clock.nowMs()) : findKey({ keys: region.keys, region: region.region, accountId: secret.accountId }, kmsKeyId)
  // A chosen key must be there even for a secret without a value: that is when the user looks.
  if (kmsKeyId !== undefined) key = keyNow()
  for (const [versionId, value] of values) {
    key ??= keyNow()
    sealed.set(versionId, sealLocalValue(region, vaultId, arn, versionId, key, value))
  }
  return sealed
}

function putReplica({ region, host }: Target, arn: string, { secret, revision, sourceRegion }: Parcel, known: SecretRecord | null, kmsKeyId: string | undefined, sealed: ReadonlyMap<string, StoredValue>): void {
  const versions = secret.versions.map((version): VersionRecord => {
    const present = known === null ? null : versionWithId(known, version.versionId)
    if (version.valueId === null) return { ...version, kmsKeyId, lastAccessedAtMs: present?.lastAccessedAtMs }
    if (present !== null && present.valueId !== null) return { ...version, valueId: present.valueId, kmsKeyId: present.kmsKeyId, lastAccessedAtMs: present.lastAccessedAtMs }
    const value = sealed.get(version.versionId)
    invariant(value !== undefined, 'a parcel has every value that the replica lacks')
    const valueId = host.random.uuid()
    region.store.values.put(valueId, arn, value)
    return { ...version, valueId, kmsKeyId, lastAccessedAtMs: undefined }
  })
  for (const { versionId, valueId } of known?.versions ?? []) {
    if (valueId === null || versionWithId(secret, versionId) !== null) continue
    region.store.values.delete(valueId)
    region.keyRing.openedValues.forget(valueId)
  }
  region.store.table<SecretRecord>('secret').put({
    ...replicatedFacts(secret),
    id: arn,
    sequence: known?.sequence ?? region.secrets.nextSequence(),
    kmsKeyId,
    lastAccessedAtMs: known?.lastAccessedAtMs,
    versions,
    replicaOf: { region: sourceRegion, revision },
  })
}

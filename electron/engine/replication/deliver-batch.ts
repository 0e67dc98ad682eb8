import type { Host } from '../host.ts'
import type { RegionData } from '../open-vault.ts'
import { purgeSecret } from '../secretsmanager/purge-secret.ts'
import type { SecretRecord } from '../secretsmanager/secret-record.ts'
import { applyParcel } from './apply-parcel.ts'
import { outboxId, type OutboxRecord } from './outbox.ts'
import { forgetValues, prepareParcel, type Outcome, type Parcel } from './prepare-parcel.ts'
import { arnInRegion } from './replica-facts.ts'
import { settleParcel } from './settle-parcel.ts'

interface Batch {
  readonly vaultId: string
  readonly host: Host
  readonly source: RegionData
  readonly target: RegionData
  readonly rows: readonly OutboxRecord[]
}

/** What became of each row of a batch; a row without an outcome has nothing more to deliver. */
export type Outcomes = ReadonlyMap<OutboxRecord, Outcome>

/**
 * Carries rows of one store's outbox to one other store, in one transaction there. `settleBatch` comes after it; a crash
 * between the two carries again, which changes nothing.
 * @throws {ServiceError} what the target's store threw; then nothing of the batch is there
 */
export function carryBatch({ vaultId, host, source, target, rows }: Batch): Outcomes {
  const outcomes = new Map<OutboxRecord, Outcome>()
  const parcels = new Map<OutboxRecord, Parcel>()
  try {
    for (const row of rows) {
      const made = row.kind === 'replicate' ? makeParcel(source, vaultId, row, target) : null
      if (made === null) continue
      if ('result' in made) outcomes.set(row, made)
      else parcels.set(row, made)
    }
    target.store.transaction(() => {
      for (const row of rows) {
        const parcel = parcels.get(row)
        if (parcel !== undefined) outcomes.set(row, applyParcel({ region: target, vaultId, host }, parcel))
        else if (row.kind === 'remove') removeReplica(source.region, target, row)
        else if (row.kind === 'forget') forgetReplica(source.region, target, row)
      }
    })
    return outcomes
  } finally {
    for (const { values } of parcels.values()) forgetValues(values)
  }
}

/**
 * Notes in the store that the rows came from what became of them.
 * @throws {ServiceError} what that store threw; then all of the batch waits as before
 */
export function settleBatch(source: RegionData, rows: readonly OutboxRecord[], outcomes: Outcomes, nowMs: number): void {
  source.store.transaction(() => {
    for (const row of rows) {
      const outcome = outcomes.get(row)
      if (outcome === undefined) source.outbox.rows.delete(row.id)
      else settleParcel(source, row, outcome, nowMs)
    }
  })
}

/** Null when there is nothing to deliver any more: the secret is gone, or has no replica there. */
function makeParcel(source: RegionData, vaultId: string, row: OutboxRecord, target: RegionData): Parcel | Outcome | null {
  const secret = source.secrets.findByArn(row.arn)
  const replica = secret?.replicas?.find(({ region }) => region === row.region)
  return secret === null || replica === undefined ? null : prepareParcel(source, vaultId, secret, replica, target)
}

/** Deletes a replica at once, as AWS does. One that became independent, or another's, stays. */
function removeReplica(sourceRegion: string, target: RegionData, row: OutboxRecord): void {
  const replica = target.secrets.findByArn(arnInRegion(row.arn, target.region))
  if (replica?.replicaOf?.region === sourceRegion) purgeSecret(target, replica)
}

/** The primary forgets a replica that became independent. One that it was told to make since then is another, which a word that comes twice must not end. */
function forgetReplica(sourceRegion: string, primary: RegionData, row: OutboxRecord): void {
  const arn = arnInRegion(row.arn, primary.region)
  const secret = primary.secrets.findByArn(arn)
  const replica = secret?.replicas?.find(({ region }) => region === sourceRegion)
  if (replica !== undefined && (replica.requestedAtMs ?? 0) >= row.sinceMs) return
  primary.outbox.rows.delete(outboxId(sourceRegion, arn))
  if (secret === null || replica === undefined) return
  primary.store.table<SecretRecord>('secret').put({ ...secret, replicas: secret.replicas?.filter((other) => other !== replica) })
}

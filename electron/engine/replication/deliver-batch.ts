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

/**
 * Delivers rows of one store's outbox to one other store: one transaction there, then one here. A crash between the two
 * delivers again, which changes nothing.
 * @throws {ServiceError} what the target's or the source's store threw; then nothing of the batch is settled
 */
export function deliverBatch({ vaultId, host, source, target, rows }: Batch): void {
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
  } finally {
    for (const { values } of parcels.values()) forgetValues(values)
  }
  source.store.transaction(() => {
    for (const row of rows) {
      const outcome = outcomes.get(row)
      if (outcome === undefined) source.outbox.rows.delete(row.id)
      else settleParcel(source, row, outcome, host.clock.nowMs())
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

/** The primary forgets a replica that became independent. */
function forgetReplica(sourceRegion: string, primary: RegionData, row: OutboxRecord): void {
  const secret = primary.secrets.findByArn(arnInRegion(row.arn, primary.region))
  primary.outbox.rows.delete(outboxId(sourceRegion, arnInRegion(row.arn, primary.region)))
  if (secret?.replicas === undefined) return
  primary.store.table<SecretRecord>('secret').put({ ...secret, replicas: secret.replicas.filter(({ region }) => region !== sourceRegion) })
}

import type { RegionData } from '../open-vault.ts'
import type { ReplicaRecord, SecretRecord } from '../secretsmanager/secret-record.ts'
import type { OutboxRecord } from './outbox.ts'
import type { Outcome } from './prepare-parcel.ts'
import { SUCCEEDED } from './shown-replication.ts'

const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 5 * 60_000

/** How long to wait before the next try, doubling from one second to five minutes. */
export function retryDelayMs(attempts: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts, 20))
}

/** Notes in the primary's store what became of a delivery, and takes it out of the outbox; inside that store's transaction. */
export function settleParcel(source: RegionData, row: OutboxRecord, outcome: Outcome, nowMs: number): void {
  const isOver = outcome.result !== 'failed' || !outcome.again
  if (isOver) source.outbox.rows.delete(row.id)
  else source.outbox.rows.put({ ...row, attempts: row.attempts + 1, nextAtMs: nowMs + retryDelayMs(row.attempts) })
  const secret = source.secrets.findByArn(row.arn)
  const replica = secret?.replicas?.find(({ region }) => region === row.region)
  if (secret === null || replica === undefined) return
  const changed = settled(replica, outcome)
  if (changed !== null && isSame(changed, replica)) return
  const replicas = (secret.replicas ?? []).flatMap((other) => (other === replica ? (changed === null ? [] : [changed]) : [other]))
  // The table beneath: a status is no change of what is replicated.
  source.store.table<SecretRecord>('secret').put({ ...secret, replicas })
}

function settled(replica: ReplicaRecord, outcome: Outcome): ReplicaRecord | null {
  switch (outcome.result) {
    case 'in-sync':
      return { region: replica.region, kmsKeyId: outcome.kmsKeyId, status: 'InSync', statusMessage: SUCCEEDED, isMade: true, requestedAtMs: replica.requestedAtMs }
    case 'failed':
      return { ...replica, status: 'Failed', statusMessage: outcome.message }
    case 'independent':
      return null
  }
}

function isSame(left: ReplicaRecord, right: ReplicaRecord): boolean {
  return left.status === right.status && left.statusMessage === right.statusMessage && left.kmsKeyId === right.kmsKeyId && left.isMade === right.isMade && left.overwrite === right.overwrite
}

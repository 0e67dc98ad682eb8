import type { Clock } from '../host.ts'
import { freshRandomBytes } from '../crypto/random-bytes.ts'
import { secretsManagerErrors } from '../secretsmanager/secrets-manager-errors.ts'
import type { Revision, SecretRecord } from '../secretsmanager/secret-record.ts'
import type { RegionStore } from '../storage/region-store.ts'
import type { SealedTable } from '../storage/sealed-table.ts'
import { outboxId, type OutboxRecord, outboxTable } from './outbox.ts'
import { isSameToReplicas } from './replica-facts.ts'

const MARK_BYTES = 12

/**
 * The secrets of a store, as operations write them: a change of a secret that has replicas is noted for each of them in the
 * same transaction, and a replica's own content cannot be changed. Only the deliverer writes to the table beneath.
 */
export function replicatedRows(store: RegionStore, clock: Pick<Clock, 'nowMs'>): SealedTable<SecretRecord> {
  const rows = store.table<SecretRecord>('secret')
  const outbox = outboxTable(store)
  return {
    get size() {
      return rows.size
    },
    get version() {
      return rows.version
    },
    get: (id) => rows.get(id),
    all: () => rows.all(),
    delete: (id) => rows.delete(id),
    index: (name, keysOf) => rows.index(name, keysOf),
    onChange: (listener) => rows.onChange(listener),
    put(next) {
      const before = rows.get(next.id)
      if (before?.replicaOf !== undefined && !isSameToReplicas(before, next)) throw secretsManagerErrors.replicaIsReadOnly()
      const replicas = next.replicas ?? []
      const isChanged = before === null || next.revision === undefined || !isSameToReplicas(before, next)
      if (replicas.length === 0 || !isChanged) {
        rows.put(next)
        return
      }
      rows.put({ ...next, revision: nextRevision(next.revision) })
      for (const { region, status, isMade } of replicas) {
        // One that never came to be waits for the user; what can be tried again waits in the outbox already.
        if (status === 'Failed' && isMade !== true) continue
        outbox.put(waiting(outbox.get(outboxId(region, next.id)), { kind: 'replicate', region, arn: next.id, nowMs: clock.nowMs() }))
      }
    },
  }
}

/** The mark tells two histories apart that count alike, as after a primary was put back from a back-up. */
function nextRevision(revision: Revision | undefined): Revision {
  return { number: (revision?.number ?? 0) + 1, mark: freshRandomBytes(MARK_BYTES).toString('base64') }
}

/** A row of the outbox for something that has to be delivered; what waits already keeps its place, and is tried at once. */
export function waiting(present: OutboxRecord | null, what: Pick<OutboxRecord, 'kind' | 'region' | 'arn'> & { readonly nowMs: number }): OutboxRecord {
  const { kind, region, arn, nowMs } = what
  const sinceMs = present !== null && present.kind === kind ? present.sinceMs : nowMs
  return { id: outboxId(region, arn, kind), kind, region, arn, sinceMs, attempts: 0, nextAtMs: 0 }
}

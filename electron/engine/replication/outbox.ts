import type { RegionData } from '../open-vault.ts'
import type { RegionStore } from '../storage/region-store.ts'
import type { SealedTable } from '../storage/sealed-table.ts'

/**
 * What has to reach another region's store, noted in the transaction that made it necessary. One row for each secret and
 * region, however many changes wait, so that the outbox stays as small as the vault; what is delivered is the secret as it
 * is then, with every version that the other side lacks.
 * `replicate`: the secret's state. `remove`: delete the replica. `forget`: tell the primary that its replica became independent.
 */
export interface OutboxRecord {
  readonly id: string
  readonly kind: 'replicate' | 'remove' | 'forget'
  /** The region to deliver to. */
  readonly region: string
  /** The secret in this store. */
  readonly arn: string
  /** Since when it waits, epoch milliseconds. */
  readonly sinceMs: number
  readonly attempts: number
  /** Not before this moment, epoch milliseconds. */
  readonly nextAtMs: number
}

export function outboxTable(store: RegionStore): SealedTable<OutboxRecord> {
  return store.table<OutboxRecord>('outbox')
}

/** A promoted secret that goes on to have replicas itself has both to say to the region that it came from, so a `forget` has a row of its own. */
export function outboxId(region: string, arn: string, kind: OutboxRecord['kind'] = 'replicate'): string {
  return kind === 'forget' ? `${region}\n${arn}\nforget` : `${region}\n${arn}`
}

/** What waits in all stores for one region: how many, and since when the oldest. */
export function pendingFor(regions: Iterable<RegionData>, region: string): { readonly count: number; readonly oldestMs: number | null } {
  let count = 0
  let oldestMs: number | null = null
  for (const { outbox } of regions) {
    for (const row of outbox.to(region)) {
      count += 1
      if (oldestMs === null || row.sinceMs < oldestMs) oldestMs = row.sinceMs
    }
  }
  return { count, oldestMs }
}

/** The outbox of one region's store with its look-ups. */
export interface Outbox {
  readonly rows: SealedTable<OutboxRecord>
  /** What waits for a region. */
  to(region: string): readonly OutboxRecord[]
  get(region: string, arn: string): OutboxRecord | null
}

export function openOutbox(store: RegionStore): Outbox {
  const rows = outboxTable(store)
  const byRegion = rows.index('region', (row) => [row.region])
  return { rows, to: (region) => byRegion.get(region), get: (region, arn) => rows.get(outboxId(region, arn)) }
}

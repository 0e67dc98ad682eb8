import { invariant } from '../../../shared/assert.ts'
import type { RootKey } from '../seal/root-key.ts'
import type { EpochMark } from './epoch-mark.ts'
import { prepare, type SqliteDatabase } from './open-database.ts'
import { SealedRows } from './sealed-rows.ts'
import type { MemoryTable } from './sealed-table.ts'
import { sql } from './sql.ts'
import { StateMac } from './state-mac.ts'
import { storageError } from './storage-error.ts'
import { SqliteValueTable, type ValueTransactions } from './value-table.ts'

/** What a store's file is sealed with: all that comes from the root key. */
export interface StoreSeal {
  readonly state: StateMac
  readonly rows: SealedRows
  readonly values: SqliteValueTable
  /** Null for a store in memory: it has no file that could be put back. */
  readonly mark: EpochMark | null
}

/** What a store is sealed anew with. */
export interface Resealing {
  /** Stays the caller's; it must outlive the store. */
  readonly rootKey: RootKey
  readonly mark: EpochMark | null
  readonly header: Uint8Array
  /** A row as it is to be from now on: what was wrapped under the root key is wrapped anew. */
  readonly change: (table: string, row: { readonly id: string }) => { readonly id: string }
  /** Every value of the store, by its id and its owner's. */
  readonly values: () => Iterable<{ readonly id: string; readonly ownerId: string }>
}

/** The seal of a database that lies, or is to lie, under a root key. */
export function makeStoreSeal(database: SqliteDatabase, place: { readonly vaultId: string; readonly region: string }, rootKey: RootKey, mark: EpochMark | null, transactions: ValueTransactions): StoreSeal {
  const state = new StateMac(rootKey.subkey('state'), place.vaultId, place.region)
  return { state, mark, rows: new SealedRows(database, rootKey, place, state), values: new SqliteValueTable(database, rootKey.subkey('meta'), state, transactions) }
}

/**
 * Takes every row and value from under one seal to another. Values are sealed by KMS keys and go over as they are; only their
 * ids are keyed anew. The invariant: none is left behind, since under the new seal nobody could find it.
 * @throws {ServiceError} VaultDamaged: a value is damaged, or belongs to no secret
 */
export function moveUnder(from: StoreSeal, to: StoreSeal, database: SqliteDatabase, tables: Iterable<MemoryTable>, { change, values }: Pick<Resealing, 'change' | 'values'>): void {
  const { count } = prepare(database, sql`SELECT count(*) AS count FROM value_row`).get() as { count: number }
  let moved = 0
  for (const { id, ownerId } of values()) {
    const value = from.values.get(id)
    if (value === null) continue
    from.values.delete(id)
    to.values.put(id, ownerId, value)
    moved += 1
  }
  if (moved !== count) throw storageError('VaultDamaged', { what: 'values that belong to no secret', count: String(count - moved) })
  prepare(database, sql`DELETE FROM sealed_row`).run()
  for (const table of tables) {
    for (const row of table.all()) {
      const changed = change(table.name, row)
      invariant(changed.id === row.id, 'a row keeps its id')
      to.rows.put(table.name, row.id, JSON.stringify(changed))
    }
  }
}

/** Forgets the keys. The file and the mark stay open. */
export function eraseSeal({ rows, values, state }: StoreSeal): void {
  rows.erase()
  values.erase()
  state.erase()
}

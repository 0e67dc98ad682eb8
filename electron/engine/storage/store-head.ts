import { prepare, type SqliteDatabase, type SqliteStatement } from './open-database.ts'
import { sql } from './sql.ts'

/** The two rows of a store that stand for the whole: how far it has come with the MAC over all of it, and the vault's header. */
export interface StoreHead {
  /** Null in a file that is being made. */
  readonly state: { readonly epoch: bigint; readonly stateMac: Buffer } | null
  readonly header: Uint8Array | null
}

export function readHead(database: SqliteDatabase): StoreHead {
  const state = prepare(database, sql`SELECT epoch, state_mac AS stateMac FROM store_state`).safeIntegers().get() as { epoch: bigint; stateMac: Buffer } | undefined
  const row = prepare(database, sql`SELECT header FROM vault_header`).get() as { header: Buffer } | undefined
  return { state: state ?? null, header: row === undefined ? null : Uint8Array.from(row.header) }
}

export function writeHeaderRow(database: SqliteDatabase, header: Uint8Array): void {
  prepare(database, sql`INSERT INTO vault_header (id, header) VALUES (1, ?)
    ON CONFLICT (id) DO UPDATE SET header = excluded.header`).run(header)
}

/** Writes epoch and MAC: at the end of every change, so it is prepared once. */
export function prepareSaveState(database: SqliteDatabase): SqliteStatement {
  return prepare(database, sql`INSERT INTO store_state (id, epoch, state_mac) VALUES (1, ?, ?)
    ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, state_mac = excluded.state_mac`)
}

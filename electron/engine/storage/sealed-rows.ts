import { SealBrokenError } from '../crypto/aead.ts'
import { openDerived, sealDerived } from '../crypto/derived-seal.ts'
import { encodeEncryptionContext } from '../crypto/encryption-context.ts'
import { deriveKey, hmacSha256 } from '../crypto/hkdf.ts'
import { pad, unpad } from '../crypto/padding.ts'
import type { RootKey } from '../seal/root-key.ts'
import { prepare, type SqliteDatabase, type SqliteStatement } from './open-database.ts'
import { sql } from './sql.ts'
import type { StateMac } from './state-mac.ts'

const ROW_LABEL = 'sv1/row'
const ROW_FORMAT = '1'
const ROW_KEY_BYTES = 16
/** Reading pages of rows takes half the time of iterating row by row. */
const ROWS_A_PAGE = 500
const NO_ID = '~'.repeat(2 * ROW_KEY_BYTES)

interface StoredRow {
  readonly rowid: number
  readonly table_name: string
  readonly row_key: Buffer
  readonly sealed: Buffer
}

/** What one row on disk is: `json` is null when it does not open. */
export interface LoadedRow {
  readonly table: string
  readonly json: string | null
}

/** Rows on disk: each sealed under a key of its own and bound to vault, region, table and row; ids are keyed. */
export class SealedRows {
  readonly #rootKey: RootKey
  readonly #rowKeyKey: Buffer
  readonly #place: { readonly vaultId: string; readonly region: string }
  readonly #state: StateMac
  readonly #additionalDataOf = new Map<string, { readonly bytes: Buffer; readonly idAt: number }>()
  readonly #select: SqliteStatement
  readonly #selectPage: SqliteStatement
  readonly #upsert: SqliteStatement
  readonly #delete: SqliteStatement

  constructor(database: SqliteDatabase, rootKey: RootKey, place: { readonly vaultId: string; readonly region: string }, state: StateMac) {
    this.#rootKey = rootKey
    this.#rowKeyKey = deriveKey(rootKey.subkey('meta'), new Uint8Array(0), 'sv1/row-key')
    this.#place = { vaultId: place.vaultId, region: place.region }
    this.#state = state
    this.#select = prepare(database, sql`SELECT sealed FROM sealed_row WHERE table_name = ? AND row_key = ?`)
    this.#selectPage = prepare(database, sql`SELECT rowid, table_name, row_key, sealed FROM sealed_row WHERE rowid > ? ORDER BY rowid LIMIT ?`)
    this.#upsert = prepare(database, sql`INSERT INTO sealed_row (table_name, row_key, sealed) VALUES (?, ?, ?)
      ON CONFLICT (table_name, row_key) DO UPDATE SET sealed = excluded.sealed`)
    this.#delete = prepare(database, sql`DELETE FROM sealed_row WHERE table_name = ? AND row_key = ?`)
  }

  put(table: string, id: string, json: string): void {
    const rowKey = this.#rowKey(table, id)
    const before = this.#stored(table, rowKey)
    const padded = pad(Buffer.from(json, 'utf8'))
    const sealed = sealDerived(this.#rootKey.subkey('meta'), ROW_LABEL, this.#additionalData(table, rowKey), padded)
    padded.fill(0)
    this.#upsert.run(table, rowKey, sealed)
    if (before !== null) this.#state.rows.remove(this.#state.rowElement(table, rowKey, before))
    this.#state.rows.add(this.#state.rowElement(table, rowKey, sealed))
  }

  delete(table: string, id: string): void {
    const rowKey = this.#rowKey(table, id)
    const before = this.#stored(table, rowKey)
    if (before === null) return
    this.#delete.run(table, rowKey)
    this.#state.rows.remove(this.#state.rowElement(table, rowKey, before))
  }

  /** Every row, in the order in which they were first written; adds each to the state as it goes. */
  *load(): IterableIterator<LoadedRow> {
    let page: readonly StoredRow[]
    let afterRowId = 0
    do {
      page = this.#selectPage.all(afterRowId, ROWS_A_PAGE) as StoredRow[]
      for (const row of page) {
        this.#state.rows.add(this.#state.rowElement(row.table_name, row.row_key, row.sealed))
        yield { table: row.table_name, json: this.#open(row) }
        afterRowId = row.rowid
      }
    } while (page.length === ROWS_A_PAGE)
  }

  erase(): void {
    this.#rowKeyKey.fill(0)
  }

  #open(row: StoredRow): string | null {
    try {
      return unpad(openDerived(this.#rootKey.subkey('meta'), ROW_LABEL, this.#additionalData(row.table_name, row.row_key), row.sealed)).toString('utf8')
    } catch (thrown) {
      if (thrown instanceof SealBrokenError || thrown instanceof RangeError) return null
      throw thrown
    }
  }

  #stored(table: string, rowKey: Buffer): Buffer | null {
    return (this.#select.get(table, rowKey) as { readonly sealed: Buffer } | undefined)?.sealed ?? null
  }

  #rowKey(table: string, id: string): Buffer {
    return hmacSha256(this.#rowKeyKey, `${table}\0${id}`).subarray(0, ROW_KEY_BYTES)
  }

  /** Only the row's key differs between rows of a table, so the rest is encoded once. */
  #additionalData(table: string, rowKey: Buffer): Buffer {
    const known = this.#additionalDataOf.get(table) ?? this.#addTable(table)
    known.bytes.write(rowKey.toString('hex'), known.idAt, 'latin1')
    return known.bytes
  }

  #addTable(table: string): { readonly bytes: Buffer; readonly idAt: number } {
    const bytes = encodeEncryptionContext('row', { ...this.#place, table, id: NO_ID, fmt: ROW_FORMAT })
    const known = { bytes, idAt: bytes.indexOf(NO_ID) }
    this.#additionalDataOf.set(table, known)
    return known
  }
}

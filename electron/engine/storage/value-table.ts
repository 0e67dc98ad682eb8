import { hash } from 'node:crypto'
import { deriveKey, hmacSha256 } from '../crypto/hkdf.ts'
import { prepare, type SqliteDatabase, type SqliteStatement } from './open-database.ts'
import { RecentValues } from './recent-values.ts'
import { sql } from './sql.ts'
import type { StateMac } from './state-mac.ts'
import { storageError, toStorageError } from './storage-error.ts'

/** A value as it lies on disk: its data key, wrapped by a KMS key, and the ciphertext. Both come sealed already. */
export interface StoredValue {
  readonly wrappedKey: Uint8Array
  readonly ciphertext: Uint8Array
}

/**
 * Values on disk, read only when asked for. `id` is unique in the whole store (a version id alone is not: two secrets
 * may have the same client request token). `put` and the deletes only inside `RegionStore.transaction`.
 */
export interface ValueTable {
  /** The bytes are shared with later readers: do not change them. @throws {ServiceError} VaultDamaged when the stored bytes are not those that were written */
  get(id: string): StoredValue | null
  put(id: string, ownerId: string, value: StoredValue): void
  delete(id: string): boolean
  deleteByOwner(ownerId: string): number
}

const KEY_BYTES = 16

interface ValueRow {
  readonly value_key: Buffer
  readonly owner_key: Buffer
  readonly digest: Buffer
}

interface WholeRow {
  readonly digest: Buffer
  readonly wrapped_key: Buffer
  readonly ciphertext: Buffer
}

/** What a table needs to know of its store's transactions. */
export interface ValueTransactions {
  isRunning(): boolean
  /** Notes that the running one writes; throws when none is. */
  touch(): void
}

export class SqliteValueTable implements ValueTable {
  readonly #idKey: Buffer
  readonly #state: StateMac
  readonly #transactions: ValueTransactions
  readonly #recent = new RecentValues()
  readonly #select: SqliteStatement
  readonly #selectWhole: SqliteStatement
  readonly #selectOne: SqliteStatement
  readonly #selectOwned: SqliteStatement
  readonly #selectAll: SqliteStatement
  readonly #insert: SqliteStatement
  readonly #delete: SqliteStatement

  constructor(database: SqliteDatabase, metaKey: Uint8Array, state: StateMac, transactions: ValueTransactions) {
    this.#idKey = deriveKey(metaKey, new Uint8Array(0), 'sv1/value-key')
    this.#state = state
    this.#transactions = transactions
    this.#select = prepare(database, sql`SELECT digest, wrapped_key, ciphertext FROM value_row WHERE value_key = ?`)
    this.#selectWhole = prepare(database, sql`SELECT digest, wrapped_key, ciphertext FROM value_row`)
    this.#selectOne = prepare(database, sql`SELECT value_key, owner_key, digest FROM value_row WHERE value_key = ?`)
    this.#selectOwned = prepare(database, sql`SELECT value_key, owner_key, digest FROM value_row WHERE owner_key = ?`)
    this.#selectAll = prepare(database, sql`SELECT value_key, owner_key, digest FROM value_row INDEXED BY value_row_by_owner`)
    this.#insert = prepare(database, sql`INSERT INTO value_row (value_key, owner_key, digest, wrapped_key, ciphertext) VALUES (?, ?, ?, ?, ?)`)
    this.#delete = prepare(database, sql`DELETE FROM value_row WHERE value_key = ?`)
  }

  get(id: string): StoredValue | null {
    const recent = this.#recent.get(id)
    if (recent !== null) return recent
    try {
      const row = this.#select.get(this.#key('value', id)) as WholeRow | undefined
      if (row === undefined) return null
      const value = valueOf(row)
      if (!digestOf(value).equals(row.digest)) throw storageError('VaultDamaged', { what: 'one value' })
      if (!this.#transactions.isRunning()) this.#recent.keep(id, value)
      return value
    } catch (thrown) {
      throw toStorageError(thrown)
    }
  }

  put(id: string, ownerId: string, value: StoredValue): void {
    this.delete(id)
    const row = { value_key: this.#key('value', id), owner_key: this.#key('owner', ownerId), digest: digestOf(value) }
    this.#insert.run(row.value_key, row.owner_key, row.digest, value.wrappedKey, value.ciphertext)
    this.#state.rows.add(this.#elementOf(row))
  }

  delete(id: string): boolean {
    this.#transactions.touch()
    this.#recent.forget(id)
    const row = this.#selectOne.get(this.#key('value', id)) as ValueRow | undefined
    if (row === undefined) return false
    this.#remove(row)
    return true
  }

  deleteByOwner(ownerId: string): number {
    this.#transactions.touch()
    // Rows do not tell their ids.
    this.#recent.clear()
    const rows = this.#selectOwned.all(this.#key('owner', ownerId)) as ValueRow[]
    for (const row of rows) this.#remove(row)
    return rows.length
  }

  /** Adds every value to the state. Reads the index only, so that large values cost nothing at unlock. */
  loadState(): void {
    for (const row of this.#selectAll.iterate() as IterableIterator<ValueRow>) this.#state.rows.add(this.#elementOf(row))
  }

  countDamaged(): number {
    let damaged = 0
    for (const row of this.#selectWhole.iterate() as IterableIterator<WholeRow>) if (!digestOf(valueOf(row)).equals(row.digest)) damaged += 1
    return damaged
  }

  erase(): void {
    this.#recent.clear()
    this.#idKey.fill(0)
  }

  #remove(row: ValueRow): void {
    this.#delete.run(row.value_key)
    this.#state.rows.remove(this.#elementOf(row))
  }

  #elementOf(row: ValueRow): Buffer {
    return this.#state.valueElement(row.value_key, row.owner_key, row.digest)
  }

  #key(kind: 'value' | 'owner', id: string): Buffer {
    return hmacSha256(this.#idKey, `${kind}\0${id}`).subarray(0, KEY_BYTES)
  }
}

function valueOf(row: WholeRow): StoredValue {
  return { wrappedKey: row.wrapped_key, ciphertext: row.ciphertext }
}

/** Length-prefixed, so that no byte can move from one part to the other. One-shot: a Hash object a reading is what a garbage collection then has to end. */
function digestOf(value: StoredValue): Buffer {
  const bytes = Buffer.allocUnsafe(4 + value.wrappedKey.length + value.ciphertext.length)
  bytes.writeUInt32BE(value.wrappedKey.length, 0)
  bytes.set(value.wrappedKey, 4)
  bytes.set(value.ciphertext, 4 + value.wrappedKey.length)
  return hash('sha256', bytes, 'buffer')
}

import { timingSafeEqual } from 'node:crypto'
import { invariant } from '../../../shared/assert.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { Logger } from '../host.ts'
import type { RootKey } from '../seal/root-key.ts'
import type { EpochMark } from './epoch-mark.ts'
import { parseFrozen } from './freeze-json.ts'
import { copyDatabase, type SqliteDatabase, type SqliteStatement } from './open-database.ts'
import { removeOwnerNote } from './owner-note.ts'
import { freeReserve } from './reserve-file.ts'
import { MemoryTable, type SealedTable, type TableBacking } from './sealed-table.ts'
import { storageError, systemCodeOf, toStorageError } from './storage-error.ts'
import { prepareSaveState, readHead, writeHeaderRow } from './store-head.ts'
import { eraseSeal, makeStoreSeal, moveUnder, type Resealing, type StoreSeal } from './store-seal.ts'
import { StoreTransaction } from './store-transaction.ts'
import type { ValueTable } from './value-table.ts'

export interface RegionStoreParts {
  readonly database: SqliteDatabase
  readonly file: string
  readonly region: string
  readonly vaultId: string
  readonly rootKey: RootKey
  /** Null for a store in memory: it has no file that could be put back. */
  readonly mark: EpochMark | null
  readonly log: Logger
}

export interface TransactionOptions {
  /** Gives the reserve back to a full disk and tries again; for deletions and for changes of keys only. */
  readonly mayUseReserve?: boolean
}

/**
 * One region of the vault: its file, open for this process alone, with every row but the values in memory.
 * Opened by `openRegionStore`.
 */
export class RegionStore {
  readonly region: string
  readonly file: string
  readonly #parts: RegionStoreParts
  /** The last one counts; one before it is kept until the store is closed. */
  readonly #seals: StoreSeal[]
  readonly #tables = new Map<string, MemoryTable>()
  readonly #backing: TableBacking
  readonly #saveState: SqliteStatement
  #epoch = 0n
  #header: Uint8Array | null = null
  #transaction: StoreTransaction | null = null
  #failure: ServiceError | null = null
  #closed = false

  constructor(parts: RegionStoreParts) {
    this.region = parts.region
    this.file = parts.file
    this.#parts = parts
    this.#seals = [this.#makeSeal(parts.rootKey, parts.mark)]
    this.#backing = {
      recordUndo: (undo) => this.#running().recordUndo(undo),
      recordChange: (table, id, before) => this.#running().recordChange(table, id, before),
      putRow: (table, id, json) => this.#seal.rows.put(table, id, json),
      deleteRow: (table, id) => this.#seal.rows.delete(table, id),
    }
    this.#saveState = prepareSaveState(parts.database)
  }

  /** How many write transactions this file has seen. */
  get epoch(): bigint {
    return this.#epoch
  }

  /** Why nothing can be written until the file was opened again; null while all is well. */
  get failure(): ServiceError | null {
    return this.#failure
  }

  /** The copy of the vault's header in this file; null in a store that has none yet. */
  get header(): Uint8Array | null {
    return this.#header
  }

  get values(): ValueTable {
    return this.#seal.values
  }

  table<T extends { readonly id: string }>(name: string): SealedTable<T> {
    invariant(!this.#closed, 'the store is open')
    invariant(/^[a-z][a-z0-9_-]*$/.test(name), 'a table name is a plain word')
    return this.#tableNamed(name) as unknown as SealedTable<T>
  }

  /**
   * Runs `run` as one all-or-nothing change and returns when it is on disk. Synchronous; a nested call joins the outer
   * one. A throw undoes everything, in memory too. With `mayUseReserve`, `run` may be called twice.
   * @throws {ServiceError} DiskFull (nothing changed), StorageUnavailable (in doubt; unlock again), or what `run` throws
   */
  transaction<T>(run: () => T, options: TransactionOptions = {}): T {
    invariant(!this.#closed, 'the store is open')
    if (this.#transaction) return this.#transaction.join(run)
    if (this.#failure) throw this.#failure
    try {
      return this.#transact(run)
    } catch (thrown) {
      const isFull = thrown instanceof ServiceError && thrown.code === 'DiskFull'
      if (isFull && options.mayUseReserve && freeReserve(this.file)) return this.#transact(run)
      throw thrown
    }
  }

  /** Replaces the copy of the vault's header; only inside a transaction. */
  writeHeader(header: Uint8Array): void {
    const before = this.#header
    this.#running().recordUndo(() => (this.#header = before))
    writeHeaderRow(this.#parts.database, header)
    if (before) this.#seal.state.rows.remove(this.#seal.state.headerElement(before))
    this.#header = Uint8Array.from(header)
    this.#seal.state.rows.add(this.#seal.state.headerElement(header))
  }

  /**
   * Seals the whole file anew under another root key; only inside a transaction. The tables are not to be used after it.
   * @throws {ServiceError} VaultDamaged: a value is damaged, or belongs to no secret
   */
  reseal(to: Resealing): void {
    const [before, header] = [this.#seal, this.#header]
    const next = this.#makeSeal(to.rootKey, to.mark)
    this.#running().recordUndo(() => {
      this.#header = header
      this.#seals.pop()
      eraseSeal(next)
    })
    this.#seals.push(next)
    moveUnder(before, next, this.#parts.database, this.#tables.values(), to)
    this.#header = null
    this.writeHeader(to.header)
  }

  /** A whole and consistent copy of this store in a new file (0600), also while it is in use. */
  copyTo(target: string): void {
    invariant(!this.#transaction, 'a copy is not made inside a transaction')
    try {
      copyDatabase(this.#parts.database, target)
    } catch (thrown) {
      throw toStorageError(thrown)
    }
  }

  /** Rows of each table that has any. */
  rowCounts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#tables].filter(([, table]) => table.size > 0).map(([name, table]) => [name, table.size]))
  }

  /** Reads every value and counts those whose bytes are not the ones that were written. */
  countDamagedValues(): number {
    return this.#seal.values.countDamaged()
  }

  close(): void {
    if (this.#closed) return
    invariant(!this.#transaction, 'a store is not closed inside a transaction')
    this.#closed = true
    for (const table of this.#tables.values()) table.clear()
    this.#tables.clear()
    for (const seal of this.#seals) eraseSeal(seal)
    this.#parts.database.close()
    for (const { mark } of this.#seals) mark?.close()
    if (this.#seal.mark !== null) removeOwnerNote(this.file)
  }

  /** Writes the first state of a new file, or takes the present one as right; only for `openRegionStore`. */
  writeState(): void {
    this.#transact(() => this.#running().touch())
  }

  /** Notes the epoch outside the file; what cannot be written only warns of less. */
  writeMark(): void {
    try {
      this.#seal.mark?.write(`region/${this.region}`, this.#epoch)
    } catch (thrown) {
      this.#parts.log.warn('The outside mark of a region could not be written', { region: this.region, reason: systemCodeOf(thrown) })
    }
  }

  /**
   * Reads everything but the values into memory and verifies the state.
   * @returns the number of rows that do not open; above 0, or with `isWhole` false, the file was damaged or changed
   */
  load(): { readonly unreadableRows: number; readonly isWhole: boolean } {
    const { state, header } = readHead(this.#parts.database)
    this.#epoch = state?.epoch ?? 0n
    this.#header = header
    if (header !== null) this.#seal.state.rows.add(this.#seal.state.headerElement(header))
    let unreadableRows = 0
    for (const { table, json } of this.#seal.rows.load()) {
      if (json === null) unreadableRows += 1
      else this.#tableNamed(table).load(parseFrozen(json) as { readonly id: string })
    }
    this.#seal.values.loadState()
    const expected = this.#seal.state.mac(this.#epoch)
    const isWhole = state?.stateMac.length === expected.length && timingSafeEqual(state.stateMac, expected)
    return { unreadableRows, isWhole }
  }

  #transact<T>(run: () => T): T {
    const { database } = this.#parts
    try {
      database.exec('BEGIN IMMEDIATE')
    } catch (thrown) {
      throw toStorageError(thrown)
    }
    this.#transaction = new StoreTransaction()
    return this.#finish(() => {
      const result = run()
      invariant(!(result instanceof Promise), 'a transaction is synchronous')
      return result
    })
  }

  #finish<T>(run: () => T): T {
    const { database } = this.#parts
    const transaction = this.#running()
    const rowsBefore = this.#seal.state.rows.copy()
    const epochBefore = this.#epoch
    let isCommitting = false
    try {
      const result = run()
      transaction.requireSound()
      if (transaction.isTouched) {
        this.#epoch += 1n
        this.#saveState.run(this.#epoch, this.#seal.state.mac(this.#epoch))
      }
      isCommitting = true
      if (database.inTransaction) database.exec('COMMIT')
      this.#transaction = null
      if (transaction.isTouched) this.#afterCommit(transaction)
      return result
    } catch (thrown) {
      const wasOpen = this.#transaction !== null
      if (wasOpen) {
        transaction.undo()
        this.#seal.state.rows.restore(rowsBefore)
        this.#epoch = epochBefore
        this.#transaction = null
        this.#rollBack()
      }
      throw this.#named(thrown, isCommitting)
    }
  }

  #afterCommit(transaction: StoreTransaction): void {
    this.#checkpoint()
    this.writeMark()
    transaction.announce((thrown) => this.#parts.log.error('A listener to changes failed', { region: this.region, reason: thrown instanceof Error ? thrown.name : 'unknown' }))
  }

  /** Empties the log: a flipped bit in it would silently drop commits, and it holds deleted bytes. */
  #checkpoint(): void {
    try {
      this.#parts.database.pragma('wal_checkpoint(TRUNCATE)')
    } catch (thrown) {
      this.#parts.log.warn('The log of a region could not be emptied; it will be after the next write', { region: this.region, reason: systemCodeOf(thrown) })
    }
  }

  #rollBack(): void {
    try {
      if (this.#parts.database.inTransaction) this.#parts.database.exec('ROLLBACK')
    } catch (thrown) {
      this.#failure = storageError('StorageUnavailable', { reason: 'rollback' }, thrown)
    }
  }

  /** After an error of the disk itself it is unknown what is stored: no more writes until the file was read again. */
  #named(thrown: unknown, isCommitting: boolean): unknown {
    const named = toStorageError(thrown)
    if (named instanceof ServiceError && named !== thrown && (named.code === 'StorageUnavailable' || (isCommitting && named.code !== 'DiskFull'))) this.#failure = named
    return named
  }

  get #seal(): StoreSeal {
    return this.#seals.at(-1) as StoreSeal
  }

  #makeSeal(rootKey: RootKey, mark: EpochMark | null): StoreSeal {
    return makeStoreSeal(this.#parts.database, this.#parts, rootKey, mark, { isRunning: () => this.#transaction !== null, touch: () => this.#running().touch() })
  }

  #running(): StoreTransaction {
    invariant(this.#transaction, 'changes are made inside a transaction')
    return this.#transaction
  }

  #tableNamed(name: string): MemoryTable {
    const known = this.#tables.get(name)
    if (known) return known
    const table = new MemoryTable(name, this.#backing)
    this.#tables.set(name, table)
    return table
  }
}

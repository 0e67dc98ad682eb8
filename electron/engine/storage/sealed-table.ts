import { invariant } from '../../../shared/assert.ts'
import { freezeJson } from './freeze-json.ts'
import { RowIndex } from './row-index.ts'

export interface RowChange<T> {
  readonly before: T | null
  readonly after: T | null
}

/**
 * A table whose rows are sealed on disk and read from memory. `T` is plain JSON data (texts, finite numbers, booleans,
 * null, arrays, objects); what goes in is copied and frozen. `put` and `delete` only inside `RegionStore.transaction`.
 */
export interface SealedTable<T extends { readonly id: string }> {
  get(id: string): T | null
  /** In the order of insertion. */
  all(): IterableIterator<T>
  readonly size: number
  /** Higher after every change of a row, those of a running transaction and the undoing of one included: as long as it is the same, so are the rows. */
  readonly version: number
  put(row: T): void
  /** Says whether the row was there. */
  delete(id: string): boolean
  /** An index by the keys of each row, made once and then kept up to date; the name is for asking again. */
  index(name: string, keysOf: (row: T) => readonly string[]): { get(key: string): readonly T[] }
  /** Called after a commit, once for each row that changed. It must not throw; what it throws is logged. */
  onChange(listener: (change: RowChange<T>) => void): void
}

/** What a table needs from its store: a running transaction and the rows on disk. */
export interface TableBacking {
  /** Throws outside a transaction. `undo` is run, last first, when it is rolled back. */
  recordUndo(undo: () => void): void
  recordChange(table: MemoryTable, id: string, before: Row | null): void
  putRow(table: string, id: string, json: string): void
  deleteRow(table: string, id: string): void
}

type Row = { readonly id: string }

export class MemoryTable implements SealedTable<Row> {
  readonly name: string
  readonly #backing: TableBacking
  readonly #rows = new Map<string, Row>()
  readonly #indexes = new Map<string, RowIndex<Row>>()
  readonly #listeners: ((change: RowChange<Row>) => void)[] = []
  #version = 0

  constructor(name: string, backing: TableBacking) {
    this.name = name
    this.#backing = backing
  }

  get size(): number {
    return this.#rows.size
  }

  get version(): number {
    return this.#version
  }

  get(id: string): Row | null {
    return this.#rows.get(id) ?? null
  }

  all(): IterableIterator<Row> {
    return this.#rows.values()
  }

  put(row: Row): void {
    const { json, value } = freezeJson(row)
    const frozen = value as Row
    invariant(typeof frozen.id === 'string' && frozen.id.length > 0, 'a row has an id')
    const before = this.get(frozen.id)
    this.#backing.recordUndo(() => this.#set(frozen.id, before))
    this.#backing.putRow(this.name, frozen.id, json)
    this.#set(frozen.id, frozen)
    this.#backing.recordChange(this, frozen.id, before)
  }

  delete(id: string): boolean {
    const before = this.get(id)
    this.#backing.recordUndo(() => this.#set(id, before))
    if (before === null) return false
    this.#backing.deleteRow(this.name, id)
    this.#set(id, null)
    this.#backing.recordChange(this, id, before)
    return true
  }

  index(name: string, keysOf: (row: Row) => readonly string[]): { get(key: string): readonly Row[] } {
    const index = this.#indexes.get(name) ?? this.#buildIndex(name, keysOf)
    return { get: (key) => index.idsOf(key).map((id) => this.#rows.get(id) as Row) }
  }

  onChange(listener: (change: RowChange<Row>) => void): void {
    this.#listeners.push(listener)
  }

  /** A row read from disk. */
  load(row: Row): void {
    this.#rows.set(row.id, row)
  }

  announce(change: RowChange<Row>, onError: (thrown: unknown) => void): void {
    for (const listener of this.#listeners) {
      try {
        listener(change)
      } catch (thrown) {
        onError(thrown)
      }
    }
  }

  clear(): void {
    this.#rows.clear()
    this.#indexes.clear()
    this.#listeners.length = 0
  }

  #buildIndex(name: string, keysOf: (row: Row) => readonly string[]): RowIndex<Row> {
    const index = new RowIndex(keysOf)
    for (const row of this.#rows.values()) index.add(row)
    this.#indexes.set(name, index)
    return index
  }

  #set(id: string, after: Row | null): void {
    this.#version += 1
    const before = this.#rows.get(id)
    for (const index of this.#indexes.values()) {
      if (before) index.remove(before)
      if (after) index.add(after)
    }
    if (after) this.#rows.set(id, after)
    else this.#rows.delete(id)
  }
}

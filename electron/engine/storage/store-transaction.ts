import type { MemoryTable } from './sealed-table.ts'

type Row = { readonly id: string }

/** What one running transaction has done in memory: how to undo it, and what to tell after the commit. */
export class StoreTransaction {
  readonly #undo: (() => void)[] = []
  readonly #changes = new Map<MemoryTable, Map<string, Row | null>>()
  #isTouched = false
  #failure: { readonly thrown: unknown } | null = null

  get isTouched(): boolean {
    return this.#isTouched
  }

  touch(): void {
    this.#isTouched = true
  }

  recordUndo(undo: () => void): void {
    this.#isTouched = true
    this.#undo.push(undo)
  }

  recordChange(table: MemoryTable, id: string, before: Row | null): void {
    const ids = this.#changes.get(table) ?? new Map<string, Row | null>()
    if (!ids.has(id)) ids.set(id, before)
    this.#changes.set(table, ids)
  }

  /** Runs a nested transaction. Its throw dooms the outer one, also when someone in between catches it. */
  join<T>(run: () => T): T {
    try {
      return run()
    } catch (thrown) {
      this.#failure ??= { thrown }
      throw thrown
    }
  }

  requireSound(): void {
    if (this.#failure) throw this.#failure.thrown
  }

  undo(): void {
    for (const undo of this.#undo.reverse()) undo()
  }

  announce(onError: (thrown: unknown) => void): void {
    for (const [table, ids] of this.#changes) {
      for (const [id, before] of ids) {
        const after = table.get(id)
        if (before !== after) table.announce({ before, after }, onError)
      }
    }
  }
}

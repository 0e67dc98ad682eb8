import type { AuditEntry } from './audit-record.ts'
import { entriesOfBatch } from './audit-segment.ts'

/** Trimmed to this many when there are twice as many. */
const RECORDS = 4000

interface Batch {
  readonly firstSequence: number
  readonly count: number
  /** As `batchText` made it. */
  readonly text: string
}

/** The newest records, for the window. They are kept as the text that was sealed: as objects they would be most of what a garbage collection has to move. */
export class RecentBatches {
  #batches: Batch[] = []
  #count = 0

  add(firstSequence: number, count: number, text: string): void {
    this.#batches.push({ firstSequence, count, text })
    this.#count += count
    if (this.#count <= 2 * RECORDS) return
    let dropped = 0
    while (this.#count > RECORDS && dropped < this.#batches.length - 1) this.#count -= this.#batches[dropped++]?.count ?? 0
    this.#batches = this.#batches.slice(dropped)
  }

  /** The sequence of the oldest record that is kept, or null. */
  get oldestSequence(): number | null {
    return this.#batches[0]?.firstSequence ?? null
  }

  /** Reads no batch before its first record is asked for, and none whose records come all after `beforeSequence`. */
  *newestFirst(beforeSequence: number): Generator<AuditEntry, void> {
    for (let at = this.#batches.length - 1; at >= 0; at--) {
      const { firstSequence, text } = this.#batches[at] as Batch
      if (firstSequence >= beforeSequence) continue
      for (const entry of entriesOfBatch(text, firstSequence).toReversed()) if (entry.sequence < beforeSequence) yield entry
    }
  }

  clear(): void {
    this.#batches = []
    this.#count = 0
  }
}

import type { RegionData } from '../open-vault.ts'
import type { OutboxRecord } from './outbox.ts'

/** The outbox rows of all open stores by the region that they are for, in the order in which they came to wait. */
export class DeliveryQueue {
  readonly #byTarget = new Map<string, Map<string, { readonly source: RegionData; readonly row: OutboxRecord }>>()

  /** Takes in a store's rows, and those that will come; `onMore` is called when one came. */
  watch(source: RegionData, onMore: () => void): void {
    for (const row of source.outbox.rows.all()) this.#set(source, row)
    source.outbox.rows.onChange(({ before, after }) => {
      if (after !== null) this.#set(source, after)
      else if (before !== null) this.#byTarget.get(before.region)?.delete(keyOf(source, before.id))
      if (after !== null && after.attempts === 0) onMore()
    })
  }

  /** Forgets the rows of stores that are not open any more. */
  keepOnly(isOpen: (source: RegionData) => boolean): void {
    for (const waiting of this.#byTarget.values()) for (const [key, { source }] of waiting) if (!isOpen(source)) waiting.delete(key)
  }

  targets(): readonly string[] {
    return [...this.#byTarget].filter(([, waiting]) => waiting.size > 0).map(([target]) => target)
  }

  /** Rows of one source that are due, at most `limit`: those that wait longest, of a source that is not to be left alone until later. */
  due(target: string, nowMs: number, limit: number, notBeforeMs: (source: string) => number): { readonly source: RegionData; readonly rows: readonly OutboxRecord[] } | null {
    let source: RegionData | null = null
    const rows: OutboxRecord[] = []
    for (const entry of this.#byTarget.get(target)?.values() ?? []) {
      if (entry.row.nextAtMs > nowMs || notBeforeMs(entry.source.region) > nowMs) continue
      source ??= entry.source
      if (entry.source !== source) continue
      rows.push(entry.row)
      if (rows.length >= limit) break
    }
    return source === null ? null : { source, rows }
  }

  /** When the next row for a target may be tried, or null when none waits. */
  nextAtMs(target: string, notBeforeMs: (source: string) => number): number | null {
    let next: number | null = null
    for (const { row, source } of this.#byTarget.get(target)?.values() ?? []) {
      const atMs = Math.max(row.nextAtMs, notBeforeMs(source.region))
      if (next === null || atMs < next) next = atMs
    }
    return next
  }

  #set(source: RegionData, row: OutboxRecord): void {
    const waiting = this.#byTarget.get(row.region) ?? new Map<string, { readonly source: RegionData; readonly row: OutboxRecord }>()
    waiting.set(keyOf(source, row.id), { source, row })
    this.#byTarget.set(row.region, waiting)
  }
}

function keyOf(source: RegionData, id: string): string {
  return `${source.region}\n${id}`
}

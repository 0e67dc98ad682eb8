export interface GatherOptions {
  /** The first item of a batch waits so long for others, ms. */
  readonly waitMs: number
  /** After a batch the next one waits at least so many times as long as it took: work never fills more than its share of the time. */
  readonly restFactor: number
  /** But never longer than this, ms. */
  readonly longestWaitMs: number
}

/** Gathers items that come one by one, so that a burst of them becomes a few batches: one at a time, with a rest after each. `run` handles its errors itself. */
export function gatherer<T>(run: (items: readonly T[]) => Promise<void> | void, { waitMs, restFactor, longestWaitMs }: GatherOptions): (items: readonly T[]) => void {
  let waiting = new Set<T>()
  let isBusy = false
  let nextWaitMs = waitMs

  function plan(): void {
    if (isBusy || waiting.size === 0) return
    isBusy = true
    setTimeout(() => void runBatch(), nextWaitMs)
  }

  async function runBatch(): Promise<void> {
    const batch = [...waiting]
    waiting = new Set()
    const startedMs = performance.now()
    try {
      await run(batch)
    } finally {
      nextWaitMs = Math.min(longestWaitMs, Math.max(waitMs, restFactor * (performance.now() - startedMs)))
      isBusy = false
      plan()
    }
  }

  return (items) => {
    for (const item of items) waiting.add(item)
    plan()
  }
}

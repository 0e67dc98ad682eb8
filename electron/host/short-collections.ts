import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Where the young generation stops growing: both halves together, in bytes. */
const YOUNG_BYTES = 8 * 1024 * 1024

/**
 * Keeps the pauses of garbage collection short in a process that answers requests. V8 lets the young generation grow to 32 MB and more,
 * and one collection then ends some thousand native objects (each reading makes a cipher) in one pause of 6-25 ms, which every
 * client waits for. Held near 8 MB, it pauses four times as often for a quarter of the time.
 *
 * The limit itself can only be set when a process starts, which is not ours to do in every way that Coffer is started; the factor of growth is
 * read before each growth. After an idle time V8 shrinks the space, so the factor follows its size. Returns a function that ends it.
 */
export function keepCollectionsShort(): () => void {
  let isGrowing = true
  const observer = new PerformanceObserver(() => {
    const mayGrow = youngBytes() < YOUNG_BYTES
    if (mayGrow === isGrowing) return
    isGrowing = mayGrow
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`)
  })
  observer.observe({ entryTypes: ['gc'] })
  return () => observer.disconnect()
}

function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? YOUNG_BYTES
}

import type { Page } from '@playwright/test'

/** The times between two frames of the window, in milliseconds. */
export interface FrameGaps {
  readonly medianMs: number
  readonly p99Ms: number
  readonly longestMs: number
  readonly frames: number
}

interface Watch {
  readonly gapsMs: number[]
  isOver: boolean
}

/** Writes down the time from each frame of the window to the next until `readFrameGaps`. */
export async function watchFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    const watch: Watch = { gapsMs: [], isOver: false }
    ;(globalThis as { frameWatch?: Watch }).frameWatch = watch
    let before = 0
    const next = (): void => {
      const now = performance.now()
      watch.gapsMs.push(now - before)
      before = now
      if (!watch.isOver) requestAnimationFrame(next)
    }
    requestAnimationFrame(() => {
      before = performance.now()
      requestAnimationFrame(next)
    })
  })
}

/** Ends the watch. */
export async function readFrameGaps(page: Page): Promise<FrameGaps> {
  const gapsMs = await page.evaluate(() => {
    const { frameWatch } = globalThis as unknown as { frameWatch: Watch }
    frameWatch.isOver = true
    return frameWatch.gapsMs
  })
  const sorted = gapsMs.toSorted((left, right) => left - right)
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN
  return { medianMs: at(0.5), p99Ms: at(0.99), longestMs: sorted.at(-1) ?? NaN, frames: sorted.length }
}

import type { Clock } from '../engine/host.ts'

/** Timers cannot wait longer than this many milliseconds at once; it also bounds how late a sleep is noticed. */
const LONGEST_WAIT_MS = 60_000

/** The system's clock. Timers compare wall-clock time again after every wait, so that they survive sleep and clock changes. */
export function createSystemClock(): Clock {
  return {
    nowMs: () => Date.now(),
    monotonicMs: () => performance.now(),
    at(whenMs, run) {
      let timer: ReturnType<typeof setTimeout> | null = null
      const wait = (): void => {
        const leftMs = whenMs - Date.now()
        if (leftMs <= 0) {
          timer = null
          run()
          return
        }
        timer = setTimeout(wait, Math.min(leftMs, LONGEST_WAIT_MS))
        timer.unref()
      }
      timer = setTimeout(wait, Math.max(0, Math.min(whenMs - Date.now(), LONGEST_WAIT_MS)))
      timer.unref()
      return () => {
        if (timer !== null) clearTimeout(timer)
        timer = null
      }
    },
  }
}

import type { Clock } from '../../../electron/engine/host.ts'

interface Timer {
  readonly whenMs: number
  readonly run: () => void
}

/** A clock whose wall time can be set, and that a machine's sleep takes with it: timers come late then, as they do. */
export class SleepyClock implements Clock {
  #wallMs: number
  #monotonicMs = 0
  #timers: Timer[] = []

  constructor(startMs: number) {
    this.#wallMs = startMs
  }

  nowMs(): number {
    return this.#wallMs
  }

  monotonicMs(): number {
    return this.#monotonicMs
  }

  at(whenMs: number, run: () => void): () => void {
    const timer = { whenMs, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Time goes by; `between` waits for the work that a timer began before the next moment comes. */
  async pass(byMs: number, between: () => Promise<void>): Promise<void> {
    const endMs = this.#wallMs + byMs
    for (;;) {
      const due = this.#timers.filter(({ whenMs }) => whenMs <= endMs).sort((left, right) => left.whenMs - right.whenMs)[0]
      if (due === undefined) break
      this.#move(Math.max(0, due.whenMs - this.#wallMs))
      this.#timers = this.#timers.filter((other) => other !== due)
      due.run()
      await between()
    }
    this.#move(Math.max(0, endMs - this.#wallMs))
  }

  /** The wall clock jumps, by sleep or because somebody set it; what became due comes now. */
  jump(byMs: number): void {
    this.#wallMs += byMs
  }

  #move(byMs: number): void {
    this.#wallMs += byMs
    this.#monotonicMs += byMs
  }
}

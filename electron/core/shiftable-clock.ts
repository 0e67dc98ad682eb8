import type { Clock } from '../engine/host.ts'

/** The system's clock, which can be set back for a while: the demo vault gets a past that way, and nothing else uses it. */
export class ShiftableClock implements Clock {
  readonly #clock: Clock
  #behindMs = 0
  #furthestBehindMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** How far behind the real time this clock is, in milliseconds. */
  setBehind(behindMs: number): void {
    this.#behindMs = behindMs
    this.#furthestBehindMs = Math.max(this.#furthestBehindMs, behindMs)
  }

  nowMs(): number {
    return this.#clock.nowMs() - this.#behindMs
  }

  /** Goes on by what this clock catches up, so that no jump shows that a rotation would have to wait for; it never goes back. */
  monotonicMs(): number {
    return this.#clock.monotonicMs() + this.#furthestBehindMs - this.#behindMs
  }

  at(whenMs: number, run: () => void): () => void {
    return this.#clock.at(whenMs + this.#behindMs, run)
  }
}

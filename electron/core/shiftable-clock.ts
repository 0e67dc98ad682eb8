import type { Clock } from '../engine/host.ts'

/** The system's clock, which can be set back for a while: the demo vault gets a past that way, and nothing else uses it. */
export class ShiftableClock implements Clock {
  readonly #clock: Clock
  #behindMs = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** How far behind the real time this clock is, in milliseconds. */
  setBehind(behindMs: number): void {
    this.#behindMs = behindMs
  }

  nowMs(): number {
    return this.#clock.nowMs() - this.#behindMs
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs()
  }

  at(whenMs: number, run: () => void): () => void {
    return this.#clock.at(whenMs + this.#behindMs, run)
  }
}

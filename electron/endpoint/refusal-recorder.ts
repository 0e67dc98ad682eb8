import type { Engine, Refusal } from '../engine/engine.ts'
import type { Logger } from '../engine/host.ts'

const BURST = 100
const PER_SECOND = 10

/**
 * Puts refused calls into the activity record, at most ten a second after a burst of a hundred: a program or page that keeps
 * knocking must not fill the disk. What is left out is counted, and the log says how many.
 */
export class RefusalRecorder {
  readonly #engine: Engine
  readonly #log: Logger
  readonly #monotonicMs: () => number
  #allowance = BURST
  #refilledAtMs: number
  #leftOut = 0

  constructor(engine: Engine, log: Logger, monotonicMs: () => number) {
    this.#engine = engine
    this.#log = log
    this.#monotonicMs = monotonicMs
    this.#refilledAtMs = monotonicMs()
  }

  /** A sealed vault has no record to write to: then, this does nothing. A record that cannot be written is told to the log. */
  record(refusal: Refusal): void {
    try {
      this.#recordWithinRate(refusal)
    } catch (error) {
      this.#log.error('a refused call could not be put into the activity record', { error: error instanceof Error ? error.name : 'unknown' })
    }
  }

  #recordWithinRate(refusal: Refusal): void {
    if (this.#engine.status().state !== 'unsealed') return
    const nowMs = this.#monotonicMs()
    this.#allowance = Math.min(BURST, this.#allowance + ((nowMs - this.#refilledAtMs) * PER_SECOND) / 1_000)
    this.#refilledAtMs = nowMs
    if (this.#allowance < 1) {
      this.#leftOut++
      return
    }
    this.#allowance--
    if (this.#leftOut > 0) {
      this.#log.warn('refused calls were left out of the activity record: too many at once', { leftOut: this.#leftOut })
      this.#leftOut = 0
    }
    this.#engine.recordRefusal(refusal)
  }
}

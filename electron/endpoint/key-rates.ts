import { ServiceError } from '../../shared/errors.ts'

const MAX_KEYS = 4_096
const SECOND_MS = 1_000

/** Calls a second that one access key may make. */
export interface RateLimits {
  readonly readsPerSecond: number
  readonly writesPerSecond: number
}

/**
 * AWS's quota for GetSecretValue with DescribeSecret, for everything that reads; AWS allows 50 a second of most others, which
 * would only hinder a test suite on one's own machine.
 * Source: Secrets Manager user guide, "Quotas".
 */
export const DEFAULT_RATE_LIMITS: RateLimits = { readsPerSecond: 10_000, writesPerSecond: 1_000 }

interface CallsInSecond {
  second: number
  reads: number
  writes: number
}

/** Counts the calls of each access key in the current second, so that a program that runs wild is told so as AWS tells it. */
export class KeyRates {
  readonly #limits: RateLimits
  readonly #monotonicMs: () => number
  readonly #calls = new Map<string, CallsInSecond>()

  constructor(limits: RateLimits, monotonicMs: () => number) {
    this.#limits = limits
    this.#monotonicMs = monotonicMs
  }

  /** Counts one call. Throws `ThrottlingException` when the key has used up this second. */
  take(accessKeyId: string, mutates: boolean): void {
    const second = Math.floor(this.#monotonicMs() / SECOND_MS)
    let calls = this.#calls.get(accessKeyId)
    if (calls === undefined) {
      // Only keys that exist get here; old sessions are forgotten with the rest.
      if (this.#calls.size >= MAX_KEYS) this.#calls.clear()
      calls = { second, reads: 0, writes: 0 }
      this.#calls.set(accessKeyId, calls)
    }
    if (calls.second !== second) {
      calls.second = second
      calls.reads = 0
      calls.writes = 0
    }
    const isOver = mutates ? ++calls.writes > this.#limits.writesPerSecond : ++calls.reads > this.#limits.readsPerSecond
    if (isOver) throw new ServiceError('ThrottlingException', 'Rate exceeded')
  }
}

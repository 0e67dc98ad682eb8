import { ServiceError } from '../../shared/errors.ts'
import { MAX_SKEW_MS } from './sigv4/request-time.ts'

/** A signature passes the clock check from five minutes before the time that it names until five minutes after. */
const KEPT_MS = 2 * MAX_SKEW_MS
const SWEEP_INTERVAL_MS = 10_000
const MAX_KEPT = 200_000
/** 52 bits: what a number holds exactly. Two of a thousand signatures of one second are alike once in ten billion seconds. */
const FINGERPRINT_DIGITS = 13
const SECOND_MS = 1_000

interface SignedSecond {
  /** Fingerprint of the signature, and the number of the connection that it came on. */
  readonly taken: Map<number, number>
  /** Monotonic time of the latest arrival. */
  lastArrivalMs: number
}

/**
 * Remembers the signatures of requests that change the vault, since Signature Version 4 has no nonce: who can read a request on
 * its way could send it again for as long as its time is accepted.
 *
 * Invariant: a signature that was admitted once is never admitted on another connection while the clock check would let it pass.
 * On the same connection it is the client itself that repeats a call within one second, as a test suite does. What is no
 * longer remembered (over the limit, or from before this guard existed) is covered by a floor: a request that was signed before it
 * is refused too. Kept are at most 200,000 signatures, of about 50 bytes each.
 */
export class ReplayGuard {
  readonly #monotonicMs: () => number
  readonly #maxKept: number
  /** By the second that the request was signed in, as epoch ms. */
  readonly #seconds = new Map<number, SignedSecond>()
  #kept = 0
  #floorMs: number
  #floorSetAtMs: number
  #sweptAtMs: number

  /** `nowMs` is the wall-clock time of birth: earlier requests may have been taken by a process that has ended since. */
  constructor(nowMs: number, monotonicMs: () => number, maxKept = MAX_KEPT) {
    this.#monotonicMs = monotonicMs
    this.#maxKept = maxKept
    this.#floorMs = Math.floor(nowMs / SECOND_MS) * SECOND_MS
    this.#floorSetAtMs = monotonicMs()
    this.#sweptAtMs = this.#floorSetAtMs
  }

  /** How many signatures are remembered. */
  get size(): number {
    return this.#kept
  }

  /**
   * Takes a genuine signature (64 hex digits) of a request signed at `signedAtMs` that came on the connection of this number (0 when it
   * has ended already, which is no connection to repeat on).
   * Throws ServiceError `RequestReplayed` (503, so that SDKs sign again and retry) when it was taken before or could have been.
   */
  admit(signature: string, signedAtMs: number, connection: number): void {
    const arrivalMs = this.#monotonicMs()
    // After that long the clock check refuses what the floor is for; a clock that was wrong must not shut out writers for longer.
    if (signedAtMs < this.#floorMs && arrivalMs - this.#floorSetAtMs < KEPT_MS) throw replayed()
    if (arrivalMs - this.#sweptAtMs >= SWEEP_INTERVAL_MS) this.#sweep(arrivalMs)
    let second = this.#seconds.get(signedAtMs)
    if (second === undefined) {
      second = { taken: new Map(), lastArrivalMs: arrivalMs }
      this.#seconds.set(signedAtMs, second)
    }
    const fingerprint = Number.parseInt(signature.slice(0, FINGERPRINT_DIGITS), 16)
    const before = second.taken.get(fingerprint)
    if (before === connection && connection !== 0) return
    if (before !== undefined) throw replayed()
    second.taken.set(fingerprint, connection)
    second.lastArrivalMs = arrivalMs
    this.#kept++
    while (this.#kept > this.#maxKept) this.#forgetEarliest(arrivalMs)
  }

  #sweep(arrivalMs: number): void {
    this.#sweptAtMs = arrivalMs
    for (const [signedAtMs, { lastArrivalMs }] of this.#seconds) {
      if (arrivalMs - lastArrivalMs >= KEPT_MS) this.#forget(signedAtMs)
    }
  }

  #forgetEarliest(arrivalMs: number): void {
    const earliestMs = Math.min(...this.#seconds.keys())
    this.#forget(earliestMs)
    this.#floorMs = Math.max(this.#floorMs, earliestMs + SECOND_MS)
    this.#floorSetAtMs = arrivalMs
  }

  #forget(signedAtMs: number): void {
    this.#kept -= this.#seconds.get(signedAtMs)?.taken.size ?? 0
    this.#seconds.delete(signedAtMs)
  }
}

function replayed(): ServiceError {
  return new ServiceError(
    'RequestReplayed',
    'A request with this signature was taken before, or was signed before the endpoint started. A signature is good for one change: sign the request again.',
    { statusCode: 503 },
  )
}

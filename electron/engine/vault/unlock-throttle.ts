import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ServiceError } from '../../../shared/errors.ts'
import type { Host } from '../host.ts'
import { systemCodeOf } from '../storage/storage-error.ts'

const FREE_MISSES = 3
const LONGEST_WAIT_MS = 60_000
const FILE = 'unlock-attempts.json'

interface Attempts {
  readonly misses: number
  readonly lastAtMs: number
}

/**
 * Slows guessing down: after three misses 1, 2, 4… 60 seconds. An attempt counts as a miss before it is tried, on disk, so
 * that neither a kill nor a restart takes it back; within a run the clock that never jumps decides, after it the wall
 * clock, and a wall clock that was set back starts the wait again.
 */
export class UnlockThrottle {
  readonly #host: Pick<Host, 'dataDir' | 'clock' | 'log'>
  readonly #file: string
  #attempts: Attempts
  #waitUntilMonotonicMs: number

  constructor(host: Pick<Host, 'dataDir' | 'clock' | 'log'>) {
    this.#host = host
    this.#file = join(host.dataDir, FILE)
    this.#attempts = read(this.#file)
    const elapsedMs = Math.max(0, host.clock.nowMs() - this.#attempts.lastAtMs)
    this.#waitUntilMonotonicMs = host.clock.monotonicMs() + Math.max(0, waitMs(this.#attempts.misses) - elapsedMs)
  }

  /** Whole seconds until the next attempt is taken; 0 when one is taken now. */
  waitSeconds(): number {
    return Math.max(0, Math.ceil((this.#waitUntilMonotonicMs - this.#host.clock.monotonicMs()) / 1000))
  }

  /**
   * Counts an attempt that is about to be made.
   * @throws {ServiceError} UnlockThrottled: it comes too early, and is not counted
   */
  begin(): void {
    const waitSeconds = this.waitSeconds()
    if (waitSeconds > 0) {
      throw new ServiceError('UnlockThrottled', `Too many attempts. The next one is taken in ${String(waitSeconds)} seconds; the data is untouched.`, { details: { waitSeconds: String(waitSeconds) } })
    }
    this.#keep({ misses: this.#attempts.misses + 1, lastAtMs: this.#host.clock.nowMs() })
    this.#waitUntilMonotonicMs = this.#host.clock.monotonicMs() + waitMs(this.#attempts.misses)
  }

  /** Takes back the attempt that was begun: it said nothing about the secret (a mistyped code, a broken disk). */
  forgive(): void {
    this.#keep({ ...this.#attempts, misses: Math.max(0, this.#attempts.misses - 1) })
    this.#waitUntilMonotonicMs = this.#host.clock.monotonicMs() + waitMs(this.#attempts.misses)
  }

  succeed(): void {
    this.#attempts = { misses: 0, lastAtMs: 0 }
    this.#waitUntilMonotonicMs = this.#host.clock.monotonicMs()
    rmSync(this.#file, { force: true })
  }

  #keep(attempts: Attempts): void {
    this.#attempts = attempts
    try {
      const partial = `${this.#file}.partial`
      writeFileSync(partial, JSON.stringify(attempts), { mode: 0o600 })
      renameSync(partial, this.#file)
    } catch (thrown) {
      this.#host.log.warn('An unlock attempt could not be noted on disk', { reason: systemCodeOf(thrown) })
    }
  }
}

function waitMs(misses: number): number {
  return misses < FREE_MISSES ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (misses - FREE_MISSES))
}

function read(file: string): Attempts {
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const { misses, lastAtMs } = (found ?? {}) as Partial<Attempts>
    if (Number.isSafeInteger(misses) && Number.isSafeInteger(lastAtMs)) return { misses: misses as number, lastAtMs: lastAtMs as number }
  } catch {
    // No file is the usual case; a damaged one is the same as none.
  }
  return { misses: 0, lastAtMs: 0 }
}

import { type Caller, principalArn } from '../caller.ts'
import type { Clock } from '../host.ts'

/**
 * The longest that one read is held, in milliseconds. A single-user rotation of a database that answers needs well below a second
 * from setSecret to finishSecret; one that needs longer has met a limit of its own (5 s to connect). It is far from where AWS's
 * SDKs give a call up: the shortest default is the Java SDK's, 30 s.
 */
export const LONGEST_HOLD_MS = 5_000
/** A try that takes longer than this hangs, or waits for a person: from then on no read is held for it. */
export const HOLDS_FOR_MS = 30_000
/** Reads held at once, in the whole vault. Each takes one of the endpoint's 64 connections, and functions need some as well. */
export const MOST_HELD = 48

interface Hold {
  /** The session of the function that rotates: its own reads are never held. */
  readonly exempt: string
  readonly startedMs: number
  readonly waiting: Set<() => void>
}

/**
 * Reads that wait for a rotation. Between setSecret, which changes the password in the database, and finishSecret, which moves
 * AWSCURRENT, the current value is one that the database refuses: whoever was refused and reads again would be refused again.
 * Nothing is held while no step runs, and never for longer than `LONGEST_HOLD_MS`. Kept in memory alone.
 */
export class HeldReads {
  readonly #clock: Clock
  readonly #holds = new Map<string, Hold>()
  #count = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** True while no rotation holds any read, as nearly always. */
  get isIdle(): boolean {
    return this.#holds.size === 0
  }

  /** Holds reads of a secret's AWSCURRENT from now on, but not those of the session `exempt` (its ARN); the answer ends that. */
  hold(secretArn: string, exempt: string): () => void {
    const hold: Hold = { exempt, startedMs: this.#clock.monotonicMs(), waiting: new Set() }
    this.#holds.set(secretArn, hold)
    return () => {
      if (this.#holds.get(secretArn) === hold) this.#holds.delete(secretArn)
      release(hold)
    }
  }

  /** Waits until none of the secrets is held any more, or `LONGEST_HOLD_MS` have passed; null when the read need not wait. */
  wait(secretArns: readonly string[], { principal, region }: Pick<Caller, 'principal' | 'region'>): Promise<void> | null {
    if (this.#holds.size === 0) return null
    if (this.isIdle) return null
    const reader = principalArn(principal, region)
    const nowMs = this.#clock.monotonicMs()
    const holds = [...new Set(secretArns)].flatMap((arn) => this.#holds.get(arn) ?? []).filter(({ exempt, startedMs }) => exempt !== reader && nowMs - startedMs < HOLDS_FOR_MS)
    if (holds.length === 0 || this.#count >= MOST_HELD) return null
    this.#count += 1
    return new Promise((resolve) => {
      const left = new Set(holds)
      const end = (): void => {
        cancel()
        for (const [hold, freed] of listeners) hold.waiting.delete(freed)
        this.#count -= 1
        resolve()
      }
      const listeners = holds.map((hold): readonly [Hold, () => void] => {
        const freed = (): void => {
          left.delete(hold)
          if (left.size === 0) end()
        }
        hold.waiting.add(freed)
        return [hold, freed]
      })
      const cancel = this.#clock.at(this.#clock.nowMs() + LONGEST_HOLD_MS, end)
    })
  }

  /** Lets all of them go, for the vault is being sealed. */
  close(): void {
    const holds = [...this.#holds.values()]
    this.#holds.clear()
    for (const hold of holds) release(hold)
  }
}

function release({ waiting }: Hold): void {
  for (const freed of waiting) freed()
  waiting.clear()
}

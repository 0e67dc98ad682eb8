import type { Host } from './host.ts'
import type { OpenVault } from './open-vault.ts'
import { homeOf } from './open-vault.ts'
import { flushAccessKeyUses } from './access/access-tables.ts'
import { runDueKeys } from './kms/due-keys.ts'
import { purgeExpiredSecrets } from './secretsmanager/purge-secret.ts'
import { ServiceError } from '../../shared/errors.ts'

/** How long the day of a read may wait to be written; once a day for each secret. */
const FLUSH_AFTER_MS = 1_000
/** How long the time of an access key's last use may wait: it changes with every call, so it is written now and then. */
const FLUSH_KEY_USES_AFTER_MS = 60_000
const FLUSH_AGAIN_AFTER_MS = 50
/** After a failed run, how long until the next try. */
const RETRY_AFTER_MS = 30_000

/** Work with moments of its own. */
export interface DueWork {
  /** The next moment in epoch milliseconds, or null. */
  nextDueAtMs(): number | null
  runDue(): void
}

const NOTHING_DUE: DueWork = { nextDueAtMs: () => null, runDue: () => undefined }

/**
 * The one owner of timers of an open vault: it asks for the next due moment (a recovery window that ends, a key to delete or to rotate, a rotation), keeps one timer,
 * runs, and asks again. Dates of reads are written a little later, together.
 */
export class Scheduler {
  readonly #host: Host
  readonly #vault: OpenVault
  readonly #rotations: DueWork
  #cancelDue: (() => void) | null = null
  #isClosed = false
  #cancelFlush: (() => void) | null = null
  #cancelKeyUses: (() => void) | null = null

  constructor(host: Host, vault: OpenVault, rotations: DueWork = NOTHING_DUE) {
    this.#host = host
    this.#vault = vault
    this.#rotations = rotations
  }

  /** Asks again when the next moment is; after unlocking, and after every change of what is due. */
  plan(): void {
    // What is written while the vault closes must not set a timer that outlives it.
    if (this.#isClosed) return
    this.#cancelDue?.()
    let next = this.#rotations.nextDueAtMs()
    for (const { secrets, keys } of this.#vault.regions.values()) {
      for (const dueMs of [secrets.nextDeletionAtMs(), keys.nextDueAtMs()]) if (dueMs !== null && (next === null || dueMs < next)) next = dueMs
    }
    this.#cancelDue = next === null ? null : this.#host.clock.at(next, () => this.#afterLook(() => this.#runDue()))
  }

  /** Something was read: its date has to be written. */
  noteReads(): void {
    this.#cancelFlush ??= this.#host.clock.at(this.#host.clock.nowMs() + FLUSH_AFTER_MS, () => this.#afterLook(() => this.#flush()))
  }

  /** An access key was used: the time has to be written. */
  noteKeyUses(): void {
    this.#cancelKeyUses ??= this.#host.clock.at(this.#host.clock.nowMs() + FLUSH_KEY_USES_AFTER_MS, () => this.#flushKeyUses())
  }

  /** Writes what is pending and stops the timers. */
  close(): void {
    this.#isClosed = true
    this.#cancelDue?.()
    this.#cancelFlush?.()
    this.#cancelKeyUses?.()
    this.#cancelDue = null
    this.#cancelFlush = null
    this.#cancelKeyUses = null
    for (const region of this.#vault.regions.values()) {
      this.#attempt('Dates of reads could not be written before sealing', () => {
        while (region.accessDates.flush());
      })
    }
    this.#attempt('Times of use of access keys could not be written before sealing', () => flushAccessKeyUses(this.#vault.access, homeOf(this.#vault).store))
  }

  #runDue(): void {
    this.#cancelDue = null
    let isDone = true
    for (const region of this.#vault.regions.values()) {
      const isRegionDone = this.#attempt('What is due could not be done: secrets or keys to remove, keys to rotate; it will be tried again', () => {
        purgeExpiredSecrets(region, this.#host.clock.nowMs())
        runDueKeys(region, this.#host, this.#host.clock.nowMs())
      })
      isDone = isDone && isRegionDone
    }
    isDone = this.#attempt('Rotations that are due could not begin; it will be tried again', () => this.#rotations.runDue()) && isDone
    if (isDone) this.plan()
    else this.#cancelDue = this.#host.clock.at(this.#host.clock.nowMs() + RETRY_AFTER_MS, () => this.#afterLook(() => this.#runDue()))
  }

  #flush(): void {
    this.#cancelFlush = null
    let isMore = false
    for (const region of this.#vault.regions.values()) {
      this.#attempt('Dates of reads could not be written', () => {
        isMore = region.accessDates.flush() || isMore
      })
    }
    if (isMore) this.#cancelFlush = this.#host.clock.at(this.#host.clock.nowMs() + FLUSH_AGAIN_AFTER_MS, () => this.#afterLook(() => this.#flush()))
  }

  #flushKeyUses(): void {
    this.#cancelKeyUses = null
    this.#attempt('Times of use of access keys could not be written', () => flushAccessKeyUses(this.#vault.access, homeOf(this.#vault).store))
  }

  /** A region on a disk that does not answer has to wait, and keeps no other waiting. */
  #afterLook(run: () => void): void {
    this.#vault.regionKeeper.far.whenLooked(this.#vault.regions.keys(), () => {
      if (!this.#isClosed) run()
    })
  }

  #attempt(failure: string, run: () => void): boolean {
    try {
      run()
      return true
    } catch (thrown) {
      this.#host.log.warn(failure, { code: ServiceError.from(thrown).code })
      return false
    }
  }
}

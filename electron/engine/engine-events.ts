import { encode } from '../../shared/shape/encode.ts'
import { ActivityEvent } from '../../shared/operations/workbench-access.ts'
import type { CofferEvent } from '../../shared/ipc/contract.ts'
import type { Host } from './host.ts'
import type { OpenVault } from './open-vault.ts'
import { systemCodeOf } from './storage/storage-error.ts'
import { shownActivity } from './workbench/shown-activity.ts'

/** At most this often the window is told of new activity, and of at most this many calls at once. */
const ACTIVITY_EVERY_MS = 100
const ACTIVITY_AT_ONCE = 20

/** Tells listeners what changed in the open vault: gathered over one turn of the event loop, activity over a tenth of a second. */
export class EngineEvents {
  readonly #host: Host
  readonly #listeners = new Set<(event: CofferEvent) => void>()
  readonly #changedArns = new Set<string>()
  #isTellPlanned = false
  #cancelActivity: (() => void) | null = null
  #lastSequence = 0

  constructor(host: Host) {
    this.#host = host
  }

  listen(listener: (event: CofferEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit(event: CofferEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  /** Watches the tables of a vault that was opened. */
  watch(vault: OpenVault): void {
    this.#lastSequence = vault.audit.head.sequence
    vault.regionKeeper.onOpen(({ secrets, keys }) => {
      secrets.rows.onChange(({ before, after }) => this.#secretChanged((after ?? before)?.id ?? ''))
      keys.keys.onChange(() => this.emit({ type: 'keys-changed' }))
      keys.aliases.onChange(() => this.emit({ type: 'keys-changed' }))
    })
    for (const table of [vault.access.users, vault.access.groups, vault.access.roles, vault.access.accessKeys, vault.access.accounts]) {
      table.onChange(() => this.emit({ type: 'access-changed' }))
    }
  }

  /** A call was put on record. */
  activity(vault: OpenVault): void {
    if (this.#listeners.size === 0 || this.#cancelActivity !== null) return
    this.#cancelActivity = this.#host.clock.at(this.#host.clock.nowMs() + ACTIVITY_EVERY_MS, () => {
      this.#cancelActivity = null
      this.#tellActivity(vault).catch((thrown: unknown) => this.#host.log.warn('New activity could not be read for the window', { reason: systemCodeOf(thrown) }))
    })
  }

  /** Forgets what was about to be told of a vault that is being sealed. */
  stop(): void {
    this.#cancelActivity?.()
    this.#cancelActivity = null
    this.#changedArns.clear()
  }

  async #tellActivity(vault: OpenVault): Promise<void> {
    const newest = await vault.audit.recent({
      limit: ACTIVITY_AT_ONCE,
      afterSequence: this.#lastSequence,
      filter: (entry) => entry.phase !== 'request',
    })
    for (const entry of newest.toReversed()) {
      this.#lastSequence = entry.sequence
      this.emit({ type: 'activity', event: encode(ActivityEvent, shownActivity(entry)) })
    }
  }

  #secretChanged(arn: string): void {
    this.#changedArns.add(arn)
    if (this.#isTellPlanned) return
    this.#isTellPlanned = true
    queueMicrotask(() => {
      this.#isTellPlanned = false
      const arns = [...this.#changedArns]
      this.#changedArns.clear()
      if (arns.length > 0) this.emit({ type: 'secrets-changed', arns })
    })
  }
}

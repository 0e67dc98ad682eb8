import type { RegionStore } from '../storage/region-store.ts'
import type { SecretRecord, VersionRecord } from './secret-record.ts'
import type { SecretTable } from './secret-table.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const ROWS_A_TRANSACTION = 50

/** Midnight UTC of a moment: Secrets Manager keeps the day of the last access, not the time. */
export function startOfDayMs(nowMs: number): number {
  return nowMs - (nowMs % DAY_MS)
}

/**
 * Remembers which secrets were read today and writes that down later, a few hundred at a time. A read must not wait for a
 * write of its own; what a crash loses here is only a date, the read itself is in the activity record.
 */
export class AccessDates {
  readonly #store: RegionStore
  readonly #secrets: SecretTable
  readonly #pending = new Map<string, Map<string, number>>()

  constructor(store: RegionStore, secrets: SecretTable) {
    this.#store = store
    this.#secrets = secrets
  }

  get hasPending(): boolean {
    return this.#pending.size > 0
  }

  /** Notes a read; returns true when that is news that has to be written. */
  touch(secret: SecretRecord, version: VersionRecord, nowMs: number): boolean {
    const day = startOfDayMs(nowMs)
    if (version.lastAccessedAtMs === day && secret.lastAccessedAtMs === day) return false
    let versions = this.#pending.get(secret.id)
    if (versions === undefined) {
      versions = new Map()
      this.#pending.set(secret.id, versions)
    }
    if (versions.get(version.versionId) === day) return false
    versions.set(version.versionId, day)
    return true
  }

  /** The secret with the days that are not written yet. */
  current(secret: SecretRecord): SecretRecord {
    const days = this.#pending.get(secret.id)
    if (days === undefined) return secret
    return {
      ...secret,
      lastAccessedAtMs: Math.max(secret.lastAccessedAtMs ?? 0, ...days.values()),
      versions: secret.versions.map((version) => {
        const day = days.get(version.versionId)
        return day === undefined ? version : { ...version, lastAccessedAtMs: day }
      }),
    }
  }

  /** Writes some of what is pending; returns true when there is more. */
  flush(): boolean {
    const arns = [...this.#pending.keys()].slice(0, ROWS_A_TRANSACTION)
    if (arns.length === 0) return false
    this.#store.transaction(() => {
      for (const arn of arns) {
        const secret = this.#secrets.findByArn(arn)
        if (secret !== null) this.#secrets.rows.put(this.current(secret))
      }
    })
    for (const arn of arns) this.#pending.delete(arn)
    return this.#pending.size > 0
  }
}

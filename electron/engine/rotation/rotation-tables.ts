import type { RegionStore } from '../storage/region-store.ts'
import type { SealedTable } from '../storage/sealed-table.ts'
import type { RotationJob, RotationLog } from './rotation-record.ts'

/** The rotations of the secrets of one region. */
export interface RotationTables {
  readonly jobs: SealedTable<RotationJob>
  readonly logs: SealedTable<RotationLog>
  logsOf(secretArn: string): readonly RotationLog[]
  /** Asks for another try now of whatever is unfinished; also from a call that is refused, since it is not stored. */
  askForRetry(secretArn: string): void
  onRetryAsked(listener: (secretArn: string) => void): void
}

export function openRotationTables(store: RegionStore): RotationTables {
  const jobs = store.table<RotationJob>('rotation_job')
  const logs = store.table<RotationLog>('rotation_log')
  const bySecret = logs.index('secret', (log) => [log.secretArn])
  const listeners: ((secretArn: string) => void)[] = []
  return {
    jobs,
    logs,
    logsOf: (secretArn) => bySecret.get(secretArn),
    askForRetry(secretArn) {
      for (const listener of listeners) listener(secretArn)
    },
    onRetryAsked(listener) {
      listeners.push(listener)
    },
  }
}

/** Forgets the rotations of a secret that is removed. Only inside a write transaction. */
export function forgetRotations(tables: RotationTables, secretArn: string): void {
  tables.jobs.delete(secretArn)
  for (const log of tables.logsOf(secretArn)) tables.logs.delete(log.id)
}

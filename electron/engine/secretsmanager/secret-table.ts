import type { Clock } from '../host.ts'
import { replicatedRows } from '../replication/replicated-rows.ts'
import type { RegionStore } from '../storage/region-store.ts'
import type { SealedTable } from '../storage/sealed-table.ts'
import type { SecretRecord } from './secret-record.ts'

/** The secrets of one region with the look-ups that operations need. */
export interface SecretTable {
  readonly rows: SealedTable<SecretRecord>
  findByArn(arn: string): SecretRecord | null
  findByName(accountId: string, name: string): SecretRecord | null
  /** In order of creation. The array is shared: do not change it. */
  ofAccount(accountId: string): readonly SecretRecord[]
  /** The number for a new secret. */
  nextSequence(): number
  /** The end of the recovery window that ends first, or null. */
  nextDeletionAtMs(): number | null
}

export function openSecretTable(store: RegionStore, clock: Pick<Clock, 'nowMs'>): SecretTable {
  const rows = replicatedRows(store, clock)
  const byName = rows.index('name', (secret) => [nameKey(secret.accountId, secret.name)])
  const deleted = rows.index('deleted', (secret) => (secret.deletedAtMs === undefined ? [] : ['deleted']))
  let highestSequence = 0
  for (const secret of rows.all()) highestSequence = Math.max(highestSequence, secret.sequence)

  // The order of creation, made when it is asked for and kept until a row changes.
  const ordered = new Map<string, readonly SecretRecord[]>()
  rows.onChange(({ before, after }) => ordered.delete((after ?? before)?.accountId ?? ''))

  return {
    rows,
    findByArn: (arn) => rows.get(arn),
    findByName: (accountId, name) => byName.get(nameKey(accountId, name))[0] ?? null,
    ofAccount(accountId) {
      const known = ordered.get(accountId)
      if (known !== undefined) return known
      const secrets = [...rows.all()].filter((secret) => secret.accountId === accountId).sort((left, right) => left.sequence - right.sequence)
      ordered.set(accountId, secrets)
      return secrets
    },
    nextSequence() {
      highestSequence += 1
      return highestSequence
    },
    nextDeletionAtMs() {
      let next: number | null = null
      for (const secret of deleted.get('deleted')) {
        if (secret.deletedAtMs !== undefined && (next === null || secret.deletedAtMs < next)) next = secret.deletedAtMs
      }
      return next
    },
  }
}

function nameKey(accountId: string, name: string): string {
  return `${accountId}\n${name}`
}

import { keyMetadata } from '../kms/key-metadata.ts'
import { rotationOf } from '../kms/key-rotation.ts'
import { isSymmetric, type KeyRecord } from '../kms/key-record.ts'
import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { keyResolver } from './secrets-of-key.ts'

/** The keys of the caller's account with all that the window's list shows of them. */
export const listKeySummaries: CallHandler<'workbench:ListKeySummaries'> = {
  kind: 'call',
  authorize: requireRoot,
  handle({ region, accountId }) {
    const keyIdOf = keyResolver(region)
    const kept = new Map<string | null, number>()
    const trashed = new Map<string | null, number>()
    for (const secret of region.secrets.rows.all()) {
      const id = keyIdOf(secret.accountId, secret.kmsKeyId)
      const counts = secret.deletedAtMs === undefined ? kept : trashed
      counts.set(id, (counts.get(id) ?? 0) + 1)
    }
    return {
      Keys: region.keys.keysOfAccount(accountId).map((key) => ({
        KeyMetadata: keyMetadata(key),
        Aliases: region.keys
          .aliasesOfKey(key.id)
          .map((alias) => alias.name)
          .toSorted(),
        SecretCount: kept.get(key.id) ?? 0,
        TrashedSecretCount: trashed.get(key.id) ?? 0,
        Rotation: shownRotation(key),
      })),
    }
  },
}

function shownRotation(key: KeyRecord): { RotationPeriodInDays: number; NextRotationDate: number } | undefined {
  const rotation = isSymmetric(key) && key.state !== 'PendingDeletion' ? rotationOf(key) : null
  return rotation === null ? undefined : { RotationPeriodInDays: rotation.periodInDays, NextRotationDate: rotation.nextAtMs }
}

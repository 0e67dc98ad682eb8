import type { Host } from '../host.ts'
import type { RegionData } from '../open-vault.ts'
import type { KeyRecord } from './key-record.ts'
import { rotateDueKey, rotationOf } from './key-rotation.ts'

/**
 * When time itself changes a key: the end of its waiting period before deletion, or its automatic rotation; null for never.
 * A key that is not enabled does not rotate; a rotation it missed comes as soon as it is enabled again.
 */
export function keyDueAtMs(key: KeyRecord): number | null {
  if (key.state === 'PendingDeletion') return key.deletionAtMs ?? null
  return key.state === 'Enabled' ? (rotationOf(key)?.nextAtMs ?? null) : null
}

/** Removes a key for good: material, aliases, grants. Only inside a write transaction; the store overwrites the freed pages. */
export function purgeKey(region: RegionData, key: KeyRecord): void {
  const { keys, aliases, grants } = region.keys
  for (const alias of region.keys.aliasesOfKey(key.id)) aliases.delete(alias.id)
  for (const grant of region.keys.grantsOfKey(key.id)) grants.delete(grant.id)
  keys.delete(key.id)
  region.keyRing.forget(key)
}

/** Deletes the keys whose waiting period has ended and rotates those whose day has come. */
export function runDueKeys(region: RegionData, host: Host, nowMs: number): void {
  const due = region.keys.keysWithDueMoment().filter((key) => (keyDueAtMs(key) ?? Infinity) <= nowMs)
  if (due.length === 0) return
  region.store.transaction(
    () => {
      for (const key of due) {
        if (key.state === 'PendingDeletion') purgeKey(region, key)
        else region.keys.keys.put(rotateDueKey({ host, nowMs, keyRing: region.keyRing }, key))
      }
    },
    { mayUseReserve: due.some((key) => key.state === 'PendingDeletion') },
  )
}

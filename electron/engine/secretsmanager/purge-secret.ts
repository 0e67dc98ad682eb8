import type { RegionData } from '../open-vault.ts'
import { forgetRotations } from '../rotation/rotation-tables.ts'
import type { SecretRecord } from './secret-record.ts'

/** Removes a secret and all its values for good. Only inside a write transaction; the store overwrites the freed pages. */
export function purgeSecret(region: RegionData, secret: SecretRecord): void {
  region.store.values.deleteByOwner(secret.id)
  for (const { valueId } of secret.versions) if (valueId !== null) region.keyRing.openedValues.forget(valueId)
  forgetRotations(region.rotation, secret.id)
  region.secrets.rows.delete(secret.id)
}

/** Removes the secrets whose recovery window has ended; returns their ARNs. */
export function purgeExpiredSecrets(region: RegionData, nowMs: number): readonly string[] {
  const expired = [...region.secrets.rows.all()].filter((secret) => secret.deletedAtMs !== undefined && secret.deletedAtMs <= nowMs)
  if (expired.length === 0) return []
  region.store.transaction(
    () => {
      for (const secret of expired) purgeSecret(region, secret)
    },
    { mayUseReserve: true },
  )
  return expired.map((secret) => secret.id)
}

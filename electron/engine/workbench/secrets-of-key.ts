import type { Output } from '../../../shared/operations/catalog.ts'
import { wrappingKey } from '../kms/data-key.ts'
import { defaultKey } from '../kms/default-key.ts'
import { findKey } from '../kms/find-key.ts'
import type { KeyRecord } from '../kms/key-record.ts'
import type { RegionData } from '../open-vault.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { SecretRecord, VersionRecord } from '../secretsmanager/secret-record.ts'
import { AWSCURRENT } from '../secretsmanager/staging-labels.ts'

type Needs = Output<'workbench:ListKeySecrets'>['Secrets'][number]['Needs']

/** The id of the key that a stored KmsKeyId means today, or null when there is none; each is looked up once. */
export function keyResolver(region: RegionData): (accountId: string, kmsKeyId: string | undefined) => string | null {
  const known = new Map<string, string | null>()
  return (accountId, kmsKeyId) => {
    const name = kmsKeyId ?? `default of ${accountId}`
    let id = known.get(name)
    if (id === undefined) {
      id = (kmsKeyId === undefined ? defaultKey(region, accountId) : foundKey(region, accountId, kmsKeyId))?.id ?? null
      known.set(name, id)
    }
    return id
  }
}

function foundKey(region: RegionData, accountId: string, kmsKeyId: string): KeyRecord | null {
  try {
    return findKey({ keys: region.keys, region: region.region, accountId }, kmsKeyId)
  } catch (error) {
    // The key or alias is gone, or of another region.
    if (error instanceof ServiceError) return null
    throw error
  }
}

/** What of a secret needs a key, or null when nothing does. */
export function needOfKey(region: RegionData, keyIdOf: ReturnType<typeof keyResolver>, key: KeyRecord, secret: SecretRecord): Needs | null {
  const wrapped = secret.versions.filter((version) => version.valueId !== null && isWrappedBy(region, keyIdOf, key, secret, version))
  if (wrapped.some(({ stages }) => stages.includes(AWSCURRENT))) return 'current'
  if (wrapped.length > 0) return 'other-versions'
  return keyIdOf(secret.accountId, secret.kmsKeyId) === key.id ? 'next-value' : null
}

/** An alias may have moved since the version was written: then the stored data key tells what wrapped it. */
function isWrappedBy(region: RegionData, keyIdOf: ReturnType<typeof keyResolver>, key: KeyRecord, secret: SecretRecord, version: VersionRecord): boolean {
  if (version.kmsKeyId?.includes(':alias/') !== true) return keyIdOf(secret.accountId, version.kmsKeyId) === key.id
  const stored = version.valueId === null ? null : region.store.values.get(version.valueId)
  return stored !== null && wrappingKey(region.keys, stored.wrappedKey)?.id === key.id
}

import { openValueWith, sealValue, valueOpener } from '../crypto/value-seal.ts'
import { generateDataKey, unwrapDataKey, wrappingKey } from '../kms/data-key.ts'
import type { KeyRecord } from '../kms/key-record.ts'
import { kmsErrors } from '../kms/kms-errors.ts'
import type { RegionData } from '../open-vault.ts'
import type { SecretRecord, VersionRecord } from '../secretsmanager/secret-record.ts'
import type { SecretValue } from '../secretsmanager/secret-value.ts'
import { dataKeyContext, valueAdditionalData } from '../secretsmanager/version-value.ts'
import { storageError } from '../storage/storage-error.ts'
import type { StoredValue } from '../storage/value-table.ts'

/**
 * Opens a version's value for delivery: the caller who asked for the replica was authorized for it then, and the key must
 * still be usable now. The caller fills the bytes with zeros.
 * @throws {ServiceError} KMS's refusals (DisabledException…), VaultDamaged
 */
export function openLocalValue(region: RegionData, vaultId: string, secret: SecretRecord, version: VersionRecord): SecretValue {
  const stored = version.valueId === null ? null : region.store.values.get(version.valueId)
  if (stored === null) throw storageError('VaultDamaged', { what: 'one value' })
  const key = wrappingKey(region.keys, stored.wrappedKey)
  if (key === null) throw kmsErrors.invalidCiphertext()
  const dataKey = unwrapDataKey(region.keyRing, key, dataKeyContext(secret.id, version.versionId), stored.wrappedKey)
  try {
    const bytes = openValueWith(valueOpener(dataKey, stored.ciphertext), valueAdditionalData(vaultId, secret.id, version.versionId, version.kind), stored.ciphertext)
    return { kind: version.kind, bytes }
  } finally {
    dataKey.fill(0)
  }
}

/** Seals a value for another region under a data key of its own from that region's key. */
export function sealLocalValue(region: RegionData, vaultId: string, arn: string, versionId: string, key: KeyRecord, value: SecretValue): StoredValue {
  const { dataKey, wrapped } = generateDataKey(region.keyRing, key, dataKeyContext(arn, versionId))
  try {
    return { wrappedKey: wrapped, ciphertext: sealValue(dataKey, valueAdditionalData(vaultId, arn, versionId, value.kind), value.bytes) }
  } finally {
    dataKey.fill(0)
  }
}

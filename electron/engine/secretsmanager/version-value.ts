import type { KeyObject } from 'node:crypto'
import { ServiceError } from '../../../shared/errors.ts'
import { SealBrokenError } from '../crypto/aead.ts'
import { encodeEncryptionContext } from '../crypto/encryption-context.ts'
import { openValueWith, sealValue, valueOpener } from '../crypto/value-seal.ts'
import type { CallContext } from '../context.ts'
import { generateDataKey, requireUsable, unwrapDataKey, wrappingKey } from '../kms/data-key.ts'
import type { KeyRecord } from '../kms/key-record.ts'
import type { StoredValue } from '../storage/value-table.ts'
import { asSecretsManagerError } from './kms-failure.ts'
import type { SecretRecord, VersionRecord } from './secret-record.ts'
import { authorizeSecretKey } from './secret-key.ts'
import type { SecretValue } from './secret-value.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'

/** AWS's own encryption context of a secret's data keys. */
export function dataKeyContext(secretArn: string, versionId: string): Record<string, string> {
  return { SecretARN: secretArn, SecretVersionId: versionId }
}

/** Binds a value to its vault, secret, version and field, so that it opens nowhere else. */
export function valueAdditionalData(vaultId: string, secretArn: string, versionId: string, kind: 'string' | 'binary'): Uint8Array {
  return encodeEncryptionContext('secret-value', { ...dataKeyContext(secretArn, versionId), vaultId, field: kind })
}

/**
 * Seals a value under a new data key of `key` and stores it; returns where it lies. Only inside a write transaction.
 */
export function storeValue(context: CallContext, secretArn: string, versionId: string, key: KeyRecord, value: SecretValue): string {
  authorizeSecretKey(context, 'kms:GenerateDataKey', key, secretArn, versionId)
  const { dataKey, wrapped } = asSecretsManagerError('encrypt', context.caller.requestId, () =>
    generateDataKey(context.region.keyRing, key, dataKeyContext(secretArn, versionId)),
  )
  try {
    const ciphertext = sealValue(dataKey, valueAdditionalData(context.vault.vaultId, secretArn, versionId, value.kind), value.bytes)
    const valueId = context.host.random.uuid()
    context.region.store.values.put(valueId, secretArn, { wrappedKey: wrapped, ciphertext })
    return valueId
  } finally {
    dataKey.fill(0)
  }
}

/**
 * Opens the value of a version. Takes two yeses: the caller was authorized for the secret, and here for the key that wraps
 * the version's data key.
 * @throws ServiceError DecryptionFailure, AccessDeniedException "Access to KMS is not allowed", or VaultDamaged
 */
export function openVersionValue(context: CallContext, secret: SecretRecord, version: VersionRecord): SecretValue {
  if (version.valueId === null) throw secretsManagerErrors.noValueForVersion(version.versionId)
  const stored = context.region.store.values.get(version.valueId)
  if (stored === null) throw damaged(secret, version)
  try {
    const opener = openerOf(context, secret, version, version.valueId, stored)
    return { kind: version.kind, bytes: openValueWith(opener, valueAdditionalData(context.vault.vaultId, secret.id, version.versionId, version.kind), stored.ciphertext) }
  } catch (error) {
    const isBroken = error instanceof SealBrokenError || error instanceof RangeError || (error instanceof ServiceError && error.code === 'InvalidCiphertextException')
    throw isBroken ? damaged(secret, version) : error
  }
}

/** The key that opens a version's value, by the KMS key that wrapped its data key, if the caller may use that key now. */
function openerOf(context: CallContext, secret: SecretRecord, version: VersionRecord, valueId: string, stored: StoredValue): KeyObject {
  const { keyRing, keys } = context.region
  const key = wrappingKey(keys, stored.wrappedKey)
  if (key === null) throw secretsManagerErrors.kmsRefused()
  if (key.manager === 'AWS' && secret.accountId !== context.accountId) throw secretsManagerErrors.otherAccountDefaultKey()
  try {
    authorizeSecretKey(context, 'kms:Decrypt', key, secret.id, version.versionId)
  } catch (error) {
    const isOlderKey = error instanceof ServiceError && error.code === 'AccessDeniedException' && version.kmsKeyId !== secret.kmsKeyId
    throw isOlderKey ? secretsManagerErrors.olderKeyRefused() : error
  }
  return asSecretsManagerError('decrypt', context.caller.requestId, () => {
    requireUsable(key, 'Decrypt')
    const known = keyRing.openedValues.find(valueId, stored.wrappedKey)
    if (known !== null) return known
    const dataKey = unwrapDataKey(keyRing, key, dataKeyContext(secret.id, version.versionId), stored.wrappedKey)
    try {
      const opener = valueOpener(dataKey, stored.ciphertext)
      keyRing.openedValues.keep(valueId, key.id, stored.wrappedKey, opener)
      return opener
    } finally {
      dataKey.fill(0)
    }
  })
}

function damaged(secret: SecretRecord, version: VersionRecord): ServiceError {
  return new ServiceError(
    'VaultDamaged',
    `The stored value of version ${version.versionId} of ${secret.id} does not open: the vault's file was damaged or changed. Other secrets are not affected. Restore this one from a back-up.`,
  )
}

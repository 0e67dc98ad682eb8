import type { CallContext } from '../context.ts'
import { ServiceError } from '../../../shared/errors.ts'
import { type SecretRecord, type VersionRecord } from './secret-record.ts'
import { authorizeSecretKey, encryptionKey } from './secret-key.ts'
import { AWSCURRENT, AWSPENDING, AWSPREVIOUS } from './staging-labels.ts'
import { openVersionValue, storeValue } from './version-value.ts'

/** The labels whose versions move with the key. */
export const RE_ENCRYPTED: readonly string[] = [AWSCURRENT, AWSPENDING, AWSPREVIOUS]

/**
 * Moves a secret to another KMS key: the versions labelled AWSCURRENT, AWSPENDING and AWSPREVIOUS get a new data key under
 * it, the others stay under the key they have. A caller without kms:Encrypt on the new key sets the key, and the versions
 * stay as they are. Only inside a write transaction.
 * Source: API_UpdateSecret, parameter KmsKeyId.
 */
export function reEncryptSecret(context: CallContext, secret: SecretRecord, kmsKeyId: string | undefined): SecretRecord {
  const changed: SecretRecord = { ...secret, kmsKeyId, lastChangedAtMs: context.nowMs }
  const key = encryptionKey(context, secret.accountId, kmsKeyId)
  try {
    authorizeSecretKey(context, 'kms:Encrypt', key, secret.id, 'RequestToValidateKeyAccess')
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'AccessDeniedException') return changed
    throw error
  }
  const reEncrypt = (version: VersionRecord): VersionRecord => {
    if (version.valueId === null || !version.stages.some((stage) => RE_ENCRYPTED.includes(stage))) return version
    const value = openVersionValue(context, secret, version)
    const valueId = storeValue(context, secret.id, version.versionId, key, value)
    value.bytes.fill(0)
    context.region.store.values.delete(version.valueId)
    return { ...version, valueId, kmsKeyId }
  }
  return { ...changed, versions: secret.versions.map(reEncrypt) }
}

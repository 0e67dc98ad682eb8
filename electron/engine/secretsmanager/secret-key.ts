import { aliasArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { AccessRequest } from '../access/access-request.ts'
import type { CallContext } from '../context.ts'
import { defaultKey, ensureDefaultKey } from '../kms/default-key.ts'
import { requireUsable } from '../kms/data-key.ts'
import { findKey } from '../kms/find-key.ts'
import { keyRequest } from '../kms/authorize-key.ts'
import { isSymmetric, DEFAULT_KEY_ALIAS, type KeyRecord } from '../kms/key-record.ts'
import { asSecretsManagerError } from './kms-failure.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'

/** The secret's KMS key as it is stored: absent for the default key, a bare alias as its ARN. */
export function storedKmsKeyId(context: CallContext, given: string | undefined): string | undefined {
  if (given === undefined || given === '' || given === DEFAULT_KEY_ALIAS) return undefined
  const managed = defaultKey(context.region, context.accountId)
  if ([aliasArn(context.region.region, context.accountId, DEFAULT_KEY_ALIAS), managed?.id, managed?.arn].includes(given)) return undefined
  return given.startsWith('alias/') ? aliasArn(context.region.region, context.accountId, given) : given
}

/** The key that encrypts new values of a secret. Only inside a write transaction, since the default key is made at first need. */
export function encryptionKey(context: CallContext, secretAccountId: string, kmsKeyId: string | undefined): KeyRecord {
  if (kmsKeyId === undefined) {
    if (secretAccountId !== context.accountId) throw secretsManagerErrors.otherAccountDefaultKey()
    return ensureDefaultKey(context.region, secretAccountId, context.host, context.nowMs)
  }
  return asSecretsManagerError('encrypt', context.caller.requestId, () =>
    findKey({ keys: context.region.keys, region: context.region.region, accountId: secretAccountId }, kmsKeyId),
  )
}

/**
 * Checks a key that a request names before anything is stored: it must exist, be symmetric and usable, and the caller must be
 * allowed to generate data keys with it and to decrypt them again.
 */
export function checkChosenKey(context: CallContext, secretArn: string, kmsKeyId: string): KeyRecord {
  let key: KeyRecord
  try {
    key = findKey({ keys: context.region.keys, region: context.region.region, accountId: context.accountId }, kmsKeyId)
  } catch (error) {
    if (error instanceof ServiceError && error.message.startsWith('Invalid')) throw secretsManagerErrors.invalidKmsKey(error.message)
    return asSecretsManagerError('encrypt', context.caller.requestId, () => {
      throw error
    })
  }
  if (!isSymmetric(key)) throw secretsManagerErrors.invalidKmsKey('Cannot generate a data key with an asymmetric KMS key')
  authorizeSecretKey(context, 'kms:GenerateDataKey', key, secretArn, 'RequestToValidateKeyAccess')
  authorizeSecretKey(context, 'kms:Decrypt', key, secretArn, 'RequestToValidateKeyAccess')
  asSecretsManagerError('encrypt', context.caller.requestId, () => requireUsable(key, 'GenerateDataKey'))
  return key
}

/** Asks the key's policies, as the caller, for a KMS action that Secrets Manager does on its behalf. */
export function authorizeSecretKey(context: CallContext, action: string, key: KeyRecord, secretArn: string, versionId: string): void {
  asSecretsManagerError('decrypt', context.caller.requestId, () => context.authorize(secretKeyRequest(context, action, key, secretArn, versionId)))
}

/** The question to the key's policies for such an action. */
export function secretKeyRequest(context: CallContext, action: string, key: KeyRecord, secretArn: string, versionId: string): AccessRequest {
  return keyRequest(context, action, key, {
    viaService: `secretsmanager.${context.region.region}.amazonaws.com`,
    encryptionContext: { SecretARN: secretArn, SecretVersionId: versionId },
  })
}

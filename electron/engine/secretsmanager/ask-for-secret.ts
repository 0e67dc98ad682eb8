import { ServiceError } from '../../../shared/errors.ts'
import { decide } from '../access/decide.ts'
import type { CallContext } from '../context.ts'
import { wrappingKey } from '../kms/data-key.ts'
import { defaultKey } from '../kms/default-key.ts'
import { findKey } from '../kms/find-key.ts'
import type { KeyRecord } from '../kms/key-record.ts'
import { secretsManagerActions } from '../policy/secrets-manager-actions.ts'
import { authorizeAllSecrets, authorizeSecret } from './authorize-secret.ts'
import { createSecret } from './create-secret.ts'
import { lookUpSecret } from './find-secret.ts'
import { authorizeSecretKey, secretKeyRequest } from './secret-key.ts'
import { type SecretRecord, versionWithId, versionWithStage } from './secret-record.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'
import { RE_ENCRYPTED } from './re-encrypt-secret.ts'
import { AWSCURRENT } from './staging-labels.ts'

export interface SecretQuestion {
  /** Without the service: `GetSecretValue`. */
  readonly operation: string
  readonly secretId?: string | undefined
  /** The key that the request chooses. */
  readonly kmsKeyId?: string | undefined
  readonly versionId?: string | undefined
  readonly versionStage?: string | undefined
}

/**
 * Asks everything that a Secrets Manager call asks: for the secret, and the second yes, for its key. Says in words what else
 * could make the call fail.
 */
export function askForSecret(context: CallContext, question: SecretQuestion): readonly string[] {
  const { operation, secretId, kmsKeyId } = question
  const members = {
    ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }),
    ...(question.versionId === undefined ? {} : { VersionId: question.versionId }),
    ...(question.versionStage === undefined ? {} : { VersionStage: question.versionStage }),
  }
  if (operation === 'CreateSecret') {
    createSecret.authorize(context, { Name: needed(secretId), ...(kmsKeyId === undefined ? {} : { KmsKeyId: kmsKeyId }) })
    return askForKey(context, null, kmsKeyId)
  }
  let isAboutSecret = false
  for (const { action, target } of secretsManagerActions(operation, {})) {
    if (target === 'everything') authorizeAllSecrets(context, nameOf(action))
    if (target !== 'secret' && (target !== 'each-secret' || secretId === undefined)) continue
    isAboutSecret = true
    authorizeSecret(context, nameOf(action), needed(secretId), members)
  }
  if (!isAboutSecret) return []
  const secret = lookUpSecret(context, needed(secretId))
  if (secret === null) return [`There is no secret ${needed(secretId)} here: the policies were asked for the name as it is.`]
  const trash = secret.deletedAtMs === undefined ? [] : ['The secret is in the trash: its value can be read again once it is restored.']
  if (operation === 'GetSecretValue' || operation === 'BatchGetSecretValue') return [...trash, ...askForVersion(context, secret, question)]
  if (operation === 'PutSecretValue' || operation === 'UpdateSecret') return [...trash, ...askForKey(context, secret, kmsKeyId)]
  return trash
}

function nameOf(action: string): string {
  return action.slice(action.indexOf(':') + 1)
}

function needed(secretId: string | undefined): string {
  if (secretId === undefined) throw new ServiceError('ValidationException', 'The action is about a secret: say which, by SecretId.')
  return secretId
}

/** Reading asks for the key that wrapped the version, which may be an older one than the secret's. */
function askForVersion(context: CallContext, secret: SecretRecord, { versionId, versionStage }: SecretQuestion): readonly string[] {
  const version = versionId === undefined ? versionWithStage(secret, versionStage ?? AWSCURRENT) : versionWithId(secret, versionId)
  const stored = version?.valueId === undefined || version.valueId === null ? null : context.region.store.values.get(version.valueId)
  if (version === null || stored === null) return [`The secret has no value for ${versionId ?? versionStage ?? AWSCURRENT}.`]
  const key = wrappingKey(context.region.keys, stored.wrappedKey)
  if (key === null) return ['The key that encrypts this version is gone: nobody can read it.']
  authorizeSecretKey(context, 'kms:Decrypt', key, secret.id, version.versionId)
  return [...foreignKey(context, secret, key), ...stateOf(key)]
}

function askForKey(context: CallContext, secret: SecretRecord | null, chosen: string | undefined): readonly string[] {
  const accountId = secret?.accountId ?? context.accountId
  const kmsKeyId = chosen ?? secret?.kmsKeyId
  const arn = secret?.id ?? 'a secret that is being created'
  let key: KeyRecord | null
  try {
    key = kmsKeyId === undefined ? defaultKey(context.region, accountId) : findKey({ keys: context.region.keys, region: context.region.region, accountId }, kmsKeyId)
  } catch (error) {
    return [ServiceError.from(error).message]
  }
  if (key === null) return ['The account’s own key is made when the first value is stored; everybody in the account may use it through Secrets Manager.']
  authorizeSecretKey(context, 'kms:GenerateDataKey', key, arn, 'RequestToValidateKeyAccess')
  if (chosen === undefined) return [...(secret === null ? [] : foreignKey(context, secret, key)), ...stateOf(key)]
  authorizeSecretKey(context, 'kms:Decrypt', key, arn, 'RequestToValidateKeyAccess')
  return [...(secret === null ? [] : [...askForReEncryption(context, secret, key), ...foreignKey(context, secret, key)]), ...stateOf(key)]
}

/** A caller with kms:Encrypt on the new key also opens what lies under the old one; for others it stays there, which is no refusal. */
function askForReEncryption(context: CallContext, secret: SecretRecord, newKey: KeyRecord): readonly string[] {
  const encrypt = secretKeyRequest(context, 'kms:Encrypt', newKey, secret.id, 'RequestToValidateKeyAccess')
  if (!decide(context.vault, context.caller, encrypt, context.nowMs).allowed) {
    return ['Without kms:Encrypt on the new key the stored versions stay under the key that they have; new ones get the new key.']
  }
  context.authorize(encrypt)
  const labelled = secret.versions.filter(({ stages }) => stages.some((stage) => RE_ENCRYPTED.includes(stage)))
  for (const { versionId, valueId } of labelled) {
    const stored = valueId === null ? null : context.region.store.values.get(valueId)
    const key = stored === null ? null : wrappingKey(context.region.keys, stored.wrappedKey)
    if (key !== null) authorizeSecretKey(context, 'kms:Decrypt', key, secret.id, versionId)
  }
  return []
}

/** AWS never lets another account use the default key, and says so in words of its own. */
function foreignKey(context: CallContext, secret: SecretRecord, key: KeyRecord): readonly string[] {
  return key.manager === 'AWS' && secret.accountId !== context.accountId ? [secretsManagerErrors.otherAccountDefaultKey().message] : []
}

function stateOf(key: KeyRecord): readonly string[] {
  return key.state === 'Enabled' ? [] : [`The key ${key.arn} is ${key.state}: whatever the policies say, it cannot be used.`]
}

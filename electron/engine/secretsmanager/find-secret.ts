import { parseArn } from '../../../shared/arn.ts'
import type { CallContext } from '../context.ts'
import type { SecretRecord } from './secret-record.ts'
import { secretsManagerErrors } from './secrets-manager-errors.ts'

const SUFFIX = /-[A-Za-z0-9]{6}$/

/**
 * Finds a secret by name (of the caller's account), full ARN or partial ARN, or null. A partial ARN whose text ends in a
 * hyphen and six characters is taken for a full one, as AWS does.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html#ARN_secretnamehyphen
 */
export function lookUpSecret(context: CallContext, secretId: string): SecretRecord | null {
  const { secrets, region } = context.region
  if (!secretId.startsWith('arn:')) return secrets.findByName(context.accountId, secretId)
  const exact = secrets.findByArn(secretId)
  if (exact !== null) return exact
  const arn = parseArn(secretId)
  if (arn === null || arn.service !== 'secretsmanager' || arn.region !== region || !arn.resource.startsWith('secret:')) return null
  const name = arn.resource.slice('secret:'.length)
  return SUFFIX.test(name) ? null : secrets.findByName(arn.accountId, name)
}

/** Like `lookUpSecret`. @throws ServiceError ResourceNotFoundException */
export function findSecret(context: CallContext, secretId: string): SecretRecord {
  const secret = lookUpSecret(context, secretId)
  if (secret === null) throw secretsManagerErrors.notFound()
  return secret
}

/**
 * Like `findActiveSecret`, for operations that change a secret: a replica changes by its primary alone.
 * @throws ServiceError InvalidParameterException for a replica, before its deletion is looked at
 */
export function findChangeableSecret(context: CallContext, secretId: string): SecretRecord {
  refuseReplica(findSecret(context, secretId))
  return findActiveSecret(context, secretId)
}

/** @throws ServiceError InvalidParameterException in AWS's words */
export function refuseReplica(secret: SecretRecord): void {
  if (secret.replicaOf !== undefined) throw secretsManagerErrors.replicaIsReadOnly()
}

/** Like `findSecret`, for operations that refuse a secret whose recovery window runs. */
export function findActiveSecret(context: CallContext, secretId: string): SecretRecord {
  const secret = findSecret(context, secretId)
  if (secret.deletedAtMs !== undefined) throw secretsManagerErrors.markedForDeletion()
  return secret
}

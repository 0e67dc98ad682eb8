import { aliasArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { CallContext } from '../context.ts'
import { kmsContext } from '../policy/kms-context.ts'
import { authorizeKey, authorizeMissingKey } from './authorize-key.ts'
import type { AliasRecord, KeyRecord } from './key-record.ts'
import { kmsErrors } from './kms-errors.ts'
import { keyOfIdOrArn } from './key-scope.ts'

const ALLOWED = /^[a-zA-Z0-9:/_-]+$/

/** Refuses alias names that KMS refuses. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export function checkAliasName(name: string): void {
  if (!name.startsWith('alias/') || name === 'alias/') {
    throw new ServiceError(
      'ValidationException',
      'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
    )
  }
  if (!ALLOWED.test(name)) {
    throw new ServiceError(
      'ValidationException',
      `1 validation error detected: Value '${name}' at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${ALLOWED.source}`,
    )
  }
  if (name.slice('alias/'.length).includes(':')) throw new ServiceError('ValidationException', `${name} contains invalid characters for an alias`)
  if (name.startsWith('alias/aws/')) throw new ServiceError('NotAuthorizedException', '')
}

/** The key an alias shall point to; never by another alias. */
export function aliasTarget(context: CallContext, targetKeyId: string): KeyRecord {
  if (targetKeyId.startsWith('alias/')) throw new ServiceError('ValidationException', 'Aliases must refer to keys. Not aliases')
  const key = keyOfIdOrArn(context, targetKeyId)
  if (key.state === 'PendingDeletion') throw kmsErrors.pendingDeletion(key.arn)
  return key
}

export function existingAlias(context: CallContext, name: string): AliasRecord {
  const alias = context.region.keys.aliases.get(aliasArn(context.region.region, context.accountId, name))
  if (alias === null) throw kmsErrors.aliasNotFound(context.region.region, context.accountId, name)
  return alias
}

/** The key that an alias points to now, or null; for asking its policy before existence is told. */
export function presentTarget(context: CallContext, name: string): string | null {
  return context.region.keys.aliases.get(aliasArn(context.region.region, context.accountId, name))?.targetKeyId ?? null
}

/**
 * Alias operations need the action on the alias and on its key; UpdateAlias on the present key and on the new one.
 * Source: https://docs.aws.amazon.com/kms/latest/developerguide/alias-access.html
 */
export function authorizeAlias(context: CallContext, action: string, name: string, targetKeyIds: readonly (string | null)[]): void {
  const arn = aliasArn(context.region.region, context.accountId, name)
  context.authorize({ action, resource: arn, shownResource: arn, resourceAccountId: context.accountId, context: () => kmsContext({ callerAccountId: context.accountId }) })
  for (const targetKeyId of targetKeyIds) {
    if (targetKeyId === null) continue
    const key = context.region.keys.keys.get(targetKeyId.slice(targetKeyId.lastIndexOf('/') + 1))
    if (key === null) authorizeMissingKey(context, action, targetKeyId)
    else authorizeKey(context, action, key)
  }
}

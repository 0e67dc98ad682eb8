import { keyArn, parseArn } from '../../../shared/arn.ts'
import type { KeyRecord } from './key-record.ts'
import type { KeyTables } from './key-tables.ts'
import { kmsErrors } from './kms-errors.ts'

const KEY_ID = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/

interface KeyScope {
  readonly keys: KeyTables
  readonly region: string
  /** The caller's account: names without an account mean this one. */
  readonly accountId: string
}

/**
 * Finds a key by key id, key ARN, alias name or alias ARN.
 * @throws ServiceError NotFoundException with KMS's text for each way of not being found
 */
export function findKey(scope: KeyScope, given: string): KeyRecord {
  if (given.startsWith('alias/')) return keyOfAlias(scope, scope.accountId, given)
  if (!given.startsWith('arn:')) return keyOfId(scope, scope.accountId, given, given)
  const arn = parseArn(given)
  if (arn === null || arn.service !== 'kms') throw kmsErrors.invalidKeyId(given)
  if (arn.region !== scope.region) throw kmsErrors.otherRegion(arn.region)
  if (arn.resource.startsWith('alias/')) return keyOfAlias(scope, arn.accountId, arn.resource)
  if (arn.resource.startsWith('key/')) return keyOfId(scope, arn.accountId, arn.resource.slice('key/'.length), given)
  throw kmsErrors.invalidKeyId(given)
}

/** Like `findKey`, for operations that take no alias. */
export function findKeyWithoutAlias(scope: KeyScope, given: string): KeyRecord {
  if (given.includes('alias/')) throw kmsErrors.invalidKeyId(given)
  return findKey(scope, given)
}

function keyOfId(scope: KeyScope, accountId: string, id: string, given: string): KeyRecord {
  if (!KEY_ID.test(id)) throw kmsErrors.invalidKeyId(given)
  const key = scope.keys.keys.get(id)
  if (key === null || key.accountId !== accountId) throw kmsErrors.keyNotFound(keyArn(scope.region, accountId, id))
  return key
}

function keyOfAlias(scope: KeyScope, accountId: string, name: string): KeyRecord {
  const alias = scope.keys.aliasesOfAccount(accountId).find((candidate) => candidate.name === name)
  const key = alias === undefined ? null : scope.keys.keys.get(alias.targetKeyId)
  if (key === null) throw kmsErrors.aliasNotFound(scope.region, accountId, name)
  return key
}

import { parseArn } from '../../../shared/arn.ts'
import { ServiceError } from '../../../shared/errors.ts'
import type { CallContext } from '../context.ts'
import { authorizeKey, authorizeMissingKey, type KeyCallFacts } from './authorize-key.ts'
import { findKey, findKeyWithoutAlias } from './find-key.ts'
import type { KeyRecord } from './key-record.ts'

/** The key that an operation names, by any identifier. */
export function keyOf(context: CallContext, given: string): KeyRecord {
  return findKey({ keys: context.region.keys, region: context.region.region, accountId: context.accountId }, given)
}

/** The key that an operation names, by key id or key ARN only. */
export function keyOfIdOrArn(context: CallContext, given: string): KeyRecord {
  return findKeyWithoutAlias({ keys: context.region.keys, region: context.region.region, accountId: context.accountId }, given)
}

type Find = (context: CallContext, given: string) => KeyRecord

/** Authorizes an action on the key that is named; a denied caller learns nothing about whether it exists. */
export function authorizeNamedKey(context: CallContext, action: string, given: string, find: Find = keyOf, facts: KeyCallFacts = {}): void {
  let key: KeyRecord
  try {
    key = find(context, given)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    authorizeMissingKey(context, action, given)
    return
  }
  const alias = aliasNameOf(given)
  authorizeKey(context, action, key, alias === null ? facts : { ...facts, requestAlias: alias })
}

/** The alias by which a request names a key, or null when it names it by itself. */
function aliasNameOf(given: string): string | null {
  const resource = given.startsWith('arn:') ? (parseArn(given)?.resource ?? '') : given
  return resource.startsWith('alias/') ? resource : null
}

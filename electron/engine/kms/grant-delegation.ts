import { ServiceError } from '../../../shared/errors.ts'
import { decide } from '../access/decide.ts'
import { principalArn } from '../caller.ts'
import type { CallContext } from '../context.ts'
import type { KeyGrant } from '../policy/match-grant.ts'
import { refusalText } from '../policy/refusal-text.ts'
import { type KeyCallFacts, keyRequest } from './authorize-key.ts'
import { grantsForCaller } from './grant-access.ts'
import type { GrantWish } from './grant-request.ts'
import type { KeyRecord } from './key-record.ts'

/**
 * A caller who may create grants only by a grant can pass on no more than that grant gives: not other operations, and not
 * under weaker constraints. Source: KMS developer guide, "Granting CreateGrant permission".
 */
export function requireWithinGrants(context: CallContext, key: KeyRecord, wish: GrantWish, facts: KeyCallFacts): void {
  const { grants: _grants, ...byPolicy } = keyRequest(context, 'kms:CreateGrant', key, facts)
  if (decide(context.vault, context.caller, byPolicy, context.nowMs).allowed) return
  const parents = grantsForCaller(context.region.keys, key.id, context.caller).filter((grant) => grant.operations.includes('CreateGrant'))
  if (parents.some((parent) => isWithin(wish, parent))) return
  throw new ServiceError(
    'AccessDeniedException',
    refusalText({
      principalArn: principalArn(context.caller.principal, context.caller.region),
      action: 'kms:CreateGrant',
      resource: key.arn,
      reason: 'no-resource-policy-allows',
    }),
  )
}

function isWithin(wish: GrantWish, parent: KeyGrant): boolean {
  if (!wish.operations.every((operation) => parent.operations.includes(operation))) return false
  const { encryptionContextEquals: equals, encryptionContextSubset: subset } = parent.constraints ?? {}
  const wishedEquals = wish.constraints?.encryptionContextEquals
  const wishedSubset = wish.constraints?.encryptionContextSubset
  if (equals !== undefined && !(wishedEquals !== undefined && holds(wishedEquals, equals) && holds(equals, wishedEquals))) return false
  return subset === undefined || [wishedEquals, wishedSubset].some((wished) => wished !== undefined && holds(wished, subset))
}

function holds(context: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => Object.hasOwn(context, name) && context[name] === value)
}

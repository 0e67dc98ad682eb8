import { isDeepStrictEqual } from 'node:util'
import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import { LIMITS } from '../../../shared/limits.ts'
import type { CallHandler } from '../operation-handler.ts'
import type { KeyCallFacts } from './authorize-key.ts'
import { checkGrantTokens } from './encryption-request.ts'
import type { GrantRecord } from './grant-record.ts'
import { type GrantWish, grantWish } from './grant-request.ts'
import { requireWithinGrants } from './grant-delegation.ts'
import { newGrantId, newGrantToken } from './grant-token.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { requireState } from './key-state.ts'
import { kmsErrors } from './kms-errors.ts'

/** CreateGrant. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html */
export const createGrant: CallHandler<'kms:CreateGrant'> = {
  kind: 'call',
  check(input) {
    checkGrantTokens(input.GrantTokens)
  },
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:CreateGrant', input.KeyId, keyOfIdOrArn, factsOf(input))
  },
  handle(context, input) {
    const { grants } = context.region.keys
    const key = keyOfIdOrArn(context, input.KeyId)
    requireState(key, 'enabled')
    const wish = grantWish(context, key, input)
    requireWithinGrants(context, key, wish, factsOf(input))
    if (input.DryRun === true) throw kmsErrors.dryRun()
    const present = context.region.keys.grantsOfKey(key.id)
    const grantId = sameGrant(present, wish)?.id ?? newGrantId(context.host.random)
    if (grants.get(grantId) === null) {
      if (present.length >= LIMITS.kmsGrantsPerKey) throw new ServiceError('LimitExceededException', `The key ${key.arn} already has ${LIMITS.kmsGrantsPerKey} grants.`)
      grants.put({ ...wish, id: grantId, keyId: key.id, issuingAccountId: context.accountId, createdAtMs: context.nowMs })
    }
    return { GrantId: grantId, GrantToken: newGrantToken(context.host.random, grantId) }
  },
}

/** The same named grant again is the grant that is there already. */
function sameGrant(present: readonly GrantRecord[], wish: GrantWish): GrantRecord | undefined {
  if (wish.name === undefined) return undefined
  return present.find(({ id: _id, keyId: _key, issuingAccountId: _account, createdAtMs: _made, ...grant }) => isDeepStrictEqual(comparable(grant), comparable(wish)))
}

function comparable(wish: GrantWish): GrantWish {
  return { ...wish, operations: wish.operations.toSorted() }
}

function factsOf(input: Input<'kms:CreateGrant'>): KeyCallFacts {
  const { EncryptionContextSubset: subset, EncryptionContextEquals: equals } = input.Constraints ?? {}
  const constraintTypes = [...(subset === undefined ? [] : ['EncryptionContextSubset']), ...(equals === undefined ? [] : ['EncryptionContextEquals'])]
  return {
    grant: {
      operations: input.Operations,
      granteePrincipal: input.GranteePrincipal,
      ...(input.RetiringPrincipal === undefined ? {} : { retiringPrincipal: input.RetiringPrincipal }),
      ...(constraintTypes.length === 0 ? {} : { constraintTypes }),
    },
  }
}

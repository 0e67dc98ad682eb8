import type { CallHandler } from '../operation-handler.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { listedGrants } from './listed-grants.ts'

/** ListGrants. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html */
export const listGrants: CallHandler<'kms:ListGrants'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:ListGrants', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    const key = keyOfIdOrArn(context, input.KeyId)
    const wanted = context.region.keys
      .grantsOfKey(key.id)
      .filter((grant) => input.GrantId === undefined || grant.id === input.GrantId)
      .filter((grant) => input.GranteePrincipal === undefined || grant.granteePrincipal === input.GranteePrincipal)
    return listedGrants(context, wanted, input)
  },
}

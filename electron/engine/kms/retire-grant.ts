import { ServiceError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import type { CallHandler } from '../operation-handler.ts'
import { authorizeMissingKey, keyRequest } from './authorize-key.ts'
import { grantOnKey } from './find-grant.ts'
import { retiringGrants } from './grant-access.ts'
import type { GrantRecord } from './grant-record.ts'
import { grantIdOfToken } from './grant-token.ts'
import { keyOfIdOrArn } from './key-scope.ts'
import { kmsErrors } from './kms-errors.ts'

/**
 * RetireGrant: by the retiring principal, by the grantee when the grant says so, and by whom the key's account lets.
 * Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_RetireGrant.html
 */
export const retireGrant: CallHandler<'kms:RetireGrant'> = {
  kind: 'call',
  check(input) {
    if (input.GrantToken === undefined && (input.KeyId === undefined || input.GrantId === undefined)) {
      throw new ServiceError('ValidationException', 'Either a grant token, or a key ARN and a grant ID must be specified.')
    }
    if (input.GrantToken !== undefined && grantIdOfToken(input.GrantToken) === null) {
      throw new ServiceError('InvalidGrantTokenException', 'The grant token is not valid.')
    }
  },
  authorize(context, input) {
    const grant = presentGrant(context, input)
    const key = grant === null ? null : context.region.keys.keys.get(grant.keyId)
    if (grant === null || key === null) authorizeMissingKey(context, 'kms:RetireGrant', input.KeyId ?? '*')
    else context.authorize({ ...keyRequest(context, 'kms:RetireGrant', key), grants: retiringGrants(grant) })
  },
  handle(context, input) {
    const grant = presentGrant(context, input)
    if (grant === null) {
      if (input.GrantToken !== undefined) throw new ServiceError('NotFoundException', 'The grant of this token is not there any more.')
      grantOnKey(context, keyOfIdOrArn(context, input.KeyId ?? '').id, input.GrantId ?? '')
      return
    }
    if (input.DryRun === true) throw kmsErrors.dryRun()
    context.region.keys.grants.delete(grant.id)
  },
}

function presentGrant(context: CallContext, input: Input<'kms:RetireGrant'>): GrantRecord | null {
  const { grants } = context.region.keys
  if (input.GrantToken !== undefined) return grants.get(grantIdOfToken(input.GrantToken) ?? '')
  const grant = grants.get(input.GrantId ?? '')
  const keyId = input.KeyId ?? ''
  return grant !== null && grant.keyId === keyId.slice(keyId.lastIndexOf('/') + 1) ? grant : null
}

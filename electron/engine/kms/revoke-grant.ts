import type { CallHandler } from '../operation-handler.ts'
import { grantOnKey } from './find-grant.ts'
import { authorizeNamedKey, keyOfIdOrArn } from './key-scope.ts'
import { kmsErrors } from './kms-errors.ts'

/** RevokeGrant. Source: https://docs.aws.amazon.com/kms/latest/APIReference/API_RevokeGrant.html */
export const revokeGrant: CallHandler<'kms:RevokeGrant'> = {
  kind: 'call',
  authorize(context, input) {
    authorizeNamedKey(context, 'kms:RevokeGrant', input.KeyId, keyOfIdOrArn)
  },
  handle(context, input) {
    const grant = grantOnKey(context, keyOfIdOrArn(context, input.KeyId).id, input.GrantId)
    if (input.DryRun === true) throw kmsErrors.dryRun()
    context.region.keys.grants.delete(grant.id)
  },
}

import { ServiceError } from '../../../shared/errors.ts'
import type { CallContext } from '../context.ts'
import type { GrantRecord } from './grant-record.ts'

const GRANT_ID = /^[0-9a-f]{64}$/

/** The grant on a key. @throws ServiceError InvalidGrantIdException for what is no grant id, NotFoundException */
export function grantOnKey(context: CallContext, keyId: string, grantId: string): GrantRecord {
  if (!GRANT_ID.test(grantId)) throw new ServiceError('InvalidGrantIdException', `Invalid grant ID '${grantId}'`)
  const grant = context.region.keys.grants.get(grantId)
  if (grant === null || grant.keyId !== keyId) throw new ServiceError('NotFoundException', `Grant ID ${grantId} not found`)
  return grant
}

import { rootArn } from '../../../shared/arn.ts'
import type { Input, Output } from '../../../shared/operations/catalog.ts'
import type { CallContext } from '../context.ts'
import type { GrantRecord } from './grant-record.ts'
import { pageByMarker } from './page-by-marker.ts'

const DEFAULT_LIMIT = 50

/** One page of grants as ListGrants and ListRetirableGrants show them, oldest first. Source: API_GrantListEntry. */
export function listedGrants(context: CallContext, grants: readonly GrantRecord[], page: Pick<Input<'kms:ListGrants'>, 'Limit' | 'Marker'>): Output<'kms:ListGrants'> {
  const ordered = grants.toSorted((left, right) => left.createdAtMs - right.createdAtMs)
  const { page: shown, nextMarker, truncated } = pageByMarker(ordered, (grant) => grant.id, page.Limit ?? DEFAULT_LIMIT, page.Marker)
  return {
    Grants: shown.map((grant) => ({
      KeyId: context.region.keys.keys.get(grant.keyId)?.arn ?? grant.keyId,
      GrantId: grant.id,
      Name: grant.name,
      CreationDate: grant.createdAtMs,
      GranteePrincipal: grant.granteePrincipal,
      RetiringPrincipal: grant.retiringPrincipal,
      IssuingAccount: rootArn(context.region.region, grant.issuingAccountId),
      Operations: grant.operations,
      Constraints:
        grant.constraints === undefined
          ? undefined
          : { EncryptionContextSubset: grant.constraints.encryptionContextSubset, EncryptionContextEquals: grant.constraints.encryptionContextEquals },
    })),
    NextMarker: nextMarker,
    Truncated: truncated,
  }
}

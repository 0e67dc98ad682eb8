import { invariant } from '../../../shared/assert.ts'
import { rootArn } from '../../../shared/arn.ts'
import type { Caller } from '../caller.ts'
import type { KeyGrant } from '../policy/match-grant.ts'
import { parseAwsPrincipal } from '../policy/parse-principal.ts'
import type { GrantRecord } from './grant-record.ts'
import type { KeyTables } from './key-tables.ts'

/** The grants on a key that name the caller: by user or session, by role, or by account. */
export function grantsForCaller(tables: KeyTables, keyId: string, caller: Caller): readonly KeyGrant[] {
  if (tables.grants.size === 0) return []
  return principalsOf(caller).flatMap((principal) => tables.grantsOfGrantee(keyId, principal).map(keyGrant))
}

/** The ARNs by which grants and policies may name a caller. */
export function principalsOf({ principal, region }: Caller): readonly string[] {
  switch (principal.type) {
    case 'root':
      return [rootArn(region, principal.accountId)]
    case 'user':
      return [principal.arn, rootArn(region, principal.accountId)]
    case 'assumed-role':
      return [principal.arn, principal.roleArn, rootArn(region, principal.accountId)]
    case 'service':
      return []
  }
}

/** A stored grant as the policies' evaluation takes it. */
export function keyGrant(grant: GrantRecord): KeyGrant {
  return grantTo(grant, grant.granteePrincipal, grant.operations)
}

/** Who may retire a grant, said as grants: its retiring principal, the account that made it, and its grantee if its operations say so. */
export function retiringGrants(grant: GrantRecord): readonly KeyGrant[] {
  const retiring = grant.retiringPrincipal === undefined ? [] : [grantTo(grant, grant.retiringPrincipal, ['RetireGrant'])]
  const issuing: KeyGrant = { grantId: grant.id, granteePrincipal: { type: 'account', accountId: grant.issuingAccountId }, operations: ['RetireGrant'] }
  return [...retiring, keyGrant(grant), issuing]
}

function grantTo(grant: GrantRecord, principal: string, operations: readonly string[]): KeyGrant {
  const granteePrincipal = parseAwsPrincipal(principal)
  invariant(granteePrincipal !== null, 'the principal of a grant was checked when it was made')
  return { grantId: grant.id, granteePrincipal, operations, ...(grant.constraints === undefined ? {} : { constraints: grant.constraints }) }
}

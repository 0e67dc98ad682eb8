import { partitionOf } from '../../../shared/arn.ts'
import { principalArn, type Caller } from '../caller.ts'
import type { OpenVault } from '../open-vault.ts'
import type { NamedPolicy, RequestPolicies, RequestPrincipal } from '../policy/authorization-request.ts'
import type { InlinePolicy } from './access-record.ts'
import { documentOfPolicy } from './policy-text.ts'

/** What a caller is and what its own side says: everything but the policy of the resource. */
export interface IdentitySide {
  readonly principal: RequestPrincipal
  readonly policies: Pick<RequestPolicies, 'identity' | 'permissionsBoundary' | 'session'>
}

export const BOUNDARY_NAME = 'permissions boundary'
export const SESSION_POLICY_NAME = 'session policy'

/** Gathers the policies of a caller: its own, its groups' or its role's, its permissions boundary and its session policy. */
export function identitySide(vault: OpenVault, caller: Caller): IdentitySide {
  const { principal, region } = caller
  switch (principal.type) {
    case 'root':
      return {
        principal: { type: 'root', arn: `arn:${partitionOf(region)}:iam::${principal.accountId}:root`, accountId: principal.accountId, userId: principal.accountId },
        policies: { identity: [] },
      }
    case 'user':
      return {
        principal: { type: 'user', arn: principal.arn, accountId: principal.accountId, userName: principal.userName, userId: principal.userId },
        policies: userPolicies(vault, principal.arn),
      }
    case 'assumed-role':
      return {
        principal: {
          type: 'role-session',
          arn: principal.arn,
          accountId: principal.accountId,
          roleArn: principal.roleArn,
          userId: `${principal.roleId}:${principal.sessionName}`,
          ...(principal.session === undefined ? {} : { tags: principal.session.tags }),
        },
        policies: rolePolicies(vault, principal),
      }
    case 'service':
      return { principal: { type: 'service', arn: principalArn(principal, region), accountId: '' }, policies: { identity: [] } }
  }
}

function userPolicies(vault: OpenVault, userArn: string): IdentitySide['policies'] {
  const user = vault.access.users.get(userArn)
  if (user === null) return { identity: [] }
  const own = namedPolicies(user.policies)
  const ofGroups = vault.access.groupsOfUser(userArn).flatMap((group) => namedPolicies(group.policies, ` of group/${group.groupName}`))
  return { identity: [...own, ...ofGroups], ...limit('permissionsBoundary', BOUNDARY_NAME, user.permissionsBoundary) }
}

/** A session of a role that was deleted, or made anew under the same name, has no policies any more. */
function rolePolicies(vault: OpenVault, principal: Extract<Caller['principal'], { type: 'assumed-role' }>): IdentitySide['policies'] {
  const role = vault.access.roles.get(principal.roleArn)
  if (role === null || role.roleId !== principal.roleId) return { identity: [] }
  return {
    identity: namedPolicies(role.policies),
    ...limit('permissionsBoundary', BOUNDARY_NAME, role.permissionsBoundary),
    ...limit('session', SESSION_POLICY_NAME, principal.session?.policy),
  }
}

function namedPolicies(policies: readonly InlinePolicy[], suffix = ''): readonly NamedPolicy[] {
  const named: NamedPolicy[] = []
  for (const policy of policies) {
    const document = documentOfPolicy(policy.document, 'identity')
    if (document !== null) named.push({ name: `${policy.name}${suffix}`, document })
  }
  return named
}

/** A limit that cannot be read allows nothing. */
function limit(kind: 'permissionsBoundary' | 'session', name: string, text: string | undefined): Pick<RequestPolicies, 'permissionsBoundary' | 'session'> {
  if (text === undefined) return {}
  const document = documentOfPolicy(text, 'identity')
  return { [kind]: document === null ? [] : [{ name, document }] }
}

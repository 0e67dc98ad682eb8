import { sessionArn } from '../../../shared/arn.ts'
import type { AccessKeyIdentity } from '../engine.ts'
import type { OpenVault } from '../open-vault.ts'
import type { Principal, SessionLimits } from '../caller.ts'
import type { RoleRecord, SessionRecord } from './access-record.ts'

export type RolePrincipal = Extract<Principal, { type: 'assumed-role' }>

/** A role as a session of it speaks; without limits it is a session that a door opens by itself. */
export function rolePrincipal(vault: Pick<OpenVault, 'homeRegion'>, role: RoleRecord, sessionName: string, session?: SessionLimits): RolePrincipal {
  return {
    type: 'assumed-role',
    accountId: role.accountId,
    roleName: role.roleName,
    roleArn: role.id,
    roleId: role.roleId,
    sessionName,
    arn: sessionArn(vault.homeRegion, role.accountId, role.roleName, sessionName),
    ...(session === undefined ? {} : { session }),
  }
}

/** Who the temporary credentials of a session speak for; null once the role was deleted, even when another has its name now. */
export function sessionIdentity(vault: OpenVault, session: SessionRecord): AccessKeyIdentity | null {
  const role = vault.access.roles.get(session.roleArn)
  if (role === null || role.roleId !== session.roleId) return null
  return {
    secretAccessKey: session.secretAccessKey,
    sessionToken: session.sessionToken,
    expiresAtMs: session.expiresAtMs,
    principal: rolePrincipal(vault, role, session.sessionName, {
      issuedAtMs: session.issuedAtMs,
      policy: session.policy,
      tags: session.tags,
      transitiveTagKeys: session.transitiveTagKeys,
      sourceIdentity: session.sourceIdentity,
    }),
  }
}

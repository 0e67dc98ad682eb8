import { sessionArn } from '../../../shared/arn.ts'
import type { AccessKeyIdentity } from '../engine.ts'
import type { OpenVault } from '../open-vault.ts'
import type { SessionRecord } from './access-record.ts'

/** Who the temporary credentials of a session speak for; null once the role was deleted, even when another has its name now. */
export function sessionIdentity(vault: OpenVault, session: SessionRecord): AccessKeyIdentity | null {
  const role = vault.access.roles.get(session.roleArn)
  if (role === null || role.roleId !== session.roleId) return null
  return {
    secretAccessKey: session.secretAccessKey,
    sessionToken: session.sessionToken,
    expiresAtMs: session.expiresAtMs,
    principal: {
      type: 'assumed-role',
      accountId: role.accountId,
      roleName: role.roleName,
      roleArn: role.id,
      roleId: role.roleId,
      sessionName: session.sessionName,
      arn: sessionArn(vault.homeRegion, role.accountId, role.roleName, session.sessionName),
      session: {
        issuedAtMs: session.issuedAtMs,
        policy: session.policy,
        tags: session.tags,
        transitiveTagKeys: session.transitiveTagKeys,
        sourceIdentity: session.sourceIdentity,
      },
    },
  }
}

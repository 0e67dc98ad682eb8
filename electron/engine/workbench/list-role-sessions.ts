import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findRole } from './shown-role.ts'

/** The sessions of a role that still run: who has temporary credentials of it, and until when. */
export const listRoleSessions: CallHandler<'workbench:ListRoleSessions'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context, input) {
    const role = findRole(context, input.RoleName)
    const running = [...context.vault.access.sessions.all()].filter((session) => session.roleArn === role.id && session.roleId === role.roleId && session.expiresAtMs > context.nowMs)
    return {
      Sessions: running
        .sort((left, right) => right.issuedAtMs - left.issuedAtMs)
        .map((session) => ({
          AccessKeyId: session.id,
          RoleSessionName: session.sessionName,
          IssueDate: session.issuedAtMs,
          ExpirationDate: session.expiresAtMs,
          SourceIdentity: session.sourceIdentity,
          HasSessionPolicy: session.policy !== undefined,
        })),
    }
  },
}

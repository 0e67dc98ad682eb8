import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findRole } from './shown-role.ts'

/** Removes a role and its sessions; programs that use them are refused from the next call on. */
export const deleteRole: CallHandler<'workbench:DeleteRole'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const role = findRole(context, input.RoleName)
    const { roles, sessions } = context.vault.access
    const ofRole = [...sessions.all()].filter((session) => session.roleArn === role.id)
    for (const session of ofRole) sessions.delete(session.id)
    roles.delete(role.id)
  },
}

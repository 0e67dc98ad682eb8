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
    for (const session of [...sessions.all()]) if (session.roleArn === role.id) sessions.delete(session.id)
    roles.delete(role.id)
  },
}

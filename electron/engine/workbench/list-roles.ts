import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { shownRole } from './shown-role.ts'

/** The roles of the caller's account. */
export const listRoles: CallHandler<'workbench:ListRoles'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context) {
    return { Roles: context.vault.access.rolesOfAccount(context.accountId).map(shownRole) }
  },
}

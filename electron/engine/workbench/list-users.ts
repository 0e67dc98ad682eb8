import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { shownUser } from './shown-user.ts'

/** The users of the caller's account with their access keys. */
export const listUsers: CallHandler<'workbench:ListUsers'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context) {
    return { Users: context.vault.access.usersOfAccount(context.accountId).map((user) => shownUser(context, user)) }
  },
}

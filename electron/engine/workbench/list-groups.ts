import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { shownGroup } from './shown-group.ts'

/** The groups of the caller's account with their users. */
export const listGroups: CallHandler<'workbench:ListGroups'> = {
  kind: 'call',
  authorize: requireRoot,
  handle(context) {
    return { Groups: context.vault.access.groupsOfAccount(context.accountId).map((group) => shownGroup(context, group)) }
  },
}

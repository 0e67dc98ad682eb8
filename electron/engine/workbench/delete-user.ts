import type { CallHandler } from '../operation-handler.ts'
import { requireRoot } from './require-root.ts'
import { findUser } from './shown-user.ts'

/** Removes a user with its access keys, also from its groups; programs that use them are refused from the next call on. */
export const deleteUser: CallHandler<'workbench:DeleteUser'> = {
  kind: 'call',
  store: 'home',
  authorize: requireRoot,
  handle(context, input) {
    const user = findUser(context, input.UserName)
    const { access } = context.vault
    for (const group of access.groupsOfUser(user.id)) access.groups.put({ ...group, memberArns: group.memberArns.filter((arn) => arn !== user.id) })
    for (const accessKey of access.accessKeysOfUser(user.id)) access.accessKeys.delete(accessKey.id)
    access.users.delete(user.id)
  },
}

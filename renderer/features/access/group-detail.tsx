import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useAction } from '../../hooks/use-action.ts'
import type { Identities } from '../../hooks/use-identities.ts'
import type { Group } from '../../store/access.ts'
import { notify } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'
import { IdentityHeader } from './identity-header.tsx'
import { MembershipRows } from './membership-rows.tsx'
import { PolicyRows } from './policy-rows.tsx'

/** One group: its users and what they may do by it. */
export function GroupDetail({ group, identities }: { readonly group: Group; readonly identities: Identities }) {
  const [deleting, setDeleting] = useState(false)
  return (
    <article className="px-4 py-3.5" aria-label={`Group ${group.GroupName}`}>
      <IdentityHeader kind="group" name={group.GroupName} arn={group.Arn} id={group.GroupId} createdSeconds={group.CreateDate} onEdit={() => openDialog('rename-group', { groupName: group.GroupName })} onDelete={() => setDeleting(true)} />
      <MembershipRows
        title="Users"
        names={group.UserNames}
        all={identities.users.map((user) => user.UserName)}
        empty="No users yet."
        membershipOf={(userName) => ({ userName, groupName: group.GroupName })}
      />
      <PolicyRows owner={{ type: 'group', name: group.GroupName }} policyNames={group.PolicyNames} revision={identities} />
      {deleting ? <DeleteGroup group={group} onClose={() => setDeleting(false)} /> : null}
    </article>
  )
}

/** IAM deletes empty groups only; here the users are taken out first, which is what deleting means. */
function DeleteGroup({ group, onClose }: { readonly group: Group; readonly onClose: () => void }) {
  const deletion = useAction(async () => {
    for (const UserName of group.UserNames) await call('workbench:RemoveUserFromGroup', { GroupName: group.GroupName, UserName })
    await call('workbench:DeleteGroup', { GroupName: group.GroupName })
    onClose()
    notify({ kind: 'done', text: `Deleted the group ${group.GroupName}.` })
  })
  const { UserNames: names } = group
  return (
    <ConfirmDialog title={`Delete the group ${group.GroupName}`} action="Delete group" isDanger isPending={deletion.pending} error={deletion.error} onConfirm={deletion.run} onClose={onClose}>
      {names.length === 0 ? 'It has no users.' : `${names.join(', ')} stay, and may no longer do what only this group’s policies allow.`} Its policies go with it. This cannot be undone.
    </ConfirmDialog>
  )
}

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { useAction } from '../../hooks/use-action.ts'
import type { Identities } from '../../hooks/use-identities.ts'
import type { User } from '../../store/access.ts'
import { notify } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'
import { AccessKeyRows } from './access-key-rows.tsx'
import { BoundarySection } from './boundary-section.tsx'
import { IdentityHeader } from './identity-header.tsx'
import { MembershipRows } from './membership-rows.tsx'
import { PolicyRows } from './policy-rows.tsx'

/** One user: who it is, its access keys, its groups and what it may do. */
export function UserDetail({ user, identities }: { readonly user: User; readonly identities: Identities }) {
  const [deleting, setDeleting] = useState(false)
  return (
    <article className="px-4 py-3.5" aria-label={`User ${user.UserName}`}>
      <IdentityHeader kind="user" name={user.UserName} arn={user.Arn} id={user.UserId} createdSeconds={user.CreateDate} onDelete={() => setDeleting(true)} />
      <SectionHeader title="Access keys">
        <Button icon={<Plus size={14} aria-hidden />} onPress={() => openDialog('create-access-key', { userName: user.UserName })}>
          New access key
        </Button>
      </SectionHeader>
      <AccessKeyRows keys={user.AccessKeys} />
      <PolicyRows owner={{ type: 'user', name: user.UserName }} policyNames={user.PolicyNames} revision={identities} />
      <MembershipRows
        title="Groups"
        names={user.GroupNames}
        all={identities.groups.map((group) => group.GroupName)}
        empty="In no group."
        membershipOf={(groupName) => ({ userName: user.UserName, groupName })}
      />
      <BoundarySection type="user-boundary" name={user.UserName} document={user.PermissionsBoundary} />
      {deleting ? <DeleteUser user={user} onClose={() => setDeleting(false)} /> : null}
    </article>
  )
}

function DeleteUser({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const deletion = useAction(async () => {
    await call('workbench:DeleteUser', { UserName: user.UserName })
    onClose()
    notify({ kind: 'done', text: `Deleted the user ${user.UserName}.` })
  })
  const keyCount = user.AccessKeys.length
  return (
    <ConfirmDialog title={`Delete the user ${user.UserName}`} action="Delete user" isDanger isPending={deletion.pending} error={deletion.error} onConfirm={deletion.run} onClose={onClose}>
      {keyCount === 0 ? 'It has no access keys.' : `Its ${keyCount === 1 ? 'access key stops' : `${keyCount} access keys stop`} working at once, and so does every program that uses ${keyCount === 1 ? 'it' : 'them'}.`} Secrets stay as
      they are. This cannot be undone.
    </ConfirmDialog>
  )
}

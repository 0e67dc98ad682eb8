import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { PolicyView } from '../../components/policy-view.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { useAction } from '../../hooks/use-action.ts'
import type { Identities } from '../../hooks/use-identities.ts'
import type { Role } from '../../store/access.ts'
import { notify } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'
import { BoundarySection } from './boundary-section.tsx'
import { IdentityHeader } from './identity-header.tsx'
import { PolicyRows } from './policy-rows.tsx'
import { RoleSessions } from './role-sessions.tsx'

/** One role: who may assume it, what its sessions may do, and which run. */
export function RoleDetail({ role, identities }: { readonly role: Role; readonly identities: Identities }) {
  const [deleting, setDeleting] = useState(false)
  const trust = { type: 'trust', name: role.RoleName } as const
  const hours = role.MaxSessionDuration / 3600
  return (
    <article className="px-4 py-3.5" aria-label={`Role ${role.RoleName}`}>
      <IdentityHeader
        kind="role"
        name={role.RoleName}
        arn={role.Arn}
        id={role.RoleId}
        createdSeconds={role.CreateDate}
        facts={[
          ...(role.Description === undefined || role.Description === '' ? [] : [{ label: 'Description', value: role.Description }]),
          { label: 'Sessions last', value: `at most ${hours.toLocaleString('en', { maximumFractionDigits: 2 })} ${hours === 1 ? 'hour' : 'hours'}` },
        ]}
        onEdit={() => openDialog('edit-role', { roleName: role.RoleName })}
        onDelete={() => setDeleting(true)}
      />
      <SectionHeader title="May be assumed by">
        <Button onPress={() => openDialog('edit-policy', { subject: trust })}>Edit trust policy</Button>
      </SectionHeader>
      <PolicyView subject={trust} document={role.AssumeRolePolicyDocument} />
      <PolicyRows owner={{ type: 'role', name: role.RoleName }} policyNames={role.PolicyNames} revision={identities} />
      <BoundarySection type="role-boundary" name={role.RoleName} document={role.PermissionsBoundary} />
      <RoleSessions roleName={role.RoleName} />
      {deleting ? <DeleteRole role={role} onClose={() => setDeleting(false)} /> : null}
    </article>
  )
}

function DeleteRole({ role, onClose }: { readonly role: Role; readonly onClose: () => void }) {
  const deletion = useAction(async () => {
    await call('workbench:DeleteRole', { RoleName: role.RoleName })
    onClose()
    notify({ kind: 'done', text: `Deleted the role ${role.RoleName}.` })
  })
  return (
    <ConfirmDialog title={`Delete the role ${role.RoleName}`} action="Delete role" isDanger isPending={deletion.pending} error={deletion.error} onConfirm={deletion.run} onClose={onClose}>
      Its sessions end at once, and programs that assume it are refused. Its policies go with it; policies of secrets and keys that name it stay as they are. This cannot be undone.
    </ConfirmDialog>
  )
}

import { Ellipsis, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Facts } from '../../components/facts.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { SectionHeader } from '../../components/section-header.tsx'
import { useAction } from '../../hooks/use-action.ts'
import type { User } from '../../store/access.ts'
import { copyText } from '../../store/clipboard.ts'
import { notify } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'
import { AccessKeyRows } from './access-key-rows.tsx'
import { PolicyRows } from './policy-rows.tsx'

/** One user: who it is, its access keys and what it may do. */
export function UserDetail({ user }: { readonly user: User }) {
  const [deleting, setDeleting] = useState(false)
  return (
    <article className="px-4 py-3.5" aria-label={`User ${user.UserName}`}>
      <header className="flex items-start gap-2">
        <h2 className="mono min-w-0 flex-1 text-lg break-words">{user.UserName}</h2>
        <Menu
          aria-label={`Actions for ${user.UserName}`}
          entries={[{ id: 'delete', label: 'Delete user', icon: <Trash2 size={16} aria-hidden />, isDanger: true, onAction: () => setDeleting(true) }]}
        >
          <IconButton label="More" icon={<Ellipsis size={16} />} />
        </Menu>
      </header>
      <div className="mt-2.5">
        <Facts
          rows={[
            {
              label: 'ARN',
              value: (
                <span className="flex items-center gap-1">
                  <span className="mono min-w-0 break-all">{user.Arn}</span>
                  <CopyButton copy={() => copyText(user.Arn, { secret: false })} label="Copy the ARN" className="-my-1" />
                </span>
              ),
            },
            { label: 'User ID', value: <span className="mono">{user.UserId}</span> },
            { label: 'Created', value: <RelativeTime ms={user.CreateDate * 1000} /> },
          ]}
        />
      </div>
      <SectionHeader title="Access keys">
        <Button icon={<Plus size={14} aria-hidden />} onPress={() => openDialog('create-access-key', { userName: user.UserName })}>
          New access key
        </Button>
      </SectionHeader>
      <AccessKeyRows keys={user.AccessKeys} />
      <SectionHeader title="May do">
        <Button icon={<Plus size={14} aria-hidden />} onPress={() => openDialog('put-user-policy', { userName: user.UserName })}>
          Add a policy
        </Button>
      </SectionHeader>
      <PolicyRows userName={user.UserName} policyNames={user.PolicyNames} />
      {deleting && <DeleteUser user={user} onClose={() => setDeleting(false)} />}
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

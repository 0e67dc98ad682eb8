import { Ban, CircleCheck, Ellipsis, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/coffer-api.ts'
import { Chip } from '../../components/chip.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { useAction } from '../../hooks/use-action.ts'
import type { AccessKey } from '../../store/access.ts'
import { copyText } from '../../store/clipboard.ts'
import { notify, notifyError } from '../../store/toasts.ts'

/** A user's access keys: which are active, when they were last used, and the way to take them back. */
export function AccessKeyRows({ keys }: { readonly keys: readonly AccessKey[] }) {
  const [deleting, setDeleting] = useState<AccessKey | null>(null)
  if (keys.length === 0) return <p className="text-muted">No access key, so nothing can call as this user.</p>
  return (
    <>
      <ul className="overflow-hidden rounded-lg border border-line bg-panel">
        {keys.map((key) => (
          <li key={key.AccessKeyId} className="flex min-h-[42px] items-center gap-2 border-t border-line2 py-1 pr-1.5 pl-3 first:border-t-0">
            <div className="min-w-0 flex-1">
              <div className="flex items-center gap-2">
                <span className={`mono selectable truncate ${key.Status === 'Active' ? '' : 'text-muted'}`}>{key.AccessKeyId}</span>
                <Chip tone={key.Status === 'Active' ? 'accent' : 'neutral'}>{key.Status}</Chip>
                {key.ReadOnly === true && <Chip>Read only</Chip>}
                {key.NamePrefix !== undefined && (
                  <Chip className="mono min-w-0 flex-shrink truncate">{key.NamePrefix}*</Chip>
                )}
                {key.ExpirationDate !== undefined && <KeyEnd endMs={key.ExpirationDate * 1000} />}
              </div>
              <div className="truncate text-sm text-muted">
                {key.LastUsedDate === undefined ? (
                  'never used'
                ) : (
                  <>
                    used <RelativeTime ms={key.LastUsedDate * 1000} />
                  </>
                )}
                {' · made '}
                <RelativeTime ms={key.CreateDate * 1000} />
                {key.Description !== undefined && ` · ${key.Description}`}
              </div>
            </div>
            <CopyButton copy={() => copyText(key.AccessKeyId, { secret: false })} label="Copy the access key ID" />
            <Menu
              aria-label={`Actions for ${key.AccessKeyId}`}
              entries={[
                key.Status === 'Active'
                  ? { id: 'revoke', label: 'Deactivate', icon: <Ban size={16} aria-hidden />, onAction: () => setStatus(key, 'Inactive') }
                  : { id: 'activate', label: 'Activate', icon: <CircleCheck size={16} aria-hidden />, onAction: () => setStatus(key, 'Active') },
                { id: 'delete', label: 'Delete', icon: <Trash2 size={16} aria-hidden />, isDanger: true, startsGroup: true, onAction: () => setDeleting(key) },
              ]}
            >
              <IconButton label="More" icon={<Ellipsis size={16} />} />
            </Menu>
          </li>
        ))}
      </ul>
      {deleting !== null && <DeleteKey accessKey={deleting} onClose={() => setDeleting(null)} />}
    </>
  )
}

function KeyEnd({ endMs }: { readonly endMs: number }) {
  const [nowMs] = useState(() => Date.now())
  return endMs <= nowMs ? (
    <Chip tone="red">Expired</Chip>
  ) : (
    <Chip tone="amber">
      expires <span className="w-1" />
      <RelativeTime ms={endMs} />
    </Chip>
  )
}

function setStatus(key: AccessKey, Status: AccessKey['Status']): void {
  const undo = key.Status
  call('workbench:UpdateAccessKey', { AccessKeyId: key.AccessKeyId, Status }).then(
    () =>
      notify({
        kind: 'done',
        text: Status === 'Inactive' ? `${key.AccessKeyId} is refused from now on.` : `${key.AccessKeyId} works again.`,
        action: { label: 'Undo', run: () => call('workbench:UpdateAccessKey', { AccessKeyId: key.AccessKeyId, Status: undo }).then(() => undefined, notifyError) },
      }),
    notifyError,
  )
}

function DeleteKey({ accessKey, onClose }: { readonly accessKey: AccessKey; readonly onClose: () => void }) {
  const deletion = useAction(async () => {
    await call('workbench:DeleteAccessKey', { AccessKeyId: accessKey.AccessKeyId })
    onClose()
    notify({ kind: 'done', text: `Deleted the access key ${accessKey.AccessKeyId}.` })
  })
  return (
    <ConfirmDialog title="Delete the access key" action="Delete key" isDanger isPending={deletion.pending} error={deletion.error} onConfirm={deletion.run} onClose={onClose}>
      Programs that use <span className="mono">{accessKey.AccessKeyId}</span> are refused from now on. To try that first, deactivate the key instead. Deleting cannot be undone.
    </ConfirmDialog>
  )
}

import { Copy, CopyPlus, Download, Ellipsis, Globe, Link, RefreshCw, Share2, SquarePen, Trash2 } from 'lucide-react'
import { Chip } from '../../components/chip.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StagingLabel } from '../../components/staging-label.tsx'
import { copyText } from '../../store/clipboard.ts'
import { shortVersionId, versionWithStage } from '../../store/secret-values.ts'
import type { SecretSummary } from '../../store/state.ts'
import { notifyError } from '../../store/toasts.ts'
import { openDialog } from '../../store/view.ts'

/** A name with what stands before its last slash dim. */
export function PathName({ name }: { readonly name: string }) {
  const slash = name.lastIndexOf('/') + 1
  return (
    <>
      {slash === 0 ? null : <span className="font-normal text-muted">{name.slice(0, slash)}</span>}
      {name.slice(slash)}
    </>
  )
}

/** Name, what is current, and the menu of all that can be done with the secret. */
export function SecretHeader({ summary }: { readonly summary: SecretSummary }) {
  const currentId = versionWithStage(summary.VersionIdsToStages, 'AWSCURRENT')
  const isPending = versionWithStage(summary.VersionIdsToStages, 'AWSPENDING') !== null
  const { ARN: arn, Name: name } = summary
  // A replica is changed by its primary alone; the line below the header says so.
  const isReplica = summary.PrimaryRegion !== undefined
  const copy = (text: string) => void copyText(text, { secret: false }).catch(notifyError)
  return (
    <header className="flex-none px-4 pt-3">
      <div className="flex items-start gap-2">
        <h2 className="mono selectable min-w-0 flex-1 py-0.5 text-lg tracking-[-0.02em] [overflow-wrap:anywhere]">
          <PathName name={name} />
        </h2>
        <Menu
          aria-label={`Actions for ${name}`}
          entries={[
            { id: 'edit', isDisabled: isReplica, label: 'Edit value', icon: <SquarePen size={16} />, shortcut: 'E', onAction: () => openDialog('edit-secret', { arn }) },
            { id: 'duplicate', label: 'Duplicate', icon: <CopyPlus size={16} />, onAction: () => openDialog('duplicate-secret', { arn }) },
            { id: 'share', isDisabled: isReplica, label: 'Share', icon: <Share2 size={16} />, onAction: () => openDialog('share-secret', { arn }) },
            { id: 'replicate', label: 'Replicate to regions', icon: <Globe size={16} />, isDisabled: isReplica, onAction: () => openDialog('replicate-secrets', { arns: [arn] }) },
            ...(summary.RotationEnabled === true ? [{ id: 'rotate', isDisabled: isReplica, label: 'Rotate now', icon: <RefreshCw size={16} />, onAction: () => openDialog('rotate-secrets', { arns: [arn] }) }] : []),
            { id: 'export', label: 'Export', icon: <Download size={16} />, onAction: () => openDialog('export-secrets', { arns: [arn] }) },
            { id: 'copy-name', label: 'Copy name', icon: <Copy size={16} />, startsGroup: true, onAction: () => copy(name) },
            { id: 'copy-arn', label: 'Copy ARN', icon: <Link size={16} />, onAction: () => copy(arn) },
            { id: 'delete', isDisabled: isReplica, label: 'Move to trash', icon: <Trash2 size={16} />, shortcut: 'Del', isDanger: true, startsGroup: true, onAction: () => openDialog('delete-secrets', { arns: [arn] }) },
          ]}
        >
          <IconButton label="More" icon={<Ellipsis size={16} />} />
        </Menu>
      </div>
      <div className="mt-1.5 flex min-h-[18px] flex-wrap items-center gap-x-1.5 gap-y-1 text-sm text-muted">
        {currentId === null ? (
          <Chip tone="amber">No value yet</Chip>
        ) : (
          <>
            <StagingLabel label="AWSCURRENT" />
            <span className="mono" title={currentId}>
              {shortVersionId(currentId)}
            </span>
            <span aria-hidden>·</span>
          </>
        )}
        <span>
          changed <RelativeTime ms={summary.LastChangedDate * 1000} />
        </span>
        {isPending ? <StagingLabel label="AWSPENDING" /> : null}
        {summary.DeletedDate === undefined ? null : (
          <Chip tone="red">
            in trash, gone <RelativeTime ms={summary.DeletedDate * 1000} />
          </Chip>
        )}
      </div>
    </header>
  )
}

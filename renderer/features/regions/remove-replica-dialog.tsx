import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { removeReplica } from '../../store/regions.ts'
import { secretsText } from '../../store/secret-actions.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'

/** Asks before a replica is deleted. */
export function RemoveReplicaDialog({ arn, region }: { readonly arn: string; readonly region: string }) {
  const name = secretsText([arn])
  const removing = useAction(async () => {
    await removeReplica(arn, region)
    closeDialog()
    notify({ kind: 'done', text: `Removed the replica of ${name} in ${region}.` })
  })
  return (
    <ConfirmDialog title={`Remove the replica in ${region}?`} action="Remove replica" isDanger isPending={removing.pending} error={removing.error} onConfirm={removing.run} onClose={closeDialog}>
      The copy of <span className="mono text-text">{name}</span> in {region} is deleted at once, without the trash, and programs there can no longer read it. The primary and its other replicas stay; you can replicate it there again at any time. To keep the copy, make it standalone instead.
    </ConfirmDialog>
  )
}

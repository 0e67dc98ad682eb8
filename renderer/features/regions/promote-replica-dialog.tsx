import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { arnInRegion, promoteReplica } from '../../store/regions.ts'
import { secretsText } from '../../store/secret-actions.ts'
import { useStore } from '../../store/store.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'

/** Asks before a replica becomes a secret of its own. */
export function PromoteReplicaDialog({ arn, region, primaryRegion }: { readonly arn: string; readonly region: string; readonly primaryRegion: string }) {
  const here = useStore((state) => state.session.region)
  const name = secretsText([arnInRegion(arn, here)])
  const promoting = useAction(async () => {
    await promoteReplica(arn, region)
    closeDialog()
    notify({ kind: 'done', text: `${name} in ${region} is a secret of its own now.` })
  })
  return (
    <ConfirmDialog title="Stop replication and make it standalone?" action="Stop replication" isDanger isPending={promoting.pending} error={promoting.error} onConfirm={promoting.run} onClose={closeDialog}>
      <p>
        <span className="mono text-text">{name}</span> in {region} becomes a secret of its own: it can be changed there, and no longer follows the one in {primaryRegion}. From then on the two can differ; nothing brings them together by itself.
      </p>
      <p className="mt-2">Both keep their name, versions and labels. Programs that read either go on. The other way is to compare the two regions later and reunite them: one becomes a replica of the other again, and no version is lost.</p>
    </ConfirmDialog>
  )
}

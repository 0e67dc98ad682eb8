import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { cancelRotation } from '../../store/rotations.ts'
import { useStore } from '../../store/store.ts'
import { notify } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'

/** Asks before rotation is turned off. */
export function CancelRotationDialog({ arn }: { readonly arn: string }) {
  const summary = useStore((state) => state.secrets.summaries.get(arn))
  const cancellation = useAction(async () => {
    await cancelRotation(arn)
    closeDialog()
    notify({ kind: 'done', text: `Rotation of ${summary?.Name ?? 'the secret'} is off.` })
  })
  const isPending = Object.values(summary?.VersionIdsToStages ?? {}).some((stages) => stages.includes('AWSPENDING') && !stages.includes('AWSCURRENT'))
  return (
    <ConfirmDialog title="Turn rotation off?" action="Turn off" isPending={cancellation.pending} error={cancellation.error} onConfirm={cancellation.run} onClose={closeDialog}>
      <span className="mono text-text">{summary?.Name}</span> keeps its value, its function and its schedule; nothing is rotated until you turn it on again.
      {isPending ? ' A rotation is unfinished: its version keeps AWSPENDING, as in AWS, and may hold the only password that the database takes.' : ''}
    </ConfirmDialog>
  )
}

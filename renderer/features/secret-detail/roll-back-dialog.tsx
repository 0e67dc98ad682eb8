import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { StagingLabel } from '../../components/staging-label.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { rollBack, shortVersionId, versionWithStage } from '../../store/secret-values.ts'
import { useStore } from '../../store/store.ts'
import { closeDialog } from '../../store/view.ts'

/** Says what moving AWSCURRENT means, then moves it. */
export function RollBackDialog({ arn, versionId }: { readonly arn: string; readonly versionId: string }) {
  const summary = useStore((state) => state.secrets.summaries.get(arn))
  const currentId = summary === undefined ? null : versionWithStage(summary.VersionIdsToStages, 'AWSCURRENT')
  const moving = useAction(async () => {
    if (currentId !== null) await rollBack(arn, currentId, versionId)
    closeDialog()
  })
  if (summary === undefined || currentId === null) return null
  return (
    <ConfirmDialog
      title={`Move AWSCURRENT to ${shortVersionId(versionId)}`}
      action="Move AWSCURRENT"
      onConfirm={() => moving.run()}
      onClose={closeDialog}
      isPending={moving.pending}
      error={moving.error}
    >
      <ul className="flex flex-col gap-2">
        <li>
          Programs that read <span className="mono text-text">{summary.Name}</span> get the value of {shortVersionId(versionId)} from their next call on.
        </li>
        <li className="flex flex-wrap items-center gap-1.5">
          <StagingLabel label="AWSPREVIOUS" /> moves to {shortVersionId(currentId)}, which stays readable.
        </li>
        {summary.Kind === 'database' ? <li className="text-amber">The database keeps the password it has now. If that is the newer one, change it there too, or logins fail.</li> : null}
        <li>Nothing is deleted, and the toast after it moves the label back.</li>
      </ul>
    </ConfirmDialog>
  )
}

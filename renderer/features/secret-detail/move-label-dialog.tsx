import { useState } from 'react'
import { LIMITS } from '../../../shared/limits.ts'
import { Button } from '../../components/button.tsx'
import { FormDialog } from '../../components/form-dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { moveStagingLabel, shortVersionId, versionWithStage } from '../../store/secret-values.ts'
import { useStore } from '../../store/store.ts'
import { notify, notifyError } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'

/** What a label on another version means for who reads by it. */
function meaning(label: string, holderId: string | null, versionId: string): string {
  if (label === 'AWSCURRENT') return 'Use “Move AWSCURRENT here” for this one: it changes what every program reads.'
  if (label === 'AWSPENDING') return 'Rotation uses AWSPENDING. A version that keeps it blocks the next rotation.'
  if (holderId === versionId) return 'This version has the label already.'
  if (holderId === null) return `Programs that ask for ${label === '' ? 'the label' : label} get this version.`
  return `Moves from ${shortVersionId(holderId)}: programs that ask for ${label} get this version from their next call on.`
}

/** Puts a label on a version. A label is on one version at a time, so one that is elsewhere moves. */
export function MoveLabelDialog({ arn, versionId }: { readonly arn: string; readonly versionId: string }) {
  const summary = useStore((state) => state.secrets.summaries.get(arn))
  const [typed, setTyped] = useState('')
  const label = typed.trim()
  const holderId = summary === undefined ? null : versionWithStage(summary.VersionIdsToStages, label)
  const labels = summary === undefined ? [] : [...new Set(Object.values(summary.VersionIdsToStages).flat())].filter((one) => one !== 'AWSCURRENT').sort()
  const moving = useAction(async () => {
    await moveStagingLabel(arn, label, holderId, versionId)
    notify({
      kind: 'done',
      text: `${label} is on ${shortVersionId(versionId)} now.`,
      action: { label: 'Undo', run: () => moveStagingLabel(arn, label, versionId, holderId).catch(notifyError) },
    })
    closeDialog()
  })
  if (summary === undefined) return null
  const isPossible = label !== '' && label !== 'AWSCURRENT' && holderId !== versionId
  return (
    <FormDialog
      title={`Label ${shortVersionId(versionId)}`}
      width="small"
      onClose={closeDialog}
      action={holderId === null ? 'Add label' : 'Move label'}
      canSubmit={isPossible}
      submission={moving}
    >
      <TextField label="Staging label" value={typed} onChange={setTyped} maxLength={LIMITS.stagingLabelCharacters} placeholder="before-migration" hint={meaning(label, holderId, versionId)} mono autoFocus />
      {labels.length === 0 ? null : (
        <div className="mt-3 flex flex-wrap items-center gap-1.5">
          <span className="text-sm text-muted">On other versions:</span>
          {labels.map((one) => (
            <Button key={one} variant="quiet" onPress={() => setTyped(one)} className="mono h-[22px] px-1.5">
              {one}
            </Button>
          ))}
        </div>
      )}
    </FormDialog>
  )
}

import { useState } from 'react'
import { diffSecretStrings } from '../../../shared/diff/diff-json.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { sizeInBytes } from '../../../shared/secret-edit/edited-fields.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Note } from '../../components/note.tsx'
import { bestMode, type EditedValue, ValueEditor } from '../../components/value-editor.tsx'
import { generatePassword, type SecretValue, shortVersionId, versionWithStage } from '../../store/secret-values.ts'
import type { SecretSummary } from '../../store/state.ts'
import { closeDialog } from '../../store/view.ts'
import { ReviewChanges } from './review-changes.tsx'
import { useSave } from './use-save.ts'

/** Why this value cannot be saved, or null. */
function saveProblem(edited: EditedValue): string | null {
  if (edited.problem !== null) return edited.problem
  if (edited.text === '') return 'AWS takes no empty value.'
  const bytes = sizeInBytes(edited.text)
  if (bytes > LIMITS.secretValueBytes) return `The value has ${bytes.toLocaleString('en')} bytes. AWS takes at most ${LIMITS.secretValueBytes.toLocaleString('en')}.`
  return null
}

/** Edits a string value in two steps: change it, then look at the difference and save. */
export function EditString({ summary, base }: { readonly summary: SecretSummary; readonly base: SecretValue | null }) {
  const original = base?.SecretString ?? ''
  const [edited, setEdited] = useState<EditedValue>({ text: original, problem: null })
  const [step, setStep] = useState<'edit' | 'review'>('edit')
  const { saving, baseId, theirs, forgetTheirs } = useSave(summary.ARN, base)
  const hasEdits = edited.text !== original
  const problem = saveProblem(edited)
  const isReady = hasEdits && problem === null
  const currentId = versionWithStage(summary.VersionIdsToStages, 'AWSCURRENT')
  const changedMeanwhile = currentId !== baseId && theirs === null
  const comparedWith = theirs?.SecretString ?? original
  const save = () => saving.run({ SecretString: edited.text })
  return (
    <Dialog
      title={step === 'edit' ? 'Edit value' : 'Review changes'}
      description={<span className="mono [overflow-wrap:anywhere]">{summary.Name}</span>}
      width="large"
      onClose={closeDialog}
      hasEdits={hasEdits}
      isBusy={saving.pending}
      footer={
        step === 'edit' ? (
          <>
            <span className="min-w-0 flex-1 text-sm text-muted">{hasEdits ? (edited.problem === null && problem !== null ? <span className="text-red">{problem}</span> : null) : 'No changes yet.'}</span>
            <Button onPress={closeDialog}>Cancel</Button>
            <Button variant="primary" isDisabled={!isReady} onPress={() => setStep('review')}>
              Review changes
            </Button>
          </>
        ) : (
          <>
            <span className="min-w-0 flex-1 text-sm text-muted">Saved as a new version. The present one becomes AWSPREVIOUS.</span>
            <Button
              isDisabled={saving.pending}
              onPress={() => {
                forgetTheirs()
                setStep('edit')
              }}
            >
              Back
            </Button>
            <Button key="save" variant={theirs === null ? 'primary' : 'danger'} isPending={saving.pending} onPress={save} autoFocus>
              {theirs === null ? 'Save new version' : 'Save mine over it'}
            </Button>
          </>
        )
      }
    >
      {changedMeanwhile ? (
        <Note tone="amber" className="mb-3" role="status">
          The secret got another value while you edit. Yours is kept here; saving shows you both first.
        </Note>
      ) : null}
      {/* The editor stays where it is under the review, so that going back loses nothing. */}
      <div className={step === 'edit' ? '' : 'hidden'}>
        <ValueEditor initialText={original} initialMode={base === null ? 'table' : bestMode(original)} onChange={setEdited} generate={generatePassword} autoFocus />
      </div>
      {step === 'review' ? (
        <>
          {theirs === null ? null : (
            <Note tone="amber" className="mb-3" role="alert" title={`Version ${shortVersionId(theirs.VersionId)} was saved by someone else meanwhile`}>
              Nothing of yours was written. Below is what saving yours would change of theirs.
            </Note>
          )}
          <ReviewChanges before={comparedWith} after={edited.text} difference={diffSecretStrings(comparedWith, edited.text)} />
        </>
      ) : null}
      {saving.error === null ? null : <ErrorNote error={saving.error} className="mt-3" />}
    </Dialog>
  )
}

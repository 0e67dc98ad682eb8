import { useState } from 'react'
import { LIMITS } from '../../../shared/limits.ts'
import { base64ToBytes } from '../../../shared/shape/base64.ts'
import { bytesText } from '../../components/bytes.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { Facts } from '../../components/facts.tsx'
import { FilePicker } from '../../components/file-picker.tsx'
import { Note } from '../../components/note.tsx'
import { type ChosenFile, chooseFile, readDroppedFile } from '../../store/chosen-files.ts'
import { type SecretValue, shortVersionId } from '../../store/secret-values.ts'
import type { SecretSummary } from '../../store/state.ts'
import { notifyError } from '../../store/toasts.ts'
import { closeDialog } from '../../store/view.ts'
import { useSave } from './use-save.ts'

/** Replaces a binary value by the bytes of a file. */
export function EditBinary({ summary, base }: { readonly summary: SecretSummary; readonly base: SecretValue }) {
  const [file, setFile] = useState<ChosenFile | null>(null)
  const { saving, theirs } = useSave(summary.ARN, base)
  const before = base64ToBytes(base.SecretBinary ?? '')?.length ?? 0
  const after = file === null ? 0 : (base64ToBytes(file.base64)?.length ?? 0)
  const problem =
    file === null
      ? null
      : after === 0
        ? 'The file is empty, and AWS takes no empty value.'
        : after > LIMITS.secretValueBytes
          ? `The file has ${after.toLocaleString('en')} bytes. AWS takes at most ${LIMITS.secretValueBytes.toLocaleString('en')}.`
          : null
  const isSame = file !== null && file.base64 === base.SecretBinary
  return (
    <Dialog
      title="Replace value"
      description={<span className="mono [overflow-wrap:anywhere]">{summary.Name}</span>}
      onClose={closeDialog}
      hasEdits={file !== null}
      isBusy={saving.pending}
      footer={
        <>
          <Button onPress={closeDialog}>Cancel</Button>
          <Button
            variant={theirs === null ? 'primary' : 'danger'}
            isDisabled={file === null || problem !== null || isSame}
            isPending={saving.pending}
            onPress={() => saving.run({ SecretBinary: file?.base64 ?? '' })}
          >
            {theirs === null ? 'Save new version' : 'Save mine over it'}
          </Button>
        </>
      }
    >
      {theirs === null ? null : (
        <Note tone="amber" className="mb-3" role="alert" title={`Version ${shortVersionId(theirs.VersionId)} was saved by someone else meanwhile`}>
          Nothing of yours was written.
        </Note>
      )}
      <FilePicker
        label="Drop the new file here"
        hint={`At most ${LIMITS.secretValueBytes.toLocaleString('en')} bytes`}
        onChoose={async () => {
          const chosen = await chooseFile('Choose the new value').catch(notifyError)
          if (chosen != null) setFile(chosen)
        }}
        onDrop={(dropped) => void readDroppedFile(dropped).then(setFile, notifyError)}
      />
      {file === null ? null : (
        <div className="mt-3">
          <Facts
            rows={[
              { label: 'File', value: <span className="mono">{file.name}</span> },
              { label: 'Size', value: isSame ? 'the same bytes as now' : `${bytesText(before)} → ${bytesText(after)}` },
            ]}
          />
        </div>
      )}
      {problem === null ? null : <p className="mt-2 text-red">{problem}</p>}
      {saving.error === null ? null : <ErrorNote error={saving.error} className="mt-3" />}
    </Dialog>
  )
}

import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { textOf } from '../../store/chosen-files.ts'
import { showNewSecret } from '../../store/show-secret.ts'
import { applyImport, isEncryptedExport } from '../../store/transfer.ts'
import { closeDialog } from '../../store/view.ts'
import { takeDroppedFile } from './dropped-file.ts'
import { ImportPreview } from './import-preview.tsx'
import { ImportSource, type ImportText } from './import-source.tsx'
import { isWritten } from './import-words.ts'
import { useImportPlan } from './use-import-plan.ts'

function firstText(): ImportText {
  const file = takeDroppedFile()
  const text = file === null ? null : textOf(file.base64)
  return { text: text ?? '', fileName: file?.name ?? '', format: 'auto', isBinary: file !== null && text === null }
}

/** Import in two steps: a text or file, then what it would change. Nothing is written before the last button. */
export function ImportDialog() {
  const [source, setSource] = useState(firstText)
  const [passphrase, setPassphrase] = useState('')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [kmsKeyId, setKmsKeyId] = useState<string | null>(null)
  const planning = useImportPlan()
  const { planned } = planning
  const isEncrypted = isEncryptedExport(source.text)
  const names = planned === null ? [] : planned.plan.Entries.filter((entry) => isWritten(entry) && !left.has(entry.Name)).map((entry) => entry.Name)
  const applying = useAction(async () => {
    if (planned === null || planning.isStale) return
    const arns = await applyImport(planned.input, names, kmsKeyId)
    closeDialog()
    const [only] = arns
    if (arns.length === 1 && only !== undefined) await showNewSecret(only)
  })
  return (
    <Dialog
      title="Import secrets"
      description={planned === null ? 'From .env, JSON, YAML, CSV, an AWS credentials file or an encrypted export. Nothing is written before you have seen what would change.' : undefined}
      width="large"
      onClose={closeDialog}
      hasEdits={source.text !== ''}
      isBusy={applying.pending}
      footer={
        planned === null ? (
          <>
            <Button onPress={closeDialog}>Cancel</Button>
            <Button
              variant="primary"
              isDisabled={source.text.trim() === '' || (isEncrypted && passphrase === '')}
              isPending={planning.isStarting}
              onPress={() => {
                setLeft(new Set())
                return planning.start(source, passphrase)
              }}
            >
              Preview
            </Button>
          </>
        ) : (
          <>
            <span className="min-w-0 flex-1 text-sm text-muted">All of them are written, or none.</span>
            <Button isDisabled={applying.pending} onPress={planning.forget}>
              Back
            </Button>
            <Button variant="primary" isDisabled={names.length === 0 || planning.isStale || planning.isPlanning} isPending={applying.pending} onPress={() => applying.run()}>
              {names.length === 0 ? 'Nothing to import' : `Import ${names.length.toLocaleString('en')} ${names.length === 1 ? 'secret' : 'secrets'}`}
            </Button>
          </>
        )
      }
    >
      {planned === null ? (
        <ImportSource source={source} onChange={setSource} {...(isEncrypted ? { passphrase, onPassphrase: setPassphrase } : {})} />
      ) : (
        <ImportPreview
          plan={planned.plan}
          name={planning.name}
          onName={planning.setName}
          onLayout={planning.setLayout}
          isPlanning={planning.isPlanning || planning.isStale}
          left={left}
          onLeft={setLeft}
          kmsKeyId={kmsKeyId}
          onKey={setKmsKeyId}
        />
      )}
      {planning.error === null ? null : <ErrorNote error={planning.error} className="mt-3" />}
      {applying.error === null ? null : <ErrorNote error={applying.error} className="mt-3" />}
    </Dialog>
  )
}

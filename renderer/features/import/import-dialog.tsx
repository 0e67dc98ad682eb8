import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAction } from '../../hooks/use-action.ts'
import { applyImport, type ImportInput, type ImportPlan, isEncryptedExport, openExport, planImport } from '../../store/transfer.ts'
import { closeDialog } from '../../store/view.ts'
import { ImportPreview } from './import-preview.tsx'
import { ImportSource, type ImportText } from './import-source.tsx'
import { isWritten } from './import-words.ts'
import { takeDroppedFile } from './dropped-file.ts'
import { textOf } from '../../store/chosen-files.ts'

function firstText(): ImportText {
  const file = takeDroppedFile()
  const text = file === null ? null : textOf(file.base64)
  return { text: text ?? '', fileName: file?.name ?? '', format: 'auto', isBinary: file !== null && text === null }
}

/** Import in two steps: a text or file, then what it would change. Nothing is written before the last button. */
export function ImportDialog() {
  const [source, setSource] = useState(firstText)
  const [plan, setPlan] = useState<{ readonly input: ImportInput; readonly plan: ImportPlan } | null>(null)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [kmsKeyId, setKmsKeyId] = useState<string | null>(null)
  const [passphrase, setPassphrase] = useState('')
  const isEncrypted = isEncryptedExport(source.text)
  const planning = useAction(async (change: Partial<ImportInput>) => {
    const opened = isEncrypted ? (plan?.input.Text ?? (await openExport(source.text, passphrase))) : null
    const input: ImportInput = {
      ...plan?.input,
      Text: opened ?? source.text,
      Format: opened === null ? source.format : 'json',
      ...(source.fileName === '' || opened !== null ? {} : { FileName: source.fileName }),
      ...change,
    }
    setPlan({ input, plan: await planImport(input) })
    setLeft(new Set())
  })
  const names = plan === null ? [] : plan.plan.Entries.filter((entry) => isWritten(entry) && !left.has(entry.Name)).map((entry) => entry.Name)
  const applying = useAction(async () => {
    if (plan === null) return
    await applyImport(plan.input, names, kmsKeyId)
    closeDialog()
  })
  return (
    <Dialog
      title="Import secrets"
      description={plan === null ? 'From .env, JSON, YAML, CSV, an AWS credentials file or an encrypted export. Nothing is written before you have seen what would change.' : undefined}
      width="large"
      onClose={closeDialog}
      hasEdits={source.text !== ''}
      isBusy={applying.pending}
      footer={
        plan === null ? (
          <>
            <Button onPress={closeDialog}>Cancel</Button>
            <Button variant="primary" isDisabled={source.text.trim() === '' || (isEncrypted && passphrase === '')} isPending={planning.pending} onPress={() => planning.run({})}>
              Preview
            </Button>
          </>
        ) : (
          <>
            <span className="min-w-0 flex-1 text-sm text-muted">All of them are written, or none.</span>
            <Button isDisabled={applying.pending} onPress={() => setPlan(null)}>
              Back
            </Button>
            <Button variant="primary" isDisabled={names.length === 0} isPending={applying.pending} onPress={() => applying.run()}>
              {names.length === 0 ? 'Nothing to import' : `Import ${names.length.toLocaleString('en')} ${names.length === 1 ? 'secret' : 'secrets'}`}
            </Button>
          </>
        )
      }
    >
      {plan === null ? (
        <ImportSource source={source} onChange={setSource} {...(isEncrypted ? { passphrase, onPassphrase: setPassphrase } : {})} />
      ) : (
        <ImportPreview
          plan={plan.plan}
          input={plan.input}
          left={left}
          onLeft={setLeft}
          kmsKeyId={kmsKeyId}
          onKey={setKmsKeyId}
          onReplan={(change) => void planning.run(change)}
          isPlanning={planning.pending}
        />
      )}
      {planning.error === null ? null : <ErrorNote error={planning.error} className="mt-3" />}
      {applying.error === null ? null : <ErrorNote error={applying.error} className="mt-3" />}
    </Dialog>
  )
}
